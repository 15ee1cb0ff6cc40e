"""Kinds of observer with too few people to be shown apart, and what else is then held back.

A kind of one or two people is a kind of named people. When a round has only one kind, that kind is the whole and not
a part of it.
"""

from __future__ import annotations

from itertools import combinations

from reports.comparison.rating_set import RatingSet
from reports.comparison.small_groups import HELD_BACK
from reports.comparison.wording import counted, many
from reports.statistics.minimums import Minimums


def present_kinds(ratings: RatingSet) -> tuple[int, ...]:
    """Positions of the kinds that have sheets."""
    return tuple(at for at in range(len(ratings.types)) if len(ratings.observers_of(at)))


def small_kinds(ratings: RatingSet, minimums: Minimums) -> frozenset[int]:
    """Positions of the kinds that have sheets, but too few people to be shown beside another kind."""
    present = present_kinds(ratings)
    if len(present) < 2:
        return frozenset()
    return frozenset(at for at in present if len(ratings.observers_of(at)) < minimums.observers_in_group)


def kinds_left_out(ratings: RatingSet, minimums: Minimums) -> tuple[str, ...]:
    """One sentence for each such kind."""
    return tuple(
        f"Not shown apart: {many(ratings.types[at].name)}, of whom only "
        f"{counted(len(ratings.observers_of(at)), 'person has', 'people have')} sheets. A kind is shown apart from "
        f"{minimums.observers_in_group} people on, so that nobody can be worked out."
        for at in sorted(small_kinds(ratings, minimums))
    )


def groups_held_back(ratings: RatingSet, minimums: Minimums) -> dict[str, str]:
    """By key of the group (`groups.groups_of`), why its agreement is not shown; groups that are shown are not in it.

    Pairs of all observers less the pairs of each group shown leave the pairs of the small kinds. When those have too
    few people between them, the smallest group within one kind is held back as well.
    """
    small = small_kinds(ratings, minimums)
    if not small:
        return {}
    held: dict[str, str] = {}
    codes = [kind.code for kind in ratings.types]
    present = present_kinds(ratings)
    for one, other in combinations(present, 2):
        few = [at for at in (one, other) if at in small]
        if few:
            held[f"between-{codes[one]}-{codes[other]}"] = _few(ratings, few[0], minimums)
    for at in present:
        if at in small:
            held[f"within-{codes[at]}"] = _few(ratings, at, minimums)
    if sum(len(ratings.observers_of(at)) for at in small) < minimums.observers_in_group:
        large = [at for at in present if at not in small]
        if large:
            fewest = min(large, key=lambda at: (len(ratings.observers_of(at)), at))
            held[f"within-{codes[fewest]}"] = HELD_BACK
    return held


def _few(ratings: RatingSet, at: int, minimums: Minimums) -> str:
    have, need = len(ratings.observers_of(at)), minimums.observers_in_group
    name = ratings.types[at].name
    kind = many(name) if need - have > 1 else name[:1].lower() + name[1:]
    return f"Not yet: {need - have} more {kind} needed ({have} of {need})."
