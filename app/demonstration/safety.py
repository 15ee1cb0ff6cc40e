"""Whom the demonstration's team tells about somebody's safety, and one worry that is closed already."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from app.demonstration.people import Company
from app.operations.safety import add_contact, close_concern, raise_concern
from app.queries.actors import actor_for_person
from app.rules import Actor

CONTACT, REACH = "Ottoline Braithwyn, safeguarding lead", "01632 960 114, day and night"
OWN_REACH = "01632 960 120, on weekdays"
WORRY = "The person said that they had taken twice the tablets they were given, because the pain was so bad at night."
OUTCOME = "Rang the clinician the same morning. The dose was talked through and a review booked for the next day."


def name_whom_to_tell(session: Session, everybody: Company, team_id: uuid.UUID) -> None:
    """Two contacts, one of them with an account, and a worry that was raised, taken in hand and closed."""
    lead = _actor(session, everybody.person(everybody.leads[0]))
    observer = _actor(session, everybody.person(everybody.observers[0]))
    add_contact(session, lead, team_id, name=CONTACT, reach=REACH, person_id=None)
    add_contact(session, lead, team_id, name="", reach=OWN_REACH, person_id=everybody.person(everybody.facilitator))
    concern = uuid.uuid5(team_id, WORRY)
    raise_concern(session, observer, concern, text=WORRY, team_id=team_id)
    close_concern(session, lead, concern, OUTCOME)


def _actor(session: Session, person_id: uuid.UUID) -> Actor:
    found = actor_for_person(session, person_id)
    if found is None:
        raise LookupError(f"Person {person_id} of the demonstration is missing.")
    return found
