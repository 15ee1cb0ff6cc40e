"""What the demonstration's ratings were drawn from, kept so that estimates can be held against it."""

from __future__ import annotations

from typing import Any

from app.demonstration.people import Company
from app.demonstration.rounds import Rows
from instruments.definition import Instrument
from reports.statistics.simulation import SimulatedProgramme

SCHEMA = "levelfield-demo-truth/1"


def truth_of(simulated: SimulatedProgramme, everybody: Company, instrument: Instrument, rows: Rows) -> dict[str, Any]:
    """The truth as JSON: in logits unless it says "score" (0 to 100), people by their e-mail addresses.

    ``severity``: how much lower an observer scores than the mean of their own type.
    ``type_gap``: how much more severe patient partners are than peers; ``expected_score_gap``: what that makes on the
    0-100 score (patient partners minus peers).
    """
    truth = simulated.truth
    items = [item.id for item in instrument.items]
    special = truth.differential_item
    return {
        "schema": SCHEMA,
        "seed": simulated.seed,
        "level": truth.level,
        "severity": {one.email: float(value) for one, value in zip(everybody.observers, truth.severity, strict=True)},
        "type_gap": truth.type_gap,
        "expected_score_gap": simulated.expected_type_gap(),
        "clinician": {
            one.email: float(value) for one, value in zip(everybody.clinicians, truth.clinician, strict=True)
        },
        "consultation": {name: float(truth.consultation[place]) for place, name in sorted(rows.named.items())},
        "item": {item: float(value) for item, value in zip(items, truth.item, strict=True)},
        "thresholds": [float(value) for value in truth.thresholds],
        "differential_item": None if special is None else items[special],
        "differential_shift": truth.differential_shift,
    }
