"""Bias interactions: where a group of ratings is higher or lower than all main effects expect.

Linacre (1989), chapter on bias: with the main effects held fixed, one shift in logits is found for each cell of two
groupings, such as observer type by item. The t has (ratings - 1) degrees of freedom. The p-values are also given
after Holm (1979), so that among many cells one is not named by luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import chi_squared_tail, two_sided_t
from reports.statistics.facets.adding import added
from reports.statistics.facets.chances import chances, net
from reports.statistics.facets.model import FacetsModel
from reports.statistics.many_tests import holm

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
FARTHEST = 15.0
STEPS = 60


@dataclass(frozen=True, slots=True)
class Bias:
    """One cell. size: logits, positive where ratings are higher than expected; gap: the same in points of the scale.

    undefined: why there is no size, when the cell holds only the lowest or only the highest points.
    """

    cell: tuple[str, ...]
    ratings: int
    gap: float
    size: float | None
    error: float | None
    t: float | None
    p_value: float | None
    p_adjusted: float | None
    undefined: str | None = None


@dataclass(frozen=True, slots=True)
class Biases:
    """All cells in sorted order, with the test that none is biased (sum of t squared)."""

    cells: tuple[Bias, ...]
    chi_square: float
    degrees_of_freedom: int
    p_value: float


def bias_interactions(model: FacetsModel, groupings: Sequence[Sequence[object]]) -> Biases:
    """groupings: two or more, each with a label for every rating of `model.table`, in its order.

    Raises ValueError when one has another length.
    """
    if any(len(labels) != len(model.table.ratings) for labels in groupings):
        raise ValueError("Every rating needs a label in each grouping.")
    rows = model.kept_rows
    parts = [np.asarray([str(label) for label in labels])[rows] for labels in groupings]
    names, cell = np.unique(np.stack(parts), axis=1, return_inverse=True)
    cell = cell.ravel()
    number = names.shape[1]
    eta = net(model.joint.measures, model.kept.elements)
    steps = model.kept_steps
    given = (model.kept.ratings - model.cells.lowest).astype(np.float64)
    sizes, information, gaps = _solved(eta, steps, given, cell, number, model)
    counts = np.bincount(cell, minlength=number)
    top = model.cells.heights[-1]
    sums = added(cell, given, number)
    open_ended = (sums == 0) | (sums == counts * top)
    found = [
        _bias(
            tuple(names[:, one].tolist()),
            int(counts[one]),
            float(gaps[one]),
            float(sizes[one]),
            float(information[one]),
            bool(open_ended[one]),
        )
        for one in range(number)
    ]
    tested = [bias.t for bias in found if bias.t is not None]
    chi_square = float(np.sum(np.square(tested)))
    return Biases(
        tuple(_holm(found)), chi_square, len(tested), chi_squared_tail(chi_square, len(tested)) if tested else 1.0
    )


def _solved(
    eta: Floats, steps: Whole, given: Floats, cell: Whole, number: int, model: FacetsModel
) -> tuple[Floats, Floats, Floats]:
    """Newton for all cells at once; sizes, information at the sizes, and the mean gap before any shift."""
    heights, kappa = model.cells.heights, model.joint.kappa
    size, gaps = np.zeros(number), np.zeros(number)
    information = np.ones(number)
    counts = np.bincount(cell, minlength=number)
    for step in range(STEPS):
        shares = chances(eta + size[cell], kappa, heights, steps).shares
        expected = shares @ heights
        variance = shares @ heights**2 - expected**2
        surplus = added(cell, given - expected, number)
        information = added(cell, variance, number)
        if step == 0:
            gaps = surplus / counts
        if np.abs(surplus).max() < 1e-9 * counts.max():
            break
        moved = np.clip(surplus / np.maximum(information, 1e-12), -1, 1)
        size = np.clip(size + moved, -FARTHEST, FARTHEST)
    return size, information, gaps


def _bias(cell: tuple[str, ...], ratings: int, gap: float, size: float, information: float, open_ended: bool) -> Bias:
    if open_ended:
        reason = "All its ratings are the lowest, or all are the highest point, so no shift is large enough."
        return Bias(cell, ratings, gap, None, None, None, None, None, reason)
    error = 1 / np.sqrt(information)
    if ratings < 2:
        return Bias(cell, ratings, gap, size, float(error), None, None, None, "One rating cannot be tested.")
    t = size / error
    return Bias(cell, ratings, gap, size, float(error), float(t), two_sided_t(float(t), ratings - 1), None)


def _holm(found: list[Bias]) -> list[Bias]:
    """The same cells with p-values adjusted for their number."""
    adjusted = holm([bias.p_value for bias in found])
    return [replace(bias, p_adjusted=chance) for bias, chance in zip(found, adjusted, strict=True)]
