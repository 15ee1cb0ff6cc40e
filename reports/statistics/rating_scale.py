"""The rating scale model: how likely each point of a scale is.

Andrich, D. (1978). A rating formulation for ordered response categories. Psychometrika 43, 561-573.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def point_probabilities(location: Floats, thresholds: Floats) -> Floats:
    """Chance of each point.

    location: (...,) how far the performance lies above what the item and the observer ask, in logits.
    thresholds: (points - 1,) where neighbouring points are equally likely, in logits.
    Returns (..., points), each last axis summing to 1.
    """
    steps = location[..., None] - thresholds
    heights = np.concatenate([np.zeros((*location.shape, 1)), steps.cumsum(-1)], axis=-1)
    weights = np.exp(heights - heights.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True)


def expected_point(location: Floats, thresholds: Floats) -> Floats:
    """Mean position on the scale, 0 for its lowest point; shape of `location`."""
    return point_probabilities(location, thresholds) @ np.arange(len(thresholds) + 1.0)


def drawn_points(location: Floats, thresholds: Floats, generator: np.random.Generator) -> NDArray[np.int64]:
    """One random point for each location, as a position on the scale; shape of `location`."""
    reached = point_probabilities(location, thresholds).cumsum(-1)[..., :-1]
    return (generator.random(location.shape)[..., None] > reached).sum(-1)
