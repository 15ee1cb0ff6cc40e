"""Training in the demonstration: before the pilot, practice during the first round, a refresher before the second."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.demonstration.calendar import FIRST_CLOSES, FIRST_OPENS, SECOND_OPENS
from app.demonstration.earlier_round import YEAR_BEFORE
from app.demonstration.people import Company
from app.operations.training import TrainingDone, note_training
from app.queries.actors import actor_for_person

LED_BY = "Mirembe Okafor-Lund and Desmond Quillfeather"
PRACTISED = "Three films rated alone, then feedback on each item"
# How many of the observers practised.
TOOK_PART = 6


def train_everybody(
    session: Session, everybody: Company, team_id: uuid.UUID, instrument_id: uuid.UUID, today: date
) -> None:
    """All but the newest peer before anybody observes; every third once more later; the partners before the second."""
    lead = actor_for_person(session, everybody.person(everybody.leads[0]))
    if lead is None:
        raise ValueError("The demonstration's people are not there yet.")
    observers = [everybody.person(each) for each in everybody.observers]
    partners = observers[: everybody.number_of_partners]
    half_way = today + timedelta(days=(FIRST_OPENS + FIRST_CLOSES) // 2)
    for done in (
        TrainingDone(
            "initial",
            today + timedelta(days=FIRST_OPENS - 9) - YEAR_BEFORE,
            6.0,
            LED_BY,
            instrument_id,
            "The form question by question, and two films",
            observers[:-1],
        ),
        TrainingDone(
            "calibration",
            half_way,
            2.5,
            LED_BY,
            instrument_id,
            PRACTISED,
            observers[::3][:TOOK_PART],
        ),
        TrainingDone(
            "refresher",
            today + timedelta(days=SECOND_OPENS - 5),
            1.5,
            "Sunniva Achterberg",
            None,
            "Consent, confidence and what to do when worried",
            partners,
        ),
    ):
        note_training(session, lead, team_id, done, today)
