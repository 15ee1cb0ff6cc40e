"""Studies in the database: what the comparing pages and queries are tried on."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.models.consultations import ClinicSession, Consultation
from app.operations.stored_sheets import SheetToStore, store_sheets
from instruments.definition import Instrument
from instruments.loading import load
from instruments.sheet import NotScored, Rated, Sheet
from reports.statistics.simulation import LEFT_BLANK, NOT_APPLICABLE, NOT_OBSERVED, SimulatedProgramme
from tests.app.builders import Builder
from tests.reports.comparison.definitions import definition

LOCKED_AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@dataclass
class Study:
    """A round with its team, its lead, and who observed."""

    team: uuid.UUID
    lead: uuid.UUID
    round: uuid.UUID
    instrument: Instrument
    instrument_id: uuid.UUID
    observers: list[uuid.UUID] = field(default_factory=list)
    consultations: list[uuid.UUID] = field(default_factory=list)


def a_study(build: Builder, items: int = 1, points: Sequence[int] = range(5)) -> Study:
    """An empty round of an instrument."""
    team = build.a_team()
    text = definition(items, points)
    instrument_id = build.an_instrument(text)
    lead = build.a_person(team, "lead", name="Lena Lead")
    return Study(team, lead, build.a_round(team, instrument_id), load(text), instrument_id)


def crossed_study(build: Builder, ratings: ArrayLike, types: Sequence[str], points: Sequence[int]) -> Study:
    """Every observer rated every consultation on one item; each consultation has its own clinician."""
    table = np.asarray(ratings, dtype=np.float64)
    study = a_study(build, 1, points)
    clinic = build.a_clinic(study.team)
    study.observers = [build.a_person(study.team, "observer", kind) for kind in types]
    sheets: list[SheetToStore] = []
    for at, row in enumerate(table):
        session_id = build.a_session(study.round, clinic)
        consultation = build.a_consultation(session_id, build.a_clinician(study.team, name=f"Clinician {at}"))
        study.consultations.append(consultation)
        for person, rating in zip(study.observers, row, strict=True):
            assignment = build.an_assignment(consultation, person)
            if not np.isnan(rating):
                sheets.append(to_store(study, assignment, {"i0": Rated(f"{rating:g}")}))
    store_sheets(build.session, sheets)
    build.keep()
    return study


def simulated_study(build: Builder, programme: SimulatedProgramme) -> Study:
    """A simulated programme put into the tables, its refused consultations left out."""
    seats = programme.timetable
    study = a_study(build, programme.answer.shape[1], range(len(programme.points)))
    clinic = build.a_clinic(study.team)
    kinds = ("patient_partner", "peer_clinician")
    study.observers = [
        build.a_person(study.team, "observer", kinds[int(kind)], name=f"Observer {at:02d}")
        for at, kind in enumerate(seats.observer_type)
    ]
    clinicians = [build.a_clinician(study.team) for _ in range(int(seats.session_clinician.max()) + 1)]
    sessions = [
        ClinicSession(
            round_id=study.round, clinic_id=clinic, code=f"M{at:03d}", on_date=date(2026, 3, 2), half_day="morning"
        )
        for at in range(len(seats.session_clinician))
    ]
    build.session.add_all(sessions)
    build.session.flush()
    consent = ("agreed", "declined", "withdrawn")
    rows = [
        Consultation(
            session_id=sessions[int(where)].id,
            slot=int(slot),
            clinician_id=clinicians[int(seats.session_clinician[int(where)])],
            warm_up=bool(warm),
            consent=consent[int(said)],
        )
        for where, slot, warm, said in zip(
            seats.consultation_session, seats.consultation_slot, programme.warm_up, programme.consent, strict=True
        )
    ]
    build.session.add_all(rows)
    build.session.flush()
    study.consultations = [row.id for row in rows]
    sheets: list[SheetToStore] = []
    for at, (unit, observer) in enumerate(zip(seats.assignment_consultation, seats.assignment_observer, strict=True)):
        state = "assigned" if programme.sent[at] else "given_up"
        assignment = build.an_assignment(rows[int(unit)].id, study.observers[int(observer)], state)
        if programme.sent[at]:
            sheet = simulated_sheet(programme.answer[at], programme.rating[at])
            sheets.append(to_store(study, assignment, sheet))
    store_sheets(build.session, sheets)
    build.keep()
    return study


def simulated_sheet(answers: NDArray[np.int64], ratings: NDArray[np.float64]) -> Sheet:
    marks: dict[str, Rated | NotScored] = {}
    for at, (answer, rating) in enumerate(zip(answers, ratings, strict=True)):
        if answer == NOT_APPLICABLE:
            marks[f"i{at}"] = NotScored("na", "not_applicable", "")
        elif answer == NOT_OBSERVED:
            marks[f"i{at}"] = NotScored("unseen", "not_observed", "")
        elif answer != LEFT_BLANK:
            marks[f"i{at}"] = Rated(f"{rating:g}")
    return marks


def to_store(study: Study, assignment: uuid.UUID, sheet: Sheet) -> SheetToStore:
    return SheetToStore(uuid.uuid4(), assignment, study.instrument_id, study.instrument, sheet, LOCKED_AT)
