"""How far a round has come: sheets asked for and where each stands. Counts only, never a rating."""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.people import Clinic, ObserverType, Person


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """Where the sheets that were asked for stand. The five parts add up to ``expected``.

    ``declined``: the patient said no beforehand. ``withdrawn``: the patient took their consent back.
    """

    locked: int = 0
    waiting: int = 0
    given_up: int = 0
    declined: int = 0
    withdrawn: int = 0

    @property
    def expected(self) -> int:
        return self.locked + self.waiting + self.given_up + self.declined + self.withdrawn


@dataclass(frozen=True, slots=True)
class ProgressOfClinic:
    name: str
    sheets: SheetCounts


@dataclass(frozen=True, slots=True)
class ProgressOfObserver:
    name: str
    observer_type: str
    sheets: SheetCounts


@dataclass(frozen=True, slots=True)
class ConsentOfClinic:
    """How many patients were asked in a clinic and what they said: refusals are not random, so they are counted."""

    name: str
    consultations: int
    agreed: int
    declined: int
    withdrawn: int
    not_asked: int


@dataclass(frozen=True, slots=True)
class RoundProgress:
    total: SheetCounts
    clinics: tuple[ProgressOfClinic, ...]
    observers: tuple[ProgressOfObserver, ...]
    consents: tuple[ConsentOfClinic, ...]


def progress_of_round(session: Session, round_id: uuid.UUID) -> RoundProgress:
    """Counts by clinic and by observer, in two statements however large the round. The caller checks the scope."""
    rows = session.execute(
        select(
            Clinic.name.label("clinic"),
            Person.id.label("person_id"),
            Person.name.label("observer"),
            ObserverType.name.label("observer_type"),
            Consultation.consent,
            Assignment.state,
            func.count(Assignment.id).label("sheets"),
        )
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .where(ClinicSession.round_id == round_id)
        .group_by(Clinic.name, Person.id, Person.name, ObserverType.name, Consultation.consent, Assignment.state)
    )
    total: Counter[str] = Counter()
    clinics: defaultdict[str, Counter[str]] = defaultdict(Counter)
    observers: defaultdict[tuple[str, str, uuid.UUID], Counter[str]] = defaultdict(Counter)
    for row in rows:
        part = part_of(row.consent, row.state)
        total[part] += row.sheets
        clinics[row.clinic][part] += row.sheets
        observers[row.observer_type, row.observer, row.person_id][part] += row.sheets
    return RoundProgress(
        total=SheetCounts(**total),
        clinics=tuple(ProgressOfClinic(name, SheetCounts(**clinics[name])) for name in sorted(clinics)),
        observers=tuple(ProgressOfObserver(key[1], key[0], SheetCounts(**observers[key])) for key in sorted(observers)),
        consents=_consents(session, round_id),
    )


def part_of(consent: str, state: str) -> str:
    """Which of the five parts a sheet counts in. What the patient said comes before what the observer did."""
    if consent in ("declined", "withdrawn"):
        return consent
    return {"locked": "locked", "given_up": "given_up", "void": "withdrawn"}.get(state, "waiting")


def _consents(session: Session, round_id: uuid.UUID) -> tuple[ConsentOfClinic, ...]:
    rows = session.execute(
        select(Clinic.name, Consultation.consent, func.count(Consultation.id).label("consultations"))
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .where(ClinicSession.round_id == round_id)
        .group_by(Clinic.name, Consultation.consent)
    )
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.name][row.consent] += row.consultations
    return tuple(
        ConsentOfClinic(
            name=name,
            consultations=sum(counts[name].values()),
            agreed=counts[name]["agreed"],
            declined=counts[name]["declined"],
            withdrawn=counts[name]["withdrawn"],
            not_asked=counts[name]["not_asked"],
        )
        for name in sorted(counts)
    )
