"""Raters left out or drawn anew change a coefficient as if the table had been made without or with them."""

from __future__ import annotations

import numpy as np
import pytest

from reports.statistics.agreement import conger_kappa, fleiss_kappa, gwet_ac
from reports.statistics.krippendorff import krippendorff_alpha
from reports.statistics.light import light_kappa
from reports.statistics.rater_draws import RaterDraws
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.tally import tallied

SCALE = (0.0, 1.0, 2.0, 3.0)
COEFFICIENTS = [gwet_ac, fleiss_kappa, conger_kappa]


def gappy(seed: int, raters: int = 5) -> RatingsTable:
    generator = np.random.default_rng(seed)
    values = np.clip(generator.integers(0, 4, (18, 1)) + generator.integers(-1, 2, (18, raters)), 0, 3).astype(float)
    values[generator.random(values.shape) < 0.2] = np.nan
    return RatingsTable.from_wide(values, SCALE)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
@pytest.mark.parametrize("seed", range(4))
def test_leaving_a_rater_out_is_the_table_without_their_column(coefficient, seed: int):
    table = gappy(seed)
    without = [coefficient(table.columns(np.arange(5) != rater), "linear").number for rater in range(5)]
    expected = np.sqrt(4 / 5 * ((np.array(without) - np.mean(without)) ** 2).sum())
    found = coefficient(table, "linear", Reach("jackknife", over="raters"))
    assert found.standard_error == pytest.approx(expected)
    assert found.degrees_of_freedom == (4.0,)


@pytest.mark.parametrize("seed", range(4))
def test_alpha_without_a_rater_is_the_table_without_their_column(seed: int):
    table = gappy(seed)
    without = [krippendorff_alpha(table.columns(np.arange(5) != rater)).number for rater in range(5)]
    expected = np.sqrt(4 / 5 * ((np.array(without) - np.mean(without)) ** 2).sum())
    assert krippendorff_alpha(table, reach=Reach("jackknife", over="raters")).standard_error == pytest.approx(expected)


def test_a_rater_drawn_twice_is_never_compared_with_themselves():
    table = gappy(1, raters=3)
    sums = RaterDraws(tallied(table)).weighted(np.array([[2.0, 1.0, 0.0]]), None)
    once = RaterDraws(tallied(table)).weighted(np.array([[1.0, 1.0, 0.0]]), None)
    assert sums.pair_shares == pytest.approx(once.pair_shares)
    assert sums.paired == pytest.approx(once.paired)


def test_every_rater_once_and_every_unit_once_is_the_table_itself():
    tally = tallied(gappy(2))
    sums = RaterDraws(tally).weighted(np.ones((1, 5)), tally.times[None, :])
    for name in ("rated", "paired", "shares", "pair_shares", "coincidences", "chosen"):
        assert getattr(sums, name) == pytest.approx(getattr(tally.total, name)), name


def test_other_raters_and_other_units_leave_more_open_than_other_units_alone():
    table = gappy(3)
    units = gwet_ac(table, "linear", Reach("analytic"))
    raters = gwet_ac(table, "linear", Reach("jackknife", over="raters"))
    both = gwet_ac(table, "linear", Reach("analytic", over="both"))
    assert (both.standard_error or 0) ** 2 == pytest.approx(
        (units.standard_error or 0) ** 2 + (raters.standard_error or 0) ** 2
    )
    assert 4 <= both.degrees_of_freedom[0] <= 17 + 4


def test_two_raters_cannot_speak_for_others():
    table = RatingsTable.from_wide([[0, 1], [2, 2], [3, 1]], SCALE)
    assert "from three raters on" in str(gwet_ac(table, reach=Reach(over="raters")).no_interval).replace("3", "three")


@pytest.mark.parametrize("over", ["raters", "both"])
@pytest.mark.parametrize("interval", ["percentile", "bootstrap"])
def test_a_bootstrap_over_raters_holds_its_value_and_keeps_its_seed(over, interval):
    table = gappy(4)
    reach = Reach(interval, replicates=300, seed=7, over=over)
    found = gwet_ac(table, "linear", reach)
    assert found == gwet_ac(table, "linear", reach)
    assert found.low is not None
    assert found.low < found.number < (found.high or 0)
    assert "rater" in found.method


def test_lights_kappa_spreads_about_as_its_units_left_out_one_by_one():
    values = np.random.default_rng(9).integers(0, 4, (60, 1)) + np.random.default_rng(8).integers(-1, 2, (60, 3))
    table = RatingsTable.from_wide(np.clip(values, 0, 3).astype(float), SCALE)
    without = np.array([light_kappa(table.rows(np.arange(60) != unit)).number for unit in range(60)])
    expected = np.sqrt(59 / 60 * ((without - without.mean()) ** 2).sum())
    found = light_kappa(table)
    assert found.standard_error == pytest.approx(expected, rel=0.03)
    drawn = light_kappa(table, reach=Reach("bootstrap", replicates=500))
    assert drawn.standard_error == pytest.approx(expected, rel=0.15)


def test_lights_kappa_of_clustered_units_spreads_between_clusters():
    values = np.random.default_rng(9).integers(0, 4, (60, 1)) + np.random.default_rng(8).integers(-1, 2, (60, 3))
    table = RatingsTable.from_wide(np.clip(values, 0, 3).astype(float), SCALE, clusters=np.arange(60) // 5)
    for interval in ("default", "bootstrap"):
        found = light_kappa(table, reach=Reach(interval, replicates=300))
        assert "cluster" in found.method
        assert (found.low or 0) < found.number < (found.high or 0)
    both = light_kappa(table, reach=Reach(over="both"))
    assert (both.standard_error or 0) > (light_kappa(table).standard_error or 0)
