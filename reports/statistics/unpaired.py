"""The gap between two groups of scores that are not paired.

Welch, B. L. (1947). The generalization of Student's problem when several different population variances are involved.
Biometrika 34, 28-35: t on Satterthwaite's (1946) degrees of freedom.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from reports.statistics.causes import scores_given
from reports.statistics.distributions import t_quantile, two_sided_t
from reports.statistics.estimate import Estimate, symmetric, undefined

METHOD = "difference of two means, not paired; Welch"


def unpaired_difference(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Mean of x minus mean of y, each over its own scores; NaN is missing. `units` counts scores of both.

    For scores that are independent of one another: scores by a few observers are not (see `type_comparison`).
    """
    first, second = (np.asarray(column, dtype=np.float64) for column in (x, y))
    first, second = first[~np.isnan(first)], second[~np.isnan(second)]
    sizes = (len(first), len(second))
    counts = (sum(sizes), 2, sum(sizes))
    if min(sizes) < 1:
        reason = "One of the two groups has no score."
        shown = scores_given(np.full((1, 2), np.nan), ("first", "second")) if not max(sizes) else None
        return undefined(reason, method=METHOD, confidence=confidence, cause=shown).resting_on(*counts)
    value = float(first.mean() - second.mean())
    if min(sizes) < 2:
        reason = "One of the two groups has one score only, so its spread cannot be judged."
        return Estimate(value, confidence=confidence, method=METHOD, no_interval=reason).resting_on(*counts)
    parts = [float(column.var(ddof=1)) / len(column) for column in (first, second)]
    error = float(np.sqrt(sum(parts)))
    if error == 0:
        reason = "Neither group varies, so there is no spread to make an interval from."
        return Estimate(value, 0.0, confidence=confidence, method=METHOD, no_interval=reason).resting_on(*counts)
    freedom = error**4 / sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    found = symmetric(value, error, t_quantile((1 + confidence) / 2, freedom), method=METHOD, confidence=confidence)
    ratio = value / error
    tested = replace(found, statistic=ratio, degrees_of_freedom=(freedom,), p_value=two_sided_t(ratio, freedom))
    return tested.resting_on(*counts)
