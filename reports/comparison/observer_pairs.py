"""Observers against observers: how often each two gave the same rating, or nearly, over all items.

For those who run a programme only: one row is one person.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RatingSet
from reports.statistics.estimate import Estimate
from reports.statistics.means import clustered_mean
from reports.statistics.minimums import Minimums

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PairCount:
    """Two observers (or one with all others): shared consultations, rating pairs, the same, at most one step apart."""

    consultations: int
    pairs: int
    same: int
    within_one: int
    enough: bool

    @property
    def share_same(self) -> float | None:
        """Share of pairs on the same point; None while there are too few to say."""
        return self.same / self.pairs if self.enough else None

    @property
    def share_within_one(self) -> float | None:
        """Share of pairs at most one step apart; None while there are too few to say."""
        return self.within_one / self.pairs if self.enough else None


@dataclass(frozen=True, slots=True)
class ObserverRow:
    """One observer: sheets, mean total (None while too few), and how they compare with each of the others.

    with_each: in the order of the observers, None for oneself.
    """

    key: str
    name: str
    type_code: str
    type_name: str
    sheets: int
    mean_total: Estimate | None
    with_everybody: PairCount
    with_each: tuple[PairCount | None, ...]


def observer_rows(ratings: RatingSet, minimums: Minimums) -> tuple[ObserverRow, ...]:
    """Every observer who has a sheet here, type by type, then by name."""
    counts = _pair_counts(ratings)
    type_of = {each.code: at for at, each in enumerate(ratings.types)}
    present = [at for at in range(len(ratings.observers)) if (ratings.sheet_observer == at).any()]
    present.sort(key=lambda at: (type_of[ratings.observers[at].type_code], ratings.observers[at].name.casefold()))
    least = minimums.ratings_of_observer
    rows: list[ObserverRow] = []
    for at in present:
        observer = ratings.observers[at]
        own = ratings.totals[ratings.sheet_observer == at]
        known = own[~np.isnan(own)]
        rows.append(
            ObserverRow(
                key=observer.key,
                name=observer.name,
                type_code=observer.type_code,
                type_name=ratings.types[type_of[observer.type_code]].name,
                sheets=len(own),
                mean_total=_mean(known, ratings) if len(known) >= least else None,
                with_everybody=_count(counts[:, at, :].sum(1), by_consultation=True, least=least),
                with_each=tuple(
                    None if other == at else _count(counts[:, at, other], by_consultation=False, least=least)
                    for other in present
                ),
            )
        )
    return tuple(rows)


def _mean(totals: Floats, ratings: RatingSet) -> Estimate:
    """The mean of one observer's totals with its interval over consultations: one sheet is one consultation."""
    ends = ratings.total
    return clustered_mean(totals, range(len(totals)), lowest=ends.lowest, highest=ends.highest)


def _count(numbers: Whole, *, by_consultation: bool, least: int) -> PairCount:
    """A pair of observers needs ratings enough; what is said of one observer needs consultations enough."""
    consultations, pairs, same, near = (int(each) for each in numbers)
    enough = (consultations if by_consultation else pairs) >= least and pairs > 0
    return PairCount(consultations, pairs, same, near, enough)


def _pair_counts(ratings: RatingSet) -> Whole:
    """(4, observers, observers): shared consultations, rating pairs, the same, at most one step apart."""
    observers, units = len(ratings.observers), len(ratings.unit_names)
    found = np.zeros((4, observers, observers), dtype=np.int64)
    there = np.zeros((observers, units), dtype=np.int64)
    there[ratings.sheet_observer, ratings.sheet_unit] = 1
    found[0] = there @ there.T
    for at, item in enumerate(ratings.items):
        steps = np.searchsorted(np.asarray(item.points), ratings.ratings[:, at])
        chosen = np.zeros((len(item.points), observers, units), dtype=np.int64)
        rated = ~np.isnan(ratings.ratings[:, at])
        chosen[steps[rated], ratings.sheet_observer[rated], ratings.sheet_unit[rated]] = 1
        any_point = chosen.sum(0)
        found[1] += any_point @ any_point.T
        for point in range(len(item.points)):
            same = chosen[point] @ chosen[point].T
            found[2] += same
            found[3] += same
            if point:
                beside = chosen[point] @ chosen[point - 1].T
                found[3] += beside + beside.T
    found[:, np.arange(observers), np.arange(observers)] = 0
    return found
