"""Record what was done and who looked, as a chain that shows tampering."""

import hashlib
import json
import uuid
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.base import Json

START = "0" * 64
SITE = "site"


def record(
    session: Session,
    event: str,
    subject: str,
    *,
    actor_id: uuid.UUID | None,
    team_id: uuid.UUID | None = None,
    details: Json | None = None,
) -> AuditEvent:
    """Append one event to the team's chain (or the site's). ``event`` is in the past tense: "observation submitted"."""
    chain = str(team_id) if team_id else SITE
    _take_turn(session, chain)
    last = session.execute(
        select(AuditEvent.sequence, AuditEvent.hash)
        .where(AuditEvent.chain == chain)
        .order_by(AuditEvent.sequence.desc())
        .limit(1)
    ).first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, START)
    row = AuditEvent(
        chain=chain,
        sequence=sequence,
        at=datetime.now(UTC).replace(microsecond=0),
        actor_id=actor_id,
        event=event,
        subject=subject,
        details=details or {},
        previous_hash=previous,
        hash="",
    )
    row.hash = event_hash(row)
    session.add(row)
    session.flush()
    return row


def _take_turn(session: Session, chain: str) -> None:
    """Wait until no other transaction is adding to this chain, so that no two take the same place in it.

    SQLite has one writer anyway. On PostgreSQL locking the last row would not do: who waited for it would still find
    it the last. Each team has its own turn, so teams do not wait for each other.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(chain, 0))))


def event_hash(row: AuditEvent) -> str:
    """SHA-256 over everything the row says, the hash of the row before it included."""
    words = [
        row.chain,
        row.sequence,
        row.at.isoformat(),
        str(row.actor_id or ""),
        row.event,
        row.subject,
        row.details,
        row.previous_hash,
    ]
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
