"""Write a whole programme at once: what an imported study and the demonstration are made of.

One statement per table, whatever the number of rows. The records below have the names of the columns they fill.
Nothing here asks who is allowed to: the operations that call it do, and they record what was made.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.models.base import Base
from app.models.consultations import Assignment, ClinicSession, ConsentEvent, Consultation
from app.models.feedback import Preparation
from app.models.people import Clinic, Clinician, Membership, Person
from app.models.programmes import Programme, Round
from app.operations.stored_sheets import SheetToStore, store_sheets


@dataclass(frozen=True, slots=True)
class PersonRecord:
    id: uuid.UUID
    name: str
    email: str
    password: str | None = None
    active: bool = True
    is_administrator: bool = False


@dataclass(frozen=True, slots=True)
class MembershipRecord:
    id: uuid.UUID
    person_id: uuid.UUID
    team_id: uuid.UUID
    role: str
    observer_type_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ClinicRecord:
    id: uuid.UUID
    team_id: uuid.UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ClinicianRecord:
    id: uuid.UUID
    team_id: uuid.UUID
    person_id: uuid.UUID | None
    clinic_id: uuid.UUID | None
    name: str
    profession: str


@dataclass(frozen=True, slots=True)
class ProgrammeRecord:
    id: uuid.UUID
    team_id: uuid.UUID
    name: str
    aim: str
    source: str


@dataclass(frozen=True, slots=True)
class RoundRecord:
    id: uuid.UUID
    programme_id: uuid.UUID
    name: str
    opens_on: date
    closes_on: date
    instrument_id: uuid.UUID
    how_chosen: str
    closed_at: datetime | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    id: uuid.UUID
    round_id: uuid.UUID
    clinic_id: uuid.UUID
    code: str
    on_date: date
    half_day: str


@dataclass(frozen=True, slots=True)
class ConsultationRecord:
    id: uuid.UUID
    session_id: uuid.UUID
    slot: int
    clinician_id: uuid.UUID
    warm_up: bool
    consent: str


@dataclass(frozen=True, slots=True)
class AssignmentRecord:
    id: uuid.UUID
    consultation_id: uuid.UUID
    person_id: uuid.UUID
    observer_type_id: uuid.UUID
    state: str
    given_up_reason: str = ""
    part: int = 1
    instrument_id: uuid.UUID | None = None
    turn: int = 1


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    id: uuid.UUID
    consultation_id: uuid.UUID
    outcome: str
    stage: str
    asked_by: str
    recorded_by: uuid.UUID | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PreparationRecord:
    id: uuid.UUID
    clinician_id: uuid.UUID
    round_id: uuid.UUID
    question: str
    self_ratings: dict[str, Any]
    written_at: datetime
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeRecords:
    """Everything of one programme, each part in the order in which the parts depend on each other."""

    people: Sequence[PersonRecord] = ()
    memberships: Sequence[MembershipRecord] = ()
    clinics: Sequence[ClinicRecord] = ()
    clinicians: Sequence[ClinicianRecord] = ()
    programmes: Sequence[ProgrammeRecord] = ()
    rounds: Sequence[RoundRecord] = ()
    sessions: Sequence[SessionRecord] = ()
    consultations: Sequence[ConsultationRecord] = ()
    assignments: Sequence[AssignmentRecord] = ()
    consents: Sequence[ConsentRecord] = ()
    preparations: Sequence[PreparationRecord] = ()
    sheets: Sequence[SheetToStore] = ()


TABLES: dict[str, type[Base]] = {
    "people": Person,
    "memberships": Membership,
    "clinics": Clinic,
    "clinicians": Clinician,
    "programmes": Programme,
    "rounds": Round,
    "sessions": ClinicSession,
    "consultations": Consultation,
    "assignments": Assignment,
    "consents": ConsentEvent,
    "preparations": Preparation,
}


def store(session: Session, records: ProgrammeRecords) -> None:
    """Insert everything. The database refuses what does not fit together."""
    for name, table in TABLES.items():
        rows = getattr(records, name)
        if rows:
            names = [column.name for column in fields(rows[0])]
            session.execute(insert(table), [{column: getattr(row, column) for column in names} for row in rows])
    if records.sheets:
        store_sheets(session, records.sheets)
