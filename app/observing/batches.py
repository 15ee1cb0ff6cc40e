"""Many frozen sheets in one request, from a tablet that was away for hours: a reply for each, as if sent alone."""

import json
import uuid
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.frozen_sheets import DAMAGED, read_frozen, receipt_content
from app.observing.blueprint import sync
from app.operations.judging import read_sheets
from app.operations.observations import (
    Frozen,
    Outcome,
    Quarantined,
    Receipt,
    submit_observations,
)
from app.rules import Actor, Problem, Refusal, Unfit
from app.sealing import is_sealed, split_record
from app.web.errors import error_content, sentence_of, status_of
from app.web.languages import _
from app.web.request_database import database, db
from app.web.sealing import open_for
from app.web.signed_in import actor

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """One record as it came."""

    observation_id: uuid.UUID
    revision: int
    sha256: str
    body: bytes


@sync.post("/observations/batch")
def post_batch() -> ResponseReturnValue:
    """Store up to 50 frozen revisions of the signed-in observer; the replies stand in the order of the records."""
    who = actor()
    sent = records_in(request.get_data(cache=False))
    frozen = [_frozen(who, each) for each in sent]
    outcomes = take_in(who, frozen)
    return jsonify(
        replies=[
            {"observation_id": str(each.observation_id), "revision": each.revision, **about(outcome)}
            for each, outcome in zip(sent, outcomes, strict=True)
        ]
    )


def take_in(who: Actor, frozen: Sequence[Frozen | Refusal], brought_by: uuid.UUID | None = None) -> list[Outcome]:
    """Read them before the one writer's turn, store in one short transaction, and keep the order."""
    whole = [each for each in frozen if isinstance(each, Frozen)]
    read = read_sheets(database(), [each.submitted for each in whole])
    outcomes = iter(submit_observations(db(), who, whole, read, brought_by, _) if whole else [])
    return [next(outcomes) if isinstance(each, Frozen) else each for each in frozen]


def about(outcome: Outcome) -> Mapping[str, object]:
    """What the single request would have answered: its status, and the receipt or the error."""
    match outcome:
        case Receipt():
            return {"status": 201 if outcome.is_new else 200, "receipt": receipt_content(outcome)}
        case Quarantined():
            return {"status": 409, "error": error_content(409, outcome.sentence)}
        case _:
            problems = outcome.problems if isinstance(outcome, Unfit) else ()
            status = status_of(outcome)
            return {"status": status, "error": error_content(status, sentence_of(outcome), problems)}


def records_in(body: bytes) -> list[Sent]:
    """The records of a batch. Raises `Unfit` when the whole cannot be read, or holds none or too many."""
    try:
        content: Any = json.loads(body)
        records = [_sent(each) for each in content["records"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unfit([Problem("body", DAMAGED)]) from None
    if not 1 <= len(records) <= AT_ONCE:
        raise Unfit([Problem("records", f"Send between 1 and {AT_ONCE} sheets at once.")])
    return records


def _sent(raw: Any) -> Sent:
    record = cast("Mapping[str, Any]", raw)
    revision = record["revision"]
    if isinstance(revision, bool) or not isinstance(revision, int) or not 1 <= revision <= 9999:
        raise ValueError(revision)
    try:
        body = b64decode(record["body"], validate=True)
    except Error:
        body = b""
    return Sent(uuid.UUID(record["observation_id"]), revision, str(record["sha256"]).lower(), body)


def _frozen(who: Actor, sent: Sent) -> Frozen | Refusal:
    try:
        body = split_record(open_for("record", who.id, sent.body))[1] if is_sealed(sent.body) else sent.body
        if not body or sha256(body).hexdigest() != sent.sha256:
            raise Unfit([Problem("body", DAMAGED)])
        return Frozen(read_frozen(body, sent.observation_id, sent.revision), body, sent.sha256)
    except Refusal as refusal:
        return refusal
