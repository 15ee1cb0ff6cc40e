"""A clinician's mean score in the eyes of one observer type, and the gap between two types.

Every number of a type is a function of the scores alone and never of who gave which: dealt out anew among the same
observers, the same sheets give the same means, intervals and gaps. So no number tells one observer from another. The
price is an interval on the wide side: sheets of one consultation (for a mean) or of one observer (for a gap) are taken
to say the same thing once, as if they agreed in full. What may be repeated counts: consultations for a mean, observers
for a gap, each of whom is one person however many sheets they filled.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum, inf, sqrt

from scipy.special import stdtrit

from reports.statistics.estimate import Estimate, symmetric, undefined

# Means that differ by less than this differ by rounding of the machine only.
_ALIKE = 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """One score with the opaque keys of the consultation and the observer it comes from."""

    value: float
    consultation: str
    observer: str


@dataclass(frozen=True, slots=True)
class _Spread:
    """The mean's variance when each cluster speaks once, and how many clusters of equal size there would be.

    variance = (spread of the scores) / (clusters - 1): for clusters of one score each, the textbook's.
    """

    mean: float
    variance: float
    clusters: float


def mean_score(scores: Sequence[Scored], lowest: float, highest: float) -> Estimate:
    """Mean of the sheets' scores with a 95 % t interval over consultations, cut to the scale.

    Undefined without scores; without interval when fewer than two consultations were scored or all were scored
    alike, which shows nothing of how far the next one could differ.
    """
    if not scores:
        return undefined("No observation could be scored.")
    consultations = len({score.consultation for score in scores})
    counts = (consultations, len({score.observer for score in scores}), len(scores))
    method = "mean of sheets, t interval over consultations"
    found = _spread(scores, (score.consultation for score in scores))
    if consultations < 2:
        reason = "One consultation only, so the spread between consultations cannot be judged."
        return Estimate(found.mean, method=method, no_interval=reason).resting_on(*counts)
    if sqrt(found.variance) < _ALIKE:
        reason = f"All {consultations} consultations were scored alike, so there is no interval."
        return Estimate(found.mean, method=method, no_interval=reason).resting_on(*counts)
    quantile = float(stdtrit(max(found.clusters - 1, 1.0), 0.975))
    estimate = symmetric(found.mean, sqrt(found.variance), quantile, method=method, lowest=lowest, highest=highest)
    return replace(estimate, degrees_of_freedom=(found.clusters - 1,)).resting_on(*counts)


def gap(first: Sequence[Scored], second: Sequence[Scored], needed: int, span: float = inf) -> Estimate:
    """Mean of the first type less mean of the second (Welch 1947, unequal variances), observers as the unit.

    They may have seen different consultations, so the interval holds differences between consultations too: wider,
    never narrower, than one from pairs. The mixed model of `type_comparison` uses the pairs and is for programmes.
    Undefined below `needed` observers on either side. span: no gap can be larger.
    """
    if min(len({score.observer for score in side}) for side in (first, second)) < needed:
        return undefined(f"At least {needed} observers of each kind must have scored.")
    sides = [_spread(side, (score.observer for score in side)) for side in (first, second)]
    variance = fsum(side.variance for side in sides)
    if sqrt(variance) < _ALIKE:
        return undefined("All observers of a kind gave the same scores, so the gap has no interval.")
    freedom = variance**2 / fsum(side.variance**2 / (side.clusters - 1) for side in sides)
    estimate = symmetric(
        sides[0].mean - sides[1].mean,
        sqrt(variance),
        float(stdtrit(max(freedom, 1.0), 0.975)),
        method="difference of means, Welch interval over observers",
        lowest=-span,
        highest=span,
    )
    people = len({score.observer for score in first}) + len({score.observer for score in second})
    return estimate.resting_on(0, people, len(first) + len(second))


def _spread(scores: Sequence[Scored], clusters: Iterable[str]) -> _Spread:
    """Kish (1965, Survey Sampling, 8.2) for clusters that agree in full: n² / sum of squared sizes of them are left."""
    values = sorted(score.value for score in scores)
    count = len(values)
    mean = fsum(values) / count
    effective = count**2 / sum(size**2 for size in Counter(clusters).values())
    if effective <= 1:
        return _Spread(mean, 0.0, effective)
    return _Spread(mean, fsum((value - mean) ** 2 for value in values) / count / (effective - 1), effective)
