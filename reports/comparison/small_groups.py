"""The one guard of every filter: which groups of consultations may be shown, so that nothing small can be worked out.

A group is shown when it is large enough itself, and when neither it alone nor any sum or difference of it with what is
shown already (the whole included) leaves the figures of a small group. Groups of all ways of sorting are judged
together, for a reader may take a clinic from a kind of decision. Adding and subtracting is done on the groups' members:
where figures cannot be added up the guard is stricter than it need be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RatingSet
from reports.comparison.wording import counted
from reports.statistics.minimums import Minimums, not_yet

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]
Signs = NDArray[np.int8]
HELD_BACK = "Held back: with it, a small group beside it could be worked out."
# Of what is shown already, so many groups at once are added to or taken from a new one.
TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Least:
    """What a group's sheets must come from: consultations that count, observers, clinicians.

    paired: only consultations seen by two observers or more count, as for agreement; in a group without any there is
    nothing to be worked out.
    """

    consultations: int
    observers: int
    clinicians: int
    paired: bool


@dataclass(frozen=True, slots=True)
class Size:
    """How many consultations, observers and clinicians stand behind a group."""

    consultations: int
    observers: int
    clinicians: int


@dataclass(frozen=True, eq=False)
class _Counts:
    """(atoms,) consultations that count; (atoms, people) whether an observer, or clinician, is behind them."""

    consultations: Whole
    observers: Truth
    clinicians: Truth


def held_back(
    ratings: RatingSet, groupings: Sequence[Sequence[Sequence[int]]], least: Least
) -> tuple[tuple[str, ...], ...]:
    """For each group of each way of sorting, why it is not shown; empty for one that is.

    groupings: ways of sorting, of groups, of positions in `ratings.unit_names`. Ways of sorting are settled in their
    order, larger groups first. The consultations of all groups and of none are taken to be shown as a whole.
    """
    groups = [(way, at, group) for way, found in enumerate(groupings) for at, group in enumerate(found)]
    members = np.zeros((len(groups) + 1, len(ratings.unit_names)), dtype=np.int8)
    for row, (_, _, group) in enumerate(groups):
        members[row, list(group)] = 1
    members[-1] = 1
    patterns, atom = np.unique(members, axis=1, return_inverse=True)
    counts = _counts(ratings, atom.ravel(), patterns.shape[1], paired=least.paired)
    sizes = patterns.astype(np.int64) @ counts.consultations
    shown = [patterns[-1]]
    # Of each way of sorting, what is left of the whole when everything shown of it is taken away.
    rest = [patterns[-1] for _ in groupings]
    why = [["" for _ in found] for found in groupings]
    for row in sorted(range(len(groups)), key=lambda one: (groups[one][0], -int(sizes[one]), one)):
        way, at, group = groups[row]
        if not group:
            continue
        reason = too_small(_size(counts, patterns[row] != 0), least)
        if not reason and _gives_away(patterns[row], [*shown, *rest], counts, least):
            reason = HELD_BACK
        why[way][at] = reason
        if not reason:
            shown.append(patterns[row])
            rest[way] = rest[way] - patterns[row]
    return tuple(tuple(each) for each in why)


def too_small(size: Size, least: Least) -> str:
    """Why a group of this size is too small to be shown; empty when it is not."""
    seen = " seen by two of them" if least.paired else ""
    short = not_yet(size.consultations, least.consultations, f"consultation{seen}", f"consultations{seen}")
    if short is not None:
        return short
    for there, need, name in (
        (size.observers, least.observers, "observer"),
        (size.clinicians, least.clinicians, "clinician"),
    ):
        if there < need:
            return f"Not yet: only {counted(there, name)}, and it takes {need}."
    return ""


def warm_ups_held_back(rated: Size, paired: Size, minimums: Minimums) -> str:
    """Why warm-up consultations may not be counted along with the others; empty when they may, or when there are none.

    Counting them and leaving them out shows two wholes, and the one less the other is the warm-ups. paired: those seen
    by two observers or more.
    """
    if not rated.consultations:
        return ""
    people = minimums.observers_in_group
    few = too_small(rated, Least(minimums.paired_consultations, people, people, paired=False))
    if not few and paired.consultations:
        few = too_small(paired, Least(minimums.paired_consultations, people, people, paired=True))
    if not few:
        return ""
    return (
        "Warm-up consultations cannot be counted too: there are so few that taking one page from the other would show "
        f"them alone. {few}"
    )


def _size(counts: _Counts, inside: Truth) -> Size:
    return Size(
        int(counts.consultations[inside].sum()),
        int(counts.observers[inside].any(axis=0).sum()),
        int(counts.clinicians[inside].any(axis=0).sum()),
    )


def _counts(ratings: RatingSet, atom: Whole, atoms: int, *, paired: bool) -> _Counts:
    sheets = np.bincount(ratings.sheet_unit, minlength=len(ratings.unit_names))
    counting = sheets >= (2 if paired else 1)
    used = counting[ratings.sheet_unit]
    where, unit = atom[ratings.sheet_unit[used]], ratings.sheet_unit[used]
    observers = np.zeros((atoms, len(ratings.observers)), dtype=np.bool_)
    observers[where, ratings.sheet_observer[used]] = True
    clinicians = np.zeros((atoms, int(ratings.unit_clinician.max(initial=-1)) + 1), dtype=np.bool_)
    clinicians[where, ratings.unit_clinician[unit]] = True
    return _Counts(np.bincount(atom[counting], minlength=atoms), observers, clinicians)


def _gives_away(own: Signs, shown: Sequence[Signs], counts: _Counts, least: Least) -> bool:
    """Whether the new group with any few of those shown leaves something small."""
    everything = np.unique(np.stack(shown), axis=0)
    for several in range(1, min(TOGETHER, len(everything)) + 1):
        chosen = np.array(list(combinations(range(len(everything)), several)), dtype=np.int64)
        for signs in product((-1, 1), repeat=several):
            left = np.broadcast_to(own, (len(chosen), len(own))).copy()
            for place, sign in enumerate(signs):
                left += np.int8(sign) * everything[chosen[:, place]]
            if _any_small(left != 0, counts, least, people=several == 1):
                return True
    return False


def _any_small(inside: Truth, counts: _Counts, least: Least, *, people: bool) -> bool:
    """inside: (combinations, atoms). people: whether observers and clinicians are counted as well."""
    have = inside.astype(np.float64) @ counts.consultations.astype(np.float64)
    if ((have > 0) & (have < least.consultations)).any():
        return True
    return people and any(bool(too_small(_size(counts, row), least)) for row in inside[have > 0])
