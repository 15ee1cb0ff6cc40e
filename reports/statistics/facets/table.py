"""Ratings with the elements of every facet they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FacetTable:
    """One row per rating.

    names: of the facets, the object of measurement (as a rule the clinician) first. levels: per facet the names of
    its elements, sorted. elements: (facets, ratings) their numbers. ratings: (ratings,) whole points of the scale.
    """

    names: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    elements: Whole
    ratings: Whole

    def place(self, name: str) -> int:
        """Which facet has this name. Raises ValueError when none has."""
        return self.names.index(name)

    def kept(self, rows: NDArray[np.bool_]) -> FacetTable:
        """The same facets and elements with some of the ratings."""
        return FacetTable(self.names, self.levels, self.elements[:, rows], self.ratings[rows])


def facet_table(columns: Mapping[str, Sequence[object]], ratings: Sequence[float]) -> FacetTable:
    """Number the elements of each facet. columns: facet → (ratings,) labels; the object of measurement first.

    Rows without a rating (NaN) are left out. Raises ValueError for fewer than two facets, columns of unequal length
    and ratings that are not whole points.
    """
    if len(columns) < 2:
        raise ValueError("A many-facet model needs at least two facets, such as clinician and observer.")
    marks = np.asarray(ratings, dtype=np.float64)
    uneven = [name for name, labels in columns.items() if len(labels) != len(marks)]
    if uneven:
        raise ValueError(
            f"Every rating needs its {uneven[0]}: found {len(columns[uneven[0]])} for {len(marks)} ratings."
        )
    given = ~np.isnan(marks)
    if not np.array_equal(marks[given], np.round(marks[given])):
        raise ValueError("Ratings in a Rasch model are points of a scale, so whole numbers.")
    words = [np.asarray([str(label) for label in labels]) for labels in columns.values()]
    numbered = [np.unique(one, return_inverse=True) for one in words]
    return FacetTable(
        names=tuple(columns),
        levels=tuple(tuple(names.tolist()) for names, _ in numbered),
        elements=np.stack([numbers[given].astype(np.int64) for _, numbers in numbered]),
        ratings=marks[given].astype(np.int64),
    )
