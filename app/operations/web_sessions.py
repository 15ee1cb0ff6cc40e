"""Keep, find and end signed-in sessions."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.models.base import Json, now
from app.models.people import Person
from app.models.web_sessions import WebSession

# Writing "seen" on every request would make every page a write.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class KeptSession:
    """What a session's row holds, and whether it is time to note that it is still in use."""

    contents: Json
    stale: bool


def session_key(token: str) -> str:
    """What is stored of a cookie's value: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def kept_session(session: Session, token: str, idle: timedelta) -> KeptSession | None:
    """The session of this cookie, unless it was ended or has lain idle too long."""
    row = session.get(WebSession, session_key(token))
    if row is None or row.seen_at < now() - idle:
        return None
    return KeptSession(dict(row.contents), row.seen_at < now() - SEEN_EVERY)


def keep_session(session: Session, token: str, contents: Json, device: str) -> None:
    """Write a session's contents, making its row when there is none."""
    person_id = _person_of(session, contents)
    row = session.get(WebSession, session_key(token))
    if row is None:
        row = WebSession(key=session_key(token), device=device[:200])
        session.add(row)
    row.contents = contents
    row.person_id = person_id
    row.seen_at = now()


def touch_session(session: Session, token: str) -> None:
    """Note that a session is still in use."""
    session.execute(update(WebSession).where(WebSession.key == session_key(token)).values(seen_at=now()))


def end_session(session: Session, token: str) -> None:
    """End one session: a copied cookie is worthless from here on."""
    session.execute(delete(WebSession).where(WebSession.key == session_key(token)))


def end_sessions_of(session: Session, person_id: uuid.UUID) -> None:
    """End every session of one person, on every device."""
    session.execute(delete(WebSession).where(WebSession.person_id == person_id))


def _person_of(session: Session, contents: Json) -> uuid.UUID | None:
    uniquifier = contents.get("_user_id")
    if not uniquifier:
        return None
    return session.scalar(select(Person.id).where(Person.fs_uniquifier == uniquifier))
