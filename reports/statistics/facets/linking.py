"""What can be compared with what: subsets of the design, and where each facet has its origin.

The objects and one other facet make a graph; where it falls apart, measures on the two sides share no origin
(Linacre 1989, chapter on connectedness). The graph over all facets at once would hide that, since items are common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from reports.statistics.facets.cells import Cells

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Linking:
    """subset: (objects,) which part of the design each object belongs to, -1 when it has no rating; subsets: how many.

    groups: per facet but the first, (elements,): measures sum to nought within each group. within: per such facet, the
    name of the facet that its elements are nested in, if any. broken_by: facets that split the objects into subsets.
    """

    subset: Whole
    subsets: int
    groups: tuple[Whole, ...]
    within: tuple[str | None, ...]
    broken_by: tuple[str, ...]

    @property
    def connected(self) -> bool:
        """Whether all objects can be compared."""
        return self.subsets <= 1


def linking(cells: Cells, names: tuple[str, ...]) -> Linking:
    """Judge the design. names: of the facets, the object's first."""
    seen = np.bincount(cells.elements[0], minlength=cells.sizes[0]) > 0
    subset = np.where(seen, 0, -1)
    groups: list[Whole] = []
    within: list[str | None] = []
    broken: list[str] = []
    for facet in range(1, len(cells.sizes)):
        objects, elements, number = _islands(cells, facet)
        if number > 1:
            broken.append(names[facet])
            subset = _joint(subset, objects, seen)
        parent = _parent(cells, facet)
        within.append(None if parent is None else names[parent])
        home = elements if parent is None else elements * cells.sizes[parent] + _owner(cells, facet, parent)
        groups.append(np.unique(home, return_inverse=True)[1].astype(np.int64))
    return Linking(subset, int(subset.max(initial=-1)) + 1, tuple(groups), tuple(within), tuple(broken))


def origin_rows(cells: Cells, groups: tuple[Whole, ...], columns: int) -> Floats:
    """(constraints, others): one row of ones for each group of elements that sums to nought."""
    rows: list[Floats] = []
    start = 0
    for numbers, size in zip(groups, cells.sizes[1:], strict=True):
        for group in range(int(numbers.max(initial=-1)) + 1):
            row = np.zeros(columns)
            row[start : start + size] = numbers == group
            rows.append(row)
        start += size
    return np.array(rows).reshape(len(rows), columns)


def _islands(cells: Cells, facet: int) -> tuple[Whole, Whole, int]:
    """Island of each object and of each element; elements without a rating join the first island."""
    objects, size = cells.sizes[0], cells.sizes[facet]
    meets = (cells.elements[0], cells.elements[facet] + objects)
    edges = sparse.csr_array((np.ones(len(meets[0])), meets), shape=(objects + size, objects + size))
    _, label = csgraph.connected_components(edges, directed=False)
    used = np.bincount(np.concatenate([cells.elements[0], cells.elements[facet] + objects]), minlength=objects + size)
    real = np.unique(label[used > 0])
    order = np.zeros(int(label.max(initial=0)) + 1, dtype=np.int64)
    order[real] = np.arange(len(real))
    island = order[label]
    return island[:objects], island[objects:], len(real)


def _joint(before: Whole, after: Whole, seen: NDArray[np.bool_]) -> Whole:
    """Objects are together only when together in both."""
    both = before * (int(after.max(initial=0)) + 1) + after
    found = np.full(len(before), -1, dtype=np.int64)
    found[seen] = np.unique(both[seen], return_inverse=True)[1]
    return found


def _parent(cells: Cells, facet: int) -> int | None:
    """The facet in which each element of this one occurs with a single element only, when it is a coarser grouping."""
    for other in range(1, len(cells.sizes)):
        if other == facet or cells.sizes[other] >= cells.sizes[facet]:
            continue
        pairs = np.unique(cells.elements[facet] * cells.sizes[other] + cells.elements[other])
        if len(pairs) == len(np.unique(cells.elements[facet])) and len(np.unique(cells.elements[other])) > 1:
            return other
    return None


def _owner(cells: Cells, facet: int, parent: int) -> Whole:
    owner = np.zeros(cells.sizes[facet], dtype=np.int64)
    owner[cells.elements[facet]] = cells.elements[parent]
    return owner
