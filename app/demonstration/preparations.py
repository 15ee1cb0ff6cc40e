"""What the demonstration's clinicians wrote before seeing any score: a question of their own and a self-rating."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from app.demonstration.people import Company, NewId
from app.demonstration.remarks import OWN_QUESTIONS
from app.operations.in_bulk import PreparationRecord
from instruments.definition import Instrument
from instruments.scoresheet import write_sheet
from instruments.sheet import Rated
from reports.statistics.simulation import SimulatedProgramme

# Most people find themselves a little better at this than others do, and not everybody fills the page in.
PREPARED = (0.85, 0.5)
OPTIMISM, SPREAD = 0.9, 0.8


def preparation_rows(
    simulated: SimulatedProgramme,
    everybody: Company,
    instrument: Instrument,
    round_ids: tuple[uuid.UUID, uuid.UUID],
    now: datetime,
    new_id: NewId,
) -> tuple[PreparationRecord, ...]:
    """One for most clinicians of the closed round and for half of those of the current one."""
    generator = np.random.default_rng([simulated.seed, 4])
    rows: list[PreparationRecord] = []
    for round_id, share, days in zip(round_ids, PREPARED, (60, 5), strict=True):
        for place, row in enumerate(everybody.clinician_rows):
            if generator.random() < share:
                question, about = OWN_QUESTIONS[int(generator.integers(len(OWN_QUESTIONS)))]
                ratings = _self_ratings(generator, simulated, instrument, place)
                written = now - timedelta(days=days, hours=place)
                rows.append(PreparationRecord(new_id(), row.id, round_id, question, ratings, written, about))
    return tuple(rows)


def _self_ratings(
    generator: np.random.Generator, simulated: SimulatedProgramme, instrument: Instrument, clinician: int
) -> dict[str, Any]:
    mine = simulated.assignment_clinician == clinician
    level = simulated.expected_rating()[mine].mean(0) + OPTIMISM
    ratings: dict[str, Rated] = {}
    for place, item in enumerate(instrument.items):
        points = sorted(item.scale.points, key=lambda point: point.score)
        at = int(np.clip(round(level[place] + generator.normal(0, SPREAD)), 0, len(points) - 1))
        ratings[item.id] = Rated(points[at].code)
    return dict(write_sheet(ratings))
