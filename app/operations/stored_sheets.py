"""Put judged sheets into the tables, many at once: one statement for each table, however many sheets."""

import json
import unicodedata
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import plainly
from app.models.base import now
from app.models.consultations import Assignment
from app.models.observations import Observation, ObservationRevision, Rating, SheetAnswer
from instruments.definition import Instrument, Item
from instruments.scoresheet import Chosen, NotScored, Number, Rated, Sheet, Tallied, Written, write_sheet
from instruments.scoring import total_score

Row = dict[str, Any]

# Built once: every sheet that arrives asks them.
_INSERTS = {table: insert(table) for table in (Observation, ObservationRevision, Rating, SheetAnswer)}
_LOCK = update(Assignment).where(Assignment.id == bindparam("assignment")).values(state="locked")


@dataclass(frozen=True, slots=True)
class SheetToStore:
    """A judged sheet and where it belongs. ``body`` is what is frozen; empty means: write it from the sheet."""

    observation_id: uuid.UUID
    assignment_id: uuid.UUID
    instrument_id: uuid.UUID
    instrument: Instrument
    sheet: Sheet
    locked_at: datetime
    number: int = 1
    reason: str = ""
    body: bytes = b""


def canonical_bytes(value: object) -> bytes:
    """One byte sequence for one meaning: sorted keys, no white space, text in Unicode normal form C, UTF-8.

    The tablet's ``canonical.js`` writes the same bytes.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def store_sheet(
    session: Session,
    observation_id: uuid.UUID,
    assignment_id: uuid.UUID,
    instrument_id: uuid.UUID,
    instrument: Instrument,
    sheet: Sheet,
    locked_at: datetime,
    number: int = 1,
    body: bytes = b"",
) -> None:
    """Store one judged sheet; see `store_sheets`."""
    store_sheets(
        session,
        [SheetToStore(observation_id, assignment_id, instrument_id, instrument, sheet, locked_at, number, body=body)],
    )


def store_sheets(
    by: Session | Connection, sheets: Sequence[SheetToStore], received: datetime | None = None
) -> datetime:
    """Store judged sheets, mark their assignments locked, and give the moment they count as received.

    Nothing is judged, recorded or refused here: that is `submit_observation`, or the import that calls this.
    """
    received = received or now()
    if not sheets:
        return received
    plain = plainly(by)
    observations = [_observation(each, received) for each in sheets if each.number == 1]
    revisions = [_revision(each, received) for each in sheets]
    ids = [row["id"] for row in revisions]
    _insert(plain, Observation, observations)
    _insert(plain, ObservationRevision, revisions)
    _insert(plain, Rating, [row for key, each in zip(ids, sheets, strict=True) for row in _ratings(key, each)])
    _insert(plain, SheetAnswer, [row for key, each in zip(ids, sheets, strict=True) for row in _answers(key, each)])
    plain.execute(_LOCK, [{"assignment": each.assignment_id} for each in sheets])
    return received


def _insert(plain: Connection, table: type[Any], rows: list[Row]) -> None:
    if rows:
        plain.execute(_INSERTS[table], rows)


def _observation(each: SheetToStore, received: datetime) -> Row:
    return {
        "id": each.observation_id,
        "assignment_id": each.assignment_id,
        "instrument_id": each.instrument_id,
        "received_at": received,
    }


def _revision(each: SheetToStore, received: datetime) -> Row:
    body = each.body or canonical_bytes({"answers": write_sheet(each.sheet), "schema": "1"})
    total = total_score(each.instrument, each.sheet)
    return {
        "id": uuid.uuid4(),
        "observation_id": each.observation_id,
        "number": each.number,
        "sha256": sha256(body).hexdigest(),
        "body": body,
        "reason": each.reason,
        "locked_at": each.locked_at,
        "received_at": received,
        "total": total.value,
        "scoring_rule": f"{total.rule}/{total.rule_version}",
    }


def _ratings(revision_id: uuid.UUID, each: SheetToStore) -> Iterator[Row]:
    for item in each.instrument.items:
        answer = each.sheet.get(item.id)
        row: Row = {"revision_id": revision_id, "item_id": item.id, "points": None, "reason": "", "tally": None}
        match answer:
            case Rated(code):
                own: Row = {"kind": "rated", "points": _points(item, code)}
            case NotScored(code, reason):
                own = {"kind": "not_scored", "reason": reason}
            case Tallied(counts, code):
                own = {"kind": "tallied", "points": _points(item, code), "tally": dict(counts)}
            case _:
                continue
        marked = {marker: list(minutes) for marker, minutes in answer.marked.items()}
        yield {**row, **own, "code": code, "note": answer.note, "taps": list(answer.taps), "marked": marked}


def _points(item: Item, code: str) -> Decimal | None:
    point = item.scale.point(code)
    return point.score if point else None


def _answers(revision_id: uuid.UUID, each: SheetToStore) -> Iterator[Row]:
    for question in each.instrument.questions:
        given = _written(each.sheet, question.id)
        if given is not None:
            yield {"revision_id": revision_id, "question_id": question.id, **given}


def _written(sheet: Sheet, question_id: str) -> Mapping[str, object] | None:
    match sheet.get(question_id):
        case Chosen(codes):
            return {"codes": list(codes), "text": ""}
        case Written(text):
            return {"codes": [], "text": text}
        case Number(value):
            return {"codes": [], "text": format(value, "f")}
        case _:
            return None
