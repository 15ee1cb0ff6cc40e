"""Clinic sessions and their numbered slots: who sees patients where, on which half-day."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.people import Clinic, Clinician, Person
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.operations.conflicts import InConflict, pairs_in_conflict
from app.operations.warm_ups import flag_warm_ups
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, check_leads

MOST_SLOTS = 30
HALF_DAY_LETTERS = {"morning": "AM", "afternoon": "PM"}


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A half-day in one clinic. ``clinicians`` holds one id for each slot, slot 1 first; empty ``code``: we make it."""

    on_date: date
    half_day: str
    clinic_id: uuid.UUID
    clinicians: Sequence[uuid.UUID]
    code: str = ""


def suggested_session_code(clinic_code: str, on_date: date, half_day: str) -> str:
    """Such as KNEE-0203-AM: clinic, day and month, half-day. It says nothing of any patient."""
    return f"{clinic_code}-{on_date:%d%m}-{HALF_DAY_LETTERS[half_day]}"


def add_session(session: Session, actor: Actor, round_id: uuid.UUID, plan: SessionPlan) -> uuid.UUID:
    """A session with its slots; the first consultation of a clinician's first session is flagged as a warm-up.

    Raises NotThere outside the actor's teams, Conflict in a closed round, Unfit for a plan that does not fit.
    """
    round_, team_id = _open_round(session, actor, round_id)
    clinic = _check_plan(session, round_, team_id, plan)
    row = ClinicSession(
        round_id=round_id,
        clinic_id=clinic.id,
        code=_code(session, round_id, clinic, plan),
        on_date=plan.on_date,
        half_day=plan.half_day,
    )
    session.add(row)
    session.flush()
    for slot, clinician_id in enumerate(plan.clinicians, start=1):
        session.add(Consultation(session_id=row.id, slot=slot, clinician_id=clinician_id))
    session.flush()
    flag_warm_ups(session, row, set(plan.clinicians))
    record(
        session,
        "session added",
        f"session {row.code}",
        actor_id=actor.id,
        team_id=team_id,
        details={"slots": len(plan.clinicians), "on": plan.on_date.isoformat(), "half_day": plan.half_day},
    )
    return row.id


def add_slot(session: Session, actor: Actor, session_id: uuid.UUID, clinician_id: uuid.UUID) -> int:
    """One more slot at the end of a session; gives its number."""
    row, team_id = _session(session, actor, session_id)
    _check_clinicians(session, team_id, [clinician_id])
    last = session.scalar(select(func.max(Consultation.slot)).where(Consultation.session_id == session_id)) or 0
    if last >= MOST_SLOTS:
        raise Unfit([Problem("clinician", f"A session has at most {MOST_SLOTS} slots. Add another session.")])
    session.add(Consultation(session_id=session_id, slot=last + 1, clinician_id=clinician_id))
    session.flush()
    flag_warm_ups(session, row, {clinician_id})
    record(session, "slot added", _slot_name(row, last + 1), actor_id=actor.id, team_id=team_id)
    return last + 1


def change_slots(
    session: Session, actor: Actor, session_id: uuid.UUID, clinicians: Mapping[int, uuid.UUID]
) -> tuple[int, ...]:
    """Say who sees the patient of each slot; gives the slots that changed.

    A slot whose sheet is in keeps its clinician: somebody scored that person. Raises Unfit naming the slot.
    """
    row, team_id = _session(session, actor, session_id)
    _check_clinicians(session, team_id, list(clinicians.values()))
    slots = session.scalars(select(Consultation).where(Consultation.session_id == session_id)).all()
    changing = [slot for slot in slots if clinicians.get(slot.slot, slot.clinician_id) != slot.clinician_id]
    _check_free_to_change(session, changing, clinicians)
    for slot in changing:
        slot.clinician_id = clinicians[slot.slot]
        slot.warm_up = False
    session.flush()
    if changing:
        flag_warm_ups(session, row, {slot.clinician_id for slot in changing})
        record(
            session,
            "slots changed",
            f"session {row.code}",
            actor_id=actor.id,
            team_id=team_id,
            details={"slots": sorted(slot.slot for slot in changing)},
        )
    return tuple(sorted(slot.slot for slot in changing))


def remove_slot(session: Session, actor: Actor, consultation_id: uuid.UUID) -> None:
    """Take away a slot that nobody was asked to observe and no patient was asked about."""
    slot, row, team_id = _slot(session, actor, consultation_id)
    used = session.scalar(select(exists().where(Assignment.consultation_id == slot.id))) or session.scalar(
        select(exists().where(ConsentEvent.consultation_id == slot.id))
    )
    if used:
        raise Conflict(f"Slot {slot.slot} has an observer or the patient's answer, so it stays.")
    number = slot.slot
    session.delete(slot)
    session.flush()
    record(session, "slot removed", _slot_name(row, number), actor_id=actor.id, team_id=team_id)


def mark_warm_up(session: Session, actor: Actor, consultation_id: uuid.UUID, *, warm_up: bool) -> None:
    """Flag a consultation as a warm-up, which results leave out, or take the flag away."""
    slot, row, team_id = _slot(session, actor, consultation_id)
    if slot.warm_up == warm_up:
        return
    slot.warm_up = warm_up
    session.flush()
    event = "warm-up flagged" if warm_up else "warm-up unflagged"
    record(session, event, _slot_name(row, slot.slot), actor_id=actor.id, team_id=team_id)


def _open_round(session: Session, actor: Actor, round_id: uuid.UUID) -> tuple[Round, uuid.UUID]:
    found = session.execute(
        select(Round, Programme.team_id).join(Programme, Programme.id == Round.programme_id).where(Round.id == round_id)
    ).first()
    if found is None:
        raise NotThere
    round_, team_id = found
    check_leads(actor, team_id)
    if round_.closed_at is not None:
        raise Conflict(f"The round {round_.name} is closed. Open it again to add sessions.")
    return round_, team_id


def _session(session: Session, actor: Actor, session_id: uuid.UUID) -> tuple[ClinicSession, uuid.UUID]:
    row = session.get(ClinicSession, session_id)
    if row is None:
        raise NotThere
    _, team_id = _open_round(session, actor, row.round_id)
    return row, team_id


def _slot(session: Session, actor: Actor, consultation_id: uuid.UUID) -> tuple[Consultation, ClinicSession, uuid.UUID]:
    slot = session.get(Consultation, consultation_id)
    if slot is None:
        raise NotThere
    row, team_id = _session(session, actor, slot.session_id)
    return slot, row, team_id


def _slot_name(row: ClinicSession, slot: int) -> str:
    return f"session {row.code} slot {slot}"


def _check_plan(session: Session, round_: Round, team_id: uuid.UUID, plan: SessionPlan) -> Clinic:
    problems: list[Problem] = []
    clinic = session.get(Clinic, plan.clinic_id)
    if clinic is None or clinic.team_id != team_id:
        raise Unfit([Problem("clinic", "Choose a clinic of this team.")])
    if plan.half_day not in HALF_DAY_LETTERS:
        problems.append(Problem("half_day", "Choose morning or afternoon."))
    if not round_.opens_on <= plan.on_date <= round_.closes_on:
        days = f"{_day(round_.opens_on)} to {_day(round_.closes_on)}"
        problems.append(Problem("on_date", f"Choose a day within the round, {days}."))
    if not 1 <= len(plan.clinicians) <= MOST_SLOTS:
        problems.append(Problem("slots", f"Choose between 1 and {MOST_SLOTS} slots."))
    code = plan.code.strip().upper()
    if code and not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{0,39}", code):
        problems.append(Problem("code", "Write the code with letters, digits and hyphens only, such as KNEE-0203-AM."))
    if code and _taken(session, round_.id, code):
        problems.append(Problem("code", f"This round already has a session {code}. Choose another code."))
    if problems:
        raise Unfit(problems)
    _check_clinicians(session, team_id, plan.clinicians)
    return clinic


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _taken(session: Session, round_id: uuid.UUID, code: str) -> bool:
    same = exists().where(ClinicSession.round_id == round_id, func.upper(ClinicSession.code) == code)
    return bool(session.scalar(select(same)))


def _code(session: Session, round_id: uuid.UUID, clinic: Clinic, plan: SessionPlan) -> str:
    if plan.code.strip():
        return plan.code.strip().upper()
    wanted = suggested_session_code(clinic.code, plan.on_date, plan.half_day)
    taken = set(session.scalars(select(func.upper(ClinicSession.code)).where(ClinicSession.round_id == round_id)))
    number, code = 1, wanted
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code


def _check_clinicians(session: Session, team_id: uuid.UUID, clinicians: Sequence[uuid.UUID]) -> None:
    ours = set(
        session.scalars(select(Clinician.id).where(Clinician.team_id == team_id, Clinician.id.in_(set(clinicians))))
    )
    if set(clinicians) - ours:
        raise Unfit([Problem("clinician", "Choose a clinician of this team for each slot.")])


def _check_free_to_change(
    session: Session, changing: Sequence[Consultation], clinicians: Mapping[int, uuid.UUID]
) -> None:
    by_id = {slot.id: slot for slot in changing}
    problems: list[Problem] = []
    assigned = session.execute(
        select(Assignment.consultation_id, Assignment.state, Assignment.person_id, Person.name)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.consultation_id.in_(by_id))
    ).all()
    seeing = select(Clinician.id, Clinician.person_id).where(Clinician.id.in_(set(clinicians.values())))
    accounts = {row.id: row.person_id for row in session.execute(seeing)}
    barred = pairs_in_conflict(session, set(clinicians.values()), {row.person_id for row in assigned})
    locked = {row.consultation_id for row in assigned if row.state == "locked"}
    for consultation_id in locked:
        number = by_id[consultation_id].slot
        sentence = f"Slot {number} has a sheet that is in, so its clinician stays."
        problems.append(Problem(f"slot_{number}", sentence))
    for row in assigned:
        slot = by_id[row.consultation_id]
        clinician_id = clinicians[slot.slot]
        if row.state != "assigned":
            continue
        if accounts.get(clinician_id) == row.person_id:
            sentence = f"{row.name} observes slot {slot.slot}, so cannot be its clinician too. Choose someone else."
            problems.append(Problem(f"slot_{slot.slot}", sentence))
        elif InConflict(row.person_id, clinician_id) in barred:
            sentence = f"{row.name} observes slot {slot.slot} and has a conflict of interest with that clinician."
            problems.append(Problem(f"slot_{slot.slot}", f"{sentence} Choose someone else, or take them off first."))
    if problems:
        raise Unfit(problems)
