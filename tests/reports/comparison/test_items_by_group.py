"""Whether items work alike for every group of clinicians and consultations: by clinicians, corrected, guarded."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reports.comparison.items_by_group import items_by_group
from reports.comparison.kinds_of_consultation import Grouping
from reports.comparison.minimums import PRODUCT_MINIMUMS as LEAST
from reports.comparison.rating_set import RatingSet
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import from_simulation


def a_programme(seed: int = 1) -> RatingSet:
    return from_simulation(simulate_programme(seed, consultations=160, clinicians=16, items=5, differential_item=None))


def sorted_by(ratings: RatingSet, groups: Sequence[Sequence[int]], labels: Sequence[str]) -> Grouping:
    return Grouping("profession", "By profession", tuple(labels), tuple(tuple(each) for each in groups))


def by_clinician(ratings: RatingSet, parts: Sequence[range]) -> list[list[int]]:
    return [np.flatnonzero(np.isin(ratings.unit_clinician, list(part))).tolist() for part in parts]


def test_an_item_that_is_harder_for_one_profession_is_found() -> None:
    ratings = a_programme()
    clinician = ratings.unit_clinician[ratings.sheet_unit]
    shifted = ratings.ratings.copy()
    shifted[clinician < 8, 3] = np.clip(shifted[clinician < 8, 3] + 1, 0, 4)
    changed = replace(ratings, ratings=shifted)
    groups = sorted_by(ratings, by_clinician(ratings, [range(8), range(8, 16)]), ["Nurse", "Doctor"])
    found = items_by_group(changed, [groups], LEAST)[0]
    assert found.groups == ("Nurse",)
    assert [cells[0].stands_out for _, _, cells in found.rows] == [at == 3 for at in range(5)]
    assert "“Item 3” was rated" in found.said[0]
    assert "higher for “Nurse” than for the rest" in found.said[0]


def test_within_clinicians_a_kind_of_decision_is_set_against_their_other_visits() -> None:
    ratings = a_programme()
    groups = [list(range(0, 160, 2)), list(range(1, 160, 2))]
    shifted = ratings.ratings.copy()
    inside = ratings.sheet_unit % 2 == 0
    shifted[inside, 1] = np.clip(shifted[inside, 1] + 1, 0, 4)
    grouping = sorted_by(ratings, groups, ["Injection", "Rest"])
    found = items_by_group(replace(ratings, ratings=shifted), [grouping], LEAST)
    cell = found[0].rows[1][2][0]
    assert cell.stands_out
    assert "within clinicians" in cell.found.method


def test_without_a_true_difference_hardly_anything_stands_out() -> None:
    alarms = 0
    for seed in range(15):
        ratings = a_programme(seed)
        groups = sorted_by(ratings, by_clinician(ratings, [range(5), range(5, 11), range(11, 16)]), ["A", "B", "C"])
        found = items_by_group(ratings, [groups], LEAST)[0]
        alarms += any(cell.stands_out for _, _, cells in found.rows for cell in cells)
    assert alarms <= 3


def test_a_profession_of_two_people_is_left_out_and_so_is_what_would_give_it_away() -> None:
    ratings = a_programme()
    groups = sorted_by(ratings, by_clinician(ratings, [range(2), range(2, 7), range(7, 16)]), ["A", "B", "C"])
    found = items_by_group(ratings, [groups], LEAST)[0]
    assert found.groups == ("C",)
    assert found.left_out[0] == "A: Not yet: only 2 clinicians, and it takes 3."
    assert found.left_out[1].startswith("B: Held back")


def test_too_few_clinicians_are_named_with_how_many_more_it_takes() -> None:
    ratings = a_programme()
    groups = sorted_by(ratings, by_clinician(ratings, [range(3), range(3, 16)]), ["A", "B"])
    cell = items_by_group(ratings, [groups], LEAST)[0].rows[0][2][0]
    assert cell.found.undefined == "Not yet: 1 more clinician needed (3 of 4)."
    assert items_by_group(ratings, [groups], LEAST)[0].said == ("Nothing can be said of any item yet.",)
