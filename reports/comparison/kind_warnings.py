"""When what looks like a difference between kinds of observer may be one between people, or between visits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RATED, RatingSet
from reports.comparison.wording import listed, many, observers_of_type

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]


def kind_warnings(ratings: RatingSet, types: tuple[int, int], fewest: int) -> tuple[str, ...]:
    """What must be known before two kinds are compared; empty when nothing stands in the way. types: positions.

    fewest: a kind of fewer people is not told apart from the very people who stand for it.
    """
    names = [ratings.types[at].name for at in types]
    people = [len(ratings.observers_of(at)) for at in types]
    said: list[str] = []
    few = [observers_of_type(count, name) for count, name in zip(people, names, strict=True) if count < fewest]
    if few:
        said.append(
            f"There are only {listed(tuple(few))}, so what a kind of observer "
            "sees cannot be told from what these very people see. Let more people of the kind observe."
        )
    rated = (ratings.answers == RATED).any(axis=1)
    if not kinds_share_a_clinician(ratings, types, rated):
        said.append(
            f"No clinician was watched by both kinds, so a gap may come from the clinicians and not from who watched. "
            f"Let {many(names[0])} and {many(names[1])} watch the same clinicians."
        )
    elif not _shared(np.arange(len(ratings.unit_names)), ratings, types, rated):
        said.append(
            "No visit was watched by both kinds, so a gap may come from the visits and not from who watched. Send one "
            "of each to the same visits."
        )
    if len(np.unique(ratings.unit_clinician[ratings.sheet_unit[rated]])) == 1:
        said.append(
            "All visits are of one clinician, so what is seen here may hold for that clinician alone. Let both kinds "
            "watch other clinicians too."
        )
    alone = [many(name) for at, name in zip(types, names, strict=True) if not _met_own_kind(ratings, at)]
    if alone and not few:
        said.append(
            f"No visit was watched by two {' or by two '.join(alone)}, so how far people of one kind differ among "
            "themselves shows only across different visits. A few visits with two of one kind would make this surer."
        )
    return tuple(said)


def kinds_share_a_clinician(ratings: RatingSet, types: tuple[int, int], used: Truth) -> bool:
    """Whether any clinician was watched by both kinds. used: (sheets,) those that count."""
    return _shared(ratings.unit_clinician, ratings, types, used)


def _shared(group_of_unit: Whole, ratings: RatingSet, types: tuple[int, int], used: Truth) -> bool:
    seen = [np.unique(group_of_unit[ratings.sheet_unit[used & (ratings.sheet_type == at)]]) for at in types]
    return bool(len(np.intersect1d(seen[0], seen[1])))


def _met_own_kind(ratings: RatingSet, at: int) -> bool:
    return bool((np.bincount(ratings.sheet_unit[ratings.sheet_type == at], minlength=1) >= 2).any())
