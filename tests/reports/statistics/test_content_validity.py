"""Votes of relevance become shares with their reach, each group apart, or the reason why not yet."""

import math

import numpy as np
import pytest

from reports.statistics.content_validity import content_validity, content_validity_by_group, item_validity, kappa_word


def test_two_votes_are_not_yet_enough():
    found = item_validity(2, 2)
    assert found.share.undefined == "Not yet: 1 more vote needed (2 of 3)."
    assert not found.is_enough


def test_up_to_five_raters_must_all_agree():
    assert not item_validity(4, 5).is_enough
    assert item_validity(5, 5).is_enough


def test_of_nine_raters_seven_are_enough_when_the_share_is_seventy_eight_in_a_hundred():
    assert item_validity(8, 9).is_enough
    assert not item_validity(6, 9).is_enough


def test_more_cannot_agree_than_voted():
    with pytest.raises(ValueError, match="cannot be"):
        item_validity(4, 3)


def test_the_exact_interval_of_three_of_three_starts_at_the_cube_root_of_the_tail():
    found = item_validity(3, 3)
    assert (found.share.low, found.share.high) == pytest.approx((0.025 ** (1 / 3), 1.0))


def test_the_exact_interval_of_none_ends_where_that_of_all_begins():
    assert item_validity(0, 4).share.high == pytest.approx(1 - 0.025**0.25)


def test_nobody_finding_it_relevant_is_worse_than_chance():
    found = item_validity(0, 3)
    assert found.kappa.number < 0
    assert kappa_word(found.kappa.number) == "poor"


def test_three_and_four_are_relevant_and_a_missing_vote_is_no_vote():
    found = content_validity([[4, 3], [3, math.nan], [2, 1], [1, 4]])
    assert [(item.relevant, item.raters) for item in found.items] == [(2, 4), (2, 3)]
    assert (found.average.units, found.average.raters, found.average.ratings) == (2, 4, 7)


def test_a_rater_who_never_voted_does_not_count():
    assert content_validity([[4.0], [4.0], [3.0], [math.nan]]).raters == 3


def test_the_averages_wait_for_the_item_with_the_fewest_votes():
    found = content_validity([[4, math.nan], [4, 4], [4, 4]])
    assert found.average.undefined == found.universal.undefined == "Not yet: 1 more vote needed (2 of 3)."


def test_without_items_there_is_nothing_to_average():
    found = content_validity(np.empty((3, 0)))
    assert found.average.undefined == found.universal.undefined == "Not yet: 3 more votes needed (0 of 3)."


def test_raters_of_one_mind_leave_the_average_without_an_interval():
    found = content_validity([[4, 1], [3, 2], [4, 1]])
    assert (found.average.value, found.average.has_interval) == (0.5, False)


def test_the_averages_interval_is_the_t_interval_over_raters_when_all_voted():
    generator = np.random.default_rng(3)
    votes = generator.integers(1, 5, (7, 6)).astype(float)
    shares = (votes >= 3).mean(axis=1)
    found = content_validity(votes).average
    assert found.value == pytest.approx(shares.mean())
    assert found.standard_error == pytest.approx(shares.std(ddof=1) / math.sqrt(7))
    assert found.degrees_of_freedom == (6.0,)


def test_each_group_stands_apart():
    votes = [[4], [4], [4], [1], [2], [4]]
    found = content_validity_by_group(votes, ["partner"] * 3 + ["peer"] * 3)
    assert [found[name].items[0].share.value for name in ("partner", "peer")] == pytest.approx([1, 1 / 3])


@pytest.mark.parametrize("votes", [[[5.0]], [[0.0]], [[2.5]]])
def test_a_vote_is_one_to_four(votes: list[list[float]]):
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        content_validity(votes)


def test_votes_are_a_table_with_a_group_for_every_rater():
    with pytest.raises(ValueError, match="table"):
        content_validity([1.0, 2.0])
    with pytest.raises(ValueError, match="group"):
        content_validity_by_group([[1.0]], [])
