"""How far two measurements of the same thing lie apart: mean difference and limits of agreement.

Bland, J. M. & Altman, D. G. (1986) Lancet i, 307-310; (1999) Stat Methods Med Res 8, 135-160. Exact limits:
Carkeet, A. (2015) Optom Vis Sci 92, e71-e80.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.causes import pair_given
from reports.statistics.distributions import (
    chi_squared_quantile,
    noncentral_t_quantile,
    normal_quantile,
    t_quantile,
    two_sided_t,
)
from reports.statistics.estimate import Estimate, symmetric, undefined

Floats = NDArray[np.float64]
LimitInterval = Literal["exact", "1999", "1986"]


@dataclass(frozen=True)
class LimitsOfAgreement:
    """Where most differences (x - y) lie.

    bias, lower, upper: with intervals. sd: standard deviation of a single difference, None when undefined.
    coverage: the share of differences meant to lie within.
    """

    bias: Estimate
    lower: Estimate
    upper: Estimate
    sd: float | None
    coverage: float = 0.95


def paired(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """The pairs in which both are given. Raises ValueError when the columns differ in length."""
    first, second = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"Both columns must be equally long, not {first.shape} and {second.shape}.")
    both = ~(np.isnan(first) | np.isnan(second))
    return first[both], second[both]


def mean_difference(
    x: ArrayLike, y: ArrayLike, clusters: Sequence[object] | None = None, confidence: float = 0.95
) -> Estimate:
    """Mean of x - y with a t interval; over clusters of pairs (clinicians) a delete-a-cluster jackknife.

    clusters: one label per pair. Its interval is honest about consultations only: it says nothing of other observers.
    """
    first, second = paired(x, y)
    gap = first - second
    if not len(gap):
        columns = (np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
        reason = "There is no pair to compare."
        return undefined(reason, method="mean difference", confidence=confidence, cause=pair_given(*columns))
    value = float(gap.mean())
    method, groups = "mean difference; t", len(gap)
    labels = np.arange(len(gap))
    if clusters is not None:
        given = ~(np.isnan(np.asarray(x, dtype=np.float64)) | np.isnan(np.asarray(y, dtype=np.float64)))
        labels = np.unique(np.asarray(clusters)[given], return_inverse=True)[1]
        groups = int(labels.max()) + 1
    if groups < 2:
        reason = (
            "One pair only, so the spread cannot be judged."
            if len(gap) < 2
            else "All pairs belong to one cluster, so their spread cannot be judged."
        )
        lone = Estimate(value, confidence=confidence, method=method, no_interval=reason)
        return lone.resting_on(len(gap), 2, 2 * len(gap))
    if clusters is not None and groups < len(gap):
        error = _cluster_error(gap, labels)
        method = "mean difference; delete-one-cluster jackknife, t"
    else:
        error = float(gap.std(ddof=1) / np.sqrt(len(gap)))
    quantile = t_quantile((1 + confidence) / 2, groups - 1)
    estimate = symmetric(value, error, quantile, method=method, confidence=confidence)
    tested = replace(
        estimate,
        degrees_of_freedom=(float(groups - 1),),
        statistic=value / error if error > 0 else None,
        p_value=two_sided_t(value / error, groups - 1) if error > 0 else None,
    )
    return tested.resting_on(len(gap), 2, 2 * len(gap))


def limits_of_agreement(
    x: ArrayLike,
    y: ArrayLike,
    *,
    coverage: float = 0.95,
    confidence: float = 0.95,
    interval: LimitInterval = "exact",
) -> LimitsOfAgreement:
    """Limits for one pair per subject.

    interval: Carkeet's exact intervals of the limits, or Bland and Altman's approximate ones of 1999 or 1986.
    """
    first, second = paired(x, y)
    bias = mean_difference(first, second, confidence=confidence)
    pairs = len(first)
    if pairs < 2:
        reason = "One pair only, so the spread of differences cannot be judged."
        nothing = undefined(reason if pairs else str(bias.undefined), method="limits of agreement", units=pairs)
        return LimitsOfAgreement(bias, nothing, nothing, None, coverage)
    sd = float((first - second).std(ddof=1))
    width = normal_quantile((1 + coverage) / 2)
    down, up = _limit_reach(pairs, sd, width, confidence, interval)
    method = f"limit of agreement; {interval} interval"
    lower_at, upper_at = bias.number - width * sd, bias.number + width * sd
    error = sd * limit_error_factor(pairs, width, interval)
    lower = Estimate(lower_at, error, lower_at - up, lower_at + down, confidence=confidence, method=method)
    upper = Estimate(upper_at, error, upper_at - down, upper_at + up, confidence=confidence, method=method)
    counts = (pairs, 2, 2 * pairs)
    return LimitsOfAgreement(bias, lower.resting_on(*counts), upper.resting_on(*counts), sd, coverage)


def sd_of_differences(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Standard deviation of x - y (n - 1) with its chi-squared interval."""
    first, second = paired(x, y)
    pairs = len(first)
    if pairs < 2:
        shown = pair_given(first, second)
        return undefined("The spread of differences needs two pairs.", method="SD of differences", cause=shown)
    sd, freedom = float((first - second).std(ddof=1)), pairs - 1
    if sd == 0:
        lone = Estimate(0.0, confidence=confidence, no_interval="The differences never vary.")
        return lone.resting_on(pairs, 2, 2 * pairs)
    low, high = (
        sd * float(np.sqrt(freedom / chi_squared_quantile(chance, freedom)))
        for chance in ((1 + confidence) / 2, (1 - confidence) / 2)
    )
    method = f"SD of differences; chi-squared, {freedom} df"
    found = Estimate(sd, sd / float(np.sqrt(2 * freedom)), low, high, confidence=confidence, method=method)
    return found.resting_on(pairs, 2, 2 * pairs)


def limit_error_factor(pairs: int, width: float, interval: LimitInterval = "1999") -> float:
    """Standard error of a limit over the standard deviation of the differences.

    Bland & Altman (1986) take sqrt(3 / n); in 1999 the exact large-sample sqrt(1 / n + z² / 2(n - 1)).
    """
    if interval == "1986":
        return float(np.sqrt(3 / pairs))
    return float(np.sqrt(1 / pairs + width**2 / (2 * (pairs - 1))))


def _limit_reach(
    pairs: int, sd: float, width: float, confidence: float, interval: LimitInterval
) -> tuple[float, float]:
    """How far the interval of the upper limit reaches below and above it; the lower limit mirrors it."""
    chances = ((1 - confidence) / 2, (1 + confidence) / 2)
    if interval != "exact":
        reach = t_quantile(chances[1], pairs - 1) * sd * limit_error_factor(pairs, width, interval)
        return reach, reach
    root = float(np.sqrt(pairs))
    inner, outer = (noncentral_t_quantile(chance, pairs - 1, width * root) / root for chance in chances)
    return (width - inner) * sd, (outer - width) * sd


def _cluster_error(gap: Floats, labels: NDArray[np.int64]) -> float:
    sums, sizes = np.bincount(labels, gap), np.bincount(labels)
    without = (gap.sum() - sums) / (len(gap) - sizes)
    groups = len(sums)
    return float(np.sqrt((groups - 1) / groups * ((without - without.mean()) ** 2).sum()))
