"""Store an existing study's ratings as a closed programme, all or nothing."""

import re
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.people import Clinic, ObserverType, Team
from app.models.programmes import Programme
from app.operations.audit import record
from app.operations.in_bulk import (
    AssignmentRecord,
    ClinicianRecord,
    ClinicRecord,
    ConsultationRecord,
    PersonRecord,
    ProgrammeRecord,
    ProgrammeRecords,
    RoundRecord,
    SessionRecord,
    store,
)
from app.operations.instruments import store_instrument
from app.operations.stored_sheets import SheetToStore
from app.rules import Conflict, NotThere
from instruments.definition import Instrument
from instruments.sheet import Sheet

HOW_CHOSEN = "This round was imported from a study that was done elsewhere. See the study for how it was made."
# A reserved name (RFC 2606): no mail can ever be sent to it, and nobody can sign in with it.
NOWHERE = "imported.invalid"


@dataclass(frozen=True, slots=True)
class StudyConsultation:
    """One consultation of a study: who was observed, when (None: not known)."""

    clinician: str
    on_date: date | None = None


@dataclass(frozen=True, slots=True)
class StudyObserver:
    """One observer of a study and the kind of observer they are."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class StudySheet:
    """What one observer marked in one consultation; both are places in the study's lists."""

    consultation: int
    observer: int
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Study:
    """A study that fits its instrument. ``missing`` counts the marks that could have been made and were not."""

    instrument: Instrument
    consultations: Sequence[StudyConsultation]
    observers: Sequence[StudyObserver]
    sheets: Sequence[StudySheet]
    missing: int = 0
    source: str = ""

    @property
    def clinicians(self) -> tuple[str, ...]:
        """Everybody who was observed, in order of first appearance."""
        return tuple(dict.fromkeys(consultation.clinician for consultation in self.consultations))

    @property
    def observer_types(self) -> tuple[str, ...]:
        """The kinds of observer, in order of first appearance."""
        return tuple(dict.fromkeys(observer.type for observer in self.observers))


@dataclass(frozen=True, slots=True)
class Imported:
    """Where the study now stands."""

    programme_id: uuid.UUID
    round_id: uuid.UUID


@dataclass(slots=True)
class _Rows:
    sessions: list[SessionRecord] = field(default_factory=list[SessionRecord])
    consultations: list[ConsultationRecord] = field(default_factory=list[ConsultationRecord])


def import_study(
    session: Session, study: Study, *, team_id: uuid.UUID, programme: str, actor_id: uuid.UUID | None
) -> Imported:
    """A programme with one closed round, every sheet locked. Observers become people who cannot sign in.

    Raises Conflict for a name that is taken, NotThere for an unknown team, Unfit for an instrument that clashes.
    """
    check_programme_name(session, team_id, programme)
    if session.get(Team, team_id) is None:
        raise NotThere
    moment = now()
    instrument_id = store_instrument(session, study.instrument, actor_id=actor_id, team_id=team_id)
    types = _observer_types(session, team_id, study.observer_types)
    records = _records(study, team_id, programme.strip(), instrument_id, types, _clinic_code(session, team_id), moment)
    store(session, records)
    counts = {
        "consultations": len(study.consultations),
        "observers": len(study.observers),
        "sheets": len(study.sheets),
        "source": study.source,
    }
    subject = f"programme {programme.strip()}"[:120]
    record(session, "study imported", subject, actor_id=actor_id, team_id=team_id, details=counts)
    return Imported(records.programmes[0].id, records.rounds[0].id)


def check_programme_name(session: Session, team_id: uuid.UUID, programme: str) -> None:
    """Raise Conflict when the team has a programme of this name."""
    taken = session.scalar(
        select(Programme.id).where(
            Programme.team_id == team_id, func.lower(Programme.name) == programme.strip().lower()
        )
    )
    if taken:
        raise Conflict(f"This team already has a programme called {programme.strip()}. Choose another name.")


def _records(
    study: Study,
    team_id: uuid.UUID,
    programme: str,
    instrument_id: uuid.UUID,
    types: Mapping[str, uuid.UUID],
    clinic_code: str,
    moment: datetime,
) -> ProgrammeRecords:
    clinic = ClinicRecord(uuid.uuid4(), team_id, clinic_code, f"Imported: {programme}"[:120])
    made = ProgrammeRecord(uuid.uuid4(), team_id, programme, "", "imported")
    days = [each.on_date for each in study.consultations if each.on_date] or [moment.date()]
    of_round = RoundRecord(
        uuid.uuid4(), made.id, "Imported ratings", min(days), max(days), instrument_id, HOW_CHOSEN, moment
    )
    clinicians = {
        name: ClinicianRecord(uuid.uuid4(), team_id, None, clinic.id, name[:120], "other") for name in study.clinicians
    }
    people = [_nobody(observer.name) for observer in study.observers]
    rows = _sessions(study, of_round.id, clinic.id, clinicians, moment.date())
    assignments = [
        AssignmentRecord(
            uuid.uuid4(),
            rows.consultations[sheet.consultation].id,
            people[sheet.observer].id,
            types[study.observers[sheet.observer].type],
            "locked",
        )
        for sheet in study.sheets
    ]
    return ProgrammeRecords(
        people=people,
        clinics=(clinic,),
        clinicians=tuple(clinicians.values()),
        programmes=(made,),
        rounds=(of_round,),
        sessions=rows.sessions,
        consultations=rows.consultations,
        assignments=assignments,
        sheets=[
            SheetToStore(
                observation_id=uuid.uuid4(),
                assignment_id=assignment.id,
                instrument_id=instrument_id,
                instrument=study.instrument,
                sheet=sheet.sheet,
                locked_at=_noon(study.consultations[sheet.consultation].on_date, moment),
            )
            for assignment, sheet in zip(assignments, study.sheets, strict=True)
        ],
    )


def _nobody(name: str) -> PersonRecord:
    person_id = uuid.uuid4()
    return PersonRecord(person_id, name[:120], f"{person_id.hex}@{NOWHERE}", active=False)


def _sessions(
    study: Study,
    round_id: uuid.UUID,
    clinic_id: uuid.UUID,
    clinicians: Mapping[str, ClinicianRecord],
    today: date,
) -> _Rows:
    """One session for each clinician and day, its consultations numbered in the order of the file.

    A clinician known by one consultation only shares a session with the others of that day: a study of forty
    filmed people is one list, not forty.
    """
    observed = Counter(each.clinician for each in study.consultations)
    rows = _Rows()
    known: dict[tuple[str, date], SessionRecord] = {}
    slots: dict[uuid.UUID, int] = {}
    for each in study.consultations:
        key = (each.clinician if observed[each.clinician] > 1 else "", each.on_date or today)
        if key not in known:
            code = f"IMPORT-{len(known) + 1:03d}"
            known[key] = SessionRecord(uuid.uuid4(), round_id, clinic_id, code, key[1], "morning")
            rows.sessions.append(known[key])
        of_session = known[key].id
        slots[of_session] = slots.get(of_session, 0) + 1
        # No warm-up is marked: the study decided which consultations count.
        rows.consultations.append(
            ConsultationRecord(
                uuid.uuid4(),
                of_session,
                slots[of_session],
                clinicians[each.clinician].id,
                warm_up=False,
                consent="agreed",
            )
        )
    return rows


def _observer_types(session: Session, team_id: uuid.UUID, names: Sequence[str]) -> dict[str, uuid.UUID]:
    """The team's observer type for each name, made where there is none of that name or code."""
    rows = session.scalars(select(ObserverType).where(ObserverType.team_id == team_id)).all()
    known = {word.lower(): row.id for row in rows for word in (row.name, row.code)}
    codes = {row.code for row in rows}
    found: dict[str, uuid.UUID] = {}
    for name in names:
        if name.lower() not in known:
            code = _free(re.sub("[^a-z0-9]+", "_", name.lower()).strip("_") or "observer", codes)
            codes.add(code)
            wording = "patient_partner" if "patient" in name.lower() else "peer_clinician"
            row = ObserverType(team_id=team_id, code=code, name=name[:80], wording=wording)
            session.add(row)
            session.flush()
            known[name.lower()] = row.id
        found[name] = known[name.lower()]
    return found


def _clinic_code(session: Session, team_id: uuid.UUID) -> str:
    return _free("IMPORT", set(session.scalars(select(Clinic.code).where(Clinic.team_id == team_id))))


def _free(wanted: str, taken: set[str]) -> str:
    wanted = wanted[:16]
    number = 1
    word = wanted
    while word in taken:
        number += 1
        word = f"{wanted}-{number}"
    return word


def _noon(on_date: date | None, moment: datetime) -> datetime:
    return datetime.combine(on_date, time(12), UTC) if on_date else moment
