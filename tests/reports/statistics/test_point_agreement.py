"""Agreement point by point equals the scale cut down by hand, and two raters' habits have a reach."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from reports.statistics.agreement import fleiss_kappa
from reports.statistics.estimate import Estimate
from reports.statistics.kappas import cohen_kappa, fleiss_kappa_1971
from reports.statistics.pair_estimates import folded, largest_kappa, pair_habits
from reports.statistics.point_agreement import pair_point_kappas, point_kappas, specific_agreement
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach

SCALE = (0.0, 1.0, 2.0)


def gappy(seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    values = np.clip(generator.integers(0, 3, (20, 1)) + generator.integers(-1, 2, (20, 4)), 0, 2).astype(float)
    values[generator.random(values.shape) < 0.2] = np.nan
    return values


@pytest.mark.parametrize("seed", range(4))
def test_specific_agreement_is_counted_rating_by_rating(seed: int):
    rows = [[code for code in row if not np.isnan(code)] for row in gappy(seed).tolist()]
    for point, found in zip(SCALE, specific_agreement(RatingsTable.from_wide(gappy(seed), SCALE)), strict=True):
        met = sum(sum(a == b == point for a, b in permutations(row, 2)) / (len(row) - 1) for row in rows if row[1:])
        given = sum(row.count(point) for row in rows if row[1:])
        assert found.value == pytest.approx(met / given)
        assert 0 <= (found.low or 0) <= found.number <= (found.high or 1) <= 1


@pytest.mark.parametrize("place", range(3))
def test_a_points_kappa_is_that_of_the_scale_cut_down_to_it(place: int):
    values = gappy(5)
    cut = np.where(np.isnan(values), np.nan, values == SCALE[place]).astype(float)
    found = point_kappas(RatingsTable.from_wide(values, SCALE))[place]
    alone = fleiss_kappa(RatingsTable.from_wide(cut, (0, 1)))
    assert (found.number, found.standard_error) == pytest.approx((alone.number, alone.standard_error))
    pair = values[~np.isnan(values[:, :2]).any(1), :2]
    merged = cohen_kappa(RatingsTable.from_wide((pair == SCALE[place]).astype(float), (0, 1)))
    assert pair_point_kappas(RatingsTable.from_wide(pair, SCALE))[place].number == pytest.approx(merged.number)


def test_with_equal_numbers_of_ratings_they_are_fleiss_kappas_of_1971():
    values = np.random.default_rng(6).integers(0, 3, (30, 4)).astype(float)
    table = RatingsTable.from_wide(values, SCALE)
    assert [one.number for one in point_kappas(table)] == pytest.approx(fleiss_kappa_1971(table).of_points.tolist())


def test_a_point_nobody_gave_is_named_with_the_table_that_shows_it():
    none = specific_agreement(RatingsTable.from_wide([[0, 0], [1, 0]], SCALE, rater_names=("Ann", "Bo")))[2]
    assert none.undefined == "Nobody gave the point 2 to a unit that was rated twice."
    assert none.cause is not None
    assert (none.cause.rows, none.cause.columns) == (("Ann", "Bo"), ("0", "1", "2"))
    assert none.cause.cells == ((1.0, 1.0, 0.0), (2.0, 0.0, 0.0))


@pytest.mark.parametrize("interval", ["default", "bootstrap"])
def test_two_raters_habits_have_a_reach(interval):
    table = RatingsTable.from_contingency([[40, 9], [6, 45]], (1, 2))
    reach = Reach(interval, replicates=400)
    for name, found in {**pair_habits(table, reach), "kappa_max": largest_kappa(table, reach)}.items():
        assert found.low is not None, name
        assert found.low <= found.number <= (found.high or 1), name
    # The spread of twice a share, less one.
    pabak = pair_habits(table)["pabak"]
    assert pabak.standard_error == pytest.approx(2 * np.sqrt(0.85 * 0.15 / 99))


def test_the_size_of_a_signed_quantity_begins_at_nought_when_its_interval_crosses_it():
    assert (folded(Estimate(-0.2, 0.2, -0.6, 0.2)).low, folded(Estimate(-0.2, 0.2, -0.6, 0.2)).high) == (0.0, 0.6)
    assert folded(Estimate(-0.4, 0.1, -0.6, -0.2)).low == 0.2
    assert folded(Estimate(-0.4, no_interval="One unit.")).value == 0.4
