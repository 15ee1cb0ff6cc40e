"""How far two observer types lie apart, on the total and item by item, with observers as the unit.

Four observers with 300 sheets are four observers: with too few people a side nothing is said of their type, with a few
more the gap is described without an interval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from reports.comparison.gap_words import gap_sentences
from reports.comparison.item_apart import FEWEST_ITEMS, Aside, all_set_apart, beyond_luck, set_apart
from reports.comparison.kind_warnings import kinds_share_a_clinician
from reports.comparison.minimums import PRODUCT_MINIMUMS
from reports.comparison.rating_set import RatingSet
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.minimums import Minimums
from reports.statistics.type_comparison import compare_types

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """One type's ratings: people, sheets, and the mean of the people's own means; None without any, and with so few
    people that the mean would be theirs and not their type's.
    """

    observers: int
    sheets: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """First type less second.

    id None is the total. highest, lowest: of the scale the means stand on. apart: for an item, how far the types'
    gap on it is from their gap on the other items of the same sheets, which takes out how strict each observer is.
    beyond_luck: that stands out even after allowing for how many items were looked at.
    """

    id: str | None
    name: str
    lowest: float
    highest: float
    first: Side
    second: Side
    difference: Estimate
    apart: Estimate | None = None
    beyond_luck: bool = False


@dataclass(frozen=True, slots=True)
class TypeGaps:
    """Two types set against each other. sentences: what may be said aloud."""

    key: str
    first: str
    second: str
    total: Gap
    items: tuple[Gap, ...]
    sentences: tuple[str, ...]


def type_gaps(ratings: RatingSet, minimums: Minimums = PRODUCT_MINIMUMS) -> tuple[TypeGaps, ...]:
    """Every two types that have sheets here."""
    present = [at for at in range(len(ratings.types)) if len(ratings.observers_of(at))]
    return tuple(_between(ratings, one, other, minimums) for one, other in combinations(present, 2))


def _between(ratings: RatingSet, one: int, other: int, minimums: Minimums) -> TypeGaps:
    first, second = ratings.types[one], ratings.types[other]
    total = _total_gap(ratings, (one, other), minimums)
    items = [_item_gap(ratings, at, (one, other), minimums) for at in range(len(ratings.items))]
    apart = all_set_apart(len(items), lambda at, aside: _apart(ratings, at, (one, other), items[at], aside))
    told = tuple(
        replace(gap, apart=found, beyond_luck=out)
        for gap, found, out in zip(items, apart, beyond_luck(apart), strict=True)
    )
    return TypeGaps(
        f"between-{first.code}-{second.code}",
        first.name,
        second.name,
        total,
        told,
        gap_sentences(first.name, second.name, total, told),
    )


def _total_gap(ratings: RatingSet, types: tuple[int, int], minimums: Minimums) -> Gap:
    scale = ratings.total
    difference = _difference(ratings, ratings.totals, types, minimums)
    sides = [_side(ratings, ratings.totals, at, minimums) for at in types]
    return Gap(None, "Total", scale.lowest, scale.highest, sides[0], sides[1], difference)


def _item_gap(ratings: RatingSet, at: int, types: tuple[int, int], minimums: Minimums) -> Gap:
    item, values = ratings.items[at], ratings.ratings[:, at]
    difference = _difference(ratings, values, types, minimums)
    sides = [_side(ratings, values, kind, minimums) for kind in types]
    return Gap(item.id, item.name, item.points[0], item.points[-1], sides[0], sides[1], difference)


def _apart(ratings: RatingSet, at: int, types: tuple[int, int], gap: Gap, aside: Aside) -> Estimate | None:
    if not gap.difference.has_interval or len(ratings.items) < FEWEST_ITEMS:
        return None
    return set_apart(ratings, at, types, aside)


def _difference(ratings: RatingSet, values: Floats, types: tuple[int, int], minimums: Minimums) -> Estimate:
    if not kinds_share_a_clinician(ratings, types, ~np.isnan(values)):
        return undefined("Not yet: the two kinds never watched the same clinician, so they cannot be set side by side.")
    kind = [ratings.types[int(at)].name for at in ratings.sheet_type.tolist()]
    try:
        return compare_types(
            values,
            ratings.sheet_observer.tolist(),
            kind,
            ratings.sheet_unit.tolist(),
            first=ratings.types[types[0]].name,
            second=ratings.types[types[1]].name,
            minimums=minimums,
        ).gap
    except (np.linalg.LinAlgError, ValueError):
        return undefined("Observers and types cannot be told apart in this design.")


def _side(ratings: RatingSet, values: Floats, kind: int, minimums: Minimums) -> Side:
    mine = (ratings.sheet_type == kind) & ~np.isnan(values)
    seats, place = np.unique(ratings.sheet_observer[mine], return_inverse=True)
    if len(seats) < minimums.observers_in_group:
        return Side(len(seats), int(mine.sum()), None)
    means = np.bincount(place, values[mine]) / np.bincount(place)
    return Side(len(seats), int(mine.sum()), float(means.mean()))
