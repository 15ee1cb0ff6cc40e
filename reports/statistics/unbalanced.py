"""The one-way analysis of variance when units have different numbers of ratings.

Donner, A. (1986). Int Stat Rev 54, 67-82; Snedecor & Cochran, Statistical Methods, section on unequal groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.statistics.ratings import RatingsTable


@dataclass(frozen=True)
class OneWay:
    """Mean squares between and within units, their degrees of freedom, the ratings each unit counts for, ICC(1)."""

    between: float
    within: float
    freedom: tuple[int, int]
    raters_each: float
    coefficient: float


def one_way_unbalanced(table: RatingsTable) -> OneWay | str:
    """ICC(1) with gaps, whoever rated, or the sentence why it is not defined."""
    given = ~np.isnan(table.values)
    sizes = given.sum(1).astype(np.float64)
    kept = sizes > 0
    sizes, values, given = sizes[kept], table.values[kept], given[kept]
    total, units = float(sizes.sum()), len(sizes)
    if units < 2 or total <= units:
        return "Two units, and one of them rated twice, are needed."
    means = np.where(given, values, 0.0).sum(1) / sizes
    grand = float(sizes @ means) / total
    between = float(sizes @ (means - grand) ** 2) / (units - 1)
    within = float((np.where(given, values - means[:, None], 0.0) ** 2).sum()) / (total - units)
    each = (total - float(sizes @ sizes) / total) / (units - 1)
    whole = between + (each - 1) * within
    if whole == 0:
        return "Every score is the same, so nothing can be told apart."
    return OneWay(between, within, (units - 1, int(total) - units), each, (between - within) / whole)
