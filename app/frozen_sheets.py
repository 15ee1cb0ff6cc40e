"""The frozen bytes of a sheet: written when an observer locks without script, read when a tablet sends. Pure."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from app.operations.consent import Asking
from app.operations.observations import Agreement, Receipt, SubmittedSheet, canonical_bytes
from app.rules import Problem, Unfit
from app.words import ASKED_BY, ASKED_HOW, CONSENT_STAGES, noted

SCHEMA = "1"
LARGEST = 256 * 1024

DAMAGED = noted("The sheet was damaged on its way. It is safe on this tablet and will be sent again.")
STRANGE = noted("This sheet was written by a version we do not know. It stays on this tablet: ask your lead.")


@dataclass(frozen=True, slots=True)
class PatientsNo:
    """What a tablet tells of a patient who said no or changed their mind."""

    assignment_id: uuid.UUID
    outcome: str
    stage: str
    asking: Asking


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
                "how": agreement.how,
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


def receipt_content(receipt: Receipt) -> Mapping[str, object]:
    """Proof for the tablet that exactly these bytes are stored."""
    return {
        "id": str(receipt.observation_id),
        "revision": receipt.revision,
        "sha256": receipt.sha256,
        "received_at": wire_time(receipt.received_at),
        "code": receipt.code,
    }


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


def read_patients_no(body: bytes) -> PatientsNo:
    """A consent event sent by a tablet. Raises `Unfit`."""
    content = _object(body)
    outcome, stage = content.get("outcome"), content.get("stage")
    asked_by, how = content.get("asked_by", ""), content.get("how", "")
    known = outcome in ("declined", "withdrawn") and stage in CONSENT_STAGES
    if not known or asked_by not in (*ASKED_BY, "") or how not in (*ASKED_HOW, ""):
        raise Unfit([Problem("body", DAMAGED)])
    asking = Asking(str(asked_by), str(how))
    return PatientsNo(_identifier(content.get("assignment_id")), str(outcome), str(stage), asking)


@dataclass(frozen=True, slots=True)
class Worry:
    """What an observer wrote about somebody's safety: beside a sheet of theirs, or for one of their teams."""

    text: str
    assignment_id: uuid.UUID | None
    team_id: uuid.UUID | None


def read_worry(body: bytes) -> Worry:
    """A worry about somebody's safety, sent by a tablet. Raises `Unfit`."""
    content = _object(body)
    text, assignment, team = content.get("text"), content.get("assignment_id"), content.get("team_id")
    if not isinstance(text, str):
        raise Unfit([Problem("body", DAMAGED)])
    return Worry(text, _identifier(assignment) if assignment else None, _identifier(team) if team else None)


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
    asked_by, stage, how = consent.get("asked_by"), consent.get("stage"), consent.get("how", "")
    known = asked_by in ASKED_BY and stage in CONSENT_STAGES and how in (*ASKED_HOW, "")
    if consent.get("outcome") != "agreed" or not known:
        raise Unfit([Problem("consent", noted("Say whether the patient agreed, and who asked."))])
    return Agreement(_identifier(consent.get("id")), str(asked_by), str(stage), str(how))


def _identifier(value: object) -> uuid.UUID:
    try:
        return uuid.UUID(value) if isinstance(value, str) else uuid.UUID("")
    except ValueError:
        raise Unfit([Problem("body", DAMAGED)]) from None
