"""Ratings that share every element are counted together: a model sees no more of them than counts and sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.facets.table import FacetTable

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cells:
    """What the likelihood needs of the ratings.

    elements: (facets, cells), in order of the object of measurement. sizes: elements per facet. steps: (cells,)
    which set of thresholds applies; sets: how many there are. counts, sums, squares: (cells,) number of ratings,
    sum of steps above the lowest point and sum of their squares. heights: (points,) the used points as steps above
    the lowest. uses: (sets, points) how often each point was given under each set. lowest: the lowest point used.
    """

    elements: Whole
    sizes: tuple[int, ...]
    steps: Whole
    sets: int
    counts: Floats
    sums: Floats
    squares: Floats
    heights: Floats
    uses: Floats
    lowest: int

    @property
    def total(self) -> int:
        """How many ratings there are."""
        return int(self.counts.sum())


def collapse(table: FacetTable, steps_by: int | None) -> Cells:
    """Count. steps_by: the facet whose elements have thresholds of their own (partial credit), or None for one set."""
    sizes = tuple(len(levels) for levels in table.levels)
    key = table.elements[0].copy()
    for numbers, size in zip(table.elements[1:], sizes[1:], strict=True):
        key = key * size + numbers
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    lowest = int(table.ratings.min())
    heights = table.ratings - lowest
    elements = table.elements[:, first]
    used, which = np.unique(heights, return_inverse=True)
    sets = 1 if steps_by is None else sizes[steps_by]
    owner = np.zeros(len(heights), dtype=np.int64) if steps_by is None else table.elements[steps_by]
    return Cells(
        elements=elements,
        sizes=sizes,
        steps=np.zeros(len(first), dtype=np.int64) if steps_by is None else elements[steps_by],
        sets=sets,
        counts=np.bincount(cell).astype(np.float64),
        sums=np.bincount(cell, heights).astype(np.float64),
        squares=np.bincount(cell, heights**2).astype(np.float64),
        heights=used.astype(np.float64),
        uses=np.bincount(owner * len(used) + which, minlength=sets * len(used)).reshape(sets, -1).astype(np.float64),
        lowest=lowest,
    )
