"""Practice with feedback in the demonstration: some observers took part while the first round was under way."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.demonstration.calendar import FIRST_CLOSES, FIRST_OPENS
from app.demonstration.people import Company
from app.operations.practice import note_practice
from app.queries.actors import actor_for_person

WHAT = "Three films rated alone, then feedback on each item"
# How many of the observers took part.
TOOK_PART = 6


def practise_together(session: Session, everybody: Company, team_id: uuid.UUID, today: date) -> None:
    """Every third observer, half-way through the first round."""
    lead = actor_for_person(session, everybody.person(everybody.leads[0]))
    if lead is None:
        raise ValueError("The demonstration's people are not there yet.")
    people = [everybody.person(each) for each in everybody.observers[::3][:TOOK_PART]]
    half_way = today + timedelta(days=(FIRST_OPENS + FIRST_CLOSES) // 2)
    note_practice(session, lead, team_id, people, half_way, WHAT, today)
