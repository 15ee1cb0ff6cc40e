"""Take observers off what they were asked to observe, or note that no sheet will come."""

import uuid
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.observations import Observation
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, check_leads


def release_observer(session: Session, actor: Actor, assignment_id: uuid.UUID, today: date) -> None:
    """Take somebody off a slot whose day has not come.

    From that day on a tablet may hold a sheet for it, and a sheet must always find its place: then it is given up
    instead. Raises Conflict when it is too late.
    """
    assignment, slot, row, team_id = _assignment(session, actor, assignment_id)
    both = session.scalars(
        select(Assignment).where(Assignment.consultation_id == slot.id, Assignment.person_id == assignment.person_id)
    ).all()
    started = session.scalar(select(exists().where(Observation.assignment_id.in_([each.id for each in both]))))
    asked = session.scalar(select(exists().where(ConsentEvent.consultation_id == slot.id)))
    if any(each.state != "assigned" for each in both) or started or asked or row.on_date <= today:
        raise Conflict("It is too late to take this observer off. Give the sheet up instead, and say why.")
    person_id = assignment.person_id
    for each in both:
        session.delete(each)
    session.flush()
    record(
        session,
        "observer taken off",
        f"session {row.code} slot {slot.slot}",
        actor_id=actor.id,
        team_id=team_id,
        details={"observer": str(person_id)},
    )


def give_up_assignment(session: Session, actor: Actor, assignment_id: uuid.UUID, reason: str) -> None:
    """Note that no sheet will come, and why. Others who observed the consultation may then look at theirs together."""
    assignment, slot, row, team_id = _assignment(session, actor, assignment_id)
    if assignment.state != "assigned":
        raise Conflict("This sheet is not waited for any more.")
    if not reason.strip():
        raise Unfit([Problem("reason", "Write why no sheet will come.")])
    assignment.state = "given_up"
    assignment.given_up_reason = reason.strip()
    session.flush()
    record(
        session,
        "sheet given up",
        f"session {row.code} slot {slot.slot}",
        actor_id=actor.id,
        team_id=team_id,
        details={"observer": str(assignment.person_id), "reason": reason.strip()},
    )


def give_up_waiting(session: Session, actor: Actor, round_id: uuid.UUID, reason: str) -> int:
    """Give up every sheet of a round that is still waited for, as at its end; gives how many."""
    team_id = session.scalar(
        select(Programme.team_id).join(Round, Round.programme_id == Programme.id).where(Round.id == round_id)
    )
    if team_id is None:
        raise NotThere
    check_leads(actor, team_id)
    if not reason.strip():
        raise Unfit([Problem("reason", "Write why no sheet will come.")])
    waiting = session.scalars(
        select(Assignment)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, Assignment.state == "assigned")
    ).all()
    for assignment in waiting:
        assignment.state = "given_up"
        assignment.given_up_reason = reason.strip()
    session.flush()
    if waiting:
        name = session.scalar(select(Round.name).where(Round.id == round_id))
        record(
            session,
            "waiting sheets given up",
            f"round {name}",
            actor_id=actor.id,
            team_id=team_id,
            details={"sheets": len(waiting), "reason": reason.strip()},
        )
    return len(waiting)


def _assignment(
    session: Session, actor: Actor, assignment_id: uuid.UUID
) -> tuple[Assignment, Consultation, ClinicSession, uuid.UUID]:
    found = session.execute(
        select(Assignment, Consultation, ClinicSession, Programme.team_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Assignment.id == assignment_id)
    ).first()
    if found is None:
        raise NotThere
    check_leads(actor, found[3])
    return found[0], found[1], found[2], found[3]
