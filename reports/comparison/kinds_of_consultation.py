"""Agreement for one kind of consultation at a time: by decision, by setting, by length.

Small groups are held back, and so is enough beside them that nothing can be worked out by taking what is shown from the
whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.coefficients import AgreementRow, agreement_row
from reports.comparison.groups import everybody
from reports.comparison.pooled import Pooled, pooled_agreement
from reports.comparison.rating_set import RatingSet
from reports.comparison.wording import counted
from reports.statistics.minimums import Minimums, not_yet

Whole = NDArray[np.int64]
HELD_BACK = "Held back: with it, a small group beside it could be worked out."


@dataclass(frozen=True, eq=False)
class Grouping:
    """One way of sorting consultations. key: for the address; title: "By decision"; labels: of the groups in order.

    members[group]: positions of its consultations in `RatingSet.unit_names`. overlapping: a consultation may stand
    in several groups.
    """

    key: str
    title: str
    labels: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    overlapping: bool = False


@dataclass(frozen=True, slots=True)
class KindAgreement:
    """One group. Counts always; the numbers, or `why` there are none."""

    label: str
    consultations: int
    paired: int
    pooled: Pooled | None
    total: AgreementRow | None
    why: str = ""


def by_kind(ratings: RatingSet, grouping: Grouping, minimums: Minimums) -> tuple[KindAgreement, ...]:
    """Every group of consultations that has any. A group needs pairs and people enough to be shown."""
    found: list[KindAgreement] = []
    sets = [of_units(ratings, np.array(each, dtype=np.int64)) for each in grouping.members]
    paired = [_paired(each) for each in sets]
    hidden = _hidden(sets, paired, minimums)
    for label, part, pairs, why in zip(grouping.labels, sets, paired, hidden, strict=True):
        consultations = len(np.unique(part.sheet_unit))
        if not consultations:
            continue
        if why:
            found.append(KindAgreement(label, consultations, pairs, None, None, why))
            continue
        group = everybody(part)
        pooled = pooled_agreement(part, group, minimums)
        found.append(KindAgreement(label, consultations, pairs, pooled, agreement_row(part, group, None, minimums)))
    return tuple(found)


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


def _hidden(sets: list[RatingSet], paired: list[int], minimums: Minimums) -> list[str]:
    """Why each group is not shown; empty for those that are."""
    why = [_too_small(part, pairs, minimums) for part, pairs in zip(sets, paired, strict=True)]
    # A group that no two observers saw together holds no agreement that could be worked out.
    there = [pairs > 0 for pairs in paired]
    least = minimums.paired_consultations
    order = sorted(range(len(sets)), key=lambda at: paired[at])
    for at in order:
        small = [each for each in range(len(sets)) if there[each] and why[each]]
        safe = not small or (len(small) > 1 and sum(paired[each] for each in small) >= least)
        if safe:
            break
        if there[at] and not why[at]:
            why[at] = HELD_BACK
    return why


def _too_small(part: RatingSet, paired: int, minimums: Minimums) -> str:
    short = not_yet(
        paired, minimums.paired_consultations, "consultation seen by two of them", "consultations seen by two of them"
    )
    people = len(np.unique(part.sheet_observer))
    if short is None and people < minimums.observers_in_group:
        return f"Not yet: only {counted(people, 'observer')}, and it takes {minimums.observers_in_group}."
    return short or ""
