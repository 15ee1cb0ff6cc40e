"""What each kind of observer sees: the planted item is found, counted by people, and nothing is said too soon."""

from dataclasses import replace

import numpy as np

from reports.comparison.minimums import PRODUCT_MINIMUMS as LEAST
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import severity
from reports.comparison.type_gaps import Gap, Side, type_gaps
from reports.comparison.what_kinds_see import WhatKindsSee, what_kinds_see
from reports.comparison.what_kinds_see_words import item_sentence
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed, from_simulation


def seen(ratings: RatingSet) -> WhatKindsSee:
    return what_kinds_see(ratings, type_gaps(ratings)[0], severity(ratings, LEAST).fitted, LEAST)


def items_of(table: np.ndarray, people: tuple[int, int], items: int = 3) -> RatingSet:
    """Several items with the same shape of data, each a table of consultations by observers."""
    kinds = [PARTNER] * people[0] + [PEER] * people[1]
    sets = [crossed((table + at) % 5, kinds) for at in range(items)]
    first = sets[0]
    named = tuple(replace(first.items[0], id=f"i{at}", name=f"Item {at}") for at in range(items))
    return replace(
        first,
        items=named,
        ratings=np.column_stack([each.ratings for each in sets]),
        answers=np.column_stack([each.answers for each in sets]),
    )


def test_the_item_that_partners_see_differently_is_named_and_the_model_finds_it_too() -> None:
    programme = simulate_programme(1, consultations=200, differential_item=2, differential_shift=1.0)
    found = seen(from_simulation(programme))
    assert [each.gap.beyond_luck for each in found.items] == [at == 2 for at in range(8)]
    assert "see 1 item of 8 differently, beyond luck: “Item 2”" in found.said[0]
    assert found.items[2].sentence.endswith("finds it too.")


def test_an_interval_that_spares_nought_is_still_not_named_when_many_items_were_looked_at() -> None:
    side = Side(9, 90, 2.0)
    gap = Gap("i0", "Item", 0, 4, side, side, Estimate(0.2, low=0.1, high=0.3))
    said = item_sentence(gap, Estimate(0.2, low=0.1, high=0.3), undefined("No model."), PARTNER.name, PEER.name)
    assert "luck alone would now and then give one like this" in said


def test_what_stands_out_only_because_nearly_everybody_gives_the_lowest_point_is_doubted() -> None:
    """Partners score far lower, so an item at the floor has no room to show it: raw it seems to part, modelled not."""
    programme = simulate_programme(5, consultations=240, items=6, type_gap=1.6, level=-1.5, differential_item=None)
    found = seen(from_simulation(programme))
    raw = [each for each in found.items if each.gap.beyond_luck]
    assert raw
    assert any("crowding at one end of the scale" in each.sentence for each in raw)


def test_with_three_people_a_side_these_people_are_described_and_nothing_is_inferred() -> None:
    found = seen(items_of(np.random.default_rng(3).integers(0, 5, (20, 6)), (3, 3)))
    assert "cannot be said yet" in found.said[0]
    assert all("This describes these people only." in each.sentence for each in found.items)
    assert all("1 more" in each.sentence for each in found.items)


def test_with_one_person_a_side_the_kind_cannot_be_told_from_the_person() -> None:
    found = seen(items_of(np.random.default_rng(3).integers(0, 5, (20, 2)), (1, 1)))
    assert "cannot be told from what these very people see" in found.warnings[0]
    assert not any("on average" in each.sentence for each in found.items)


def test_kinds_who_never_watched_the_same_clinician_are_not_set_side_by_side() -> None:
    table = np.random.default_rng(3).integers(0, 5, (20, 10)).astype(float)
    table[:10, :5], table[10:, 5:] = np.nan, np.nan
    found = seen(items_of(table, (5, 5)))
    assert "No clinician was watched by both kinds" in found.warnings[0]
    assert "never watched the same clinician" in found.said[0]


def test_two_items_are_too_few_to_set_one_beside_the_others() -> None:
    found = seen(items_of(np.random.default_rng(3).integers(0, 5, (20, 10)), (5, 5), items=2))
    assert "It takes 3 items or more" in found.said[0]


def test_the_figure_says_the_same_as_the_sentences() -> None:
    found = seen(from_simulation(simulate_programme(1, consultations=120)))
    figure = found.figure()
    assert [row.stressed for row in figure.rows] == [each.gap.beyond_luck for each in found.items]
    assert "To the left: patient partners lower." in figure.description
