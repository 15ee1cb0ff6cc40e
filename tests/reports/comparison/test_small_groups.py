"""The guard of every filter, tried by somebody who adds and takes away all that is shown."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.comparison.groups import groups_of
from reports.comparison.rating_set import ComparedType, RatingSet
from reports.comparison.small_groups import HELD_BACK, Least, held_back
from reports.comparison.small_kinds import groups_held_back
from reports.statistics.minimums import Minimums
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed

CARER = ComparedType("carer", "Carer")

UNITS = 60
LEAST = Least(consultations=10, observers=3, clinicians=3, paired=True)


def a_round() -> RatingSet:
    return crossed(np.ones((UNITS, 4)), [PARTNER] * 4)


Groupings = list[list[list[int]]]


@st.composite
def sortings(draw: st.DrawFn) -> Groupings:
    """Three ways of sorting the same consultations; in the last a consultation may stand in several groups."""
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    ways = [random.choice(4, UNITS, p=[0.5, 0.25, 0.15, 0.1]) for _ in range(2)]
    # The second follows the first closely, so that what is in one and not in the other is small.
    follows = random.random(UNITS) < draw(st.sampled_from([0.0, 0.8, 0.97]))
    ways[1] = np.where(follows, ways[0], ways[1])
    found: Groupings = [[np.flatnonzero(way == at).tolist() for at in range(4)] for way in ways]
    found.append([np.flatnonzero(random.random(UNITS) < share).tolist() for share in (0.7, 0.5, 0.2)])
    return found


def derived(shown: list[set[int]], most: int) -> list[set[int]]:
    """Every group that is left when up to so many of those shown are added and taken away."""
    lines = np.array([[unit in group for unit in range(UNITS)] for group in shown], dtype=np.int64)
    return [
        set(np.flatnonzero(np.tensordot(signs, lines[list(chosen)], axes=1)).tolist())
        for size in range(1, most + 1)
        for chosen in combinations(range(len(shown)), size)
        for signs in product((-1, 1), repeat=size)
    ]


@settings(max_examples=15, deadline=None)
@given(sortings())
def test_no_sum_or_difference_of_what_is_shown_leaves_a_small_group(groupings: Groupings) -> None:
    why = held_back(a_round(), groupings, LEAST)
    shown = [set(range(UNITS))]
    shown += [
        set(group)
        for found, reasons in zip(groupings, why, strict=True)
        for group, reason in zip(found, reasons, strict=True)
        if group and not reason
    ]
    assert all(not left or len(left) >= LEAST.consultations for left in derived(shown, 4))


def test_a_small_group_takes_another_with_it_and_two_small_ones_protect_each_other() -> None:
    sizes = [[range(4), range(4, 20), range(20, 60)], [range(6), range(6, 14), range(14, 60)]]
    groupings = [[list(group) for group in way] for way in sizes]
    assert held_back(a_round(), groupings[:1], LEAST)[0][1:] == (HELD_BACK, "")
    assert [bool(why) for why in held_back(a_round(), groupings[1:], LEAST)[0]] == [True, True, False]


def test_a_group_of_another_sorting_that_differs_by_a_few_visits_is_held_back() -> None:
    clinics = [list(range(30)), list(range(30, 60))]
    lengths = [list(range(28)), list(range(28, 60))]
    why = held_back(a_round(), [clinics, lengths], LEAST)
    assert why[0] == ("", "")
    assert why[1] == (HELD_BACK, HELD_BACK)


def test_the_same_group_under_two_names_gives_nothing_away() -> None:
    halves = [list(range(30)), list(range(30, 60))]
    assert held_back(a_round(), [halves, halves], LEAST) == (("", ""), ("", ""))


@pytest.mark.parametrize(("observers", "clinicians", "why"), [(2, 60, "2 observers"), (4, 2, "2 clinicians")])
def test_a_large_group_of_few_people_is_small(observers: int, clinicians: int, why: str) -> None:
    ratings = crossed(
        np.ones((UNITS, observers)), [PARTNER] * observers, clinicians=[at % clinicians for at in range(UNITS)]
    )
    assert why in held_back(ratings, [[list(range(30)), list(range(30, 60))]], LEAST)[0][0]


def test_visits_that_nobody_watched_together_hold_no_agreement_to_be_worked_out() -> None:
    table = np.full((UNITS, 4), np.nan)
    table[:, 0] = 1
    table[:40] = 1
    keep = ~np.isnan(table)
    whole = crossed(np.where(keep, table, 0), [PARTNER] * 4)
    only = keep.ravel()
    part = RatingSet(
        **{
            **{name: getattr(whole, name) for name in whole.__dataclass_fields__},
            "sheet_unit": whole.sheet_unit[only],
            "sheet_observer": whole.sheet_observer[only],
            "ratings": whole.ratings[only],
            "answers": whole.answers[only],
            "totals": whole.totals[only],
        }
    )
    why = held_back(part, [[list(range(40)), list(range(40, 60))]], LEAST)[0]
    assert why[0] == ""
    assert "10 more" in why[1]


def pairs_of(ratings: RatingSet) -> list[tuple[int, int]]:
    return list(combinations(range(len(ratings.observers)), 2))


@pytest.mark.parametrize("people", [(5, 2, 0), (5, 2, 2), (5, 4, 1), (5, 4, 2), (1, 1, 0), (3, 3, 3), (4, 1, 1)])
def test_no_sum_or_difference_of_groups_of_observers_is_about_one_or_two_people(people: tuple[int, int, int]) -> None:
    """Pairs of all observers, of two kinds and within a kind: what is left must never hang on fewer than three people
    of kinds that are not shown."""
    kinds = [kind for kind, count in zip((PARTNER, PEER, CARER), people, strict=True) for _ in range(count)]
    ratings = crossed(np.ones((12, len(kinds))), kinds)
    held = groups_held_back(ratings, Minimums())
    pairs = pairs_of(ratings)
    lines: list[list[int]] = []
    for group in groups_of(ratings):
        if group.key in held:
            continue
        codes = [ratings.types[at].code for at in group.types]
        of = [(kinds[one].code, kinds[other].code) for one, other in pairs]
        if group.key.startswith("between"):
            lines.append([int({*both} == {*codes}) for both in of])
        else:
            lines.append([int(all(code in codes for code in both)) for both in of])
    small = {at for at, kind in enumerate(kinds) if kinds.count(kind) < 3}
    for signs in product((-1, 0, 1), repeat=len(lines)):
        left = np.flatnonzero(np.array(signs) @ np.array(lines))
        about = [small & {*pairs[at]} for at in left]
        if about and all(about):
            assert len(set().union(*about)) >= 3 or len(left) == len(pairs)
