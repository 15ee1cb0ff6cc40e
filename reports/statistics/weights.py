"""How far apart two points of a scale count: 1 for full agreement, 0 for the furthest disagreement.

Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., section 3.5 (weights for numeric points).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WeightName = Literal["identity", "linear", "quadratic", "ordinal", "radical", "ratio", "within_one"]
Weights = WeightName | Floats


def agreement_weights(weights: Weights, points: Sequence[float]) -> Floats:
    """(points, points) agreement weights with ones on the diagonal.

    `weights` is a name or a ready table. Raises ValueError for an unknown name, a table that does not
    fit the scale, and ratio weights on a scale whose ends add up to nothing.
    """
    scale = np.asarray(points, dtype=np.float64)
    if not isinstance(weights, str):
        return _checked(np.asarray(weights, dtype=np.float64), len(scale))
    if weights not in _MAKERS:
        raise ValueError(f"There are no weights called {weights}; choose from {', '.join(_MAKERS)}.")
    if len(scale) < 2:
        return np.ones((len(scale), len(scale)))
    return _MAKERS[weights](scale)


def weights_from_disagreement(disagreement: Floats) -> Floats:
    """Agreement weights from disagreement weights: 1 - v / max(v), as in Cohen (1968)."""
    table = np.asarray(disagreement, dtype=np.float64)
    if not (table.max(initial=0.0) > 0 and (table >= 0).all()):
        raise ValueError("Disagreement weights must be 0 or more, and at least one above 0.")
    return 1 - table / table.max()


def _checked(table: Floats, points: int) -> Floats:
    if table.shape != (points, points):
        raise ValueError(f"The weights have {table.shape} cells, but the scale has {points} points.")
    if not np.isfinite(table).all() or not np.allclose(np.diag(table), 1) or table.max(initial=0.0) > 1 + 1e-12:
        raise ValueError("Agreement weights must be 1 on the diagonal and at most 1 elsewhere.")
    return table


def _apart(scale: Floats) -> Floats:
    return np.abs(scale[:, None] - scale[None, :])


def _identity(scale: Floats) -> Floats:
    return np.eye(len(scale))


def _linear(scale: Floats) -> Floats:
    return 1 - _apart(scale) / np.ptp(scale)


def _quadratic(scale: Floats) -> Floats:
    return 1 - (_apart(scale) / np.ptp(scale)) ** 2


def _radical(scale: Floats) -> Floats:
    return 1 - np.sqrt(_apart(scale)) / np.sqrt(np.ptp(scale))


def _ordinal(scale: Floats) -> Floats:
    steps = _apart(np.arange(len(scale), dtype=np.float64)) + 1
    pairs = steps * (steps - 1) / 2
    return 1 - pairs / pairs.max()


def _ratio(scale: Floats) -> Floats:
    both = scale[:, None] + scale[None, :]
    ends = scale.max() + scale.min()
    if ends == 0 or ((both == 0) & (_apart(scale) > 0)).any():
        raise ValueError("Ratio weights need a scale with a true zero and no negative points.")
    share = np.divide(_apart(scale), both, out=np.zeros_like(both), where=both != 0)
    return 1 - (share * ends / np.ptp(scale)) ** 2


def _within_one(scale: Floats) -> Floats:
    return (_apart(np.arange(len(scale), dtype=np.float64)) <= 1).astype(np.float64)


_MAKERS: dict[str, Callable[[Floats], Floats]] = {
    "identity": _identity,
    "linear": _linear,
    "quadratic": _quadratic,
    "ordinal": _ordinal,
    "radical": _radical,
    "ratio": _ratio,
    "within_one": _within_one,
}
