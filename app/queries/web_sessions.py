"""A signed-in session and who it belongs to, in one read: every request asks for both."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from app.models.base import AnyRow, Json, now
from app.models.people import Membership, ObserverType, Person
from app.models.tablets import Tablet
from app.models.web_sessions import WebSession, key_of
from app.queries.actors import PLACE_COLUMNS, place_in
from app.rules import Actor

# On a shared tablet a session rests when the tablet is left alone, and ends with the shift.
TABLET_IDLE = timedelta(minutes=15)
SHIFT = timedelta(hours=12)
# Writing "seen" on every request would make every page a write.
SEEN_EVERY = timedelta(minutes=1)

# Built once: every request asks it. One row for each membership, at least one.
_SESSION = (
    select(
        WebSession.contents,
        WebSession.seen_at,
        WebSession.created_at,
        WebSession.tablet_id,
        Tablet.key.label("tablet_key"),
        Tablet.ends_at,
        Tablet.revoked_at,
        Person.id.label("person_id"),
        Person.name,
        Person.is_administrator,
        Person.language,
        Person.fs_uniquifier,
        *PLACE_COLUMNS,
    )
    .outerjoin(Tablet, Tablet.id == WebSession.tablet_id)
    .outerjoin(Person, (Person.id == WebSession.person_id) & Person.active)
    .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.ended_at.is_(None))
    .outerjoin(ObserverType, ObserverType.id == Membership.observer_type_id)
    .where(WebSession.key == bindparam("key"))
    .order_by(Membership.role)
)


@dataclass(frozen=True, slots=True)
class KeptSession:
    """What a session's row holds, and whether it is time to note that it is still in use.

    ``known_as`` and ``who``: the active person it was begun for, by the word that stands in the contents too.
    """

    contents: Json
    stale: bool
    known_as: str
    who: Actor | None


def kept_session(connection: Connection, token: str, idle: timedelta, credential: str = "") -> KeptSession | None:
    """The session of this cookie, unless it was ended or has lain idle too long.

    ``credential`` is the paired tablet's: a session begun on a tablet is worth nothing anywhere else.
    """
    rows = connection.execute(_SESSION, {"key": key_of(token)}).all()
    if not rows or rows[0].seen_at < now() - idle:
        return None
    row = rows[0]
    if row.tablet_id is not None and not _is_here(row, credential):
        return None
    who = None
    if row.person_id is not None:
        places = tuple(place_in(each) for each in rows if each.role is not None)
        who = Actor(row.person_id, row.name, places, row.is_administrator, language=row.language)
    return KeptSession(dict(row.contents), row.seen_at < now() - SEEN_EVERY, row.fs_uniquifier or "", who)


def _is_here(row: AnyRow, credential: str) -> bool:
    moment = now()
    if row.seen_at < moment - TABLET_IDLE or row.created_at < moment - SHIFT:
        return False
    is_paired = row.tablet_key is not None and row.revoked_at is None and row.ends_at > moment
    return bool(credential) and is_paired and key_of(credential) == row.tablet_key
