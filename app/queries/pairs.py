"""The sheets of one consultation, side by side, for those who observed it: only once all of them are in."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinician, ObserverType
from app.models.programmes import Programme, Round
from app.queries.published_instruments import published_instrument
from app.queries.sheets import sheets_of
from app.rules import Actor, NotThere, may_see_the_others
from app.rules import Sheet as SheetState
from instruments.definition import Instrument
from instruments.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ObserverSheet:
    """One locked first sheet. Known by its observer type, never by a name."""

    observer_type: str
    is_mine: bool
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Together:
    """A consultation I observed. ``sheets`` is None until every assigned sheet is in or given up, and stays so
    for an observer who gave theirs up."""

    consultation_id: uuid.UUID
    my_assignment_id: uuid.UUID
    session_code: str
    slot: int
    clinician: str
    wording: str
    instrument: Instrument | None
    sheets: tuple[ObserverSheet, ...] | None


def sheets_together(session: Session, actor: Actor, consultation_id: uuid.UUID) -> Together:
    """All sheets of a consultation, mine first. Raises `NotThere` unless I was asked to observe it.

    Before the consultation is open nothing about the others' sheets is read but what the rule asks for, and nothing
    of that is told: not how many there are, nor which are in.
    """
    here = session.execute(
        select(
            Assignment.id,
            ClinicSession.code,
            Consultation.slot,
            Clinician.name.label("clinician"),
            ObserverType.wording,
        )
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .where(
            Assignment.consultation_id == consultation_id,
            Assignment.person_id == actor.id,
            Assignment.state != "void",
            Programme.team_id.in_(actor.teams_as("observer")),
        )
        .order_by(Assignment.part)
    ).first()
    if here is None:
        raise NotThere
    states = session.execute(
        select(Assignment.person_id, Assignment.state).where(Assignment.consultation_id == consultation_id)
    )
    is_open = may_see_the_others((SheetState(row.person_id, row.state) for row in states), actor.id)
    instrument, sheets = _sheets(session, actor, consultation_id) if is_open else (None, None)
    return Together(
        consultation_id=consultation_id,
        my_assignment_id=here.id,
        session_code=here.code,
        slot=here.slot,
        clinician=here.clinician,
        wording=here.wording,
        instrument=instrument,
        sheets=sheets,
    )


def _sheets(
    session: Session, actor: Actor, consultation_id: uuid.UUID
) -> tuple[Instrument | None, tuple[ObserverSheet, ...]]:
    rows = session.execute(
        select(
            ObservationRevision.id,
            Assignment.person_id,
            ObserverType.name.label("observer_type"),
            Observation.instrument_id,
        )
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .where(Assignment.consultation_id == consultation_id, ObservationRevision.number == 1)
        .order_by(Assignment.part, ObserverType.name, Observation.id)
    ).all()
    if not rows:
        return None, ()
    mine_first = sorted(rows, key=lambda row: row.person_id != actor.id)
    # Two versions never share a page: sheets on another version than the first are left out.
    instrument_id = mine_first[0].instrument_id
    shown = [row for row in mine_first if row.instrument_id == instrument_id]
    instrument, _ = published_instrument(session, instrument_id)
    sheets = sheets_of(session, instrument, [row.id for row in shown])
    return instrument, tuple(
        ObserverSheet(row.observer_type, row.person_id == actor.id, sheets[row.id]) for row in shown
    )
