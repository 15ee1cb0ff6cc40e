"""Agreement for one kind of consultation at a time: by decision, by setting, by length.

Small groups are held back, and so is enough beside them that nothing can be worked out by adding and taking away
(`small_groups`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.coefficients import AgreementRow, agreement_row
from reports.comparison.groups import everybody
from reports.comparison.pooled import Pooled, pooled_agreement
from reports.comparison.rating_set import RatingSet
from reports.comparison.small_groups import Least, held_back
from reports.statistics.minimums import Minimums

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Grouping:
    """One way of sorting consultations. key: for the address; title: "By decision"; labels: of the groups in order.

    members[group]: positions of its consultations in `RatingSet.unit_names`. overlapping: a consultation may stand
    in several groups. unsorted: how many of the last groups hold consultations that could not be sorted.
    """

    key: str
    title: str
    labels: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    overlapping: bool = False
    unsorted: int = 0


@dataclass(frozen=True, slots=True)
class KindAgreement:
    """One group. Counts always; the numbers, or `why` there are none."""

    label: str
    consultations: int
    paired: int
    pooled: Pooled | None
    total: AgreementRow | None
    why: str = ""


def kinds_held_back(
    ratings: RatingSet, groupings: Sequence[Grouping], minimums: Minimums
) -> tuple[tuple[str, ...], ...]:
    """For each group of each grouping, why its agreement is not shown; empty for one that is."""
    people = minimums.observers_in_group
    least = Least(minimums.paired_consultations, people, people, paired=True)
    return held_back(ratings, [each.members for each in groupings], least)


def by_kind(
    ratings: RatingSet, grouping: Grouping, hidden: Sequence[str], minimums: Minimums
) -> tuple[KindAgreement, ...]:
    """Every group of consultations that has any. hidden: why each is not shown, as `kinds_held_back` says."""
    found: list[KindAgreement] = []
    for label, members, why in zip(grouping.labels, grouping.members, hidden, strict=True):
        part = of_units(ratings, np.array(members, dtype=np.int64))
        consultations, pairs = len(np.unique(part.sheet_unit)), _paired(part)
        if not consultations:
            continue
        if why:
            found.append(KindAgreement(label, consultations, pairs, None, None, why))
            continue
        group = everybody(part)
        pooled = pooled_agreement(part, group, minimums)
        found.append(KindAgreement(label, consultations, pairs, pooled, agreement_row(part, group, None, minimums)))
    return tuple(found)


def by_every_kind(
    ratings: RatingSet, groupings: Sequence[Grouping], minimums: Minimums
) -> tuple[tuple[str, tuple[KindAgreement, ...]], ...]:
    """For every way of sorting its key and its groups."""
    hidden = kinds_held_back(ratings, groupings, minimums)
    return tuple((each.key, by_kind(ratings, each, why, minimums)) for each, why in zip(groupings, hidden, strict=True))


def of_units(ratings: RatingSet, units: Whole) -> RatingSet:
    """The sheets of some consultations only; everything else stays in place."""
    kept = np.isin(ratings.sheet_unit, units)
    return RatingSet(
        title=ratings.title,
        fingerprint=ratings.fingerprint,
        types=ratings.types,
        observers=ratings.observers,
        items=ratings.items,
        total=ratings.total,
        unit_names=ratings.unit_names,
        unit_clinician=ratings.unit_clinician,
        sheet_unit=ratings.sheet_unit[kept],
        sheet_observer=ratings.sheet_observer[kept],
        ratings=ratings.ratings[kept],
        answers=ratings.answers[kept],
        totals=ratings.totals[kept],
        left_out=ratings.left_out,
    )


def _paired(part: RatingSet) -> int:
    return int((np.bincount(part.sheet_unit, minlength=1) >= 2).sum())
