"""Record what was done and who looked, as a chain that shows tampering."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String, bindparam, func, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import plainly
from app.models.audit import AuditEvent
from app.models.base import Json

START = "0" * 64
SITE = "site"

# What a row says and its hash covers, in the hash's order.
_SAID = ("chain", "sequence", "at", "actor_id", "event", "subject", "details", "previous_hash")
# Built once: nearly every write asks them.
_LAST = (
    select(AuditEvent.sequence, AuditEvent.hash)
    .where(AuditEvent.chain == bindparam("chain"))
    .order_by(AuditEvent.sequence.desc())
    .limit(1)
)
_APPEND = insert(AuditEvent)
_TURN = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("chain", type_=String), 0)))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done, in the past tense: "observation submitted"."""

    event: str
    subject: str
    actor_id: uuid.UUID | None
    team_id: uuid.UUID | None
    details: Json


def record(
    session: Session,
    event: str,
    subject: str,
    *,
    actor_id: uuid.UUID | None,
    team_id: uuid.UUID | None = None,
    details: Json | None = None,
) -> None:
    """Append one event to the team's chain (or the site's)."""
    record_all(session, [Event(event, subject, actor_id, team_id, details or {})])


def record_all(by: Session | Connection, events: Sequence[Event]) -> None:
    """Append many, in this order, with one look at the end of each chain and one insert."""
    if not events:
        return
    plain = plainly(by)
    # Chains in one order, so that two transactions never wait for each other in a circle.
    ends = {chain: _end_of(plain, chain) for chain in sorted({_chain(each) for each in events})}
    moment = datetime.now(UTC).replace(microsecond=0)
    rows: list[dict[str, Any]] = []
    for each in events:
        chain = _chain(each)
        sequence, previous = ends[chain]
        said = (chain, sequence, moment, each.actor_id, each.event, each.subject, each.details, previous)
        hashed = _hash(*said)
        ends[chain] = (sequence + 1, hashed)
        rows.append({**dict(zip(_SAID, said, strict=True)), "hash": hashed})
    plain.execute(_APPEND, rows)


def wait_turn(session: Session, team_id: uuid.UUID) -> None:
    """Until this transaction ends, no other one writes about the team, a patient's no among others."""
    _take_turn(plainly(session), str(team_id))


def _chain(event: Event) -> str:
    return str(event.team_id) if event.team_id else SITE


def _end_of(plain: Connection, chain: str) -> tuple[int, str]:
    """The next place in a chain, and the hash it follows."""
    _take_turn(plain, chain)
    last = plain.execute(_LAST, {"chain": chain}).first()
    return (last.sequence + 1, last.hash) if last else (1, START)


def _take_turn(plain: Connection, chain: str) -> None:
    """Wait until no other transaction is adding to this chain, so that no two take the same place in it.

    SQLite has one writer anyway. On PostgreSQL locking the last row would not do: who waited for it would still find
    it the last. Each team has its own turn, so teams do not wait for each other.
    """
    if plain.dialect.name == "postgresql":
        plain.execute(_TURN, {"chain": chain})


def event_hash(row: AuditEvent) -> str:
    """SHA-256 over everything the row says, the hash of the row before it included."""
    return _hash(*(getattr(row, name) for name in _SAID))


def _hash(
    chain: str,
    sequence: int,
    at: datetime,
    actor_id: uuid.UUID | None,
    event: str,
    subject: str,
    details: Json,
    previous_hash: str,
) -> str:
    words = [chain, sequence, at.isoformat(), str(actor_id or ""), event, subject, details, previous_hash]
    return hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def broken_links(session: Session) -> list[str]:
    """Walk every chain; one sentence per row that was changed, removed or put in."""
    problems: list[str] = []
    expected: dict[str, tuple[int, str]] = {}
    for row in session.scalars(select(AuditEvent).order_by(AuditEvent.chain, AuditEvent.sequence)):
        sequence, previous = expected.get(row.chain, (1, START))
        if row.sequence != sequence:
            problems.append(f"{row.chain}: event {sequence} is missing.")
        elif row.previous_hash != previous or row.hash != event_hash(row):
            problems.append(f"{row.chain}: event {row.sequence} was changed.")
        expected[row.chain] = (row.sequence + 1, row.hash)
    return problems
