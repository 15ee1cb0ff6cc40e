"""How likely each point is in each cell, given the measures (Andrich 1978; Linacre 1989).

The log odds of point k against the point below are: measure of the object - sum of the other elements' measures -
threshold k. Written with category coefficients kappa_k = sum of the thresholds up to k, the chance of point k is
proportional to exp(height_k * eta - kappa_k); a sum of thresholds of nought is kappa of the highest point = 0.
A point between others that nobody used has an infinite kappa and simply drops out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.facets.cells import Cells

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Chances:
    """shares: (cells, points) chance of each point; log_weights: (cells,) log of the sum they were divided by."""

    shares: Floats
    log_weights: Floats


def chances(eta: Floats, kappa: Floats, heights: Floats, steps: Whole) -> Chances:
    """eta: (cells,); kappa: (sets, points); steps: (cells,) the set of each cell."""
    logits = eta[:, None] * heights
    logits -= kappa[0] if len(kappa) == 1 else kappa[steps]
    top = logits.max(axis=1)
    logits -= top[:, None]
    np.exp(logits, out=logits)
    sums = logits.sum(axis=1)
    logits /= sums[:, None]
    return Chances(logits, top + np.log(sums))


@dataclass(frozen=True, eq=False)
class Moments:
    """Of one rating in each cell: expected height, variance, and fourth central moment; each (cells,)."""

    expected: Floats
    variance: Floats
    fourth: Floats


def moments(shares: Floats, heights: Floats) -> Moments:
    """shares: (cells, points)."""
    expected = shares @ heights
    away = heights[None, :] - expected[:, None]
    away *= away
    variance = np.einsum("ck,ck->c", shares, away)
    away *= away
    return Moments(expected, variance, np.einsum("ck,ck->c", shares, away))


def net(measures: list[Floats], elements: Whole) -> Floats:
    """eta of each cell: the object's measure less all others'."""
    eta = measures[0][elements[0]]
    for measure, numbers in zip(measures[1:], elements[1:], strict=True):
        eta = eta - measure[numbers]
    return eta


def log_likelihood(cells: Cells, eta: Floats, kappa: Floats, log_weights: Floats) -> float:
    """Of all ratings."""
    # Plain sums: for so short a product a library's threads would be waited for longer than they work.
    return float((cells.sums * eta - cells.counts * log_weights).sum() - (kappa * cells.uses).sum())
