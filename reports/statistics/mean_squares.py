"""The analysis of variance of a complete units by raters table, from sums that can be resampled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.ratings import RatingsTable

Floats = NDArray[np.float64]
NOISE = 1e-24


@dataclass(frozen=True, eq=False)
class MeanSquares:
    """Mean squares, one per replicate: between units, between raters, residual, within units.

    units: (replicates,); raters: how many. Rounding noise reads as nought.
    """

    between_units: Floats
    between_raters: Floats
    residual: Floats
    within_units: Floats
    units: Floats
    raters: int

    def alone(self) -> tuple[float, float, float, float, int, int]:
        """The first replicate as plain numbers: units, raters, residual, within; how many units and raters."""
        return (
            float(self.between_units[0]),
            float(self.between_raters[0]),
            float(self.residual[0]),
            float(self.within_units[0]),
            int(self.units[0]),
            self.raters,
        )


def square_features(values: Floats) -> Floats:
    """(units, 3 + raters) whose sums give every mean square: 1, squared row sum, sum of squares, the scores.

    values: (units, raters) complete, best centred beforehand so that no digits are lost.
    """
    return np.column_stack([np.ones(len(values)), values.sum(1) ** 2, (values**2).sum(1), values])


def mean_squares(sums: Floats, scale: float) -> MeanSquares:
    """Mean squares from (replicates, 3 + raters) sums. `scale`: largest centred score, to judge rounding by."""
    units, squared_rows, squares, columns = sums[:, 0], sums[:, 1], sums[:, 2], sums[:, 3:]
    raters = columns.shape[1]
    grand = columns.sum(1) ** 2 / (units * raters)
    between = squared_rows / raters - grand
    raters_squares = (columns**2).sum(1) / units - grand
    left = squares - grand - between - raters_squares
    more_units, more_raters = np.maximum(units - 1, 1), max(raters - 1, 1)
    floor = NOISE * scale**2 * units * raters * 1e8

    def mean(total: Floats, freedom: Floats) -> Floats:
        return np.where(total > floor, total / freedom, 0.0)

    return MeanSquares(
        between_units=mean(between, more_units),
        between_raters=mean(raters_squares, np.full_like(units, more_raters)),
        residual=mean(left, more_units * more_raters),
        within_units=mean(raters_squares + left, units * more_raters),
        units=units,
        raters=raters,
    )


def centred(table: RatingsTable) -> Floats:
    """The scores of a complete table less their mean."""
    return table.values - table.values.mean()


def table_squares(table: RatingsTable) -> MeanSquares:
    """Mean squares of a complete table with at least one unit."""
    values = centred(table)
    return mean_squares(square_features(values).sum(0)[None, :], float(np.abs(values).max()))
