"""Krippendorff's alpha in its own definition and in Gwet's form.

Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. Gwet, K. L. (2014), Handbook, section 3.4.2.
The two agree for nominal and interval differences; their ordinal differences are defined otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reports.statistics.agreement_interval import Coefficient, Linear, agreement_estimate
from reports.statistics.estimate import Estimate
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.tally import Sums, Tally, tallied
from reports.statistics.weights import Weights, agreement_weights

Floats = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval", "ratio"]
DEFAULT = Reach()
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")


def krippendorff_alpha(table: RatingsTable, level: Level = "ordinal", reach: Reach = DEFAULT) -> Estimate:
    """1 - observed / expected disagreement over all pairable ratings, whoever gave them.

    level: nominal, ordinal, interval or ratio differences. The interval is a jackknife over units (clusters) or the
    bootstrap; there is no large-sample formula. Raises ValueError for an unknown level.
    """
    if level not in LEVELS:
        raise ValueError(f"There is no level called {level}; choose from {', '.join(LEVELS)}.")
    coefficient = alpha_coefficient(level, table.points)
    return agreement_estimate(table, tallied(table), coefficient, reach)


def krippendorff_alpha_gwet_form(
    table: RatingsTable, weights: Weights = "identity", reach: Reach = DEFAULT
) -> Estimate:
    """Alpha written as weighted agreement, with Gwet's large-sample standard error."""
    ready = agreement_weights(weights, table.points)
    return agreement_estimate(table, tallied(table), alpha_gwet_coefficient(ready), reach)


def alpha_coefficient(level: Level, points: Sequence[float]) -> Coefficient:
    """Alpha as a coefficient of sums over units."""
    scale = np.asarray(points, dtype=np.float64)

    def parts(sums: Sums) -> tuple[Floats, Floats]:
        margin = sums.coincidences.sum(2)
        number = margin.sum(1)
        differences = _differences(level, scale, margin)
        observed = (sums.coincidences * differences).sum((1, 2)) / np.maximum(number, 1)
        pairs = np.einsum("bk,bkl,bl->b", margin, differences, margin)
        expected = pairs / np.maximum(number * (number - 1), 1)
        # Only their ratio counts; on the scale of the largest difference both read as shares of disagreement.
        largest = np.maximum(differences.max((1, 2)), np.finfo(np.float64).tiny)
        return 1 - observed / largest, 1 - expected / largest

    return Coefficient("krippendorff_alpha", parts, None)


def alpha_gwet_coefficient(weights: Floats) -> Coefficient:
    """Gwet's form as a coefficient of sums over units with two ratings or more."""

    def parts(sums: Sums) -> tuple[Floats, Floats]:
        margin = sums.coincidences.sum(2)
        number = np.maximum(margin.sum(1), 1)
        share = margin / number[:, None]
        same = np.einsum("bkl,kl->b", sums.coincidences, weights) / number
        observed = (1 - 1 / number) * same + 1 / number
        return observed, np.einsum("bk,kl,bl->b", share, weights, share)

    def linear(tally: Tally, observed: float, expected: float) -> Linear:
        paired = tally.raters_of >= 2
        times = tally.times * paired
        mean = float(times @ tally.raters_of) / float(times.sum())
        number = mean * float(times.sum())
        same = (observed - 1 / number) / (1 - 1 / number)
        share = tally.total.coincidences[0].sum(1) / number
        in_unit = np.einsum("pkl,kl->p", tally.unpacked(tally.features).coincidences, weights) / mean
        more = (tally.raters_of - mean) / mean
        by_chance = tally.counts @ (weights @ share + weights.T @ share) / 2 / mean - expected * more
        value = (same - expected) / (1 - expected)
        gain = (in_unit - observed * more - expected) / (1 - expected)
        return Linear(gain - 2 * (1 - value) * (by_chance - expected) / (1 - expected), value, paired)

    return Coefficient("krippendorff_alpha_gwet_form", parts, linear)


def _differences(level: Level, scale: Floats, margin: Floats) -> Floats:
    """(replicates, points, points) squared differences between points."""
    if level == "ordinal":
        middle = margin.cumsum(1) - margin / 2
        return (middle[:, :, None] - middle[:, None, :]) ** 2
    apart = np.abs(scale[:, None] - scale[None, :])
    if level == "nominal":
        table = (apart > 0).astype(np.float64)
    elif level == "interval":
        table = apart**2
    else:
        both = np.abs(scale[:, None] + scale[None, :])
        table = np.divide(apart, both, out=np.zeros_like(apart), where=both > 0) ** 2
    return np.broadcast_to(table, (len(margin), *table.shape))
