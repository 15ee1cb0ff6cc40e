"""Clinic sessions of a round, and one session with its slots and observers. Never a rating."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.people import Clinic, Clinician, ObserverType, Person
from app.models.programmes import Programme, Round
from app.queries.both_versions import in_turn, two_sheets
from app.rules import Actor, NotThere


@dataclass(frozen=True, slots=True)
class SessionInRound:
    """One row of the list. ``sheets`` are those asked for, ``waiting`` those that have not come."""

    id: uuid.UUID
    code: str
    on_date: date
    half_day: str
    clinic: str
    slots: int
    sheets: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ObserverOfSlot:
    """One sheet asked for. ``of_two``, in a bridging period: on which version, and whether it comes first."""

    assignment_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    observer_type: str
    state: str
    reason: str
    of_two: str = ""


@dataclass(frozen=True, slots=True)
class SlotOfSession:
    id: uuid.UUID
    slot: int
    clinician_id: uuid.UUID
    clinician: str
    warm_up: bool
    consent: str
    observers: tuple[ObserverOfSlot, ...]


@dataclass(frozen=True, slots=True)
class SessionOfLead:
    id: uuid.UUID
    round_id: uuid.UUID
    code: str
    on_date: date
    half_day: str
    clinic: str
    slots: tuple[SlotOfSession, ...]


@dataclass(frozen=True, slots=True)
class AssignmentOfLead:
    """One sheet asked for, with the words that name it."""

    id: uuid.UUID
    session_id: uuid.UUID
    round_id: uuid.UUID
    session_code: str
    on_date: date
    slot: int
    observer: str
    state: str


@dataclass(frozen=True, slots=True)
class Clash:
    """An observer who is asked for two sessions of one half-day."""

    observer: str
    session_code: str


def sessions_in_round(session: Session, round_id: uuid.UUID) -> tuple[SessionInRound, ...]:
    """Every session by day, with counts of slots and sheets. One statement."""
    sheets = (
        select(
            Consultation.session_id,
            func.count(func.distinct(Consultation.id)).label("slots"),
            func.count(Assignment.id).label("sheets"),
            func.sum(case((Assignment.state == "assigned", 1), else_=0)).label("waiting"),
        )
        .outerjoin(Assignment, Assignment.consultation_id == Consultation.id)
        .group_by(Consultation.session_id)
        .subquery()
    )
    rows = session.execute(
        select(
            ClinicSession.id,
            ClinicSession.code,
            ClinicSession.on_date,
            ClinicSession.half_day,
            Clinic.name.label("clinic"),
            sheets.c.slots,
            sheets.c.sheets,
            sheets.c.waiting,
        )
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .outerjoin(sheets, sheets.c.session_id == ClinicSession.id)
        .where(ClinicSession.round_id == round_id)
        .order_by(ClinicSession.on_date, case((ClinicSession.half_day == "morning", 0), else_=1), ClinicSession.code)
    )
    return tuple(
        SessionInRound(
            row.id,
            row.code,
            row.on_date,
            row.half_day,
            row.clinic,
            int(row.slots or 0),
            int(row.sheets or 0),
            int(row.waiting or 0),
        )
        for row in rows
    )


def session_of_lead(session: Session, actor: Actor, session_id: uuid.UUID) -> SessionOfLead:
    """One session with its slots and observers, in three statements. Raises NotThere outside the actor's teams."""
    row = session.execute(
        select(
            ClinicSession.id,
            ClinicSession.round_id,
            ClinicSession.code,
            ClinicSession.on_date,
            ClinicSession.half_day,
            Clinic.name.label("clinic"),
        )
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(ClinicSession.id == session_id, Programme.team_id.in_(actor.teams_as("lead")))
    ).first()
    if row is None:
        raise NotThere
    return SessionOfLead(
        row.id, row.round_id, row.code, row.on_date, row.half_day, row.clinic, _slots(session, session_id)
    )


def session_of_consultation(session: Session, actor: Actor, consultation_id: uuid.UUID) -> uuid.UUID:
    """The session a slot belongs to. Raises NotThere outside the actor's teams."""
    found = session.scalar(
        select(ClinicSession.id)
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Consultation.id == consultation_id, Programme.team_id.in_(actor.teams_as("lead")))
    )
    if found is None:
        raise NotThere
    return found


def assignment_of_lead(session: Session, actor: Actor, assignment_id: uuid.UUID) -> AssignmentOfLead:
    """One sheet asked for. Raises NotThere outside the actor's teams."""
    row = session.execute(
        select(
            Assignment.id,
            ClinicSession.id.label("session_id"),
            ClinicSession.round_id,
            ClinicSession.code,
            ClinicSession.on_date,
            Consultation.slot,
            Person.name,
            Assignment.state,
        )
        .join(Person, Person.id == Assignment.person_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Assignment.id == assignment_id, Programme.team_id.in_(actor.teams_as("lead")))
    ).first()
    if row is None:
        raise NotThere
    return AssignmentOfLead(row.id, row.session_id, row.round_id, row.code, row.on_date, row.slot, row.name, row.state)


def double_bookings(session: Session, session_id: uuid.UUID, person_ids: Sequence[uuid.UUID]) -> tuple[Clash, ...]:
    """Who of these observers is asked for another session of the same half-day, in any round."""
    here = select(ClinicSession.on_date, ClinicSession.half_day).where(ClinicSession.id == session_id).subquery()
    rows = session.execute(
        select(Person.name, ClinicSession.code)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(here, (here.c.on_date == ClinicSession.on_date) & (here.c.half_day == ClinicSession.half_day))
        .where(Person.id.in_(person_ids), ClinicSession.id != session_id, Assignment.state == "assigned")
        .distinct()
        .order_by(Person.name, ClinicSession.code)
    )
    return tuple(Clash(row.name, row.code) for row in rows)


def _slots(session: Session, session_id: uuid.UUID) -> tuple[SlotOfSession, ...]:
    rows = session.execute(
        select(
            Consultation.id,
            Consultation.slot,
            Consultation.clinician_id,
            Clinician.name.label("clinician"),
            Consultation.warm_up,
            Consultation.consent,
        )
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .where(Consultation.session_id == session_id)
        .order_by(Consultation.slot)
    ).all()
    observers: defaultdict[uuid.UUID, list[ObserverOfSlot]] = defaultdict(list)
    asked = session.execute(
        select(
            Assignment.consultation_id,
            Assignment.id,
            Assignment.person_id,
            Person.name,
            ObserverType.name.label("observer_type"),
            Assignment.state,
            Assignment.given_up_reason,
            Assignment.turn,
            two_sheets(Assignment).label("has_two"),
            PublishedInstrument.version,
        )
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(
            PublishedInstrument, PublishedInstrument.id == func.coalesce(Assignment.instrument_id, Round.instrument_id)
        )
        .where(Consultation.session_id == session_id)
        .order_by(ObserverType.name, Person.name, Assignment.turn)
    )
    for each in asked:
        observers[each.consultation_id].append(
            ObserverOfSlot(
                each.id,
                each.person_id,
                each.name,
                each.observer_type,
                each.state,
                each.given_up_reason,
                in_turn(each.version, each.turn) if each.has_two else "",
            )
        )
    return tuple(
        SlotOfSession(
            row.id, row.slot, row.clinician_id, row.clinician, row.warm_up, row.consent, tuple(observers[row.id])
        )
        for row in rows
    )
