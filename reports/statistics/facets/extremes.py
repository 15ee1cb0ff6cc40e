"""Elements that got only the lowest, or only the highest, points: no finite measure fits them.

They are set aside, again and again until none is left, the rest is fitted, and each is then given the measure at
which the expected total lies 0.3 of a point inside its range (Wright 1998, the convention of Facets), flagged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from reports.statistics.facets.adding import added
from reports.statistics.facets.chances import chances, moments
from reports.statistics.facets.table import FacetTable

Floats = NDArray[np.float64]
INSIDE = 0.3
FARTHEST = 40.0


@dataclass(frozen=True, slots=True)
class Extreme:
    """facet, element: their numbers. highest: whether it got only the highest points, else only the lowest."""

    facet: int
    element: int
    highest: bool


@dataclass(frozen=True, slots=True)
class ExtremeMeasure:
    """What is said of an extreme element. measure, error in logits; ratings: how many it rests on."""

    measure: float
    error: float
    ratings: int
    adjusted_total: float


def set_extremes_aside(table: FacetTable) -> tuple[FacetTable, tuple[Extreme, ...]]:
    """The ratings between elements that are not extreme, and the extreme elements in the order they were found."""
    found: list[Extreme] = []
    while len(table.ratings):
        low, high = int(table.ratings.min()), int(table.ratings.max())
        fresh = [extreme for facet in range(len(table.names)) for extreme in _extremes(table, facet, low, high)]
        if not fresh:
            break
        found += fresh
        rows = np.ones(len(table.ratings), dtype=np.bool_)
        for extreme in fresh:
            rows &= table.elements[extreme.facet] != extreme.element
        table = table.kept(rows)
    return table, tuple(found)


def _extremes(table: FacetTable, facet: int, low: int, high: int) -> list[Extreme]:
    numbers, size = table.elements[facet], len(table.levels[facet])
    counts = np.bincount(numbers, minlength=size)
    sums = added(numbers, (table.ratings - low).astype(np.float64), size)
    bottom = (counts > 0) & (sums == 0)
    top = (counts > 0) & (sums == counts * (high - low)) & ~bottom
    return [Extreme(facet, int(element), bool(top[element])) for element in np.flatnonzero(bottom | top)]


def extreme_measure(
    table: FacetTable,
    extreme: Extreme,
    extremes: tuple[Extreme, ...],
    measures: list[Floats],
    kappa: Floats,
    heights: Floats,
    steps_by: int | None,
) -> ExtremeMeasure | None:
    """The adjusted measure with all others fixed; None when every one of its ratings involves another extreme.

    table: all ratings; measures: per facet, of the others; heights: (points,) above the lowest used; kappa: (sets,
    points).
    """
    rows = table.elements[extreme.facet] == extreme.element
    for other in extremes:
        if other != extreme:
            rows &= table.elements[other.facet] != other.element
    if not rows.any():
        return None
    sign = 1.0 if extreme.facet == 0 else -1.0
    eta = np.zeros(int(rows.sum()))
    for facet, measure in enumerate(measures):
        if facet != extreme.facet:
            eta += (1.0 if facet == 0 else -1.0) * measure[table.elements[facet, rows]]
    steps = np.zeros(len(eta), dtype=np.int64) if steps_by is None else table.elements[steps_by, rows]
    top = heights[-1] * len(eta)
    wanted = top - INSIDE if extreme.highest else INSIDE

    def surplus(shift: float) -> float:
        shares = chances(eta + shift, kappa, heights, steps).shares
        return float((shares @ heights).sum() - wanted)

    shift = float(optimize.brentq(surplus, -FARTHEST, FARTHEST, xtol=1e-10))
    spread = moments(chances(eta + shift, kappa, heights, steps).shares, heights).variance.sum()
    return ExtremeMeasure(sign * shift, float(1 / np.sqrt(spread)), len(eta), float(wanted))
