"""The locked first ratings of a round, a page at a time.

Which consultations are open is asked as for the export (`app.rules.ratings_are_open`): lock, then look. The order is
that of ids made at random and never changed, so that a session moved to another day between two pages neither hides a
row nor gives it twice.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, literal, select, tuple_
from sqlalchemy.orm import Session

from app.models.base import AnySelect
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.observations import Observation, ObservationRevision, Rating
from app.models.people import Clinic, ObserverType
from app.queries.open_consultations import open_consultations
from app.queries.programmes import RoundOfLead, round_of_lead
from app.rules import Actor

LAST_ID = uuid.UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Position:
    """The key of a row; a page holds what comes after one."""

    consultation_id: uuid.UUID
    observation_id: uuid.UUID
    item_id: str

    @classmethod
    def behind(cls, consultation_id: uuid.UUID) -> "Position":
        """After every row of a consultation."""
        return cls(consultation_id, LAST_ID, "")


@dataclass(frozen=True, slots=True)
class FirstRating:
    """One mark of revision 1. People are told apart by their ids; ``points`` is empty for what is not scored."""

    consultation: uuid.UUID
    session: str
    slot: int
    on_date: date
    clinic: str
    clinician: uuid.UUID
    warm_up: bool
    observer: uuid.UUID
    observer_type: str
    instrument: str
    version: str
    fingerprint: str
    observation: uuid.UUID
    item: str
    kind: str
    code: str
    points: float | None
    reason: str
    tally: Mapping[str, int] | None
    taps: Sequence[int]
    marked: Mapping[str, Sequence[int]]
    locked_at: datetime


@dataclass(frozen=True, slots=True)
class PageOfRatings:
    """``next`` is where the next page begins, None when this is the last. A page may hold fewer rows than asked."""

    round: RoundOfLead
    ratings: tuple[FirstRating, ...]
    next: Position | None


def page_of_first_ratings(
    session: Session, actor: Actor, round_id: uuid.UUID, after: Position | None, limit: int
) -> PageOfRatings:
    """At most ``limit`` rows, in three statements. Raises NotThere outside the teams the actor leads."""
    of_round = round_of_lead(session, actor, round_id)
    opened = sorted(
        each
        for each in open_consultations(session, ClinicSession.round_id == round_id)
        if after is None or each >= after.consultation_id
    )
    # An open consultation has a rating but in the rarest case, so this many fill the page; no list grows with the data.
    looked_at, beyond = opened[: limit + 1], opened[limit + 1 :]
    query = _first_ratings().where(Consultation.id.in_(looked_at)).limit(limit + 1)
    if after is not None:
        query = query.where(
            tuple_(Consultation.id, Observation.id, Rating.item_id)
            > tuple_(
                literal(after.consultation_id, Consultation.id.type),
                literal(after.observation_id, Observation.id.type),
                literal(after.item_id, Rating.item_id.type),
            )
        )
    rows = [_first_rating(row) for row in session.execute(query).mappings()]
    if len(rows) > limit:
        last = rows[limit - 1]
        return PageOfRatings(of_round, tuple(rows[:limit]), Position(last.consultation, last.observation, last.item))
    return PageOfRatings(of_round, tuple(rows), Position.behind(looked_at[-1]) if beyond else None)


def _first_ratings() -> AnySelect:
    return (
        select(
            Consultation.id.label("consultation"),
            ClinicSession.code.label("session"),
            Consultation.slot,
            ClinicSession.on_date,
            Clinic.name.label("clinic"),
            Consultation.clinician_id.label("clinician"),
            Consultation.warm_up,
            Assignment.person_id.label("observer"),
            ObserverType.code.label("observer_type"),
            PublishedInstrument.code.label("instrument"),
            PublishedInstrument.version,
            PublishedInstrument.fingerprint,
            Observation.id.label("observation"),
            Rating.item_id.label("item"),
            Rating.kind,
            Rating.code,
            Rating.points,
            Rating.reason,
            Rating.tally,
            Rating.taps,
            Rating.marked,
            ObservationRevision.locked_at,
        )
        .select_from(Rating)
        .join(ObservationRevision, ObservationRevision.id == Rating.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(PublishedInstrument, PublishedInstrument.id == Observation.instrument_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .where(ObservationRevision.number == 1, Assignment.state == "locked")
        .order_by(Consultation.id, Observation.id, Rating.item_id)
    )


def _first_rating(row: RowMapping) -> FirstRating:
    marks: dict[str, Any] = dict(row)
    points: Decimal | None = marks.pop("points")
    return FirstRating(**marks, points=None if points is None else float(points))
