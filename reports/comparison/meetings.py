"""Two sheets about one consultation: the raw material of everything said of who agrees with whom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RatingSet

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def meetings_of(ratings: RatingSet) -> Whole:
    """(meetings, 2) the numbers of two sheets of one consultation, each two once."""
    order = np.argsort(ratings.sheet_unit, kind="stable")
    sizes = np.bincount(ratings.sheet_unit, minlength=len(ratings.unit_names))
    ends = np.cumsum(sizes)
    place = np.arange(len(order))
    # Every sheet meets those after it in its consultation.
    left = ends[ratings.sheet_unit[order]] - place - 1
    first = np.repeat(place, left)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(left) - left, left)
    return np.column_stack([order[first], order[second]]).astype(np.int64)


def steps_of(ratings: RatingSet) -> Floats:
    """(sheets, items) the number of the point chosen, counted from the lowest; NaN without a rating."""
    steps = np.full(ratings.ratings.shape, np.nan)
    for at, item in enumerate(ratings.items):
        column = ratings.ratings[:, at]
        rated = ~np.isnan(column)
        steps[rated, at] = np.searchsorted(np.asarray(item.points), column[rated])
    return steps
