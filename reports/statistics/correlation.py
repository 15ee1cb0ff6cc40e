"""How two measurements move together: Lin's concordance, Pearson, Spearman, Kendall.

Lin, L. I. (1989) Biometrics 45, 255-268, corrected (2000) 56, 324-325. Bonett, D. G. & Wright, T. A. (2000)
Psychometrika 65, 23-28. Concordance asks for the same numbers; the others only for the same order or line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.causes import pair_given, scores_given
from reports.statistics.differences import paired
from reports.statistics.distributions import normal_quantile, two_sided_t
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.rank_order import middle_ranks, tau_b
from reports.statistics.reach import Reach, Variation, resampled_estimate
from reports.statistics.resampling import in_groups, left_out_groups

Floats = NDArray[np.float64]
FEWEST_FOR_TAU = 5


@dataclass(frozen=True)
class Concordance:
    """Lin's concordance with what it is made of.

    on_z: interval on Fisher's scale; plain: the same estimate with the untransformed interval. bias_correction:
    concordance over Pearson's correlation. scale_shift: SD of x over SD of y. location_shift: mean difference over
    their geometric mean. unbiased_variances: the variant with n - 1, which is not Lin's.
    """

    on_z: Estimate
    plain: Estimate
    bias_correction: float | None = None
    scale_shift: float | None = None
    location_shift: float | None = None
    unbiased_variances: float | None = None


def lin_concordance(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Concordance:
    """2 cov(x, y) / (var x + var y + squared mean difference), with variances over n."""
    first, second = paired(x, y)
    pairs = len(first)
    value, unbiased = _concordance(first, second)
    if value is None:
        reason = "There is no pair to compare." if not pairs else "Both gave the same number to everything."
        nothing = undefined(reason, method="Lin's concordance", units=pairs, cause=pair_given(first, second))
        return Concordance(nothing, nothing)
    sx, sy = float(first.std()), float(second.std())
    counts = (pairs, 2, 2 * pairs)
    if sx == 0 or sy == 0 or pairs < 3:
        reason = "One of the two never varied." if min(sx, sy) == 0 else "Fewer than three pairs."
        lone = Estimate(value, method="Lin's concordance", no_interval=reason).resting_on(*counts)
        return Concordance(lone, lone, unbiased_variances=unbiased)
    pearson = float(np.cov(first, second, ddof=0)[0, 1] / (sx * sy))
    shift = float((first.mean() - second.mean()) / np.sqrt(sx * sy))
    if abs(value) >= 1 - 1e-15:
        lone = Estimate(value, 0.0, value, value, method="Lin's concordance, complete").resting_on(*counts)
        return Concordance(lone, lone, value / pearson, sx / sy, abs(shift), unbiased)
    error = _lin_error(value, pearson, shift, pairs) if pearson != 0 else float("nan")
    if not np.isfinite(error):
        lone = Estimate(value, method="Lin's concordance", no_interval="The two are not correlated at all.")
        return Concordance(lone.resting_on(*counts), lone.resting_on(*counts), None, sx / sy, abs(shift), unbiased)
    sure = normal_quantile((1 + confidence) / 2)
    on_z = _fisher(value, error / (1 - value**2), sure)
    return Concordance(
        replace(on_z, method="Lin's concordance; Fisher's z", confidence=confidence).resting_on(*counts),
        symmetric(value, error, sure, method="Lin's concordance; normal", confidence=confidence).resting_on(*counts),
        value / pearson,
        sx / sy,
        abs(shift),
        unbiased,
    )


def pearson_correlation(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Pearson's correlation with Fisher's interval and its t test."""
    first, second = paired(x, y)
    nothing = _why_uncorrelated(first, second)
    if nothing is not None:
        return undefined(nothing, method="Pearson", units=len(first), cause=pair_given(first, second))
    return _correlation(_line(first, second), len(first), 1.0, "Pearson; Fisher's z", confidence)


def spearman_correlation(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Spearman's rank correlation (mid-ranks) with Bonett and Wright's interval and the t approximation."""
    first, second = paired(x, y)
    nothing = _why_uncorrelated(first, second)
    if nothing is not None:
        return undefined(nothing, method="Spearman", units=len(first), cause=pair_given(first, second))
    value = _line(middle_ranks(first), middle_ranks(second))
    return _correlation(value, len(first), 1 + value**2 / 2, "Spearman; Bonett-Wright", confidence)


def kendall_tau_b(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Kendall's tau-b, adjusted for ties.

    Without ties the interval is that of Fieller, E. C., Hartley, H. O. & Pearson, E. S. (1957), Biometrika 44, 470-481:
    variance 0.437 / (n - 4) on Fisher's scale (Bonett & Wright 2000, equation 2), good for |tau| below 0.8. With ties
    it is far too narrow (40 pairs on five points: 83.6 % of 2 000 intervals held the truth), so a jackknife over pairs
    takes its place.
    """
    first, second = paired(x, y)
    nothing = _why_uncorrelated(first, second)
    if nothing is not None:
        return undefined(nothing, method="Kendall tau-b", units=len(first), cause=pair_given(first, second))
    value, chance = tau_b(first, second)
    number = len(first)
    counts = (number, 2, 2 * number)
    if number < FEWEST_FOR_TAU or abs(value) >= 1 - 1e-15:
        reason = "Fewer than five pairs." if number < FEWEST_FOR_TAU else "The order is the same throughout."
        return Estimate(value, p_value=chance, method="Kendall tau-b", no_interval=reason).resting_on(*counts)
    if len(np.unique(first)) < number or len(np.unique(second)) < number:
        found = _tied_tau(first, second, value, confidence)
        return replace(found, p_value=chance).resting_on(*counts)
    error = float(np.sqrt(0.437 / (number - 4)))
    found = _fisher(value, error, normal_quantile((1 + confidence) / 2))
    method = "Kendall tau-b; Fieller-Hartley-Pearson"
    return replace(found, p_value=chance, method=method, confidence=confidence).resting_on(*counts)


def _tied_tau(first: Floats, second: Floats, value: float, confidence: float) -> Estimate:
    groups = in_groups(len(first))

    def kept(which: NDArray[np.bool_]) -> float:
        one, other = first[which], second[which]
        constant = np.ptp(one) == 0 or np.ptp(other) == 0
        return float("nan") if constant else tau_b(one, other)[0]

    number = int(groups.max()) + 1
    variation = Variation(number, "pair", lambda: left_out_groups(groups, kept), lambda: np.empty(0), lowest=-1.0)
    return resampled_estimate(value, "Kendall tau-b", variation, Reach("jackknife", confidence))


def mean_spearman(
    scores: Floats, names: Sequence[str], clusters: NDArray[np.int64] | None = None, confidence: float = 0.95
) -> Estimate:
    """Arithmetic mean of Spearman's correlation over all pairs of columns; undefined, by name, for a constant one.

    scores: (units, raters) complete. The interval is a jackknife over units, clusters of them, or blocks of many.
    """
    constant = [name for name, column in zip(names, scores.T, strict=True) if np.ptp(column) == 0]
    if constant:
        reason = f"{', '.join(constant)} gave the same score to everything."
        return undefined(reason, method="mean Spearman", cause=scores_given(scores, names))
    if scores.shape[1] < 2 or len(scores) < 2:
        return undefined("Two raters and two units are needed.", method="mean Spearman")
    groups = in_groups(len(scores), clusters)

    def kept(which: NDArray[np.bool_]) -> float:
        return _mean_rank_correlation(scores[which])

    thing = "cluster" if clusters is not None else "unit"
    number = int(groups.max()) + 1
    variation = Variation(number, thing, lambda: left_out_groups(groups, kept), lambda: np.empty(0), lowest=-1.0)
    value = _mean_rank_correlation(scores)
    found = resampled_estimate(value, "mean of pairwise Spearman", variation, Reach("jackknife", confidence))
    return found.resting_on(len(scores), scores.shape[1], scores.size)


def _mean_rank_correlation(scores: Floats) -> float:
    ranks = np.stack([middle_ranks(column) for column in scores.T])
    if (np.ptp(ranks, axis=1) == 0).any():
        return float("nan")
    table: Floats = np.asarray(np.corrcoef(ranks), dtype=np.float64)
    return float(table[np.triu_indices(len(table), 1)].mean())


def _concordance(first: Floats, second: Floats) -> tuple[float | None, float | None]:
    if not len(first):
        return None, None
    gap = float(first.mean() - second.mean())
    below = float(first.var() + second.var()) + gap**2
    if below == 0:
        return None, None
    cross = float(((first - first.mean()) * (second - second.mean())).mean())
    if len(first) < 2:
        return 2 * cross / below, None
    more = len(first) / (len(first) - 1)
    return 2 * cross / below, 2 * cross * more / ((below - gap**2) * more + gap**2)


def _lin_error(value: float, pearson: float, shift: float, pairs: int) -> float:
    square = pearson**2
    spread = (1 - square) * value**2 * (1 - value**2) / square
    spread += 2 * value**3 * (1 - value) * shift**2 / pearson - value**4 * shift**4 / (2 * square)
    return float(np.sqrt(spread / (pairs - 2))) if spread >= 0 else float("nan")


def _line(first: Floats, second: Floats) -> float:
    a, b = first - first.mean(), second - second.mean()
    value = float(a @ b / np.sqrt((a @ a) * (b @ b)))
    return min(max(value, -1.0), 1.0)


def _why_uncorrelated(first: Floats, second: Floats) -> str | None:
    if len(first) < 2:
        return "Correlation needs two pairs."
    constant = [name for name, column in (("The first", first), ("The second", second)) if np.ptp(column) == 0]
    return f"{' and '.join(constant)} never varied, so there is no correlation." if constant else None


def _correlation(value: float, pairs: int, inflation: float, method: str, confidence: float) -> Estimate:
    counts = (pairs, 2, 2 * pairs)
    if pairs < 4 or abs(value) >= 1 - 1e-15:
        reason = "Fewer than four pairs." if pairs < 4 else "The correlation is complete."
        return Estimate(value, method=method, confidence=confidence, no_interval=reason).resting_on(*counts)
    error = float(np.sqrt(inflation / (pairs - 3)))
    found = _fisher(value, error, normal_quantile((1 + confidence) / 2))
    ratio = value * float(np.sqrt((pairs - 2) / (1 - value**2)))
    tested = replace(
        found,
        method=method,
        confidence=confidence,
        statistic=ratio,
        degrees_of_freedom=(float(pairs - 2),),
        p_value=two_sided_t(ratio, pairs - 2),
    )
    return tested.resting_on(*counts)


def _fisher(value: float, error: float, sure: float) -> Estimate:
    centre = float(np.arctanh(value))
    low, high = float(np.tanh(centre - sure * error)), float(np.tanh(centre + sure * error))
    return Estimate(value, error * (1 - value**2), low, high)
