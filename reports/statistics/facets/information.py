"""Slopes and information of the joint likelihood, with the object of measurement eliminated.

Objects do not meet in the information matrix: their block is diagonal, however many there are. What is left, the
other facets and the category coefficients, is a dense matrix of a few hundred rows (the Schur complement).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reports.statistics.facets.adding import added
from reports.statistics.facets.cells import Cells

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Meeting:
    """Which objects meet which elements of one other facet: structure of a sparse matrix, filled anew each step."""

    index: Whole
    columns: Whole
    starts: Whole
    shape: tuple[int, int]

    def filled(self, weights: Floats) -> sparse.csr_array:
        """(objects, elements): the weights of the cells, added up."""
        return sparse.csr_array((np.bincount(self.index, weights), self.columns, self.starts), shape=self.shape)


def meetings(cells: Cells) -> list[Meeting]:
    """One for each facet but the object's."""
    found: list[Meeting] = []
    for numbers, size in zip(cells.elements[1:], cells.sizes[1:], strict=True):
        pairs, index = np.unique(cells.elements[0] * size + numbers, return_inverse=True)
        starts = np.searchsorted(pairs // size, np.arange(cells.sizes[0] + 1))
        found.append(Meeting(index, pairs % size, starts, (cells.sizes[0], size)))
    return found


@dataclass(frozen=True, eq=False)
class Information:
    """objects: (objects,) their own information; crossing: (objects, others) theirs with the rest; reduced: (others,
    others) the rest with the objects eliminated; spots: where each facet and the coefficients begin in `others`.
    """

    objects: Floats
    crossing: sparse.csr_array
    reduced: Floats
    spots: tuple[int, ...]


def spots_of(cells: Cells) -> tuple[int, ...]:
    """Where each facet but the first begins among the other parameters, where the coefficients begin, and the end."""
    inner = cells.sets * max(len(cells.heights) - 2, 0)
    return tuple(int(spot) for spot in np.cumsum([0, *cells.sizes[1:], inner]))


def slopes(cells: Cells, shares: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Of the log likelihood: by the objects' measures, and by everything else."""
    surplus = cells.sums - cells.counts * expected
    first = added(cells.elements[0], surplus, cells.sizes[0])
    parts = [-added(numbers, surplus, size) for numbers, size in zip(cells.elements[1:], cells.sizes[1:], strict=True)]
    inner = range(1, len(cells.heights) - 1)
    given = np.empty((cells.sets, len(inner)))
    for column, point in enumerate(inner):
        given[:, column] = added(cells.steps, cells.counts * shares[:, point], cells.sets)
    return first, np.concatenate([*parts, (given - cells.uses[:, 1:-1]).ravel()])


def information(
    cells: Cells, shares: Floats, expected: Floats, variance: Floats, meeting: list[Meeting]
) -> Information:
    """shares: (cells, points); expected, variance: (cells,) of one rating."""
    weight = cells.counts * variance
    inner = range(1, len(cells.heights) - 1)
    lean = [cells.counts * shares[:, k] * (cells.heights[k] - expected) for k in inner]
    own = added(cells.elements[0], weight, cells.sizes[0])
    crossing = sparse.hstack(
        [*(-one.filled(weight) for one in meeting), *_with_steps(cells, 0, lean, -1)], format="csr"
    )
    rest = _others(cells, shares, weight, lean)
    with np.errstate(divide="ignore"):
        shrunk = crossing.multiply(np.where(own > 0, 1 / own, 0.0)[:, None]).tocsr()
    reduced = rest - np.asarray((crossing.T @ shrunk).todense())
    return Information(own, crossing, reduced, spots_of(cells))


def _with_steps(cells: Cells, facet: int, lean: list[Floats], sign: int) -> list[sparse.csr_array]:
    """One facet with the category coefficients: (elements, sets × inner points)."""
    if not lean:
        return []
    size, numbers = cells.sizes[facet], cells.elements[facet] * cells.sets + cells.steps
    block = np.empty((size, cells.sets, len(lean)))
    for column, one in enumerate(lean):
        block[:, :, column] = sign * added(numbers, one, size * cells.sets).reshape(size, cells.sets)
    return [sparse.csr_array(block.reshape(size, -1))]


def _others(cells: Cells, shares: Floats, weight: Floats, lean: list[Floats]) -> Floats:
    spots = spots_of(cells)
    whole = np.zeros((spots[-1], spots[-1]))
    facets = range(1, len(cells.sizes))
    for a in facets:
        rows = slice(spots[a - 1], spots[a])
        whole[rows, rows] = np.diag(added(cells.elements[a], weight, cells.sizes[a]))
        for b in range(a + 1, len(cells.sizes)):
            pair = cells.elements[a] * cells.sizes[b] + cells.elements[b]
            block = added(pair, weight, cells.sizes[a] * cells.sizes[b])
            whole[rows, spots[b - 1] : spots[b]] = block.reshape(cells.sizes[a], cells.sizes[b])
        for block in _with_steps(cells, a, lean, 1):
            whole[rows, spots[-2] :] = block.toarray()
    _coefficients(cells, shares, whole[spots[-2] :, spots[-2] :])
    upper = np.triu(whole, 1)
    return upper + upper.T + np.diag(np.diag(whole))


def _coefficients(cells: Cells, shares: Floats, corner: Floats) -> None:
    """Fill the upper triangle of the coefficients' own block: covariances of the points' indicators, by set."""
    inner = len(cells.heights) - 2
    for first in range(inner):
        one = cells.counts * shares[:, first + 1]
        for second in range(first, inner):
            both = -added(cells.steps, one * shares[:, second + 1], cells.sets)
            if first == second:
                both += added(cells.steps, one, cells.sets)
            where = np.arange(cells.sets) * inner
            corner[where + first, where + second] = both
