"""Keep and end signed-in sessions."""

import uuid

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.models.base import Json, now
from app.models.people import Person
from app.models.tablets import Tablet
from app.models.web_sessions import WebSession, key_of


def keep_session(session: Session, token: str, contents: Json, device: str, credential: str = "") -> None:
    """Write a session's contents, making its row when there is none; on a paired tablet it belongs to the tablet."""
    person_id = _person_of(session, contents)
    row = session.get(WebSession, key_of(token))
    if row is None:
        row = WebSession(key=key_of(token), device=device[:200], tablet_id=_tablet(session, credential))
        session.add(row)
    row.contents = contents
    row.person_id = person_id
    row.seen_at = now()


def touch_session(session: Session, token: str) -> None:
    """Note that a session is still in use."""
    session.execute(update(WebSession).where(WebSession.key == key_of(token)).values(seen_at=now()))


def end_session(session: Session, token: str) -> None:
    """End one session: a copied cookie is worthless from here on."""
    session.execute(delete(WebSession).where(WebSession.key == key_of(token)))


def end_sessions_of(session: Session, person_id: uuid.UUID) -> None:
    """End every session of one person, on every device."""
    session.execute(delete(WebSession).where(WebSession.person_id == person_id))


def _tablet(session: Session, credential: str) -> uuid.UUID | None:
    if not credential:
        return None
    return session.scalar(
        select(Tablet.id).where(Tablet.key == key_of(credential), Tablet.revoked_at.is_(None), Tablet.ends_at > now())
    )


def _person_of(session: Session, contents: Json) -> uuid.UUID | None:
    uniquifier = contents.get("_user_id")
    if not uniquifier:
        return None
    return session.scalar(select(Person.id).where(Person.fs_uniquifier == uniquifier))
