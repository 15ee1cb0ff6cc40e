"""Limits of agreement when subjects were measured more than once.

Bland, J. M. & Altman, D. G. (1999) Stat Methods Med Res 8, 135-160, section 5; (2007) J Biopharm Stat 17, 571-582.
Intervals of the limits by the method of variance estimates recovery: Zou, G. Y. (2013) Stat Methods Med Res 22,
630-642.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.differences import LimitsOfAgreement
from reports.statistics.distributions import chi_squared_quantile, normal_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class RepeatedLimits:
    """Limits of agreement with the variances they are made of.

    limits: bias, lower, upper. between: variance of the subjects' mean differences. within: the pooled
    within-subject variances that were added (of x and of y for replicates, of the differences when paired).
    """

    limits: LimitsOfAgreement
    between: float | None
    within: tuple[float, ...]


def limits_with_replicates(
    subjects: Sequence[object], x: ArrayLike, y: ArrayLike, confidence: float = 0.95
) -> RepeatedLimits:
    """The true value stays the same while each method repeats; replicates of x and y need not be paired.

    subjects: one label per row; NaN where a method has no reading on that row.
    """
    place, first, second = _numbered(subjects, x, y)
    one, other = _of_subjects(place, first), _of_subjects(place, second)
    both = (one.times > 0) & (other.times > 0)
    gap = one.mean[both] - other.mean[both]
    parts = [_within(one, both), _within(other, both)]
    return _recovered(gap, parts, confidence, "replicates")


def limits_of_varying_pairs(
    subjects: Sequence[object], x: ArrayLike, y: ArrayLike, confidence: float = 0.95
) -> RepeatedLimits:
    """The true value changes between a subject's pairs (consultations of a clinician): pairs nested in subjects."""
    place, first, second = _numbered(subjects, x, y)
    pairs = _of_subjects(place, first - second)
    there = pairs.times > 0
    return _recovered(pairs.mean[there], [_within(pairs, there)], confidence, "pairs nested in subjects")


@dataclass(frozen=True)
class DifferenceComponents:
    """One-way analysis of variance of differences within subjects (Bland & Altman 2007).

    pairs_each: the sizes' weighted mean that divides the between component, which may come out negative and then
    adds nothing to `sd`, the standard deviation of a single difference.
    """

    bias: float
    between_square: float
    within_square: float
    pairs_each: float
    between: float
    sd: float
    bias_error: float
    subjects: int
    pairs: int

    def limits(self, confidence: float = 0.95) -> LimitsOfAgreement:
        """Bias and 95 % limits with intervals: the bias by the spread of subjects, limits by variance recovery."""
        parts = [(self.within_square, self.pairs - self.subjects)]
        if self.between > 0:
            parts = [
                (self.between_square / self.pairs_each, self.subjects - 1),
                ((1 - 1 / self.pairs_each) * self.within_square, self.pairs - self.subjects),
            ]
        name = "nested pairs, analysis of variance"
        return _limits(self.bias, self.bias_error, parts, confidence, name, self.subjects)


def difference_components(subjects: Sequence[object], x: ArrayLike, y: ArrayLike) -> DifferenceComponents | str:
    """Variance between and within subjects of the paired differences, or the sentence why it cannot be split."""
    place, first, second = _numbered(subjects, x, y)
    gap = first - second
    given = ~np.isnan(gap)
    gap, place = gap[given], np.unique(place[given], return_inverse=True)[1]
    sizes = np.bincount(place).astype(np.float64)
    if len(sizes) < 2 or len(gap) <= len(sizes):
        return "Between and within subjects can be told apart only with two subjects and repeated pairs."
    means = np.bincount(place, gap) / sizes
    total = len(gap)
    bias = float(gap.mean())
    between_square = float(sizes @ (means - bias) ** 2) / (len(sizes) - 1)
    within_square = float(((gap - means[place]) ** 2).sum()) / (total - len(sizes))
    each = (total**2 - float(sizes @ sizes)) / ((len(sizes) - 1) * total)
    between = (between_square - within_square) / each
    sd = float(np.sqrt(max(between, 0.0) + within_square))
    pulls = sizes * (means - bias)
    error = float(np.sqrt(len(sizes) / (len(sizes) - 1) * (pulls @ pulls))) / total
    return DifferenceComponents(bias, between_square, within_square, each, between, sd, error, len(sizes), total)


def repeatability_coefficient(
    subjects: Sequence[object], x: ArrayLike, coverage: float = 0.95, confidence: float = 0.95
) -> Estimate:
    """The difference that two readings of one method on one subject rarely exceed: z sqrt(2) within-subject SD."""
    column = np.asarray(x, dtype=np.float64)
    place = np.unique(np.asarray(subjects), return_inverse=True)[1]
    readings = _of_subjects(place, column)
    there = readings.times > 0
    variance, freedom, _ = _within(readings, there)
    if freedom < 1:
        return undefined("No subject was measured twice, so repeatability cannot be judged.")
    factor = normal_quantile((1 + coverage) / 2) * float(np.sqrt(2))
    value = factor * float(np.sqrt(variance))
    chances = ((1 + confidence) / 2, (1 - confidence) / 2)
    ends = [value * float(np.sqrt(freedom / chi_squared_quantile(c, freedom))) for c in chances]
    method = f"repeatability coefficient; chi-squared, {freedom} df"
    found = Estimate(value, low=ends[0], high=ends[1], confidence=confidence, method=method)
    return found.resting_on(int(there.sum()), 1, len(column))


@dataclass(frozen=True, eq=False)
class _Readings:
    mean: Floats
    times: Floats
    squares: Floats


def _numbered(subjects: Sequence[object], x: ArrayLike, y: ArrayLike) -> tuple[Whole, Floats, Floats]:
    first, second = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if not len(subjects) == len(first) == len(second):
        raise ValueError(f"Columns must be equally long, not {len(subjects)}, {len(first)} and {len(second)}.")
    return np.unique(np.asarray(subjects), return_inverse=True)[1], first, second


def _of_subjects(place: Whole, column: Floats) -> _Readings:
    given = ~np.isnan(column)
    size = int(place.max(initial=-1)) + 1
    times = np.bincount(place[given], minlength=size).astype(np.float64)
    sums = np.bincount(place[given], column[given], minlength=size)
    mean = np.divide(sums, times, out=np.full(size, np.nan), where=times > 0)
    away = (column[given] - mean[place[given]]) ** 2
    squares = np.bincount(place[given], away, minlength=size).astype(np.float64)
    return _Readings(mean, times, squares)


def _within(readings: _Readings, there: NDArray[np.bool_]) -> tuple[float, int, float]:
    """Pooled variance, its degrees of freedom, and 1 - mean(1 / readings)."""
    times = readings.times[there]
    freedom = int((times - 1).sum())
    variance = float(readings.squares[there].sum()) / freedom if freedom > 0 else 0.0
    return variance, freedom, float(1 - (1 / times).mean()) if len(times) else 0.0


def _recovered(gap: Floats, within: list[tuple[float, int, float]], confidence: float, name: str) -> RepeatedLimits:
    subjects = len(gap)
    variances = tuple(variance for variance, _, _ in within)
    if subjects < 2:
        nothing = undefined("Limits of agreement need two subjects.", units=subjects, confidence=confidence)
        return RepeatedLimits(LimitsOfAgreement(nothing, nothing, nothing, None), None, variances)
    between = float(gap.var(ddof=1))
    parts = [(between, subjects - 1), *((share * variance, freedom) for variance, freedom, share in within)]
    found = _limits(float(gap.mean()), float(np.sqrt(between / subjects)), parts, confidence, name, subjects)
    return RepeatedLimits(found, between, variances)


def _limits(
    bias: float, error: float, parts: list[tuple[float, int]], confidence: float, name: str, subjects: int
) -> LimitsOfAgreement:
    """Limits around a bias with this standard error, whose variance is a sum of parts with degrees of freedom.

    Zou (2013), equation 6.
    """
    total = sum(variance for variance, _ in parts)
    sd = float(np.sqrt(total))
    reach, chance = normal_quantile(0.975), (1 + confidence) / 2
    sure = normal_quantile(chance)
    more, less = _variance_reach(parts, chance)
    bias_part = (sure * error) ** 2
    outer = float(np.sqrt(bias_part + reach**2 * (np.sqrt(total + more) - sd) ** 2))
    inner = float(np.sqrt(bias_part + reach**2 * (sd - np.sqrt(max(total - less, 0.0))) ** 2))
    middle = symmetric(bias, error, sure, method=f"mean of subjects' differences, {name}", confidence=confidence)
    method = f"limit of agreement, {name}; variance estimates recovery"
    low, high = bias - reach * sd, bias + reach * sd
    lower = Estimate(low, low=low - outer, high=low + inner, confidence=confidence, method=method)
    upper = Estimate(high, low=high - inner, high=high + outer, confidence=confidence, method=method)
    counts = (subjects, 2, 0)
    return LimitsOfAgreement(middle.resting_on(*counts), lower.resting_on(*counts), upper.resting_on(*counts), sd)


def _variance_reach(parts: list[tuple[float, int]], chance: float) -> tuple[float, float]:
    """How far the summed variance may lie above and below its estimate, from each part's chi-squared limits."""
    more = less = 0.0
    for variance, freedom in parts:
        if freedom < 1:
            continue
        more += (variance * (freedom / chi_squared_quantile(1 - chance, freedom) - 1)) ** 2
        less += (variance * (1 - freedom / chi_squared_quantile(chance, freedom))) ** 2
    return float(np.sqrt(more)), float(np.sqrt(less))
