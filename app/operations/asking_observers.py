"""Ask observers to observe consultations: of one session, or of many at once."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.people import Clinician, Membership, Person
from app.models.programmes import Programme, Round
from app.operations.audit import Event, record_all
from app.operations.bridging import second_sheets
from app.operations.conflicts import InConflict, pairs_in_conflict
from app.rules import Actor, Conflict, NotThere, OutOfDate, Problem, Unfit, check_leads


@dataclass(frozen=True, slots=True)
class Seats:
    """Who is to observe which slots of a session. asked_before: who was asked for any of these slots when the plan was
    made; None when that does not matter."""

    session_id: uuid.UUID
    person_ids: tuple[uuid.UUID, ...]
    slots: tuple[int, ...]
    asked_before: frozenset[uuid.UUID] | None = None


@dataclass(frozen=True, slots=True)
class _Observer:
    """Somebody who may be asked, and as what they observe."""

    id: uuid.UUID
    name: str
    observer_type_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class _SessionPlace:
    id: uuid.UUID
    code: str
    team_id: uuid.UUID
    bridge_id: uuid.UUID | None


def assign_observers(
    session: Session, actor: Actor, session_id: uuid.UUID, person_ids: Sequence[uuid.UUID], slots: Sequence[int]
) -> int:
    """Ask each of these observers to observe each of these slots; gives how many sheets that adds.

    In a bridging period each is asked for two, one on each version. Asking somebody twice changes nothing. Raises
    NotThere outside the actor's teams, Conflict in a closed round, and Unfit when somebody would observe themselves or
    has a conflict of interest, or the patient of a slot said no.
    """
    return assign_to_sessions(session, actor, [Seats(session_id, tuple(person_ids), tuple(slots))])


def assign_to_sessions(session: Session, actor: Actor, wanted: Sequence[Seats]) -> int:
    """The same for many sessions of one team, all or nothing, in as many statements as for one.

    Raises OutOfDate too, when others were asked for the slots than the plan knew of: nobody is planned over.
    """
    places = _sessions(session, actor, [each.session_id for each in wanted])
    team_id = next(iter(places.values())).team_id
    observers = _observers(session, team_id, [person for each in wanted for person in each.person_ids])
    slots = _slots(session, wanted)
    known = _asked(session, [slot.id for own in slots for slot in own])
    _check_as_planned(wanted, slots, known, places)
    _check_who_may_observe(session, wanted, slots, observers)
    events: list[Event] = []
    added = 0
    for each, own in zip(wanted, slots, strict=True):
        place = places[each.session_id]
        new = [
            Assignment(
                consultation_id=slot.id, person_id=person_id, observer_type_id=observers[person_id].observer_type_id
            )
            for slot in own
            for person_id in dict.fromkeys(each.person_ids)
            if (slot.id, person_id) not in known
        ]
        known |= {(one.consultation_id, one.person_id) for one in new}
        slot_of = {slot.id: slot.slot for slot in own}
        if place.bridge_id is not None:
            new += second_sheets(place.bridge_id, [(one, slot_of[one.consultation_id]) for one in new])
        session.add_all(new)
        added += len(new)
        if new:
            details = {
                "observers": [str(person_id) for person_id in dict.fromkeys(each.person_ids)],
                "slots": [slot.slot for slot in own],
            }
            events.append(Event("observers assigned", f"session {place.code}", actor.id, place.team_id, details))
    session.flush()
    record_all(session, events)
    return added


def _sessions(session: Session, actor: Actor, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, _SessionPlace]:
    rows = session.execute(
        select(ClinicSession.id, ClinicSession.code, Programme.team_id, Round.name, Round.closed_at, Round.bridge_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(ClinicSession.id.in_(ids))
    ).all()
    if not ids or {row.id for row in rows} != set(ids) or len({row.team_id for row in rows}) > 1:
        raise NotThere
    for row in rows:
        check_leads(actor, row.team_id)
        if row.closed_at is not None:
            raise Conflict(f"The round {row.name} is closed. Open it again to change who observes.")
    return {row.id: _SessionPlace(row.id, row.code, row.team_id, row.bridge_id) for row in rows}


def _observers(session: Session, team_id: uuid.UUID, person_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, _Observer]:
    rows = session.execute(
        select(Person.id, Person.name, Membership.observer_type_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.id.in_(person_ids),
            Membership.team_id == team_id,
            Membership.role == "observer",
            Membership.ended_at.is_(None),
        )
    )
    found = {row.id: _Observer(row.id, row.name, row.observer_type_id) for row in rows if row.observer_type_id}
    if not person_ids or set(person_ids) - set(found):
        raise Unfit([Problem("first_observer", "Choose an observer of this team.")])
    return found


def _slots(session: Session, wanted: Sequence[Seats]) -> list[list[Consultation]]:
    """The slots of each, in order."""
    rows = session.scalars(
        select(Consultation)
        .where(Consultation.session_id.in_({each.session_id for each in wanted}))
        .order_by(Consultation.slot)
    ).all()
    found: list[list[Consultation]] = []
    for each in wanted:
        own = [row for row in rows if row.session_id == each.session_id and row.slot in each.slots]
        if not own or len(own) != len(set(each.slots)):
            raise Unfit([Problem("slots", "Choose at least one slot of this session.")])
        for row in own:
            if row.consent in ("declined", "withdrawn"):
                raise Unfit([Problem("slots", f"The patient of slot {row.slot} said no. Leave that slot out.")])
        found.append(own)
    return found


def _asked(session: Session, consultation_ids: Sequence[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """(consultation, person) already asked for."""
    rows = session.execute(
        select(Assignment.consultation_id, Assignment.person_id).where(Assignment.consultation_id.in_(consultation_ids))
    )
    return {(row.consultation_id, row.person_id) for row in rows}


def _check_as_planned(
    wanted: Sequence[Seats],
    slots: Sequence[Sequence[Consultation]],
    known: Collection[tuple[uuid.UUID, uuid.UUID]],
    places: dict[uuid.UUID, _SessionPlace],
) -> None:
    for each, own in zip(wanted, slots, strict=True):
        if each.asked_before is None:
            continue
        ids = {slot.id for slot in own}
        if frozenset(person for consultation, person in known if consultation in ids) != each.asked_before:
            code = places[each.session_id].code
            raise OutOfDate(f"Who observes session {code} was changed meanwhile, so nobody was asked. Look again.")


def _check_who_may_observe(
    session: Session,
    wanted: Sequence[Seats],
    slots: Sequence[Sequence[Consultation]],
    observers: dict[uuid.UUID, _Observer],
) -> None:
    """Nobody observes themselves, or somebody they have a conflict of interest with."""
    seen = {slot.clinician_id for own in slots for slot in own}
    rows = session.execute(select(Clinician.id, Clinician.person_id, Clinician.name).where(Clinician.id.in_(seen)))
    clinicians = {row.id: (row.person_id, row.name) for row in rows}
    barred = pairs_in_conflict(session, seen, observers)
    problems: list[Problem] = []
    for each, own in zip(wanted, slots, strict=True):
        for slot in own:
            account, clinician = clinicians[slot.clinician_id]
            for observer in (observers[person_id] for person_id in dict.fromkeys(each.person_ids)):
                why = ""
                if account == observer.id:
                    why = f"{observer.name} is the clinician of slot {slot.slot}"
                elif InConflict(observer.id, slot.clinician_id) in barred:
                    why = f"{observer.name} has a conflict of interest with {clinician}, slot {slot.slot},"
                if why:
                    sentence = f"{why} and cannot observe it. Choose someone else, or leave that slot out."
                    problems.append(Problem("slots", sentence))
    if problems:
        raise Unfit(problems)
