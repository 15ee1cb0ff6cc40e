"""A clinician's mean score in the eyes of one observer type, and the gap between two types.

Both count what may be repeated: the mean's interval comes from consultations (sheets of one consultation are
averaged first), the gap's from observers, each of whom is one person however many sheets they filled.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from scipy.special import stdtrit

from reports.statistics.estimate import Estimate, symmetric, undefined

OBSERVERS_A_SIDE = 4
# Means that differ by less than this differ by rounding of the machine only.
ALIKE = 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """One score with the opaque keys of the consultation and the observer it comes from."""

    value: float
    consultation: str
    observer: str


def mean_score(scores: Sequence[Scored], lowest: float, highest: float) -> Estimate:
    """Mean over consultations with a 95 % t interval, cut to the scale. `units` counts consultations.

    Undefined without scores; without interval when fewer than two consultations were scored or all were scored
    alike, which shows nothing of how far the next one could differ.
    """
    if not scores:
        return undefined("No observation could be scored.")
    means = _means(scores, [score.consultation for score in scores])
    observers = len({score.observer for score in scores})
    count = len(means)
    middle = fmean(means)
    if count < 2:
        estimate = Estimate(middle, no_interval="no interval from one consultation")
    elif max(means) - min(means) < ALIKE:
        estimate = Estimate(middle, no_interval="no interval: all alike")
    else:
        error = sqrt(_variance(means) / count)
        quantile = float(stdtrit(count - 1, 0.975))
        method = "mean of consultation means, t interval over consultations"
        estimate = symmetric(middle, error, quantile, method=method, lowest=lowest, highest=highest)
    return estimate.resting_on(count, observers, len(scores))


def gap(first: Sequence[Scored], second: Sequence[Scored], needed: int = OBSERVERS_A_SIDE) -> Estimate:
    """Mean of the first type less mean of the second, observers as the unit (Welch 1947, unequal variances).

    Observers may have seen different consultations, so the interval holds differences between consultations
    too and is wider, never narrower, than one from pairs. Undefined below `needed` observers on either side.
    """
    one = _means(first, [score.observer for score in first])
    two = _means(second, [score.observer for score in second])
    short = max(needed - len(one), needed - len(two))
    if short > 0:
        return undefined(f"{needed} observers of each kind are needed to compare them.")
    parts = [_variance(one) / len(one), _variance(two) / len(two)]
    error = sqrt(sum(parts))
    difference = fmean(one) - fmean(two)
    raters = len(one) + len(two)
    ratings = len(first) + len(second)
    if error < ALIKE:
        return undefined(
            "Every observer of a kind gave the same mean score, so the gap has no interval.",
            raters=raters,
            ratings=ratings,
        )
    freedom = sum(parts) ** 2 / sum(
        part**2 / (count - 1) for part, count in zip(parts, (len(one), len(two)), strict=True)
    )
    quantile = float(stdtrit(freedom, 0.975))
    method = "difference of observers' means, Welch interval over observers"
    estimate = symmetric(difference, error, quantile, method=method)
    return estimate.resting_on(0, raters, ratings)


def _means(scores: Sequence[Scored], keys: Iterable[str]) -> list[float]:
    parts: dict[str, list[float]] = defaultdict(list)
    for score, key in zip(scores, keys, strict=True):
        parts[key].append(score.value)
    return [fmean(values) for values in parts.values()]


def _variance(values: Sequence[float]) -> float:
    middle = fmean(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)
