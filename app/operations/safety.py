"""Worries about somebody's safety: raised, seen, closed; and whom a team tells. None of it waits for anything."""

import uuid

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinician, Membership, Person
from app.models.programmes import Programme, Round
from app.models.safety import SafetyConcern, SafetyContact
from app.operations.accounts import add_membership
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, can_hear_of_safety, can_release, check_leads
from app.words import noted

LONGEST = 4000
WHAT = noted("Write in a few words what worries you.")
SHORTER = noted("Please keep this under 4,000 letters.")
WHICH_TEAM = noted("Choose the team it is about.")


def add_contact(
    session: Session, actor: Actor, team_id: uuid.UUID, *, name: str, reach: str, person_id: uuid.UUID | None
) -> uuid.UUID:
    """Name somebody to be told at once. With an account of the team's they also find every worry on their own page."""
    check_leads(actor, team_id)
    problems: list[Problem] = []
    if person_id is not None:
        name = (
            session.scalar(
                select(Person.name)
                .join(Membership, Membership.person_id == Person.id)
                .where(
                    Person.id == person_id, Membership.team_id == team_id, Membership.ended_at.is_(None), Person.active
                )
                .limit(1)
            )
            or ""
        )
        if not name:
            problems.append(Problem("person", "Choose somebody who has an account in your team."))
    elif not name.strip():
        problems.append(Problem("name", "Give a name, or choose somebody who has an account."))
    if not reach.strip():
        problems.append(Problem("reach", "Say how to reach them: a telephone number, and when."))
    if problems:
        raise Unfit(problems)
    row = SafetyContact(team_id=team_id, person_id=person_id, name=name.strip(), reach=reach.strip())
    session.add(row)
    session.flush()
    if person_id is not None:
        add_membership(session, person_id, team_id, "safety", actor_id=actor.id)
    record(session, "safety contact named", f"safety contact {row.id}", actor_id=actor.id, team_id=team_id)
    return row.id


def end_contact(session: Session, actor: Actor, team_id: uuid.UUID, contact_id: uuid.UUID) -> None:
    """They are no longer told."""
    check_leads(actor, team_id)
    row = session.get(SafetyContact, contact_id)
    if row is None or row.team_id != team_id or row.ended_at is not None:
        raise NotThere
    row.ended_at = now()
    session.flush()
    still = select(SafetyContact.id).where(
        SafetyContact.team_id == team_id, SafetyContact.person_id == row.person_id, SafetyContact.ended_at.is_(None)
    )
    if row.person_id is not None and session.scalar(still.limit(1)) is None:
        session.execute(
            update(Membership)
            .where(Membership.person_id == row.person_id, Membership.team_id == team_id, Membership.role == "safety")
            .values(ended_at=now())
        )
    record(session, "safety contact ended", f"safety contact {row.id}", actor_id=actor.id, team_id=team_id)


def raise_concern(
    session: Session,
    actor: Actor,
    concern_id: uuid.UUID,
    *,
    text: str,
    assignment_id: uuid.UUID | None = None,
    team_id: uuid.UUID | None = None,
) -> None:
    """An observer is worried, beside a sheet of theirs or without one. Sent twice it is stored once.

    Raises `NotThere` for a sheet or a team that is not theirs, `Unfit` without words or when it could be two teams.
    """
    consultation_id = None
    if assignment_id is not None:
        consultation_id, team_id = _place(session, actor, assignment_id)
    elif team_id is None:
        teams = sorted(actor.teams_as("observer"))
        if len(teams) != 1:
            raise Unfit([Problem("team", WHICH_TEAM)])
        team_id = teams[0]
    elif team_id not in actor.teams_as("observer"):
        raise NotThere
    if session.get(SafetyConcern, concern_id) is not None:
        return
    _store(
        session,
        actor,
        SafetyConcern(
            id=concern_id,
            team_id=team_id,
            place="sheet",
            consultation_id=consultation_id,
            text=_words(text),
            raised_by=actor.id,
        ),
    )


def raise_from_comment(
    session: Session, actor: Actor, team_id: uuid.UUID, revision_id: uuid.UUID, entry_id: str, text: str
) -> uuid.UUID:
    """Who screens finds a worry in a comment. Raises `NotThere` for a comment outside the team."""
    consultation_id = session.scalar(
        select(Assignment.consultation_id)
        .join(Observation, Observation.assignment_id == Assignment.id)
        .join(ObservationRevision, ObservationRevision.observation_id == Observation.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .where(ObservationRevision.id == revision_id, Clinician.team_id == team_id)
    )
    if consultation_id is None or not can_release(actor, team_id):
        raise NotThere
    row = SafetyConcern(
        id=uuid.uuid4(),
        team_id=team_id,
        place="comment",
        consultation_id=consultation_id,
        revision_id=revision_id,
        entry_id=entry_id,
        text=_words(text),
        raised_by=actor.id,
    )
    _store(session, actor, row)
    return row.id


def acknowledge_concern(session: Session, actor: Actor, concern_id: uuid.UUID) -> None:
    """Somebody has it in hand. A second time changes nothing."""
    row = _open_to(session, actor, concern_id)
    if row.acknowledged_at is not None:
        return
    row.acknowledged_by, row.acknowledged_at = actor.id, now()
    session.flush()
    record(session, "safety concern seen", f"safety concern {row.id}", actor_id=actor.id, team_id=row.team_id)


def close_concern(session: Session, actor: Actor, concern_id: uuid.UUID, outcome: str) -> None:
    """What was done. Raises `Unfit` without words, `Conflict` when it is closed already."""
    row = _open_to(session, actor, concern_id)
    if row.closed_at is not None:
        raise Conflict("It is closed already.")
    if not outcome.strip():
        raise Unfit([Problem("outcome", "Say what was done, or why nothing had to be done.")])
    row.acknowledged_by, row.acknowledged_at = row.acknowledged_by or actor.id, row.acknowledged_at or now()
    row.closed_by, row.closed_at, row.outcome = actor.id, now(), outcome.strip()
    session.flush()
    record(session, "safety concern closed", f"safety concern {row.id}", actor_id=actor.id, team_id=row.team_id)


def _store(session: Session, actor: Actor, row: SafetyConcern) -> None:
    session.add(row)
    session.flush()
    # What it says stands in the list alone: the log is read by more people.
    record(session, "safety concern raised", f"safety concern {row.id}", actor_id=actor.id, team_id=row.team_id)


def _words(text: str) -> str:
    if not text.strip():
        raise Unfit([Problem("text", WHAT)])
    if len(text) > LONGEST:
        raise Unfit([Problem("text", SHORTER)])
    return text.strip()


def _place(session: Session, actor: Actor, assignment_id: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    found = session.execute(
        select(Assignment.consultation_id, Programme.team_id, Assignment.person_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Assignment.id == assignment_id)
    ).first()
    if found is None or not actor.acts_for(found.person_id):
        raise NotThere
    return found.consultation_id, found.team_id


def _open_to(session: Session, actor: Actor, concern_id: uuid.UUID) -> SafetyConcern:
    row = session.get(SafetyConcern, concern_id)
    if row is None:
        raise NotThere
    about = session.scalar(
        select(Clinician.person_id)
        .join(Consultation, Consultation.clinician_id == Clinician.id)
        .where(Consultation.id == row.consultation_id)
    )
    if not can_hear_of_safety(actor, row.team_id, about):
        raise NotThere
    return row
