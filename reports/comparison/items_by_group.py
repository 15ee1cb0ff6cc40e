"""Whether an item works alike for every profession and every kind of decision, beside the other items.

Known elsewhere as differential item functioning by a group of clinicians or consultations. The item is set against the
other items of its sheet, so that how well a clinician does and how strict an observer is fall out, and each kind of
observer is held against its own usual. Clinicians count, not sheets: where nobody stands in both groups, clinicians'
means are compared (Welch); else each clinician's consultations inside a group are set against that clinician's others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.gap_words import difference_words
from reports.comparison.item_apart import (
    FEWEST_ITEMS,
    Aside,
    Floats,
    against_other_items,
    all_set_apart,
    between,
    t_tested,
)
from reports.comparison.kinds_of_consultation import Grouping
from reports.comparison.rating_set import RATED, RatingSet
from reports.comparison.small_groups import Least, held_back
from reports.comparison.wording import counted
from reports.figures.scale import number
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.many_tests import FAMILY_ERROR, holm
from reports.statistics.minimums import Minimums, not_yet


@dataclass(frozen=True, slots=True)
class GroupCell:
    """One item in one group of consultations, less the same item in the others, beside the other items, in points."""

    found: Estimate
    p_adjusted: float | None

    @property
    def stands_out(self) -> bool:
        """Whether it does after allowing for everything looked at in this way of sorting."""
        return self.p_adjusted is not None and self.p_adjusted < FAMILY_ERROR


@dataclass(frozen=True, slots=True)
class ItemsByGroup:
    """One way of sorting. groups: those that may be shown; left_out: the others, each with why, as a sentence.

    rows: for each item its name, how many ratings it has, and a cell for each group. said: what stands out, in words.
    """

    title: str
    groups: tuple[str, ...]
    left_out: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[GroupCell, ...]], ...]
    said: tuple[str, ...]
    method: str


def items_by_group(ratings: RatingSet, groupings: Sequence[Grouping], minimums: Minimums) -> tuple[ItemsByGroup, ...]:
    """Every way of sorting, with the groups that may be shown when all of them are on one page."""
    people = minimums.observers_in_group
    least = Least(minimums.paired_consultations, people, people, paired=False)
    hidden = held_back(ratings, [each.members for each in groupings], least)
    return tuple(_sorted_by(ratings, each, why, minimums) for each, why in zip(groupings, hidden, strict=True))


def _score(ratings: RatingSet, item: int, aside: Aside) -> Floats:
    """(sheets,) the item beside the others, less what the sheet's kind of observer usually gives there."""
    score = against_other_items(ratings, item, aside)
    there = ~np.isnan(score)
    counts = np.bincount(ratings.sheet_type[there], minlength=len(ratings.types))
    sums = np.bincount(ratings.sheet_type[there], score[there], minlength=len(ratings.types))
    usual: Floats = score - (sums / np.maximum(counts, 1))[ratings.sheet_type]
    return usual


def _sorted_by(ratings: RatingSet, grouping: Grouping, hidden: Sequence[str], minimums: Minimums) -> ItemsByGroup:
    told = [at for at in range(len(grouping.labels) - grouping.unsorted) if grouping.members[at]]
    sorted_units = np.unique([unit for at in told for unit in grouping.members[at]]).astype(np.int64)
    shown = [at for at in told if not hidden[at]]
    if len(told) == len(shown) == 2 and not grouping.overlapping:
        # Of two groups, the one against the other is the other against the one.
        shown = shown[:1]
    left_out = tuple(f"{grouping.labels[at]}: {hidden[at]}" for at in told if hidden[at])
    groups = tuple(grouping.labels[at] for at in shown)
    if len(ratings.items) < FEWEST_ITEMS:
        why = (f"It takes {FEWEST_ITEMS} items or more to set one beside the others.",)
        return ItemsByGroup(grouping.title, (), left_out, (), why, "")
    columns = [_group(ratings, grouping.members[at], sorted_units, minimums) for at in shown]
    cells = [[column[item] for column in columns] for item in range(len(ratings.items))]
    chances = holm([cell.p_value for row in cells for cell in row])
    flat = iter(chances)
    rows = tuple(
        (item.name, int(count), tuple(GroupCell(cell, next(flat)) for cell in row))
        for item, count, row in zip(ratings.items, (ratings.answers == RATED).sum(axis=0), cells, strict=True)
    )
    tests = sum(chance is not None for chance in chances)
    return ItemsByGroup(grouping.title, groups, left_out, rows, _said(rows, groups, tests), _method(tests))


def _group(
    ratings: RatingSet, members: Sequence[int], sorted_units: NDArray[np.int64], minimums: Minimums
) -> list[Estimate]:
    """Every item of one group."""

    def measured(item: int, aside: Aside) -> Estimate:
        return _contrast(ratings, _score(ratings, item, aside), members, sorted_units, minimums)

    found = all_set_apart(len(ratings.items), measured)
    return [each for each in found if each is not None]


def _contrast(
    ratings: RatingSet, score: Floats, members: Sequence[int], sorted_units: NDArray[np.int64], minimums: Minimums
) -> Estimate:
    inside = np.isin(ratings.sheet_unit, np.asarray(members, dtype=np.int64)) & ~np.isnan(score)
    outside = np.isin(ratings.sheet_unit, sorted_units) & ~inside & ~np.isnan(score)
    clinician = ratings.unit_clinician[ratings.sheet_unit]
    size = int(ratings.unit_clinician.max(initial=-1)) + 1
    within, without = (_means(clinician[mine], score[mine], size) for mine in (inside, outside))
    both = ~np.isnan(within) & ~np.isnan(without)
    need = minimums.observers_to_infer
    if not both.any():
        sides = [side[~np.isnan(side)] for side in (within, without)]
        short = not_yet(min(map(len, sides)), need, "clinician", "clinicians")
        return undefined(short) if short else between(sides, "clinician", "group", "item against the other items")
    short = not_yet(int(both.sum()), need, "clinician with both", "clinicians with both")
    if short:
        return undefined(short)
    gaps = (within - without)[both]
    error = float(gaps.std(ddof=1) / np.sqrt(len(gaps)))
    if not error > 0:
        return undefined("For every clinician the gap is the same, so there is no likely range.")
    method = f"item against the other items; within clinicians, t, {len(gaps) - 1} df"
    return t_tested(float(gaps.mean()), error, len(gaps) - 1.0, method, len(gaps))


def _means(who: NDArray[np.int64], score: Floats, size: int) -> Floats:
    counts = np.bincount(who, minlength=size)
    sums = np.bincount(who, score, minlength=size)
    return np.divide(sums, counts, out=np.full(size, np.nan), where=counts > 0)


def _said(rows: Sequence[tuple[str, int, Sequence[GroupCell]]], groups: Sequence[str], tests: int) -> tuple[str, ...]:
    if not groups:
        return ("No group is large enough yet to be set beside the others.",)
    if not tests:
        return ("Nothing can be said of any item yet.",)
    said = [
        _standing_out(name, group, cell.found)
        for name, _, cells in rows
        for group, cell in zip(groups, cells, strict=True)
        if cell.stands_out
    ]
    return tuple(said) or (
        f"No item stands out: none of {counted(tests, 'gap')} is larger than luck would give among so many.",
    )


def _standing_out(item: str, group: str, found: Estimate) -> str:
    word = "lower" if found.number < 0 else "higher"
    return (
        f"“{item}” was rated {number(abs(found.number), 1)} points {word} for “{group}” than for the rest, beside the "
        f"other items ({difference_words(found)})."
    )


def _method(tests: int) -> str:
    return (
        "Item less the mean of the sheet’s other items that do not stand out (forward purification), centred within "
        "the kind of observer; clinicians’ means, "
        "Welch’s t between clinicians or t within clinicians; Holm’s correction over "
        f"{tests} tests, {number(FAMILY_ERROR * 100)} % for all of them together."
    )
