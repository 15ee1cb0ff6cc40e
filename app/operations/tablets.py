"""Pair shared tablets, let observers use a PIN on them, note what they say of themselves, and end one."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.people import Membership, Person
from app.models.tablets import Tablet, TabletLink, TabletPin
from app.models.web_sessions import WebSession
from app.operations.audit import record
from app.rules import PIN_TRIES, Actor, Conflict, Gone, NotAllowed, NotThere, Problem, Unfit, check_leads
from app.sealing import kept_hash
from app.words import noted

LINK_WORKS = timedelta(minutes=30)
PIN_DIGITS = 6

# argon2id with 32 MiB: a tenth of a second on a server, and a long time for whoever stole the table.
_HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class Contact:
    """What a tablet says of itself. Times are by its own clock.

    ``paper``: when somebody said that a paper form lies ready. ``copy_made``: when the rescue file or codes were made
    that hold all that is unsent now, None when there are none such; ``copy_taken``: somebody said that they have it.
    """

    build: str
    persisted: bool
    free_megabytes: int
    drafts: int
    waiting: int
    oldest: datetime | None
    clock: datetime
    device: uuid.UUID | None = None
    paper: datetime | None = None
    copy_made: datetime | None = None
    copy_taken: bool = False


def make_tablet_link(session: Session, actor: Actor, team_id: uuid.UUID, name: str, site: str, days: int) -> str:
    """The secret of a link that pairs one tablet with the team, once, within half an hour. Raises `NotThere`."""
    check_leads(actor, team_id)
    secret = secrets.token_urlsafe(24)
    moment = now()
    session.add(
        TabletLink(
            team_id=team_id,
            name=name,
            site=site,
            key=kept_hash(secret),
            made_by=actor.id,
            made_at=moment,
            works_until=moment + LINK_WORKS,
            ends_at=moment + timedelta(days=days),
        )
    )
    session.flush()
    record(session, "tablet link made", f"tablet {name}", actor_id=actor.id, team_id=team_id)
    return secret


def pair_tablet(session: Session, secret: str) -> str:
    """Turn a link into a paired tablet and give the tablet's credential. Raises `Gone` when the link is spent."""
    link = session.scalar(select(TabletLink).where(TabletLink.key == kept_hash(secret)).with_for_update())
    if link is None or link.used_at is not None or link.works_until < now():
        raise Gone(noted("This link has been used or is too old. Ask your lead for a new one."))
    link.used_at = now()
    credential = secrets.token_urlsafe(32)
    tablet = Tablet(
        team_id=link.team_id,
        name=link.name,
        site=link.site,
        key=kept_hash(credential),
        paired_by=link.made_by,
        ends_at=link.ends_at,
    )
    session.add(tablet)
    session.flush()
    record(session, "tablet paired", f"tablet {tablet.id}", actor_id=link.made_by, team_id=link.team_id)
    return credential


def unpair_tablet(session: Session, actor: Actor, tablet_id: uuid.UUID, *, is_lost: bool) -> None:
    """End a tablet: its sessions and PINs are worthless at once, whatever rests on it stays sealed on it.

    Refused with `Conflict` while something waits on it of which no copy was taken, unless it is lost and nobody can
    send it from there. Raises `NotThere` outside the teams the actor leads.
    """
    tablet = session.get(Tablet, tablet_id)
    if tablet is None or tablet.team_id not in actor.teams_as("lead"):
        raise NotThere
    if tablet.revoked_at is not None:
        return
    unsent = tablet.waiting + tablet.drafts
    if unsent and not is_lost and tablet.copy_taken_at is None:
        raise Conflict(
            f"{tablet.name} said it still holds {unsent} {'thing' if unsent == 1 else 'things'}. "
            "Open “End of clinic” on it and send them. If it cannot send, save the rescue file or show the codes "
            "there and take them in here; then unpair it. If you cannot get it back, mark it as lost."
        )
    tablet.revoked_at = now()
    session.execute(delete(WebSession).where(WebSession.tablet_id == tablet_id))
    session.execute(delete(TabletPin).where(TabletPin.tablet_id == tablet_id))
    session.flush()
    event = "tablet marked as lost" if is_lost else "tablet unpaired"
    copied = tablet.copy_taken_at
    details = {"waiting": tablet.waiting, "drafts": tablet.drafts, "copy": copied.isoformat() if copied else "none"}
    record(session, event, f"tablet {tablet_id}", actor_id=actor.id, team_id=tablet.team_id, details=details)


def set_pin(session: Session, actor: Actor, tablet_id: uuid.UUID, pin: str) -> None:
    """Let the actor sign in on this tablet with a PIN. Raises `Unfit` for a PIN that anybody would guess first."""
    tablet = session.get_one(Tablet, tablet_id)
    if tablet.team_id not in actor.teams_as("observer"):
        raise NotAllowed(noted("This tablet belongs to a team you do not observe for."))
    check_pin_words(pin)
    row = session.get(TabletPin, (tablet_id, actor.id))
    if row is None:
        row = TabletPin(tablet_id=tablet_id, person_id=actor.id)
        session.add(row)
    row.hash, row.wrong_tries, row.set_at = _HASHER.hash(pin), 0, now()
    session.flush()
    record(session, "tablet PIN set", f"tablet {tablet_id}", actor_id=actor.id, team_id=tablet.team_id)


def check_pin_words(pin: str) -> None:
    """Raises `Unfit` unless it is six digits, not all alike and not in a row."""
    if len(pin) != PIN_DIGITS or not pin.isascii() or not pin.isdigit():
        raise Unfit([Problem("pin", noted("Choose a PIN of 6 digits."))])
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise Unfit([Problem("pin", noted("Choose a PIN that is harder to guess: not all alike, and not in a row."))])


def person_by_pin(session: Session, tablet_id: uuid.UUID, person_id: uuid.UUID, pin: str) -> Person | str:
    """The person this PIN signs in on this tablet, or a sentence that says why not.

    A wrong try counts, so whoever calls must let the transaction be kept. After five, only a full sign-in helps.
    """
    row = session.scalar(
        select(TabletPin).where(TabletPin.tablet_id == tablet_id, TabletPin.person_id == person_id).with_for_update()
    )
    person = session.get(Person, person_id)
    if row is None or person is None or not person.active or not _observes(session, tablet_id, person_id):
        return noted("Choose your name and sign in with your password first. Then set a PIN.")
    if row.wrong_tries >= PIN_TRIES:
        return _LOCKED
    try:
        _HASHER.verify(row.hash, pin)
    except VerificationError:
        row.wrong_tries += 1
        session.flush()
        if row.wrong_tries < PIN_TRIES:
            return _TRIES_LEFT[PIN_TRIES - row.wrong_tries - 1]
        record(session, "tablet PIN locked", f"tablet {tablet_id}", actor_id=person_id)
        return _LOCKED
    row.wrong_tries = 0
    session.flush()
    record(session, "signed in by PIN", f"tablet {tablet_id}", actor_id=person_id)
    return person


_LOCKED = noted(
    "Too many wrong tries. Sign in with your password, then set a new PIN. What you scored stays on this tablet."
)
_TRIES_LEFT = (
    noted("That PIN is not right. 1 try left."),
    noted("That PIN is not right. 2 tries left."),
    noted("That PIN is not right. 3 tries left."),
    noted("That PIN is not right. 4 tries left."),
)


def note_contact(session: Session, tablet_id: uuid.UUID, said: Contact, at: datetime | None = None) -> None:
    """What the tablet said of itself, ``at`` or just now, for the lead's page. No audit event: it happens all day."""
    tablet = session.get_one(Tablet, tablet_id)
    moment = at or now()
    tablet.seen_at = moment
    tablet.build = said.build[:12]
    tablet.persisted = said.persisted
    tablet.free_megabytes = said.free_megabytes
    tablet.drafts = said.drafts
    tablet.waiting = said.waiting
    tablet.oldest_at = said.oldest
    tablet.device, tablet.paper_at = said.device, said.paper
    if said.copy_taken:
        tablet.copy_taken_at = said.copy_made
    elif said.copy_made is None or said.copy_made != tablet.copy_taken_at:
        # Something rests on it that is in no copy somebody took.
        tablet.copy_taken_at = None
    tablet.copy_made_at = said.copy_made
    tablet.clock_ahead = max(-(10**8), min(10**8, round((said.clock - moment).total_seconds())))
    session.flush()


def note_copy_taken(
    session: Session, actor: Actor, team_id: uuid.UUID, device: uuid.UUID, made: datetime | None, holds: int
) -> str:
    """The lead has taken in a copy of what rests on a tablet; gives its name when all of it is in the copy, else "".

    It is, when the tablet said so of a copy made at this very time, or when the copy was made after we last heard of
    the tablet and holds as many things as it named then. ``made`` is by the tablet's clock.
    """
    check_leads(actor, team_id)
    asked = select(Tablet).where(Tablet.team_id == team_id, Tablet.device == device, Tablet.revoked_at.is_(None))
    tablet = session.scalars(asked.limit(1)).first()
    if tablet is None or made is None:
        return ""
    heard = tablet.seen_at + timedelta(seconds=tablet.clock_ahead) if tablet.seen_at else None
    is_later = (heard is None or made >= heard) and holds >= tablet.waiting + tablet.drafts
    if made != tablet.copy_made_at and not is_later:
        return ""
    tablet.copy_made_at = tablet.copy_taken_at = made
    session.flush()
    details = {"things": holds, "made": made.isoformat()}
    record(session, "tablet copy taken", f"tablet {tablet.id}", actor_id=actor.id, team_id=team_id, details=details)
    return tablet.name


def _observes(session: Session, tablet_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    found = session.scalar(
        select(func.count())
        .select_from(Membership)
        .join(Tablet, Tablet.team_id == Membership.team_id)
        .where(
            Tablet.id == tablet_id,
            Membership.person_id == person_id,
            Membership.role == "observer",
            Membership.ended_at.is_(None),
        )
    )
    return bool(found)
