"""A clinician's mean score in the eyes of one observer type, and the gap between two types.

Both count what may be repeated: the mean's interval comes from consultations (sheets of one consultation are
averaged first), the gap's from observers, each of whom is one person however many sheets they filled.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean

from scipy.special import stdtrit

from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.means import clustered_mean

# Means that differ by less than this differ by rounding of the machine only.
_ALIKE = 1e-9


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
    estimate = clustered_mean(
        [score.value for score in scores],
        [score.consultation for score in scores],
        [score.observer for score in scores],
        lowest=lowest,
        highest=highest,
    )
    if estimate.low is not None and estimate.high is not None and estimate.high - estimate.low < _ALIKE:
        reason = f"All {estimate.units} consultations were scored alike, so there is no interval."
        return replace(estimate, low=None, high=None, standard_error=None, no_interval=reason)
    return estimate


def gap(first: Sequence[Scored], second: Sequence[Scored], needed: int) -> Estimate:
    """Mean of the first type's observers less mean of the second's (Welch 1947, unequal variances).

    Observers are the unit. They may have seen different consultations, so the interval holds differences between
    consultations too: wider, never narrower, than one from pairs. The mixed model of `type_comparison` uses the
    pairs and is for programmes; for the few sheets of one clinician it says the same at a thousand times the cost.
    Undefined below `needed` observers on either side.
    """
    one, two = _observer_means(first), _observer_means(second)
    if min(len(one), len(two)) < needed:
        return undefined(f"At least {needed} observers of each kind must have scored.")
    parts = [_variance(means) / len(means) for means in (one, two)]
    error = sqrt(sum(parts))
    if error < _ALIKE:
        return undefined("All observers of a kind gave the same mean, so the gap has no interval.")
    freedom = sum(parts) ** 2 / sum(part**2 / (len(means) - 1) for part, means in zip(parts, (one, two), strict=True))
    estimate = symmetric(
        fmean(one) - fmean(two),
        error,
        float(stdtrit(freedom, 0.975)),
        method="difference of observers' means, Welch interval over observers",
    )
    return estimate.resting_on(0, len(one) + len(two), len(first) + len(second))


def _variance(values: Sequence[float]) -> float:
    middle = fmean(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def _observer_means(scores: Sequence[Scored]) -> list[float]:
    own: dict[str, list[float]] = defaultdict(list)
    for score in scores:
        own[score.observer].append(score.value)
    return [fmean(values) for values in own.values()]
