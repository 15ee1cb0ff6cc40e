"""Stored ratings and answers back to the sheets they came from."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.observations import Rating, SheetAnswer
from instruments.definition import Instrument, Reason
from instruments.sheet import Answer, Chosen, NotScored, Number, Rated, Sheet, Tallied, Written


def sheets_of(session: Session, instrument: Instrument, revision_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Sheet]:
    """The sheet of each revision, two queries for however many. A revision without any answer has an empty sheet."""
    ids = list(revision_ids)
    sheets: dict[uuid.UUID, dict[str, Answer]] = defaultdict(dict)
    for rating in session.scalars(select(Rating).where(Rating.revision_id.in_(ids))):
        sheets[rating.revision_id][rating.item_id] = _mark(rating)
    kinds = {question.id: question.kind for question in instrument.questions}
    for row in session.scalars(select(SheetAnswer).where(SheetAnswer.revision_id.in_(ids))):
        if row.question_id in kinds:
            sheets[row.revision_id][row.question_id] = _answer(row, kinds[row.question_id])
    return {each: sheets.get(each, {}) for each in ids}


def _mark(rating: Rating) -> Answer:
    taps = tuple(rating.taps)
    marked = {marker: tuple(minutes) for marker, minutes in rating.marked.items()}
    match rating.kind:
        case "not_scored":
            reason: Reason = rating.reason  # type: ignore[assignment] - written from a NotScored
            return NotScored(rating.code, reason, rating.note, taps, marked)
        case "tallied":
            return Tallied(dict(rating.tally or {}), rating.code, rating.note, taps, marked)
        case _:
            return Rated(rating.code, rating.note, taps, marked)


def _answer(row: SheetAnswer, kind: str) -> Answer:
    match kind:
        case "text":
            return Written(row.text)
        case "number":
            return Number(Decimal(row.text))
        case _:
            return Chosen(tuple(row.codes))
