"""Take in what somebody else brings from a tablet: a rescue file, or another observer's sealed records, exactly once.

Every record is opened for the observer it names and must carry the proof that this observer's data key froze it, which
the server was shown when the observer was signed in. A sheet without that proof, or of an observer who left since, is
set aside for a lead, never dropped and never scored by itself.
"""

import json
import uuid
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, cast

from sqlalchemy.orm import Session

from app.frozen_sheets import read_frozen, read_patients_no, read_worry
from app.operations.audit import record
from app.operations.consent import record_refusal, withdraw_from_assignment
from app.operations.data_keys import data_keys_of
from app.operations.judging import read_sheets
from app.operations.kept_drafts import keep_draft
from app.operations.observations import (
    Frozen,
    Quarantined,
    Receipt,
    give_up_sheet,
    set_aside_brought,
    submit_observations,
)
from app.operations.safety import raise_concern
from app.queries.actors import actor_for_person, observer_who_left
from app.releasing import reissue_after_withdrawal
from app.rescue_frames import is_frames, join_frames
from app.rules import Actor, NotAllowed, NotThere, Problem, Refusal, Unfit
from app.sealing import SealingKeys, Unopenable, is_proven, open_locked, split_record

FORMAT = "levelfield-rescue/1"
LARGEST = 64 * 1024 * 1024
MOST = 5000
UNPROVEN = "Somebody else brought it, without proof that the observer locked it."
HAD_LEFT = "Its observer had left the team when it came. It is kept, and your lead will sort it out."
UNREADABLE = "This is not a rescue file of Levelfield, or it is damaged. Save it on the tablet again."


@dataclass(frozen=True, slots=True)
class Carried:
    """One record as it lay on the tablet."""

    key: str
    kind: str
    person_id: uuid.UUID
    assignment_id: uuid.UUID
    observation_id: uuid.UUID | None
    revision: int
    sha256: str
    body: bytes


@dataclass(frozen=True, slots=True)
class CarriedDraft:
    """An unfinished sheet, under its observer's data key."""

    person_id: uuid.UUID
    assignment_id: uuid.UUID
    observation_id: uuid.UUID
    seq: int
    iv: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A rescue file as it was read. ``keys``: sealed data keys by person. ``made`` is by the tablet's clock, None where
    the file does not say it."""

    device: uuid.UUID
    made: datetime | None
    keys: Mapping[uuid.UUID, bytes]
    records: tuple[Carried, ...]
    drafts: tuple[CarriedDraft, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one record. None: a patient's no or a leaving was noted."""

    key: str
    outcome: Receipt | Quarantined | Refusal | None


def read_bundle(content: bytes, field: str = "file") -> Bundle:
    """The rescue file in these bytes, or in the texts of the codes that stand for it.

    Raises `Unfit` beside ``field``, whatever the bytes are.
    """
    if len(content) <= LARGEST and is_frames(content):
        content = join_frames(content, LARGEST, field)
    try:
        raw: Any = json.loads(content) if len(content) <= LARGEST else None
        if raw["format"] != FORMAT:
            raise ValueError(FORMAT)
        bundle = Bundle(
            uuid.UUID(raw["device"]),
            _moment(raw.get("made")),
            {uuid.UUID(each["person"]): _bytes(each["sealed"]) for each in raw["keys"]},
            tuple(carried(each) for each in raw["records"]),
            tuple(_draft(each) for each in raw["drafts"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise Unfit([Problem(field, UNREADABLE)]) from None
    if len(bundle.records) + len(bundle.drafts) > MOST:
        raise Unfit([Problem(field, UNREADABLE)])
    return bundle


def carried(raw: Any) -> Carried:
    """One record. Raises ValueError, KeyError or TypeError."""
    record = cast("Mapping[str, Any]", raw)
    kind, observation = record["kind"], record.get("observation") or None
    if kind not in ("sheet", "consent", "given_up", "safety"):
        raise ValueError(kind)
    return Carried(
        str(record["key"])[:200],
        kind,
        uuid.UUID(record["person"]),
        uuid.UUID(record["assignment"]),
        uuid.UUID(observation) if observation else None,
        max(1, min(9999, int(record["revision"]))),
        str(record["sha256"]).lower(),
        _bytes(record["body"]),
    )


def take_in_records(
    session: Session, keys: SealingKeys, records: Sequence[Carried], brought_by: uuid.UUID | None
) -> list[Taken]:
    """What became of each, in their order; a refusal of one harms no other."""
    taken: dict[int, Taken] = {}
    for person_id in dict.fromkeys(each.person_id for each in records):
        theirs = [(number, each) for number, each in enumerate(records) if each.person_id == person_id]
        owner = observer_who_left(session, person_id)
        proving = _data_keys(session, keys, person_id)
        for number, each in theirs:
            # One after the other: a patient's no may follow the sheet it deletes.
            taken[number] = _taken(session, keys, owner, proving, each, brought_by)
    return [taken[number] for number in range(len(records))]


def take_in_drafts(session: Session, keys: SealingKeys, bundle: Bundle) -> int:
    """Keep unfinished sheets for their observers, who find them when they next open the slot. Gives how many."""
    kept = 0
    for draft in bundle.drafts:
        owner = actor_for_person(session, draft.person_id)
        sealed = bundle.keys.get(draft.person_id)
        if owner is None or sealed is None:
            continue
        try:
            words = open_locked(keys.open("key", draft.person_id, sealed), draft.iv, draft.data)
            whole: Any = {
                **json.loads(words),
                "observation": str(draft.observation_id),
                "person": str(draft.person_id),
                "assignment": str(draft.assignment_id),
                "seq": draft.seq,
                "locked": False,
            }
            again = keys.seal("draft", draft.person_id, json.dumps(whole).encode())
            keep_draft(session, owner, draft.assignment_id, draft.observation_id, bundle.device, draft.seq, again)
        except (Unopenable, ValueError, Refusal):
            continue
        kept += 1
    return kept


@dataclass(frozen=True, slots=True)
class Rescued:
    """What came of a whole rescue file, in counts, and a sentence for each record that was not taken in."""

    stored: int
    here_already: int
    set_aside: int
    noted: int
    drafts: int
    refused: tuple[str, ...]


def rescue_bundle(session: Session, keys: SealingKeys, bundle: Bundle, brought_by: uuid.UUID | None) -> Rescued:
    """Take in a whole rescue file. A second time stores nothing new."""
    taken = [each.outcome for each in take_in_records(session, keys, bundle.records, brought_by)]
    receipts = [each for each in taken if isinstance(each, Receipt)]
    drafts = take_in_drafts(session, keys, bundle)
    found = Rescued(
        stored=sum(each.is_new for each in receipts),
        here_already=sum(not each.is_new for each in receipts),
        set_aside=sum(isinstance(each, Quarantined) for each in taken),
        noted=sum(each is None for each in taken),
        drafts=drafts,
        refused=tuple(str(each) for each in taken if isinstance(each, Refusal)),
    )
    details = {"stored": found.stored, "set aside": found.set_aside, "noted": found.noted, "drafts": drafts}
    record(session, "rescue file taken in", f"device {bundle.device}", actor_id=brought_by, details=details)
    return found


def _taken(
    session: Session,
    keys: SealingKeys,
    owner: Actor | None,
    proving: Sequence[bytes],
    record: Carried,
    brought_by: uuid.UUID | None,
) -> Taken:
    try:
        with session.begin_nested():
            body, proven = _opened(keys, record, proving)
            if owner is None:
                raise NotThere("We do not know whose this is. Keep the file and ask an administrator.")
            if record.kind != "sheet":
                if not proven:
                    raise NotAllowed("We cannot be sure who noted this. Ask the observer to sign in on the tablet.")
                _note(session, owner, record, body)
                return Taken(record.key, None)
            return _sheet(session, owner, record, body, proven, brought_by)
    except Refusal as refusal:
        return Taken(record.key, refusal)


def _opened(keys: SealingKeys, record: Carried, proving: Sequence[bytes]) -> tuple[bytes, bool]:
    try:
        proof, body = split_record(keys.open("record", record.person_id, record.body))
    except Unopenable:
        raise Unfit(
            [Problem("body", "This cannot be opened here: it was sealed for another site, or is damaged.")]
        ) from None
    digest = sha256(body).digest()
    if digest.hex() != record.sha256:
        raise Unfit([Problem("body", "This is damaged.")])
    return body, any(is_proven(proof, digest, key) for key in proving)


def _data_keys(session: Session, keys: SealingKeys, person_id: uuid.UUID) -> list[bytes]:
    found: list[bytes] = []
    for sealed in data_keys_of(session, person_id):
        try:
            found.append(keys.open("key", person_id, sealed))
        except Unopenable:
            continue
    return found


def _note(session: Session, owner: Actor, record: Carried, body: bytes) -> None:
    if record.kind == "given_up":
        give_up_sheet(session, owner, record.assignment_id)
        return
    event_id = uuid.UUID(record.key.partition(":")[2])
    if record.kind == "safety":
        worry = read_worry(body)
        raise_concern(
            session,
            owner,
            event_id,
            text=worry.text,
            assignment_id=worry.assignment_id,
            team_id=worry.team_id,
        )
        return
    told = read_patients_no(body)
    concerned = (
        record_refusal(session, owner, told.assignment_id, told.asking, event_id)
        if told.outcome == "declined"
        else withdraw_from_assignment(session, owner, told.assignment_id, told.stage, event_id)
    )
    if concerned.had_sheets:
        reissue_after_withdrawal(session, owner.id, concerned)


def _sheet(
    session: Session, owner: Actor, record: Carried, body: bytes, proven: bool, brought_by: uuid.UUID | None
) -> Taken:
    if record.observation_id is None:
        raise Unfit([Problem("body", "This is damaged.")])
    submitted = read_frozen(body, record.observation_id, record.revision)
    frozen = Frozen(submitted, body, record.sha256)
    if not proven:
        set_aside_brought(session, owner, frozen, UNPROVEN)
        return Taken(record.key, Quarantined("We cannot be sure who locked this. It is set aside for the lead."))
    present = actor_for_person(session, owner.id) or Actor(owner.id, owner.name)
    read = read_sheets(session, [submitted])
    outcome = submit_observations(session, present, [frozen], read, brought_by)[0]
    if isinstance(outcome, NotThere):
        set_aside_brought(session, owner, frozen, HAD_LEFT)
        outcome = Quarantined(HAD_LEFT)
    return Taken(record.key, outcome)


def _draft(raw: Any) -> CarriedDraft:
    return CarriedDraft(
        uuid.UUID(raw["person"]),
        uuid.UUID(raw["assignment"]),
        uuid.UUID(raw["observation"]),
        max(0, min(10**9, int(raw["seq"]))),
        _bytes(raw["iv"]),
        _bytes(raw["data"]),
    )


def _moment(value: Any) -> datetime | None:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    return moment.astimezone(UTC) if moment and moment.tzinfo else None


def _bytes(text: Any) -> bytes:
    try:
        return b64decode(text, validate=True)
    except Error:
        raise ValueError("This is not base64.") from None
