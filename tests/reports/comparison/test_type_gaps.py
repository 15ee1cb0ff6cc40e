"""Types are compared by people: what is seen differently is found, and what is not is not."""

from dataclasses import replace

import numpy as np
import pytest

from reports.comparison.item_apart import against_other_items, beyond_luck, set_apart
from reports.comparison.type_gaps import type_gaps
from reports.statistics.estimate import Estimate
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed, from_simulation


def test_without_a_true_difference_an_item_rarely_stands_out() -> None:
    """40 programmes of 5 and 6 people and 4 items: five per cent would be two, and six or more happens once in 70."""
    alarms = 0
    for seed in range(40):
        programme = simulate_programme(
            100 + seed,
            clinicians=8,
            patient_partners=5,
            peers=6,
            consultations=40,
            items=4,
            type_gap=0.3,
            differential_item=None,
        )
        ratings = from_simulation(programme)
        alarms += any(beyond_luck([set_apart(ratings, at, (0, 1)) for at in range(4)]))
    assert alarms <= 5


def test_how_strict_an_observer_is_falls_out_of_the_sheet() -> None:
    ratings = from_simulation(simulate_programme(3, consultations=40, items=4))
    relative = against_other_items(ratings, 1)
    by_hand = ratings.ratings[:, 1] - np.nanmean(np.delete(ratings.ratings, 1, axis=1), axis=1)
    np.testing.assert_allclose(relative, by_hand)


def test_of_many_differences_holm_keeps_only_what_is_too_rare_for_so_many() -> None:
    found = [Estimate(1.0, p_value=chance) for chance in (0.04, 0.011, 0.9, 0.03)]
    assert beyond_luck(found) == (False, True, False, False)
    assert beyond_luck([None, *found[:1]]) == (False, True)


@pytest.mark.parametrize(("peers", "has_interval"), [(2, False), (3, False), (4, True)])
def test_fewer_than_four_people_a_side_get_no_interval(peers: int, has_interval: bool) -> None:
    table = np.random.default_rng(9).integers(0, 5, (25, 4 + peers))
    gap = type_gaps(crossed(table, [PARTNER] * 4 + [PEER] * peers))[0]
    assert gap.total.difference.has_interval is has_interval
    described = "This describes these people only." in gap.sentences[0]
    assert described is (peers == 3)


def test_the_sentence_names_the_people_and_never_says_who_is_right() -> None:
    gap = type_gaps(from_simulation(simulate_programme(1, consultations=120, items=4)))[0]
    assert "9 patient partners and 12 peer clinicians, not their sheets." in gap.sentences[0]
    assert "it does not say who is right" in gap.sentences[1]


def test_constant_ratings_give_a_reason_and_no_crash() -> None:
    gap = type_gaps(crossed(np.zeros((20, 8)), [PARTNER] * 4 + [PEER] * 4))[0]
    assert gap.total.difference.low is None
    assert gap.items[0].beyond_luck is False


def test_an_item_of_a_single_point_neither_stands_out_nor_counts_among_the_others() -> None:
    ratings = from_simulation(simulate_programme(3, consultations=20, items=3))
    single = replace(ratings.items[0], points=(0.0,), labels=ratings.items[0].labels[:1])
    flat = replace(ratings, items=(single, *ratings.items[1:]), ratings=ratings.ratings * [0, 1, 1])
    assert np.isnan(against_other_items(flat, 0)).all()
    np.testing.assert_allclose(against_other_items(flat, 1), (flat.ratings[:, 1] - flat.ratings[:, 2]))
