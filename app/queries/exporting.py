"""Everything of a site, row by row, for export: read as it is written, so that memory does not grow with the data.

Ratings leave only when their consultation is open to everybody (`rules.ratings_are_open`): lock, then look.
People are told apart by their ids; names come only when asked for.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.base import AnyRow
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation, ObservationRevision, Rating, SheetAnswer
from app.models.people import Clinic, Clinician, ObserverType, Person, Team
from app.models.programmes import Programme, Round
from app.queries.open_consultations import open_consultations
from app.queries.published_instruments import published_instrument
from app.queries.sheets import sheets_of
from instruments.definition import Instrument
from instruments.sheet import Chosen, Number, Sheet, Written

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export. ``corrections``: also the later revisions; ``names``, ``comments``: also what people are called
    and what they wrote."""

    team_id: uuid.UUID | None = None
    round_id: uuid.UUID | None = None
    corrections: bool = False
    names: bool = False
    comments: bool = False


@dataclass(frozen=True, slots=True)
class ExportedRating:
    """One mark. ``kind``: rated, tallied or not_scored; ``points`` is empty for what is not scored."""

    team: str
    programme: str
    round: str
    session: str
    slot: int
    on_date: date
    clinic: str
    clinician: str
    observer: str
    observer_type: str
    warm_up: bool
    instrument: str
    version: str
    fingerprint: str
    observation: str
    revision: int
    item: str
    kind: str
    code: str
    points: str
    reason: str
    note: str
    tapped: str
    locked_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedObservation:
    """One sheet. ``answers``: what was chosen in its questions, as question: codes."""

    team: str
    programme: str
    round: str
    session: str
    slot: int
    on_date: date
    clinic: str
    clinician: str
    observer: str
    observer_type: str
    warm_up: bool
    instrument: str
    version: str
    fingerprint: str
    observation: str
    revision: int
    total: str
    scoring_rule: str
    answers: Mapping[str, str]
    correction_reason: str
    locked_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedEvent:
    """One event of the audit log, with the hashes that chain it to the one before."""

    chain: str
    sequence: int
    at: datetime
    actor: str
    event: str
    subject: str
    details: Mapping[str, object]
    previous_hash: str
    hash: str


def exported_ratings(session: Session, wanted: Wanted) -> Iterator[ExportedRating]:
    """Every mark that may be seen, in the order of sessions, slots and observers."""
    opened = open_consultations(session, *_chosen(wanted))
    query = _sheets(
        wanted,
        Rating.item_id,
        Rating.kind,
        Rating.code,
        Rating.points,
        Rating.reason,
        Rating.note,
        Rating.taps,
        Rating.marked,
    ).join(Rating, Rating.revision_id == ObservationRevision.id)
    for row in session.execute(query.order_by(*_ORDER, Rating.item_id), execution_options={"yield_per": AT_ONCE}):
        if row.consultation_id in opened:
            yield ExportedRating(
                **_shared(row, wanted),
                item=row.item_id,
                kind=row.kind,
                code=row.code,
                points=_plain(row.points),
                reason=row.reason,
                note=row.note if wanted.comments else "",
                tapped=_tapped(row.taps, row.marked),
                locked_at=row.locked_at,
            )


def exported_observations(session: Session, wanted: Wanted) -> Iterator[ExportedObservation]:
    """Every sheet that may be seen, in the same order."""
    opened = open_consultations(session, *_chosen(wanted))
    written = _written_questions(session)
    query = _sheets(
        wanted,
        ObservationRevision.id.label("revision_id"),
        ObservationRevision.total,
        ObservationRevision.scoring_rule,
        ObservationRevision.reason,
        ObservationRevision.received_at,
    ).order_by(*_ORDER)
    for some in session.execute(query, execution_options={"yield_per": AT_ONCE}).partitions():
        answers = _answers(session, [row.revision_id for row in some])
        for row in some:
            if row.consultation_id not in opened:
                continue
            texts = written[row.instrument_id]
            yield ExportedObservation(
                **_shared(row, wanted),
                total=_plain(row.total),
                scoring_rule=row.scoring_rule,
                answers={
                    question: said
                    for question, said in answers[row.revision_id].items()
                    if wanted.comments or question not in texts
                },
                correction_reason=row.reason,
                locked_at=row.locked_at,
                received_at=row.received_at,
            )


@dataclass(frozen=True, slots=True)
class ExportedSheet:
    """One sheet whole, with the version it was scored on; written words only where they were asked for."""

    instrument: Instrument
    sheet: Sheet
    observation: str
    observer_type: str
    wording: str
    locked_at: datetime


def exported_sheets(session: Session, wanted: Wanted) -> Iterator[ExportedSheet]:
    """Every sheet that may be seen as its answers, in the same order."""
    opened = open_consultations(session, *_chosen(wanted))
    columns = (ObservationRevision.id.label("revision_id"), ObserverType.wording)
    query = _sheets(wanted, *columns).order_by(*_ORDER)
    for some in session.execute(query, execution_options={"yield_per": AT_ONCE}).partitions():
        rows = [row for row in some if row.consultation_id in opened]
        versions = {each: published_instrument(session, each)[0] for each in {row.instrument_id for row in rows}}
        sheets = {
            revision: sheet
            for each, version in versions.items()
            for revision, sheet in sheets_of(
                session, version, [row.revision_id for row in rows if row.instrument_id == each]
            ).items()
        }
        for row in rows:
            sheet = sheets[row.revision_id]
            yield ExportedSheet(
                instrument=versions[row.instrument_id],
                sheet=sheet if wanted.comments else _without_words(sheet),
                observation=str(row.observation_id),
                observer_type=row.observer_type,
                wording=row.wording,
                locked_at=row.locked_at,
            )


def _tapped(taps: Iterable[int], marked: Mapping[str, Iterable[int]]) -> str:
    """The minutes tapped while watching, as 3 12; where an item names behaviours, as who: 3 12; when: 7."""
    by_marker = (f"{marker}: {' '.join(map(str, minutes))}" for marker, minutes in marked.items())
    return "; ".join((" ".join(map(str, taps)), *by_marker) if taps else by_marker)


def _without_words(sheet: Sheet) -> Sheet:
    return {
        entry: answer if isinstance(answer, Chosen | Number) else replace(answer, note="")
        for entry, answer in sheet.items()
        if not isinstance(answer, Written)
    }


def exported_events(session: Session, wanted: Wanted) -> Iterator[ExportedEvent]:
    """The audit log of the site, or of one team."""
    query = select(AuditEvent).order_by(AuditEvent.chain, AuditEvent.sequence)
    if wanted.team_id:
        query = query.where(AuditEvent.chain == str(wanted.team_id))
    for row in session.scalars(query, execution_options={"yield_per": AT_ONCE}):
        yield ExportedEvent(
            chain=row.chain,
            sequence=row.sequence,
            at=row.at,
            actor=str(row.actor_id or ""),
            event=row.event,
            subject=row.subject,
            details=row.details,
            previous_hash=row.previous_hash,
            hash=row.hash,
        )


_ORDER = (
    Team.name,
    Programme.name,
    Round.opens_on,
    ClinicSession.on_date,
    ClinicSession.code,
    Consultation.slot,
    Assignment.id,
    ObservationRevision.number,
)


def _sheets(wanted: Wanted, *columns: Any) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Team.name.label("team"),
            Programme.name.label("programme"),
            Round.name.label("round"),
            ClinicSession.code.label("session"),
            ClinicSession.on_date,
            Consultation.id.label("consultation_id"),
            Consultation.slot,
            Consultation.warm_up,
            Clinic.name.label("clinic"),
            Clinician.id.label("clinician_id"),
            Clinician.name.label("clinician"),
            Person.id.label("observer_id"),
            Person.name.label("observer"),
            ObserverType.name.label("observer_type"),
            PublishedInstrument.code.label("instrument"),
            PublishedInstrument.version,
            PublishedInstrument.fingerprint,
            Observation.id.label("observation_id"),
            Observation.instrument_id,
            ObservationRevision.number,
            ObservationRevision.locked_at,
            *columns,
        )
        .select_from(ObservationRevision)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(PublishedInstrument, PublishedInstrument.id == Observation.instrument_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .join(Team, Team.id == Programme.team_id)
    )
    if not wanted.corrections:
        query = query.where(ObservationRevision.number == 1)
    return query.where(*_chosen(wanted))


def _chosen(wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if wanted.team_id:
        chosen.append(Programme.team_id == wanted.team_id)
    if wanted.round_id:
        chosen.append(Round.id == wanted.round_id)
    return chosen


def _shared(row: AnyRow, wanted: Wanted) -> dict[str, Any]:
    return {
        "team": row.team,
        "programme": row.programme,
        "round": row.round,
        "session": row.session,
        "slot": row.slot,
        "on_date": row.on_date,
        "clinic": row.clinic,
        "clinician": row.clinician if wanted.names else str(row.clinician_id),
        "observer": row.observer if wanted.names else str(row.observer_id),
        "observer_type": row.observer_type,
        "warm_up": row.warm_up,
        "instrument": row.instrument,
        "version": row.version,
        "fingerprint": row.fingerprint,
        "observation": str(row.observation_id),
        "revision": row.number,
    }


def _written_questions(session: Session) -> dict[uuid.UUID, frozenset[str]]:
    """For every published instrument, the questions answered in a person's own words."""
    return {
        instrument_id: frozenset(
            question.id
            for question in published_instrument(session, instrument_id)[0].questions
            if question.kind == "text"
        )
        for instrument_id in session.scalars(select(PublishedInstrument.id))
    }


def _answers(session: Session, revision_ids: list[uuid.UUID]) -> defaultdict[uuid.UUID, dict[str, str]]:
    answers: defaultdict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    rows = session.scalars(
        select(SheetAnswer)
        .where(SheetAnswer.revision_id.in_(revision_ids))
        .order_by(SheetAnswer.revision_id, SheetAnswer.question_id)
    )
    for row in rows:
        answers[row.revision_id][row.question_id] = " ".join(row.codes) or row.text
    return answers


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")
