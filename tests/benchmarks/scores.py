"""Scores in our shape: consultations of clinicians, observers of different severity, few high points."""

from __future__ import annotations

import numpy as np

ITEMS = 5
CONSULTATIONS_EACH = 10


def observed_scores(units: int, raters: int, seed: int = 1) -> np.ndarray:
    """(units, raters, items) points 0 to 4."""
    generator = np.random.default_rng(seed)
    clinicians = max(units // CONSULTATIONS_EACH, 2)
    clinician = generator.normal(0, 0.9, clinicians)[np.arange(units) % clinicians]
    consultation = clinician + generator.normal(0, 0.5, units)
    severity = generator.normal(0, 0.3, raters)
    leaning = consultation[:, None, None] - severity[None, :, None] + generator.normal(0, 0.9, (units, raters, ITEMS))
    return np.clip(np.round(leaning + 1.3 - np.linspace(0, 0.8, ITEMS)), 0, 4).astype(np.int64)
