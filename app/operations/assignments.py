"""Ask observers to observe consultations, take them off again, or note that no sheet will come."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.observations import Observation
from app.models.people import Clinician, Membership, Person
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.operations.bridging import second_sheets
from app.operations.conflicts import InConflict, pairs_in_conflict
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, check_leads


@dataclass(frozen=True, slots=True)
class _Observer:
    """Somebody who may be asked, and as what they observe."""

    id: uuid.UUID
    name: str
    observer_type_id: uuid.UUID


def assign_observers(
    session: Session, actor: Actor, session_id: uuid.UUID, person_ids: Sequence[uuid.UUID], slots: Sequence[int]
) -> int:
    """Ask each of these observers to observe each of these slots; gives how many sheets that adds.

    In a bridging period each is asked for two, one on each version. Asking somebody twice changes nothing. Raises
    NotThere outside the actor's teams, Conflict in a closed round, and Unfit when somebody would observe themselves or
    has a conflict of interest, or the patient of a slot said no.
    """
    row, team_id, bridge_id = _session(session, actor, session_id)
    observers = _observers(session, team_id, person_ids)
    chosen = _chosen_slots(session, session_id, slots)
    _check_who_may_observe(session, observers, chosen)
    asked = select(Assignment.consultation_id, Assignment.person_id).where(
        Assignment.consultation_id.in_([slot.id for slot in chosen])
    )
    known = {(row.consultation_id, row.person_id) for row in session.execute(asked)}
    new = [
        Assignment(consultation_id=slot.id, person_id=observer.id, observer_type_id=observer.observer_type_id)
        for slot in chosen
        for observer in observers
        if (slot.id, observer.id) not in known
    ]
    slot_of = {slot.id: slot.slot for slot in chosen}
    if bridge_id is not None:
        new += second_sheets(bridge_id, [(each, slot_of[each.consultation_id]) for each in new])
    session.add_all(new)
    session.flush()
    if new:
        record(
            session,
            "observers assigned",
            f"session {row.code}",
            actor_id=actor.id,
            team_id=team_id,
            details={
                "observers": [str(observer.id) for observer in observers],
                "slots": [slot.slot for slot in chosen],
            },
        )
    return len(new)


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


def _session(
    session: Session, actor: Actor, session_id: uuid.UUID
) -> tuple[ClinicSession, uuid.UUID, uuid.UUID | None]:
    found = session.execute(
        select(ClinicSession, Programme.team_id, Round.name, Round.closed_at, Round.bridge_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(ClinicSession.id == session_id)
    ).first()
    if found is None:
        raise NotThere
    row, team_id, round_name, closed_at, bridge_id = found
    check_leads(actor, team_id)
    if closed_at is not None:
        raise Conflict(f"The round {round_name} is closed. Open it again to change who observes.")
    return row, team_id, bridge_id


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


def _observers(session: Session, team_id: uuid.UUID, person_ids: Sequence[uuid.UUID]) -> list[_Observer]:
    wanted = list(dict.fromkeys(person_ids))
    rows = session.execute(
        select(Person.id, Person.name, Membership.observer_type_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.id.in_(wanted),
            Membership.team_id == team_id,
            Membership.role == "observer",
            Membership.ended_at.is_(None),
        )
    )
    found = {row.id: _Observer(row.id, row.name, row.observer_type_id) for row in rows if row.observer_type_id}
    if not wanted or set(wanted) - set(found):
        raise Unfit([Problem("first_observer", "Choose an observer of this team.")])
    return [found[person_id] for person_id in wanted]


def _chosen_slots(session: Session, session_id: uuid.UUID, slots: Sequence[int]) -> list[Consultation]:
    rows = session.scalars(
        select(Consultation)
        .where(Consultation.session_id == session_id, Consultation.slot.in_(set(slots)))
        .order_by(Consultation.slot)
    ).all()
    if not rows or len(rows) != len(set(slots)):
        raise Unfit([Problem("slots", "Choose at least one slot of this session.")])
    for row in rows:
        if row.consent in ("declined", "withdrawn"):
            raise Unfit([Problem("slots", f"The patient of slot {row.slot} said no. Leave that slot out.")])
    return list(rows)


def _check_who_may_observe(session: Session, observers: Sequence[_Observer], slots: Sequence[Consultation]) -> None:
    """Nobody observes themselves, or somebody they have a conflict of interest with."""
    rows = session.execute(
        select(Clinician.id, Clinician.person_id, Clinician.name).where(
            Clinician.id.in_({slot.clinician_id for slot in slots})
        )
    ).all()
    accounts, names = {row.id: row.person_id for row in rows}, {row.id: row.name for row in rows}
    barred = pairs_in_conflict(session, set(names), [observer.id for observer in observers])
    problems: list[Problem] = []
    for slot in slots:
        for observer in observers:
            why = ""
            if accounts[slot.clinician_id] == observer.id:
                why = f"{observer.name} is the clinician of slot {slot.slot}"
            elif InConflict(observer.id, slot.clinician_id) in barred:
                why = f"{observer.name} has a conflict of interest with {names[slot.clinician_id]}, slot {slot.slot},"
            if why:
                sentence = f"{why} and cannot observe it. Choose someone else, or leave that slot out."
                problems.append(Problem("slots", sentence))
    if problems:
        raise Unfit(problems)
