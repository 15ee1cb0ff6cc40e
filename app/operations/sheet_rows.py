"""What one locked sheet becomes in the tables: a revision, a rating for each marked item, an answer for each question.

A left-blank item has no row; *not applicable* and *not observed* have one, with their reason and no points.
"""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.models.base import Json
from instruments.definition import Instrument
from instruments.scoring import score
from instruments.sheet import Answer, Chosen, NotScored, Number, Rated, Tallied, Written

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SentSheet:
    """One revision of one observation, read and checked. ``body`` is what was sent, byte for byte."""

    observation_id: uuid.UUID
    assignment_id: uuid.UUID
    instrument_id: uuid.UUID
    instrument: Instrument
    sheet: dict[str, Answer]
    body: bytes
    locked_at: datetime
    received_at: datetime
    number: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one revision. ``observation`` is wanted with the first revision only."""

    observation: Row
    revision: Row
    ratings: list[Row] = field(default_factory=list[Row])
    answers: list[Row] = field(default_factory=list[Row])


def rows_of(sent: SentSheet) -> SheetRows:
    """The rows to insert, the total already worked out by the instrument's own rule."""
    revision_id = uuid.uuid4()
    total = score(sent.instrument, sent.sheet).total
    rows = SheetRows(
        observation={
            "id": sent.observation_id,
            "assignment_id": sent.assignment_id,
            "instrument_id": sent.instrument_id,
            "received_at": sent.received_at,
        },
        revision={
            "id": revision_id,
            "observation_id": sent.observation_id,
            "number": sent.number,
            "sha256": hashlib.sha256(sent.body).hexdigest(),
            "body": sent.body,
            "reason": sent.reason,
            "locked_at": sent.locked_at,
            "received_at": sent.received_at,
            "total": total.value,
            "scoring_rule": f"{total.rule} {total.rule_version}",
        },
    )
    items = {item.id: item for item in sent.instrument.items}
    for entry_id, answer in sent.sheet.items():
        item = items.get(entry_id)
        if item is None:
            rows.answers.append(
                {"revision_id": revision_id, "question_id": entry_id, "codes": _codes(answer), "text": _text(answer)}
            )
            continue
        code = getattr(answer, "code", "")
        point = None if isinstance(answer, NotScored) else item.scale.point(code)
        rows.ratings.append(
            {
                "revision_id": revision_id,
                "item_id": entry_id,
                "kind": _kind(answer),
                "code": code,
                "points": point.score if point else None,
                "reason": answer.reason if isinstance(answer, NotScored) else "",
                "note": getattr(answer, "note", ""),
                "tally": _tally(answer),
            }
        )
    return rows


def _kind(answer: Answer) -> str:
    match answer:
        case Rated():
            return "rated"
        case Tallied():
            return "tallied"
        case _:
            return "not_scored"


def _tally(answer: Answer) -> Json | None:
    return dict(answer.counts) if isinstance(answer, Tallied) else None


def _codes(answer: Answer) -> list[str]:
    return list(answer.codes) if isinstance(answer, Chosen) else []


def _text(answer: Answer) -> str:
    match answer:
        case Written(text):
            return text
        case Number(value):
            return format(value, "f")
        case _:
            return ""
