"""What must hold of agreement whatever the ratings are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from reports.statistics.agreement import brennan_prediger, conger_kappa, fleiss_kappa, gwet_ac, percent_agreement
from reports.statistics.estimate import Estimate
from reports.statistics.kappas import cohen_kappa, weighted_kappa
from reports.statistics.krippendorff import krippendorff_alpha, krippendorff_alpha_gwet_form
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.reliability import every_form

SCALE = (0.0, 1.0, 2.0, 3.0, 4.0)
COEFFICIENTS = [percent_agreement, brennan_prediger, fleiss_kappa, conger_kappa, gwet_ac, krippendorff_alpha_gwet_form]

ratings = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 9), st.integers(1, 4)),
    elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, np.nan]),
)
quick = settings(max_examples=60, deadline=None)


def value_of(estimate: Estimate) -> float | None:
    return estimate.value


@quick
@given(ratings)
def test_every_table_is_answered_or_explained(values: np.ndarray):
    table = RatingsTable.from_wide(values, SCALE)
    found = [c(table, "quadratic") for c in COEFFICIENTS] + [krippendorff_alpha(table)]
    for estimate in found:
        assert estimate.defined or str(estimate.undefined).endswith((".", "rated."))
        assert estimate.value is None or estimate.value <= 1 + 1e-12


@quick
@given(ratings, st.randoms(use_true_random=False))
def test_renaming_raters_or_reordering_units_changes_nothing(values: np.ndarray, shuffle):
    columns, rows = list(range(values.shape[1])), list(range(values.shape[0]))
    shuffle.shuffle(columns)
    shuffle.shuffle(rows)
    one = RatingsTable.from_wide(values, SCALE)
    other = RatingsTable.from_wide(values[rows][:, columns], SCALE)
    for coefficient in COEFFICIENTS:
        assert value_of(coefficient(one, "linear")) == pytest.approx(value_of(coefficient(other, "linear")))


@quick
@given(ratings)
def test_turning_the_scale_round_changes_nothing(values: np.ndarray):
    one, other = RatingsTable.from_wide(values, SCALE), RatingsTable.from_wide(4 - values, SCALE)
    for coefficient in COEFFICIENTS:
        assert value_of(coefficient(one, "quadratic")) == pytest.approx(value_of(coefficient(other, "quadratic")))


@quick
@given(arrays.arrays(np.float64, st.integers(2, 9), elements=st.sampled_from(SCALE)), st.integers(2, 4))
def test_raters_who_always_agree_have_agreement_of_one_or_it_is_undefined(column: np.ndarray, raters: int):
    table = RatingsTable.from_wide(np.tile(column[:, None], raters), SCALE)
    for coefficient in COEFFICIENTS:
        estimate = coefficient(table)
        assert estimate.value == pytest.approx(1.0) or "one point only" in str(estimate.undefined)


@quick
@given(ratings)
def test_units_that_nobody_rated_change_nothing(values: np.ndarray):
    more = np.vstack([values, np.full((2, values.shape[1]), np.nan)])
    one, other = RatingsTable.from_wide(values, SCALE), RatingsTable.from_wide(more, SCALE)
    for coefficient in COEFFICIENTS:
        assert value_of(coefficient(one)) == pytest.approx(value_of(coefficient(other)))


@quick
@given(arrays.arrays(np.float64, st.tuples(st.integers(2, 12), st.just(2)), elements=st.sampled_from(SCALE)))
def test_for_two_complete_raters_conger_is_cohen(values: np.ndarray):
    table = RatingsTable.from_wide(values, SCALE)
    assert value_of(conger_kappa(table, "quadratic")) == pytest.approx(value_of(cohen_kappa(table, "quadratic")))
    assert value_of(weighted_kappa(table)) == pytest.approx(value_of(cohen_kappa(table, "quadratic")))


@quick
@given(ratings, st.sampled_from(["analytic", "jackknife", "bootstrap", "percentile"]))
def test_an_interval_holds_its_value(values: np.ndarray, interval):
    table = RatingsTable.from_wide(values, SCALE)
    estimate = gwet_ac(table, "quadratic", Reach(interval, replicates=50))
    assume(estimate.has_interval and interval != "percentile")
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low <= estimate.number + 1e-12
    assert estimate.number - 1e-12 <= estimate.high


@quick
@given(
    arrays.arrays(
        np.float64, st.tuples(st.integers(2, 7), st.integers(2, 4)), elements=st.integers(0, 40).map(lambda i: i * 2.5)
    )
)
def test_scores_on_another_ruler_are_as_reliable(values: np.ndarray):
    one = every_form(RatingsTable.from_wide(values))
    other = every_form(RatingsTable.from_wide(10 + 3 * values))
    for form, estimate in one.items():
        assert value_of(estimate) == pytest.approx(value_of(other[form]), abs=1e-7)


def test_the_same_seed_gives_the_same_interval():
    values = np.random.default_rng(3).integers(0, 5, (30, 3)).astype(float)
    table = RatingsTable.from_wide(values, SCALE)
    reach = Reach("bootstrap", replicates=200, seed=5)
    assert gwet_ac(table, "quadratic", reach) == gwet_ac(table, "quadratic", reach)
