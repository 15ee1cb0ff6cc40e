"""Paired tablets: which one is asking, who has a PIN on it, and the lead's list of all of them."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.people import Membership, Person
from app.models.tablets import Tablet, TabletLink, TabletPin
from app.rules import PIN_TRIES
from app.sealing import kept_hash

QUIET = timedelta(days=2)
HALF_A_DAY = timedelta(hours=12)
# Megabytes free; a sheet needs a few thousandths of one.
LITTLE = 50


@dataclass(frozen=True, slots=True)
class TabletHere:
    """The paired tablet that is asking."""

    id: uuid.UUID
    team_id: uuid.UUID
    name: str
    site: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a link pairs, as the tablet's page shows it."""

    name: str
    site: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PersonWithPin:
    """A name to tap. ``is_locked``: too many wrong tries."""

    id: uuid.UUID
    name: str
    is_locked: bool


@dataclass(frozen=True, slots=True)
class TabletInTeam:
    """A row of the lead's list. ``worry`` is the sentence that puts it at the top; empty when all is well."""

    id: uuid.UUID
    name: str
    site: str
    seen_at: datetime | None
    ends_at: datetime
    build: str
    persisted: bool | None
    free_megabytes: int | None
    drafts: int
    waiting: int
    oldest_at: datetime | None
    clock_ahead: int
    paper_at: datetime | None
    copy_taken_at: datetime | None
    worry: str
    risk: int


def tablet_by_credential(session: Session, credential: str) -> TabletHere | None:
    """The paired tablet with this credential, unless it was ended or its time is over."""
    row = session.execute(
        select(Tablet.id, Tablet.team_id, Tablet.name, Tablet.site).where(
            Tablet.key == kept_hash(credential), Tablet.revoked_at.is_(None), Tablet.ends_at > now()
        )
    ).first()
    return TabletHere(*row) if row else None


def pairing_of(session: Session, secret: str) -> Pairing | None:
    """What this link pairs; None when it was used or is too old."""
    row = session.execute(
        select(TabletLink.name, TabletLink.site, TabletLink.ends_at).where(
            TabletLink.key == kept_hash(secret), TabletLink.used_at.is_(None), TabletLink.works_until > now()
        )
    ).first()
    return Pairing(*row) if row else None


def people_with_pin(session: Session, tablet_id: uuid.UUID) -> tuple[PersonWithPin, ...]:
    """Observers who set a PIN on this tablet and still observe for its team, by name."""
    rows = session.execute(
        select(Person.id, Person.name, TabletPin.wrong_tries)
        .join(TabletPin, TabletPin.person_id == Person.id)
        .join(Tablet, Tablet.id == TabletPin.tablet_id)
        .join(Membership, (Membership.person_id == Person.id) & (Membership.team_id == Tablet.team_id))
        .where(
            TabletPin.tablet_id == tablet_id,
            Person.active,
            Membership.role == "observer",
            Membership.ended_at.is_(None),
        )
        .order_by(Person.name)
    )
    return tuple(PersonWithPin(row.id, row.name, row.wrong_tries >= PIN_TRIES) for row in rows)


def tablets_in_team(session: Session, team_id: uuid.UUID, build: str) -> tuple[TabletInTeam, ...]:
    """Every tablet still paired, the one to worry about most first. ``build`` is the server's own."""
    rows = session.scalars(select(Tablet).where(Tablet.team_id == team_id, Tablet.revoked_at.is_(None)))
    return tuple(sorted((_in_team(row, build) for row in rows), key=lambda each: (-each.risk, each.name)))


def _in_team(row: Tablet, build: str) -> TabletInTeam:
    risk, worry = _worry(row, build)
    return TabletInTeam(
        id=row.id,
        name=row.name,
        site=row.site,
        seen_at=row.seen_at,
        ends_at=row.ends_at,
        build=row.build,
        persisted=row.persisted,
        free_megabytes=row.free_megabytes,
        drafts=row.drafts,
        waiting=row.waiting,
        oldest_at=row.oldest_at,
        clock_ahead=row.clock_ahead,
        paper_at=row.paper_at,
        copy_taken_at=row.copy_taken_at,
        worry=worry,
        risk=risk,
    )


def _worry(row: Tablet, build: str) -> tuple[int, str]:
    """How much could be lost with this tablet, and the one sentence to act on: the first that holds."""
    moment = now()
    unsent = row.waiting + row.drafts
    seen = row.seen_at or moment
    worries = (
        (row.seen_at is None, 10, "It was paired and never heard of since. Open it once with a network."),
        (
            unsent > 0 and row.copy_taken_at is not None,
            12,
            "A copy of all that waits on it was taken. You may unpair it.",
        ),
        (
            unsent > 0 and seen < moment - HALF_A_DAY,
            100 + unsent,
            "Unsent work rests on it and it has been silent for half a day. Find it.",
        ),
        (
            unsent > 0 and not row.persisted,
            90 + unsent,
            "Unsent work rests on it and its browser may throw it away. Send it today.",
        ),
        (row.waiting > 0, 70 + unsent, "Locked sheets wait on it. Bring it to a network."),
        (row.drafts > 0, 50 + unsent, "Sheets are begun on it and not locked."),
        ((row.free_megabytes or LITTLE) < LITTLE, 40, "It has hardly any space left."),
        (row.persisted is False, 30, "Its browser may throw away what waits. Put the app on its home screen."),
        (bool(row.build) and row.build != build, 20, "It has an older version. Open it once with a network."),
        (seen < moment - QUIET, 15, "It has been silent for some days."),
    )
    return next(((risk, words) for holds, risk, words in worries if holds), (0, ""))
