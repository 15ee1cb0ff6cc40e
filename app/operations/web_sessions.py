"""Keep, find and end signed-in sessions."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.models.base import Json, now
from app.models.people import Person
from app.models.tablets import Tablet
from app.models.web_sessions import WebSession

# On a shared tablet a session rests when the tablet is left alone, and ends with the shift.
TABLET_IDLE = timedelta(minutes=15)
SHIFT = timedelta(hours=12)
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


def kept_session(session: Session, token: str, idle: timedelta, credential: str = "") -> KeptSession | None:
    """The session of this cookie, unless it was ended or has lain idle too long.

    ``credential`` is the paired tablet's: a session begun on a tablet is worth nothing anywhere else.
    """
    row = session.get(WebSession, session_key(token))
    if row is None or row.seen_at < now() - idle:
        return None
    if row.tablet_id is not None and not _is_here(session, row, credential):
        return None
    return KeptSession(dict(row.contents), row.seen_at < now() - SEEN_EVERY)


def keep_session(session: Session, token: str, contents: Json, device: str, credential: str = "") -> None:
    """Write a session's contents, making its row when there is none; on a paired tablet it belongs to the tablet."""
    person_id = _person_of(session, contents)
    row = session.get(WebSession, session_key(token))
    if row is None:
        row = WebSession(key=session_key(token), device=device[:200], tablet_id=_tablet(session, credential))
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


def _is_here(session: Session, row: WebSession, credential: str) -> bool:
    moment = now()
    if row.seen_at < moment - TABLET_IDLE or row.created_at < moment - SHIFT:
        return False
    return bool(credential) and _tablet(session, credential) == row.tablet_id


def _tablet(session: Session, credential: str) -> uuid.UUID | None:
    if not credential:
        return None
    return session.scalar(
        select(Tablet.id).where(
            Tablet.key == session_key(credential), Tablet.revoked_at.is_(None), Tablet.ends_at > now()
        )
    )


def _person_of(session: Session, contents: Json) -> uuid.UUID | None:
    uniquifier = contents.get("_user_id")
    if not uniquifier:
        return None
    return session.scalar(select(Person.id).where(Person.fs_uniquifier == uniquifier))
