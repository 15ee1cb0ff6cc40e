"""Statistics of pairs that are functions of sums, with what resampling clusters or pairs says of their spread.

Efron & Tibshirani (1993), chapters 11 and 14; Davison & Hinkley (1997), section 3.8 (clusters).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.causes import pair_given
from reports.statistics.differences import paired
from reports.statistics.distributions import normal_quantile
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.reach import Reach, Variation, resampled_estimate
from reports.statistics.resampling import Drawable, left_out, resampled_sums

Floats = NDArray[np.float64]
Statistic = Literal["difference", "pearson", "concordance", "lower_limit", "upper_limit"]
JACKKNIFE = Reach("jackknife")


def resampled_pairs(
    x: ArrayLike, y: ArrayLike, clusters: Sequence[object] | None, statistic: Statistic, reach: Reach = JACKKNIFE
) -> Estimate:
    """The mean difference, a correlation or a 95 % limit of agreement with a jackknife or bootstrap interval.

    clusters: one label per complete pair, or None when pairs stand alone. Raises ValueError when there are not as many.
    """
    first, second = paired(x, y)
    place = np.arange(len(first)) if clusters is None else np.unique(np.asarray(clusters), return_inverse=True)[1]
    if len(place) != len(first):
        raise ValueError("Give complete pairs and one cluster for each.")
    # Differences and concordance do not change when both move alike, and digits are kept.
    middle = float(np.concatenate([first, second]).mean()) if len(first) else 0.0
    one, other = first - middle, second - middle
    columns = (np.ones_like(one), one, other, one**2, other**2, one * other)
    features = np.column_stack([np.bincount(place, column) for column in columns]).astype(np.float64)
    drawable = Drawable(features, np.ones(len(features)))
    value_of = _FROM_SUMS[statistic]
    value = float(value_of(features.sum(0)[None, :])[0])
    counts = (len(first), 2, 2 * len(first))
    if len(features) < 2 or not np.isfinite(value):
        thing = "pairs" if clusters is None else "clusters"
        reason = f"Two {thing} and some variation are needed."
        return undefined(reason, method=statistic, cause=pair_given(first, second)).resting_on(*counts)
    variation = Variation(
        len(features),
        "pair" if clusters is None else "cluster",
        lambda: left_out(drawable, value_of),
        lambda: value_of(resampled_sums(drawable, reach.replicates, reach.seed)),
        highest=1.0 if statistic in {"pearson", "concordance"} else np.inf,
    )
    return resampled_estimate(value, statistic, variation, reach).resting_on(*counts)


def _moments(sums: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    number, x, y, xx, yy, xy = sums.T
    mx, my = x / number, y / number
    return mx - my, xx / number - mx**2, yy / number - my**2, xy / number - mx * my


def _difference_of(sums: Floats) -> Floats:
    return _moments(sums)[0]


def _pearson_of(sums: Floats) -> Floats:
    _, vx, vy, cov = _moments(sums)
    both = np.sqrt(np.maximum(vx * vy, 0))
    return np.divide(cov, both, out=np.full_like(cov, np.nan), where=both > 0)


def _concordance_of(sums: Floats) -> Floats:
    gap, vx, vy, cov = _moments(sums)
    below = vx + vy + gap**2
    return np.divide(2 * cov, below, out=np.full_like(cov, np.nan), where=below > 0)


def _limit_of(side: float) -> Callable[[Floats], Floats]:
    def limit(sums: Floats) -> Floats:
        gap, vx, vy, cov = _moments(sums)
        number = sums[:, 0]
        spread = np.maximum(vx + vy - 2 * cov, 0) * number / np.maximum(number - 1, 1)
        return gap + side * normal_quantile(0.975) * np.sqrt(spread)

    return limit


_FROM_SUMS: dict[Statistic, Callable[[Floats], Floats]] = {
    "difference": _difference_of,
    "pearson": _pearson_of,
    "concordance": _concordance_of,
    "lower_limit": _limit_of(-1.0),
    "upper_limit": _limit_of(1.0),
}
