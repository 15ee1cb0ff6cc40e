"""Quantiles to which every value contributes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc


def harrell_davis(values: ArrayLike, share: float) -> float:
    """The `share` quantile as a weighted mean of all values in order (Harrell & Davis 1982, Biometrika 69:635).

    An ordinary quartile is one person's value, or lies between two; this one is nobody's. Raises ValueError without
    values, or for a share that is not between 0 and 1.
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if not len(ordered):
        raise ValueError("A quantile needs at least one value.")
    if not 0 < share < 1:
        raise ValueError(f"A quantile's share must lie between 0 and 1, not at {share}.")
    count = len(ordered)
    upto = betainc((count + 1) * share, (count + 1) * (1 - share), np.arange(count + 1) / count)
    return float(np.diff(upto) @ ordered)
