"""The frozen bytes of a sheet: written when an observer locks without script, read when a tablet sends. Pure."""

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

from app.operations.observations import Agreement, SubmittedSheet, canonical_bytes
from app.rules import Problem, Unfit
from app.words import ASKED_BY, CONSENT_STAGES

SCHEMA = "1"
LARGEST = 256 * 1024

DAMAGED = "The sheet was damaged on its way. It is safe on this tablet and will be sent again."
STRANGE = "This sheet was written by a version we do not know. It stays on this tablet: ask your lead."


def frozen_bytes(submitted: SubmittedSheet, opened_at: datetime) -> bytes:
    """What the tablet would have frozen for the same sheet."""
    agreement = submitted.agreement
    return canonical_bytes(
        {
            "schema": SCHEMA,
            "observation_id": str(submitted.observation_id),
            "assignment_id": str(submitted.assignment_id),
            "instrument": submitted.fingerprint,
            "revision": submitted.revision,
            "consent": {
                "id": str(agreement.id),
                "outcome": "agreed",
                "stage": agreement.stage,
                "asked_by": agreement.asked_by,
            }
            if agreement
            else None,
            "answers": submitted.answers,
            "opened_at": wire_time(opened_at),
            "locked_at": wire_time(submitted.locked_at),
            "reason": submitted.reason,
        }
    )


def read_frozen(body: bytes, observation_id: uuid.UUID, revision: int) -> SubmittedSheet:
    """The sheet in these bytes, which must be the one the address names. Raises `Unfit`, whatever the bytes are."""
    content = _object(body)
    if content.get("schema") != SCHEMA:
        raise Unfit([Problem("schema", STRANGE)])
    if content.get("observation_id") != str(observation_id) or content.get("revision") != revision:
        raise Unfit([Problem("body", DAMAGED)])
    fingerprint, reason = content.get("instrument"), content.get("reason", "")
    if not isinstance(fingerprint, str) or not isinstance(reason, str):
        raise Unfit([Problem("body", DAMAGED)])
    return SubmittedSheet(
        observation_id=observation_id,
        assignment_id=_identifier(content.get("assignment_id")),
        fingerprint=fingerprint,
        answers=content.get("answers"),
        locked_at=read_time(content.get("locked_at")),
        revision=revision,
        agreement=_agreement(content.get("consent")),
        reason=reason[:2000],
    )


def wire_time(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def read_time(value: object) -> datetime:
    """A moment with its time zone. Raises `Unfit`."""
    if isinstance(value, str) and len(value) < 40:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is not None:
            return moment
    raise Unfit([Problem("body", DAMAGED)])


def read_consent_event(body: bytes) -> tuple[uuid.UUID, str, str, str]:
    """Assignment, outcome, stage and who asked of a consent event sent by a tablet. Raises `Unfit`."""
    content = _object(body)
    outcome, stage, asked_by = content.get("outcome"), content.get("stage"), content.get("asked_by", "")
    known = outcome in ("declined", "withdrawn") and stage in CONSENT_STAGES and asked_by in (*ASKED_BY, "")
    if not known:
        raise Unfit([Problem("body", DAMAGED)])
    return _identifier(content.get("assignment_id")), str(outcome), str(stage), str(asked_by)


def _object(body: bytes) -> Mapping[str, object]:
    if not body or len(body) > LARGEST:
        raise Unfit([Problem("body", DAMAGED)])
    try:
        content: object = json.loads(body)
    except (ValueError, RecursionError):
        raise Unfit([Problem("body", DAMAGED)]) from None
    if not isinstance(content, dict):
        raise Unfit([Problem("body", DAMAGED)])
    return cast("Mapping[str, object]", content)


def _agreement(raw: object) -> Agreement | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise Unfit([Problem("body", DAMAGED)])
    consent = cast("Mapping[str, object]", raw)
    asked_by, stage = consent.get("asked_by"), consent.get("stage")
    if consent.get("outcome") != "agreed" or asked_by not in ASKED_BY or stage not in CONSENT_STAGES:
        raise Unfit([Problem("consent", "Say whether the patient agreed, and who asked.")])
    return Agreement(_identifier(consent.get("id")), str(asked_by), str(stage))


def _identifier(value: object) -> uuid.UUID:
    try:
        return uuid.UUID(value) if isinstance(value, str) else uuid.UUID("")
    except ValueError:
        raise Unfit([Problem("body", DAMAGED)]) from None
