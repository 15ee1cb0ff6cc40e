"""Sums by element."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def added(numbers: Whole, weights: Floats, size: int) -> Floats:
    """(size,) the weights that belong to each number, added up."""
    return np.asarray(np.bincount(numbers, weights, minlength=size), dtype=np.float64)
