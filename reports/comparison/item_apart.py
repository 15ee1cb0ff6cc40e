"""Which item do two observer types see differently, beside how strict they are on everything else?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RatingSet
from reports.statistics.distributions import t_quantile, two_sided_t
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.many_tests import FAMILY_ERROR, holm

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
# With fewer there is nothing to set one beside.
FEWEST_ITEMS = 3
Aside = frozenset[int]


def all_set_apart(items: int, measured: Callable[[int, Aside], Estimate | None]) -> tuple[Estimate | None, ...]:
    """Every item set against the others, none of which stands out itself.

    An item that is seen differently would pull all others the other way. So the one that stands out most is left out of
    the others and everything is measured again, until nothing new stands out or too few others are left (forward
    purification: Clauser, Mazor & Hambleton 1993, Appl Meas Educ 6, 269-279). measured: an item's estimate given the
    items set aside; None where there is nothing to say.
    """
    aside: Aside = frozenset()
    while True:
        found = tuple(measured(at, aside) for at in range(items))
        chances = [None if each is None else each.p_value for each in found]
        new = [
            (chance, at)
            for at, (chance, adjusted) in enumerate(zip(chances, holm(chances), strict=True))
            if chance is not None and adjusted is not None and adjusted < FAMILY_ERROR and at not in aside
        ]
        if not new or items - len(aside) - 1 < FEWEST_ITEMS:
            return found
        aside |= {min(new)[1]}


def set_apart(
    ratings: RatingSet, item: int, types: tuple[int, int], aside: Aside = frozenset(), confidence: float = 0.95
) -> Estimate:
    """First type less second on one item set against the other items of the same sheets, in points of the item.

    aside: items that do not count among the others. Within a sheet the consultation and the observer's strictness
    fall out. Each observer counts once: see `between`.
    """
    score = against_other_items(ratings, item, aside)
    sides = [_means(ratings.sheet_observer, score, ratings.sheet_type == at) for at in types]
    found = between(sides, "observer", "type", "item against the sheet’s other items", confidence)
    return found.resting_on(0, found.raters, int((~np.isnan(score) & np.isin(ratings.sheet_type, types)).sum()))


def between(sides: Sequence[Floats], one: str, group: str, what: str, confidence: float = 0.95) -> Estimate:
    """Mean of the first side's people less that of the second's, each person counting once (Welch 1947).

    sides: two arrays of people's own means. one, group: what the people and the sides are called, for the reasons;
    what: begins the method. At most as many degrees of freedom as people less two.
    """
    people = sum(map(len, sides))
    if min(map(len, sides)) < 2:
        return undefined(f"A comparison of {group}s needs two {one}s of each at the very least.", raters=people)
    shares = [float(side.var(ddof=1)) / len(side) for side in sides]
    if not sum(shares) > 0:
        return undefined(f"All {one}s of a {group} set this item apart by the same step.", raters=people)
    bottom = sum(share**2 / (len(side) - 1) for share, side in zip(shares, sides, strict=True))
    freedom = min(sum(shares) ** 2 / bottom, float(people - 2))
    value, error = float(sides[0].mean() - sides[1].mean()), float(np.sqrt(sum(shares)))
    return t_tested(
        value, error, freedom, f"{what}; between {one}s’ means, Welch, {freedom:.1f} df", people, confidence
    )


def t_tested(
    value: float, error: float, freedom: float, method: str, people: int, confidence: float = 0.95
) -> Estimate:
    """A difference with its t interval, and the chance of one so large were there none."""
    found = symmetric(value, error, t_quantile((1 + confidence) / 2, freedom), method=method, confidence=confidence)
    chance = two_sided_t(value / error, freedom)
    told = replace(found, statistic=value / error, degrees_of_freedom=(freedom,), p_value=chance)
    return told.resting_on(0, people, 0)


def against_other_items(ratings: RatingSet, item: int, aside: Aside = frozenset()) -> Floats:
    """(sheets,) the item less the mean of the sheet's other items, in points of the item; NaN without either.

    aside: items that do not count among the others.
    """
    low = np.array([each.points[0] for each in ratings.items])
    width = np.array([each.points[-1] - each.points[0] for each in ratings.items])
    # An item of one point lies nowhere on its scale, so it neither stands out nor counts among the others.
    share = np.divide(ratings.ratings - low, width, out=np.full(ratings.ratings.shape, np.nan), where=width > 0)
    others = np.delete(share, sorted({item, *aside}), axis=1)
    there = (~np.isnan(others)).sum(1)
    mean = np.divide(np.nansum(others, axis=1), there, out=np.full(len(share), np.nan), where=there > 0)
    return (share[:, item] - mean) * width[item]


def beyond_luck(found: Sequence[Estimate | None]) -> tuple[bool, ...]:
    """Which differences stand out although so many were looked at (Holm)."""
    adjusted = holm([None if each is None else each.p_value for each in found])
    return tuple(chance is not None and chance < FAMILY_ERROR for chance in adjusted)


def means_of_people(who: Whole, score: Floats) -> Floats:
    """(people,) the mean of each person's scores; NaN scores and people without any are left out."""
    return _means(who, score, np.ones(len(score), dtype=np.bool_))


def _means(who: Whole, score: Floats, used: NDArray[np.bool_]) -> Floats:
    mine = used & ~np.isnan(score)
    place = np.unique(who[mine], return_inverse=True)[1]
    return np.bincount(place, score[mine]) / np.bincount(place)
