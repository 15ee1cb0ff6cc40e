"""Ranks and orders are what an independent library says they are; it is no part of the product, being slow to load."""

import numpy as np
import pytest
from scipy import stats

from reports.statistics.rank_order import inversions, middle_ranks, tau_b


@pytest.mark.parametrize("number", [2, 3, 9, 33, 34, 250])
@pytest.mark.parametrize("points", [2, 5, 10**9], ids=["two points", "five points", "hardly a tie"])
@pytest.mark.parametrize("likeness", [-1.0, 0.0, 0.7, 1.0])
def test_tau_and_its_chance_are_those_of_an_independent_library(number: int, points: int, likeness: float):
    rng = np.random.default_rng(number)
    first = rng.random(number)
    second = likeness * first + (1 - abs(likeness)) * rng.random(number)
    x, y = np.floor(points * first), np.floor(points * second)
    x[:2], y[:2] = (0, 1), (1, 0)
    found = stats.kendalltau(x, y)
    assert tau_b(x, y) == pytest.approx((found.statistic, found.pvalue), rel=1e-12, abs=1e-15)


def test_orders_almost_the_same_keep_their_exact_chance_however_long():
    order = np.arange(80.0)
    swapped = order.copy()
    swapped[[10, 11]] = swapped[[11, 10]]
    for other in (order, -order, swapped):
        found = stats.kendalltau(order, other)
        assert tau_b(order, other) == pytest.approx((found.statistic, found.pvalue), rel=1e-12)


@pytest.mark.parametrize("number", [0, 1, 2, 7, 64, 129])
def test_every_pair_in_falling_order_is_counted_once(number: int):
    ranks = np.random.default_rng(number).integers(0, max(number // 2, 1), number)
    assert inversions(ranks) == sum(int((ranks[:at] > ranks[at]).sum()) for at in range(number))


def test_equal_scores_share_the_mean_of_their_places():
    scores = np.floor(np.random.default_rng(1).random(200) * 30)
    assert middle_ranks(scores).tolist() == stats.rankdata(scores).tolist()
    assert middle_ranks(np.array([5.0, 1.0, 5.0])).tolist() == [2.5, 1.0, 2.5]
