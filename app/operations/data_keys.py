"""Note the data keys that observers show us, so that what they froze can be told from what somebody made up."""

import uuid
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.tablets import DataKey
from app.operations.audit import record
from app.rules import Actor


def note_data_key(session: Session, actor: Actor, sealed: bytes) -> None:
    """Remember the key its owner showed, still sealed. A second time changes nothing."""
    fingerprint = sha256(sealed).hexdigest()
    if session.get(DataKey, fingerprint) is not None:
        return
    session.add(DataKey(fingerprint=fingerprint, person_id=actor.id, sealed=sealed))
    session.flush()
    record(session, "tablet key shown", f"person {actor.id}", actor_id=actor.id, details={"key": fingerprint[:12]})


def data_keys_of(session: Session, person_id: uuid.UUID) -> list[bytes]:
    """Every data key this person showed us, sealed."""
    return list(session.scalars(select(DataKey.sealed).where(DataKey.person_id == person_id)))
