"""The shared tablets of the demonstration: one that sent everything, one left in a drawer with work on it, and one
whose browser may clear what waits, used with a paper form beside it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.operations.tablets import Contact, make_tablet_link, note_contact, pair_tablet
from app.queries.actors import actor_for_person
from app.queries.tablets import tablet_by_credential
from app.rules import Actor

WORKS_FOR = 180
FINE = ("Blue tablet", "Desk of the lead")
FORGOTTEN = ("Red tablet", "Staff room")
BORROWED = ("Green tablet", "Hand clinic")


def pair_tablets(session: Session, lead_id: uuid.UUID, team_id: uuid.UUID, moment: datetime) -> None:
    """A tablet heard of minutes ago with nothing unsent, one silent since yesterday with two sheets and a draft, and
    one that is a mere tab, for which somebody has said that a paper form lies ready."""
    lead = actor_for_person(session, lead_id)
    if lead is None:
        raise ValueError("The demonstration's lead is not there yet.")
    _pair(session, lead, team_id, FINE, _fine(moment - timedelta(minutes=7)))
    heard = moment - timedelta(hours=3)
    beside = replace(_fine(heard), persisted=False, paper=heard - timedelta(hours=1))
    _pair(session, lead, team_id, BORROWED, beside)
    silent_since = moment - timedelta(hours=21)
    oldest = silent_since - timedelta(hours=1)
    _pair(session, lead, team_id, FORGOTTEN, replace(_fine(silent_since), waiting=2, drafts=1, oldest=oldest))


def _fine(seen: datetime) -> Contact:
    # No build: the demonstration cannot know which scripts the server that shows it will have.
    return Contact("", persisted=True, free_megabytes=5200, drafts=0, waiting=0, oldest=None, clock=seen)


def _pair(
    session: Session,
    lead: Actor,
    team_id: uuid.UUID,
    called: tuple[str, str],
    said: Contact,
) -> None:
    credential = pair_tablet(session, make_tablet_link(session, lead, team_id, *called, days=WORKS_FOR))
    tablet = tablet_by_credential(session, credential)
    if tablet is None:
        raise ValueError("A tablet that was paired just now is not there.")
    note_contact(session, tablet.id, said, at=said.clock)
