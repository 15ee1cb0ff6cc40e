"""Say whom an observer must not observe, and take it back. Seats they hold for that clinician are given up at once."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.conflicts import ConflictOfInterest
from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.mentors import MentorLink
from app.models.observations import Observation
from app.models.people import Clinician, Membership
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit
from app.words import CONFLICT_KINDS, noted

CHOOSE = noted("Choose a clinician.")
REASON = noted("Conflict of interest.")
IS_MENTOR = noted("One is the mentor of the other. That has to end first.")
NOT_YOURS = noted("Somebody else noted this, so only they can take it back. Talk to them.")


@dataclass(frozen=True, slots=True)
class InConflict:
    """An observer and a clinician who must not meet, by name where one is told about it."""

    person_id: uuid.UUID
    clinician_id: uuid.UUID


def declare_conflict(
    session: Session, actor: Actor, clinician_id: uuid.UUID, person_id: uuid.UUID, kind: str, today: date
) -> int:
    """This person must not observe this clinician; gives how many sheets asked of them that takes away.

    Observers say it of themselves, leads of any observer of their team. Saying it again changes only why. Sheets of
    coming days are not asked for any more; one that was begun may be finished. Raises NotThere, and Unfit for a
    clinician that is not of the team.
    """
    clinician = session.get(Clinician, clinician_id)
    if clinician is None:
        raise Unfit([Problem("clinician", CHOOSE)])
    _check_may_say(session, actor, clinician.team_id, person_id)
    if kind not in CONFLICT_KINDS:
        raise Unfit([Problem("kind", noted("Choose one of the reasons, or “I would rather not say”."))])
    return _declare(session, actor, clinician, person_id, kind, actor.id, today)


def bar_mentor(session: Session, actor: Actor, clinician: Clinician, person_id: uuid.UUID, today: date) -> int:
    """A mentor must not observe their clinician, as if they had said it; gives how many sheets that takes away.

    Whether both agreed is asked in `app.operations.mentors`. Whatever was declared before stays as it was said.
    """
    known = _row(session, clinician.id, person_id)
    if known is not None and known.ended_at is None:
        return 0
    return _declare(session, actor, clinician, person_id, "mentor", person_id, today)


def _declare(
    session: Session,
    actor: Actor,
    clinician: Clinician,
    person_id: uuid.UUID,
    kind: str,
    said_by: uuid.UUID,
    today: date,
) -> int:
    clinician_id = clinician.id
    row = _row(session, clinician_id, person_id)
    if row is None:
        row = ConflictOfInterest(clinician_id=clinician_id, person_id=person_id, kind=kind, declared_by=said_by)
        session.add(row)
    elif row.ended_at is not None:
        row.kind, row.declared_by, row.declared_at, row.ended_at = kind, said_by, now(), None
    else:
        row.kind = kind
    session.flush()
    taken_off = _give_up_seats(session, clinician_id, person_id, today)
    # Not why: an observer may tell the lead what the log need not keep.
    _note(session, actor, "conflict of interest declared", clinician, person_id, taken_off)
    return taken_off


def end_conflict(session: Session, actor: Actor, clinician_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """It holds no longer, and why it did is forgotten. Nobody is asked to observe again by it.

    What an observer said of themselves only they take back; what a lead noted, any lead. Raises NotThere and Conflict.
    """
    clinician = session.get(Clinician, clinician_id)
    row = _row(session, clinician_id, person_id)
    if clinician is None or row is None or row.ended_at is not None:
        raise NotThere
    _check_may_say(session, actor, clinician.team_id, person_id)
    if (row.declared_by == person_id) != (actor.id == person_id):
        raise Conflict(NOT_YOURS)
    if session.scalar(
        select(MentorLink.id).where(
            MentorLink.clinician_id == clinician_id,
            MentorLink.person_id == person_id,
            MentorLink.began_at.is_not(None),
        )
    ):
        raise Conflict(IS_MENTOR)
    row.ended_at, row.kind = now(), "unsaid"
    session.flush()
    _note(session, actor, "conflict of interest ended", clinician, person_id)


def pairs_in_conflict(
    session: Session, clinician_ids: Collection[uuid.UUID], person_ids: Collection[uuid.UUID]
) -> frozenset[InConflict]:
    """Who of these people must not observe whom of these clinicians, declared today."""
    rows = session.execute(
        select(ConflictOfInterest.person_id, ConflictOfInterest.clinician_id).where(
            ConflictOfInterest.clinician_id.in_(clinician_ids),
            ConflictOfInterest.person_id.in_(person_ids),
            ConflictOfInterest.ended_at.is_(None),
        )
    )
    return frozenset(InConflict(row.person_id, row.clinician_id) for row in rows)


def _row(session: Session, clinician_id: uuid.UUID, person_id: uuid.UUID) -> ConflictOfInterest | None:
    return session.scalar(
        select(ConflictOfInterest).where(
            ConflictOfInterest.clinician_id == clinician_id, ConflictOfInterest.person_id == person_id
        )
    )


def _check_may_say(session: Session, actor: Actor, team_id: uuid.UUID, person_id: uuid.UUID) -> None:
    if actor.id == person_id and team_id in actor.teams_as("observer"):
        return
    observes = exists().where(
        Membership.person_id == person_id, Membership.team_id == team_id, Membership.role == "observer"
    )
    if team_id not in actor.teams_as("lead") or not session.scalar(select(observes)):
        raise NotThere


def _give_up_seats(session: Session, clinician_id: uuid.UUID, person_id: uuid.UUID, today: date) -> int:
    """Sheets of today and later that were not begun. One of today leaves a trace, since a tablet may hold it."""
    begun = exists().where(Observation.assignment_id == Assignment.id)
    asked = exists().where(ConsentEvent.consultation_id == Consultation.id, ConsentEvent.recorded_by == person_id)
    found = session.execute(
        select(Assignment, ClinicSession.on_date)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(
            Assignment.person_id == person_id,
            Assignment.state == "assigned",
            Consultation.clinician_id == clinician_id,
            ClinicSession.on_date >= today,
            ~begun,
            ~asked,
        )
    ).all()
    for assignment, on_date in found:
        if on_date > today:
            session.delete(assignment)
        else:
            assignment.state, assignment.given_up_reason = "given_up", REASON
    session.flush()
    return len(found)


def _note(
    session: Session, actor: Actor, event: str, clinician: Clinician, person_id: uuid.UUID, sheets: int = 0
) -> None:
    details = {"observer": str(person_id), "sheets": sheets}
    record(session, event, f"clinician {clinician.id}", actor_id=actor.id, team_id=clinician.team_id, details=details)
