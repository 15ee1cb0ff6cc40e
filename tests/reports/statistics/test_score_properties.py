"""What must hold of reliability, differences and orders whatever the scores are, and slow literal versions beside."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from reports.statistics.correlation import (
    kendall_tau_b,
    lin_concordance,
    mean_spearman,
    pearson_correlation,
    spearman_correlation,
)
from reports.statistics.differences import limits_of_agreement, sd_of_differences
from reports.statistics.internal_consistency import cronbach_alpha
from reports.statistics.light import light_kappa
from reports.statistics.measurement_error import error_of_mean, standard_error_of_measurement
from reports.statistics.omega import mcdonald_omega
from reports.statistics.point_agreement import point_kappas, specific_agreement
from reports.statistics.rank_agreement import kendall_w
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.unpaired import unpaired_difference

SCALE = (0.0, 1.0, 2.0, 3.0)
whole = st.integers(0, 12).map(float)
tables = arrays.arrays(np.float64, st.tuples(st.integers(3, 8), st.integers(2, 4)), elements=whole)
pairs = arrays.arrays(np.float64, st.tuples(st.integers(2, 9), st.just(2)), elements=whole)
ratings = arrays.arrays(
    np.float64, st.tuples(st.integers(2, 8), st.integers(3, 4)), elements=st.sampled_from([*SCALE, np.nan])
)
quick = settings(max_examples=25, deadline=None)


@quick
@given(ratings, st.randoms(use_true_random=False))
def test_lights_and_the_points_kappas_do_not_ask_who_is_called_what(values: np.ndarray, shuffle):
    columns, rows = list(range(values.shape[1])), list(range(values.shape[0]))
    shuffle.shuffle(columns)
    shuffle.shuffle(rows)
    one, other = (RatingsTable.from_wide(each, SCALE) for each in (values, values[rows][:, columns]))
    assert light_kappa(one).value == pytest.approx(light_kappa(other).value)
    for of in (point_kappas, specific_agreement):
        assert [e.value for e in of(one)] == pytest.approx([e.value for e in of(other)])


@quick
@given(ratings)
def test_every_unit_twice_changes_no_share_and_narrows_its_interval(values: np.ndarray):
    one = RatingsTable.from_wide(values, SCALE)
    other = RatingsTable.from_wide(np.vstack([values, values]), SCALE)
    for of in (point_kappas, specific_agreement):
        for once, twice in zip(of(one), of(other), strict=True):
            assert once.value == pytest.approx(twice.value)
            if once.has_interval and (once.standard_error or 0) > 1e-9:
                assert (twice.standard_error or 0) < (once.standard_error or 0)
    assert light_kappa(one).value == pytest.approx(light_kappa(other).value)


@quick
@given(ratings, st.sampled_from(["units", "raters", "both"]))
def test_every_interval_of_a_share_lies_between_nought_and_one_and_holds_it(values: np.ndarray, over):
    table = RatingsTable.from_wide(values, SCALE)
    for found in specific_agreement(table, Reach(over=over)):
        assert found.defined or found.cause is not None
        if found.low is not None and found.high is not None:
            assert 0 <= found.low <= found.number <= found.high <= 1


@quick
@given(tables, st.integers(1, 5), st.integers(-30, 30))
def test_another_ruler_changes_errors_in_proportion_and_consistency_not_at_all(values: np.ndarray, times, more):
    moved = values * times + more
    one, other = (standard_error_of_measurement(RatingsTable.from_wide(each)) for each in (values, moved))
    assert other.value == pytest.approx(None if one.value is None else one.value * times, abs=1e-6)
    assert error_of_mean(one, 4).value == pytest.approx(None if one.value is None else one.value / 2)
    alpha, again = cronbach_alpha(values), cronbach_alpha(moved)
    assert alpha.alpha.value == pytest.approx(again.alpha.value, abs=1e-6)
    assert alpha.mean_correlation.value == pytest.approx(again.mean_correlation.value, abs=1e-6)
    omega, later = mcdonald_omega(values).standardized, mcdonald_omega(moved).standardized
    assert omega.value == pytest.approx(later.value, abs=1e-4)


@quick
@given(pairs, st.integers(1, 5), st.integers(-30, 30))
def test_limits_move_with_the_ruler_and_concordance_does_not(values: np.ndarray, times, more):
    (x, y), (a, b) = values.T, (values * times + more).T
    before, after = limits_of_agreement(x, y), limits_of_agreement(a, b)
    assert after.upper.number == pytest.approx(times * before.upper.number, abs=1e-7)
    assert after.lower.high == pytest.approx(times * (before.lower.high or 0), abs=1e-7)
    assert lin_concordance(a, b).on_z.value == pytest.approx(lin_concordance(x, y).on_z.value, abs=1e-9)
    for order in (spearman_correlation, kendall_tau_b, pearson_correlation):
        assert order(a, b).value == pytest.approx(order(x, y).value, abs=1e-9)
        assert order(y, x).value == pytest.approx(order(x, y).value, abs=1e-9)
    assert unpaired_difference(x, y).value == pytest.approx(before.bias.value)


@quick
@given(pairs)
def test_orders_are_counted_pair_by_pair(values: np.ndarray):
    x, y = values.T.tolist()
    with_x = [(x[i] > x[j]) - (x[i] < x[j]) for i, j in combinations(range(len(x)), 2)]
    with_y = [(y[i] > y[j]) - (y[i] < y[j]) for i, j in combinations(range(len(x)), 2)]
    untied = sum(map(abs, with_x)) * sum(map(abs, with_y))
    found = kendall_tau_b(x, y)
    assume(untied)
    literal = sum(a * b for a, b in zip(with_x, with_y, strict=True)) / math.sqrt(untied)
    assert found.value == pytest.approx(literal)


def ranks(scores: list[float]) -> list[float]:
    return [sum(other < one for other in scores) + (scores.count(one) + 1) / 2 for one in scores]


@quick
@given(tables)
def test_concordance_of_orders_is_what_the_definition_says(values: np.ndarray):
    units, raters = values.shape
    ranked = [ranks(column) for column in values.T.tolist()]
    sums = [sum(column[i] for column in ranked) for i in range(units)]
    spread = sum((one - raters * (units + 1) / 2) ** 2 for one in sums)
    ties = sum(len([1 for other in column if other == one]) ** 2 - 1 for column in ranked for one in column)
    most = raters**2 * (units**3 - units) - raters * ties
    found = kendall_w(values)
    assert found.value == pytest.approx(12 * spread / most if most > 0 else None)
    assert found.value is None or 0 <= found.value <= 1 + 1e-12
    mean = mean_spearman(values, [f"r{j}" for j in range(raters)])
    if mean.value is not None:
        each = [spearman_correlation(values[:, i], values[:, j]).number for i, j in combinations(range(raters), 2)]
        assert mean.value == pytest.approx(sum(each) / len(each))


@quick
@given(tables)
def test_alpha_is_what_the_definition_says(values: np.ndarray):
    found = cronbach_alpha(values)
    if found.alpha.value is None:
        assert np.ptp(values.sum(1)) == 0
        return
    items = values.shape[1]
    own = sum(np.var(column, ddof=1) for column in values.T)
    assert found.alpha.value == pytest.approx(items / (items - 1) * (1 - own / np.var(values.sum(1), ddof=1)))
    for item, rest in enumerate(found.item_rest):
        if rest.value is not None and not found.standardized.undefined:
            others = np.delete(values, item, 1).sum(1)
            assert rest.value == pytest.approx(np.corrcoef(values[:, item], others)[0, 1], abs=1e-6)


def test_spreads_of_covariances_are_those_of_leaving_sheets_out():
    generator = np.random.default_rng(5)
    scores = generator.normal(0, 1, (60, 1)) + generator.normal(0, 1, (60, 5))
    found, omega = cronbach_alpha(scores), mcdonald_omega(scores)
    for name, value, error in (
        ("guttman_6", found.guttman_6.number, found.guttman_6.standard_error),
        ("mean_correlation", found.mean_correlation.number, found.mean_correlation.standard_error),
        ("omega", omega.raw.number, omega.raw.standard_error),
    ):
        without: list[float] = []
        for sheet in range(60):
            kept = np.delete(scores, sheet, 0)
            each = mcdonald_omega(kept).raw if name == "omega" else getattr(cronbach_alpha(kept), name)
            without.append(each.number)
        jackknife = math.sqrt(59 / 60 * sum((one - np.mean(without)) ** 2 for one in without))
        assert error == pytest.approx(jackknife, rel=0.12), (name, value)


def test_the_spread_of_differences_holds_what_it_estimates():
    found = sd_of_differences([1.0, 5.0, 4.0, 8.0], [2.0, 3.0, 4.0, 4.0])
    assert found.number == pytest.approx(np.std([-1.0, 2.0, 0.0, 4.0], ddof=1))
    assert (found.low or 0) < found.number < (found.high or 0)
    assert "two pairs" in str(sd_of_differences([1.0], [2.0]).undefined)
