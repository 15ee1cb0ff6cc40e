"""Which items move together: when one is rated high, is the other too?

Two items that always move together may measure one thing, or show that observers mark by a general impression (halo).
The correlation of two observers' marks of one consultation is free of halo and stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.meetings import meetings_of
from reports.comparison.rating_set import RatingSet
from reports.statistics.correlation import spearman_correlation
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.minimums import Minimums, not_yet
from reports.statistics.pair_sums import resampled_pairs
from reports.statistics.rank_order import middle_ranks

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ItemPair:
    """Two items (their positions, the first below the second): within one sheet, and between two observers."""

    first: int
    second: int
    same_sheet: Estimate
    two_observers: Estimate


def item_pairs(ratings: RatingSet, minimums: Minimums) -> tuple[ItemPair, ...]:
    """Every two items; rank correlation with an interval between clinicians (delete-one jackknife).

    With one clinician only there is no interval between clinicians, and none is invented. Constant items are
    named instead of correlated.
    """
    clinician = ratings.unit_clinician[ratings.sheet_unit]
    met = meetings_of(ratings)
    turned = np.concatenate([met, met[:, ::-1]])
    pairs: list[ItemPair] = []
    for first in range(len(ratings.items)):
        for second in range(first + 1, len(ratings.items)):
            one, other = ratings.ratings[:, first], ratings.ratings[:, second]
            names = (ratings.items[first].name, ratings.items[second].name)
            within = _together(one, other, clinician, ratings.sheet_unit, names, minimums)
            between = _together(
                one[turned[:, 0]],
                other[turned[:, 1]],
                clinician[turned[:, 0]],
                ratings.sheet_unit[turned[:, 0]],
                names,
                minimums,
            )
            pairs.append(ItemPair(first, second, within, between))
    return tuple(pairs)


def item_pair_sentences(ratings: RatingSet, pairs: tuple[ItemPair, ...]) -> tuple[str, ...]:
    """The closest pair, the loosest pair, and what that may mean."""
    known = [pair for pair in pairs if pair.same_sheet.value is not None]
    if not known:
        return ("No two items can be set beside each other yet.",)
    closest = max(known, key=lambda pair: pair.same_sheet.number)
    loosest = min(known, key=lambda pair: pair.same_sheet.number)
    items = ratings.items

    def said(pair: ItemPair) -> str:
        both = f"“{items[pair.first].name}” and “{items[pair.second].name}”"
        return f"{both} ({correlation_words(pair.same_sheet)})"

    sentences = [f"On one sheet these two move together most: {said(closest)}."]
    if loosest is not closest:
        sentences.append(f"These two move together least: {said(loosest)}.")
    if closest.two_observers.value is not None and closest.same_sheet.number > 0:
        sentences.append(
            f"When two different people rate that closest pair, it is {correlation_words(closest.two_observers)}. What "
            "is lost on the way may be a general impression that colours a whole sheet, or the two people "
            "disagreeing."
        )
    return tuple(sentences)


def correlation_words(found: Estimate) -> str:
    """A correlation with its interval, or why there is none."""
    if found.value is None:
        return found.undefined or ""
    if found.low is None or found.high is None:
        return f"{found.value:.2f}, no interval".replace("-", "−")
    return f"{found.value:.2f}, likely {found.low:.2f} to {found.high:.2f}".replace("-", "−")


def _together(
    one: Floats,
    other: Floats,
    clinician: NDArray[np.int64],
    unit: NDArray[np.int64],
    names: tuple[str, str],
    minimums: Minimums,
) -> Estimate:
    both = ~np.isnan(one) & ~np.isnan(other)
    first, second, whose = one[both], other[both], clinician[both]
    seen = len(np.unique(unit[both]))
    short = not_yet(seen, minimums.paired_consultations, "consultation", "consultations")
    if short is not None:
        return undefined(short, units=seen)
    for name, column in zip(names, (first, second), strict=True):
        if np.ptp(column) == 0:
            return undefined(f"“{name}” was always given the same point.", units=seen)
    plain = spearman_correlation(first, second)
    if len(np.unique(whose)) < 2 or plain.value is None:
        why = "All ratings are of one clinician, so nothing can be said of others."
        lone = Estimate(plain.number, method="Spearman", no_interval=why) if plain.value is not None else plain
        return lone.resting_on(seen, 0, int(both.sum()))
    found = resampled_pairs(middle_ranks(first), middle_ranks(second), whose.tolist(), "pearson")
    if found.value is None:
        return Estimate(plain.number, method="Spearman", no_interval=found.undefined).resting_on(seen, 0, len(first))
    return _cut(found).resting_on(seen, 0, int(both.sum()))


def _cut(found: Estimate) -> Estimate:
    """The interval cut where correlations end."""
    method = found.method.replace("pearson", "Spearman")
    if found.low is None or found.high is None:
        return Estimate(found.number, method=method, no_interval=found.no_interval)
    value = min(max(found.number, -1.0), 1.0)
    low, high = min(max(found.low, -1.0), value), max(min(found.high, 1.0), value)
    return Estimate(value, found.standard_error, low, high, method=method)
