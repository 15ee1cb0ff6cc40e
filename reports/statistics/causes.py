"""The tables behind reasons: what each rater gave, in the fewest numbers that show why nothing can be computed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reports.statistics.estimate import Cause
from reports.statistics.ratings import RatingsTable

Floats = NDArray[np.float64]
MOST_ROWS = 30


def points_given(table: RatingsTable) -> Cause:
    """How often each rater gave each point of the scale; raters past the thirtieth are left out."""
    names = table.rater_names[:MOST_ROWS]
    codes = table.codes[:, : len(names)]
    counts = (codes[:, :, None] == np.arange(len(table.points))).sum(0)
    cells = tuple(tuple(float(times) for times in row) for row in counts)
    return Cause(tuple(names), tuple(f"{point:g}" for point in table.points), cells)


def scores_given(scores: Floats, names: Sequence[str]) -> Cause:
    """How many scores each rater (item) gave, and the lowest and highest of them: scores (units, raters)."""
    kept = tuple(names[:MOST_ROWS])
    cells: list[tuple[float, ...]] = []
    for column in scores.T[: len(kept)]:
        given = column[~np.isnan(column)]
        ends = (float(given.min()), float(given.max())) if len(given) else (float("nan"), float("nan"))
        cells.append((float(len(given)), *ends))
    return Cause(kept, ("ratings", "lowest", "highest"), tuple(cells))


def pair_given(x: Floats, y: Floats) -> Cause:
    """The same for two measurements of the same things."""
    return scores_given(np.column_stack([x, y]), ("first", "second"))
