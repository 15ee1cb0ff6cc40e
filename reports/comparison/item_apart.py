"""Which item do two observer types see differently, beside how strict they are on everything else?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RatingSet
from reports.statistics.distributions import t_quantile, two_sided_t
from reports.statistics.estimate import Estimate, symmetric, undefined

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
BY_LUCK = 0.05


def set_apart(ratings: RatingSet, item: int, types: tuple[int, int], confidence: float = 0.95) -> Estimate:
    """First type less second on one item set against the other items of the same sheets, in points of the item.

    Within a sheet the consultation and the observer's strictness fall out. Each observer counts once: the difference
    is between the means of observers' means (Welch 1947), with at most observers less two degrees of freedom.
    """
    score = against_other_items(ratings, item)
    means = [_observer_means(ratings, score, at) for at in types]
    people = sum(map(len, means))
    if min(map(len, means)) < 2:
        return undefined("A comparison of types needs two observers of each at the very least.", raters=people)
    shares = [float(side.var(ddof=1)) / len(side) for side in means]
    if not sum(shares) > 0:
        return undefined("All observers of a type set this item apart by the same step.", raters=people)
    bottom = sum(share**2 / (len(side) - 1) for share, side in zip(shares, means, strict=True))
    freedom = min(sum(shares) ** 2 / bottom, float(people - 2))
    value, error = float(means[0].mean() - means[1].mean()), float(np.sqrt(sum(shares)))
    found = symmetric(
        value,
        error,
        t_quantile((1 + confidence) / 2, freedom),
        method=f"item against the sheet’s other items; between observers’ means, Welch, {freedom:.1f} df",
        confidence=confidence,
    )
    chance = two_sided_t(value / error, freedom)
    tested = replace(found, statistic=value / error, degrees_of_freedom=(freedom,), p_value=chance)
    return tested.resting_on(0, people, int((~np.isnan(score) & np.isin(ratings.sheet_type, types)).sum()))


def against_other_items(ratings: RatingSet, item: int) -> Floats:
    """(sheets,) the item less the mean of the sheet's other items, in points of the item; NaN without either."""
    low = np.array([each.points[0] for each in ratings.items])
    width = np.array([each.points[-1] - each.points[0] for each in ratings.items])
    # An item of one point lies nowhere on its scale, so it neither stands out nor counts among the others.
    share = np.divide(ratings.ratings - low, width, out=np.full(ratings.ratings.shape, np.nan), where=width > 0)
    others = np.delete(share, item, axis=1)
    there = (~np.isnan(others)).sum(1)
    mean = np.divide(np.nansum(others, axis=1), there, out=np.full(len(share), np.nan), where=there > 0)
    return (share[:, item] - mean) * width[item]


def beyond_luck(found: Sequence[Estimate | None]) -> tuple[bool, ...]:
    """Which differences stand out although so many were looked at: Holm's step-down (1979), Scand J Stat 6, 65-70."""
    chances = sorted(
        (each.p_value, at) for at, each in enumerate(found) if each is not None and each.p_value is not None
    )
    kept: set[int] = set()
    for rank, (chance, at) in enumerate(chances):
        if chance * (len(chances) - rank) >= BY_LUCK:
            break
        kept.add(at)
    return tuple(at in kept for at in range(len(found)))


def _observer_means(ratings: RatingSet, score: Floats, kind: int) -> Floats:
    mine = (ratings.sheet_type == kind) & ~np.isnan(score)
    place = np.unique(ratings.sheet_observer[mine], return_inverse=True)[1]
    return np.bincount(place, score[mine]) / np.bincount(place)
