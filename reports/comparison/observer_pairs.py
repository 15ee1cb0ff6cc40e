"""Observers against observers: how often each two gave the same rating, or nearly, over all items.

For those who run a programme only: one row is one person.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.meetings import meetings_of, steps_of
from reports.comparison.minimums import SHARED_CONSULTATIONS
from reports.comparison.rating_set import RatingSet
from reports.statistics.estimate import Estimate
from reports.statistics.means import clustered_mean
from reports.statistics.minimums import Minimums

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PairCount:
    """Two observers (or one with all others): shared consultations, rating pairs, the same, at most one step apart.

    missing: how many more consultations are needed before anything is said. reach: of two observers with enough, the
    share at most one step apart with its interval over consultations.
    """

    consultations: int
    pairs: int
    same: int
    within_one: int
    missing: int
    reach: Estimate | None = None

    @property
    def enough(self) -> bool:
        """Whether anything may be said."""
        return not self.missing and self.pairs > 0

    @property
    def share_same(self) -> float | None:
        """Share of pairs on the same point; None while there are too few to say."""
        return self.same / self.pairs if self.enough else None

    @property
    def share_within_one(self) -> float | None:
        """Share of pairs at most one step apart; None while there are too few to say."""
        return self.within_one / self.pairs if self.enough else None


NEVER_MET = PairCount(0, 0, 0, 0, missing=SHARED_CONSULTATIONS)


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


@dataclass(frozen=True, eq=False)
class _Met:
    """Meetings, each once: their two observers (lower number first), consultation, rating pairs, same, near."""

    low: Whole
    high: Whole
    unit: Whole
    pairs: Whole
    same: Whole
    near: Whole


def observer_rows(ratings: RatingSet, minimums: Minimums) -> tuple[ObserverRow, ...]:
    """Every observer who has a sheet here, type by type, then by name."""
    type_of = {each.code: at for at, each in enumerate(ratings.types)}
    present = [int(at) for at in np.unique(ratings.sheet_observer)]
    present.sort(key=lambda at: (type_of[ratings.observers[at].type_code], ratings.observers[at].name.casefold()))
    least = minimums.ratings_of_observer
    met = _met(ratings)
    with_each = _with_each(met, len(ratings.observers), least)
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
                with_everybody=_with_everybody(met, at, least),
                with_each=tuple(
                    None if other == at else with_each.get((min(at, other), max(at, other)), NEVER_MET)
                    for other in present
                ),
            )
        )
    return tuple(rows)


def _mean(totals: Floats, ratings: RatingSet) -> Estimate:
    """The mean of one observer's totals with its interval over consultations: one sheet is one consultation."""
    ends = ratings.total
    return clustered_mean(totals, range(len(totals)), lowest=ends.lowest, highest=ends.highest)


def _met(ratings: RatingSet) -> _Met:
    sheets, steps = meetings_of(ratings), steps_of(ratings)
    apart = np.abs(steps[sheets[:, 0]] - steps[sheets[:, 1]])
    people = np.sort(ratings.sheet_observer[sheets], axis=1)
    return _Met(
        people[:, 0],
        people[:, 1],
        ratings.sheet_unit[sheets[:, 0]],
        (~np.isnan(apart)).sum(1),
        (apart == 0).sum(1),
        (apart <= 1).sum(1),
    )


def _with_everybody(met: _Met, at: int, least: int) -> PairCount:
    """What is said of one observer needs consultations enough, of which each counts once."""
    own = (met.low == at) | (met.high == at)
    consultations = len(np.unique(met.unit[own]))
    counts = (int(part[own].sum()) for part in (met.pairs, met.same, met.near))
    return PairCount(consultations, *counts, missing=max(least - consultations, 0))


def _with_each(met: _Met, observers: int, least: int) -> dict[tuple[int, int], PairCount]:
    """Every two observers who met. One consultation's marks hang together, so consultations count beside marks."""
    found: dict[tuple[int, int], PairCount] = {}
    order = np.argsort(met.low * observers + met.high, kind="stable")
    keys = (met.low * observers + met.high)[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    ends = [*starts[1:].tolist(), len(keys)][: len(starts)]
    for start, end in zip(starts.tolist(), ends, strict=True):
        at = order[start:end]
        pairs, same, near = met.pairs[at], met.same[at], met.near[at]
        rated = pairs > 0
        consultations, number = int(rated.sum()), int(pairs.sum())
        missing = _missing(consultations, number, least)
        reach = None
        if not missing:
            reach = clustered_mean(near[rated] / pairs[rated], range(consultations), lowest=0.0, highest=1.0)
        count = PairCount(len(at), number, int(same.sum()), int(near.sum()), missing, reach)
        found[int(met.low[at[0]]), int(met.high[at[0]])] = count
    return found


def _missing(consultations: int, pairs: int, least: int) -> int:
    """How many more consultations two observers must share."""
    each = pairs / consultations if pairs else 1.0
    return max(SHARED_CONSULTATIONS - consultations, math.ceil(max(least - pairs, 0) / each))
