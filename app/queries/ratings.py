"""The locked first ratings of a round, as the arrays that comparisons are made from.

Only consultations that are open by `app.rules.ratings_are_open`; only revision 1; only sheets made with the round's own
instrument; nothing of a patient who said no. Four statements, however many sheets: the
marks of a sheet come as one text, since a row for each of them would be most of the work.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Float, ScalarSelect, String, cast, func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision, Rating
from app.models.people import Clinician, ObserverType, Person
from app.models.programmes import Round
from app.queries.open_consultations import NO_TRIAL, REFUSED
from app.queries.programmes import RoundOfLead, round_observed, round_of_lead
from app.queries.published_instruments import published_instrument
from app.rules import Actor, ratings_are_open
from app.rules import Sheet as AssignedSheet
from instruments.definition import Instrument
from reports.comparison.minimums import minimums_of_round
from reports.comparison.rating_set import (
    ANSWERS,
    LEFT_BLANK,
    RATED,
    ComparedItem,
    ComparedObserver,
    ComparedType,
    LeftOut,
    RatingSet,
)
from reports.comparison.small_groups import Size, warm_ups_held_back
from reports.comparison.total_scale import total_scale

Whole = NDArray[np.int64]
# Between the marks of a sheet, and between the parts of a mark: no id and no reason holds these.
NEXT_MARK, NEXT_PART = "\x1e", "\x1f"


@dataclass(frozen=True, slots=True)
class ClinicianSeen:
    """A clinician who was observed."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class RatingsOfRound:
    """A round, its instrument and its ratings. consultations: the ids behind `ratings.unit_names`, in their order.

    clinicians: whom the numbers of `ratings.unit_clinician` stand for. days: on which the consultations took place.
    warm_ups: whether they count. warm_ups_held: why they may not be counted, though there are some; else empty.
    """

    round: RoundOfLead
    instrument: Instrument
    ratings: RatingSet
    consultations: tuple[uuid.UUID, ...]
    clinicians: tuple[ClinicianSeen, ...]
    days: tuple[date, ...]
    warm_ups: bool
    warm_ups_held: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """A consultation whose ratings may be looked at."""

    name: str
    clinician: ClinicianSeen
    warm_up: bool
    on: date


@dataclass(frozen=True, slots=True)
class _Locked:
    """A locked sheet: who made it, and its marks: item, points, why not scored."""

    consultation_id: uuid.UUID
    observer: ComparedObserver
    kind: ComparedType
    total: float
    instrument_id: uuid.UUID
    marks: str


def ratings_of_round(session: Session, actor: Actor, round_id: uuid.UUID, *, warm_ups: bool = False) -> RatingsOfRound:
    """Everything a lead may compare of one round. Raises NotThere outside the teams the actor leads.

    warm_ups: whether the first consultation of a clinician's first session counts too, where there are so many that
    taking them away again would show nobody alone.
    """
    return _ratings(session, round_of_lead(session, actor, round_id), warm_ups=warm_ups)


def ratings_beside_mine(session: Session, actor: Actor, round_id: uuid.UUID) -> RatingsOfRound:
    """The same, for an observer's own standing in a round they have locked a sheet in.

    For `reports.comparison.own_ratings` alone, which tells nothing of anybody else. Raises NotThere outside the rounds
    the actor observed in.
    """
    return _ratings(session, round_observed(session, actor, round_id), warm_ups=False)


def _ratings(session: Session, of_round: RoundOfLead, *, warm_ups: bool) -> RatingsOfRound:
    round_id = of_round.id
    instrument, fingerprint = published_instrument(session, of_round.instrument_id)
    seen = _open_consultations(session, round_id)
    locked = _locked_sheets(session, round_id)
    own = [sheet for sheet in locked if sheet.instrument_id == of_round.instrument_id]
    opened = [sheet for sheet in own if sheet.consultation_id in seen]
    held = _warm_ups_held([sheet for sheet in opened if seen[sheet.consultation_id].warm_up], seen, of_round)
    counted = warm_ups and not held
    used = [sheet for sheet in opened if counted or not seen[sheet.consultation_id].warm_up]
    left_out = LeftOut(
        warm_ups=len(opened) - len(used), other_versions=len(locked) - len(own), not_open=len(own) - len(opened)
    )
    ratings = _assembled(instrument, fingerprint, seen, used, left_out)
    watched = {sheet.consultation_id for sheet in used}
    consultations = tuple(each for each in seen if each in watched)
    # In the order in which `_assembled` numbers them.
    clinicians = tuple(dict.fromkeys(seen[each].clinician for each in consultations))
    days = tuple(seen[each].on for each in consultations)
    return RatingsOfRound(of_round, instrument, ratings, consultations, clinicians, days, counted, held)


def _warm_ups_held(sheets: Sequence[_Locked], seen: Mapping[uuid.UUID, _Seen], of_round: RoundOfLead) -> str:
    """Why the warm-ups may not be counted; their sheets are given."""
    watched: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    for sheet in sheets:
        watched[sheet.consultation_id].add(sheet.observer.key)

    def size(least: int) -> Size:
        there = {each: people for each, people in watched.items() if len(people) >= least}
        people = {one for each in there.values() for one in each}
        return Size(len(there), len(people), len({seen[each].clinician.id for each in there}))

    return warm_ups_held_back(size(1), size(2), minimums_of_round(of_round.minimums))


def _open_consultations(session: Session, round_id: uuid.UUID) -> dict[uuid.UUID, _Seen]:
    """Consultations of the round that are open to everybody, in the order in which they took place."""
    rows = session.execute(
        select(
            Consultation.id,
            Consultation.slot,
            Consultation.clinician_id,
            Clinician.name.label("clinician"),
            Consultation.warm_up,
            Consultation.consent,
            ClinicSession.code,
            ClinicSession.on_date,
            Assignment.person_id,
            Assignment.state,
        )
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .join(Round, Round.id == ClinicSession.round_id)
        .where(ClinicSession.round_id == round_id, NO_TRIAL)
        .order_by(ClinicSession.on_date, ClinicSession.code, Consultation.slot, Consultation.id)
    ).all()
    sheets: defaultdict[uuid.UUID, list[AssignedSheet]] = defaultdict(list)
    for row in rows:
        sheets[row.id].append(AssignedSheet(row.person_id, row.state))
    return {
        row.id: _Seen(
            f"{row.code}, slot {row.slot}", ClinicianSeen(row.clinician_id, row.clinician), row.warm_up, row.on_date
        )
        for row in rows
        if row.consent not in REFUSED and ratings_are_open(sheets[row.id])
    }


def _locked_sheets(session: Session, round_id: uuid.UUID) -> list[_Locked]:
    rows = session.execute(
        select(
            _marks().label("marks"),
            cast(ObservationRevision.total, Float).label("total"),
            Observation.instrument_id,
            Assignment.consultation_id,
            Assignment.person_id,
            Person.name.label("person"),
            ObserverType.code,
            ObserverType.name.label("kind"),
        )
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(
            ClinicSession.round_id == round_id,
            ObservationRevision.number == 1,
            Assignment.state == "locked",
            Consultation.consent.not_in(REFUSED),
        )
        .order_by(Person.name, Person.id)
    )
    return [
        _Locked(
            row.consultation_id,
            ComparedObserver(f"{row.person_id}/{row.code}", row.person, row.code),
            ComparedType(row.code, row.kind),
            float("nan") if row.total is None else row.total,
            row.instrument_id,
            row.marks or "",
        )
        for row in rows
    ]


def _marks() -> ScalarSelect[str]:
    """All marks of a revision in one text."""
    points = func.coalesce(cast(Rating.points, String), "")
    return (
        select(func.aggregate_strings(Rating.item_id + NEXT_PART + points + NEXT_PART + Rating.reason, NEXT_MARK))
        .where(Rating.revision_id == ObservationRevision.id)
        .scalar_subquery()
    )


def _assembled(
    instrument: Instrument,
    fingerprint: str,
    seen: Mapping[uuid.UUID, _Seen],
    sheets: Sequence[_Locked],
    left_out: LeftOut,
) -> RatingSet:
    watched = {sheet.consultation_id for sheet in sheets}
    unit_of = {each: at for at, each in enumerate(each for each in seen if each in watched)}
    observers = tuple(dict.fromkeys(sheet.observer for sheet in sheets))
    observer_of = {each: at for at, each in enumerate(observers)}
    clinicians: dict[ClinicianSeen, int] = {}
    of_unit = [clinicians.setdefault(seen[each].clinician, len(clinicians)) for each in unit_of]
    items = tuple(_item(instrument, at) for at in range(len(instrument.items)))
    answers, ratings = _cells(sheets, items)
    return RatingSet(
        title=instrument.title["en"],
        fingerprint=fingerprint,
        types=tuple(sorted({sheet.kind for sheet in sheets}, key=lambda kind: (kind.name, kind.code))),
        observers=observers,
        items=items,
        total=total_scale(instrument),
        unit_names=tuple(seen[each].name for each in unit_of),
        unit_clinician=np.array(of_unit, dtype=np.int64),
        sheet_unit=np.array([unit_of[sheet.consultation_id] for sheet in sheets], dtype=np.int64),
        sheet_observer=np.array([observer_of[sheet.observer] for sheet in sheets], dtype=np.int64),
        ratings=ratings,
        answers=answers,
        totals=np.array([sheet.total for sheet in sheets], dtype=np.float64),
        left_out=left_out,
    )


def _item(instrument: Instrument, at: int) -> ComparedItem:
    item = instrument.items[at]
    points = sorted({float(point.score): point.label["en"] for point in item.scale.points}.items())
    return ComparedItem(item.id, item.name(), tuple(score for score, _ in points), tuple(label for _, label in points))


def _cells(sheets: Sequence[_Locked], items: Sequence[ComparedItem]) -> tuple[Whole, NDArray[np.float64]]:
    """(sheets, items) what kind of answer, and its score. An item that is not among the marks was left blank."""
    column_of = {item.id: at for at, item in enumerate(items)}
    kind_of = {name: at for at, name in enumerate(ANSWERS)}
    answers = np.full((len(sheets), len(items)), LEFT_BLANK, dtype=np.int64)
    ratings = np.full((len(sheets), len(items)), np.nan)
    for row, sheet in enumerate(sheets):
        for mark in sheet.marks.split(NEXT_MARK) if sheet.marks else ():
            item_id, points, reason = mark.split(NEXT_PART)
            column = column_of.get(item_id)
            if column is None:
                continue
            if points:
                answers[row, column] = RATED
                ratings[row, column] = float(points)
            else:
                answers[row, column] = kind_of.get(reason, LEFT_BLANK)
    return answers, ratings
