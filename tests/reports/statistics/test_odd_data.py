"""Data that leave a method without footing get a sentence, an error by name, or the right special case."""

import numpy as np
import pytest

from reports.statistics.agreement import (
    all_raters_agreement,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
)
from reports.statistics.benchmarks import benchmark, koo_li
from reports.statistics.correlation import lin_concordance, mean_spearman
from reports.statistics.differences import mean_difference
from reports.statistics.differences_on_level import RegressionLimits, difference_on_mean, regression_limits
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.internal_consistency import cronbach_alpha
from reports.statistics.kappas import contingency, fleiss_kappa_1971, weighted_kappa
from reports.statistics.light import light_kappa
from reports.statistics.measurement_error import standard_error_of_measurement
from reports.statistics.mixed_model import fit_mixed_model
from reports.statistics.nested_terms import mixed_terms
from reports.statistics.pair_estimates import pair_habits
from reports.statistics.pair_sums import resampled_pairs
from reports.statistics.pair_tables import bowker_symmetry, stuart_maxwell
from reports.statistics.rank_agreement import kendall_w
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Interval, Reach
from reports.statistics.reliability import intraclass_correlation
from reports.statistics.repeated_differences import (
    difference_components,
    limits_of_varying_pairs,
    limits_with_replicates,
    repeatability_coefficient,
)
from reports.statistics.tally import tallied
from reports.statistics.type_comparison import compare_types
from reports.statistics.unbalanced import one_way_unbalanced

SCALE = (0, 1, 2, 3, 4)


def two_of_four(shift: float) -> RatingsTable:
    """Ten units, two of four raters each, who differ by a constant step only."""
    values = np.full((10, 4), np.nan)
    for unit in range(10):
        for rater in (unit % 4, (unit + 1) % 4):
            values[unit, rater] = unit + shift * rater
    return RatingsTable.from_wide(values)


def test_raters_who_never_differ_are_fully_reliable_without_an_interval():
    found = intraclass_correlation(two_of_four(0))
    assert found.value == 1.0
    assert "never differed" in str(found.no_interval)
    assert standard_error_of_measurement(two_of_four(0)).value == 0


def test_raters_who_differ_by_a_constant_step_leave_nothing_to_chance():
    assert "Nothing is left to chance" in str(intraclass_correlation(two_of_four(2)).no_interval)
    assert standard_error_of_measurement(two_of_four(2), "consistency").value == pytest.approx(0, abs=1e-6)
    # The raters differ by 0, 2, 4 and 6: a standard deviation of 2.58.
    assert standard_error_of_measurement(two_of_four(2)).number == pytest.approx(2.58, abs=0.01)


def test_units_that_do_not_differ_have_no_reliability_interval_with_gaps():
    values = np.random.default_rng(4).normal(0, 5, (12, 4))
    values -= np.nanmean(values, axis=1, keepdims=True)
    values[np.arange(12), np.arange(12) % 4] = np.nan
    found = intraclass_correlation(RatingsTable.from_wide(values))
    assert found.value == pytest.approx(0, abs=1e-6)
    assert "boundary of nought" in str(found.no_interval)


def test_units_rated_once_each_cannot_show_reliability():
    table = RatingsTable.from_wide([[1, None], [None, 2], [3, None]])
    assert "No unit was rated by two raters" in str(intraclass_correlation(table).undefined)
    assert "No unit was rated by two raters" in str(standard_error_of_measurement(table).undefined)
    assert isinstance(one_way_unbalanced(table), str)


def test_the_same_score_everywhere_has_no_one_way_reliability():
    assert "Every score is the same" in str(one_way_unbalanced(RatingsTable.from_wide([[1, 1], [1, None]])))


def test_equal_unit_means_have_a_value_without_an_interval():
    table = RatingsTable.from_wide([[1, 2, 4], [1, 2, 4], [1, 2, 4]])
    assert "do not differ at all" in str(intraclass_correlation(table).no_interval)
    one_way = intraclass_correlation(table, "ICC(1)")
    assert "do not differ at all" in str(one_way.no_interval)


@pytest.mark.parametrize("interval", ["jackknife", "bootstrap", "percentile"])
def test_clustered_units_are_resampled_by_cluster(interval: Interval):
    generator = np.random.default_rng(8)
    clinician = np.repeat(np.arange(12), 5)
    scores = generator.normal(0, 12, 12)[clinician][:, None] + generator.normal(0, 6, (60, 2))
    alone = intraclass_correlation(RatingsTable.from_wide(scores))
    together = intraclass_correlation(RatingsTable.from_wide(scores, clusters=clinician), reach=Reach(interval))
    assert together.value == alone.value
    assert "cluster" in together.method
    assert together.low is not None
    assert together.low < together.number < 1


def test_reliability_in_one_cluster_has_no_interval():
    table = RatingsTable.from_wide([[1, 2], [3, 5], [2, 2]], clusters=[1, 1, 1])
    assert "one cluster" in str(intraclass_correlation(table).no_interval)


def test_reliability_that_hangs_on_one_unit_has_no_resampled_interval():
    table = RatingsTable.from_wide([[1, 1], [1, 1], [5, 6]])
    found = intraclass_correlation(table, "ICC(A,1)", Reach("jackknife"))
    assert "Without one unit" in str(found.no_interval)


def test_all_raters_agreement_is_a_share_of_units():
    table = RatingsTable.from_wide([[1, 1, 1], [1, 2, 2], [0, 3, 1], [2, None, None]], SCALE)
    assert all_raters_agreement(table).value == pytest.approx(1 / 3)
    assert all_raters_agreement(table, within=1).value == pytest.approx(2 / 3)


def test_all_raters_agreement_reaches_over_clusters():
    values = np.random.default_rng(2).integers(0, 2, (30, 2))
    table = RatingsTable.from_wide(values, SCALE, clusters=np.arange(30) // 3)
    assert "10 clusters" in all_raters_agreement(table).method
    lone = RatingsTable.from_wide(values, SCALE, clusters=np.zeros(30))
    assert "one cluster" in str(all_raters_agreement(lone).no_interval)


def test_weights_under_which_nothing_can_disagree_leave_kappa_undefined():
    lenient = np.ones((3, 3))
    table = RatingsTable.from_wide([[0, 1], [1, 0]], (0, 1, 2))
    assert "can disagree" in str(fleiss_kappa(table, lenient).undefined)


def test_many_raters_on_a_long_scale_are_still_tallied():
    values = np.random.default_rng(6).integers(0, 9, (20, 30))
    table = RatingsTable.from_wide(values, tuple(range(9)))
    assert tallied(table).codes.shape == (20, 30)
    assert weighted_kappa(table) == conger_kappa(table, "quadratic")


def test_units_that_stand_alone_have_no_clusters_to_sum():
    with pytest.raises(ValueError, match="stand alone"):
        _ = tallied(RatingsTable.from_wide([[1, 2]], SCALE)).cluster_features


def test_a_pair_table_is_of_two():
    with pytest.raises(ValueError, match="two raters, not 3"):
        contingency(RatingsTable.from_wide([[1, 2, 3]], SCALE))
    with pytest.raises(ValueError, match="two points"):
        pair_habits(RatingsTable.from_wide([[1, 2]], SCALE))


def test_one_rater_has_no_pairs_for_light():
    assert light_kappa(RatingsTable.from_wide([[1], [2]], SCALE)).undefined == "Agreement needs two raters."


def test_the_old_kappa_of_one_point_is_undefined():
    assert "one point only" in str(fleiss_kappa_1971(RatingsTable.from_wide([[1, 1], [1, 1]], SCALE)).overall.undefined)


def test_raters_who_never_disagree_have_no_direction_to_test():
    assert "never disagreed" in str(bowker_symmetry(np.diag([3.0, 4])).undefined)
    assert "Too few disagreements" in str(stuart_maxwell(np.diag([3.0, 4])).undefined)


def test_a_band_needs_a_value_and_a_standard_error():
    assert benchmark(undefined("Nobody rated."), "altman") == "Nobody rated."
    assert "no band" in str(benchmark(Estimate(1.0, 0.0), "altman"))


def test_the_word_for_reliability_is_read_on_the_lower_limit():
    assert koo_li(Estimate(0.82, low=0.62, high=0.91)) == "moderate"
    assert koo_li(Estimate(0.82)) is None


def test_concordance_without_correlation_has_no_interval():
    found = lin_concordance([1, 2, 1, 2], [1, 1, 2, 2])
    assert found.on_z.value == 0
    assert "not correlated" in str(found.on_z.no_interval)
    assert lin_concordance([], []).on_z.undefined == "There is no pair to compare."
    assert "Fewer than three" in str(lin_concordance([1, 2], [2, 1]).on_z.no_interval)
    assert lin_concordance([1], [2]).on_z.value == 0


def test_a_jackknife_over_clusters_needs_two_and_footing_without_each():
    assert "Two clusters" in str(resampled_pairs([1, 2], [2, 3], ["K", "K"], "difference").undefined)
    hanging = resampled_pairs([1, 1, 2, 3], [1, 1, 2, 4], ["K", "K", "L", "L"], "pearson")
    assert "Without one cluster" in str(hanging.no_interval)
    with pytest.raises(ValueError, match="one cluster for each"):
        resampled_pairs([1, 2], [2, 3], ["K"], "difference")


def test_rank_coefficients_need_two_of_each():
    assert mean_spearman(np.array([[1.0], [2.0]]), ["Ann"]).undefined == "Two raters and two units are needed."
    assert kendall_w(np.array([[1.0, 2.0]])).undefined == "Two raters and two units are needed."
    with pytest.raises(ValueError, match="every rater's score"):
        kendall_w(np.array([[1.0, np.nan], [1, 2]]))


def test_pairs_that_cluster_are_left_out_together():
    found = mean_difference([1, 2, 5, 7], [0, 2, 3, 4], ["K", "K", "L", "L"])
    assert found.degrees_of_freedom == (1.0,)
    assert "delete-one-cluster" in found.method
    assert mean_difference([], []).undefined == "There is no pair to compare."


def test_no_slope_without_different_levels():
    assert "same mean" in str(difference_on_mean([1, 2, 3], [3, 2, 1]))
    assert "no line" in str(regression_limits([1, 2, 3], [3, 2, 1]))


def test_moving_limits_are_read_at_a_level():
    low, high = RegressionLimits(*(Estimate(number, no_interval="Known.") for number in (1.0, 0.5, 2.0, 0.0))).at(10)
    assert (low + high) / 2 == pytest.approx(6)
    assert high - low == pytest.approx(2 * 1.95996 * np.sqrt(np.pi / 2) * 2, abs=0.001)


def test_repeats_are_needed_to_split_differences():
    assert isinstance(difference_components(["a", "b"], [1, 2], [2, 1]), str)
    assert "measured twice" in str(repeatability_coefficient(["a", "b"], [1, 2]).undefined)
    assert "two subjects" in str(limits_with_replicates(["a", "a"], [1, 2], [2, 1]).limits.lower.undefined)
    with pytest.raises(ValueError, match="equally long"):
        difference_components(["a"], [1, 2], [2, 1])


def test_subjects_measured_once_have_limits_from_their_differences_alone():
    found = limits_of_varying_pairs(["a", "b", "c"], [1, 2, 6], [2, 1, 3]).limits
    assert found.sd == pytest.approx(2.0)


def test_items_need_two_complete_sheets():
    assert "two complete sheets" in str(cronbach_alpha(np.array([[1.0, 2.0], [np.nan, 1.0]])).alpha.undefined)


def test_a_grouping_with_a_level_for_every_row_is_refused_by_name():
    with pytest.raises(ValueError, match="its own sheet"):
        fit_mixed_model(np.arange(4.0), np.ones((4, 1)), {"sheet": [1, 2, 3, 4]})


def test_mixed_terms_must_fit_together():
    with pytest.raises(ValueError, match="at least one grouping"):
        mixed_terms(np.arange(4.0), np.ones((4, 1)), [])
    with pytest.raises(ValueError, match="one entry for each row"):
        mixed_terms(np.arange(4.0), np.ones((4, 1)), [np.zeros(3, dtype=np.int64)])


def test_many_levels_are_held_sparsely_and_give_the_same():
    generator = np.random.default_rng(9)
    first = np.repeat(np.arange(1500), 2)
    second = generator.integers(0, 700, 3000)
    second = np.unique(second, return_inverse=True)[1]
    terms = mixed_terms(generator.normal(size=3000), np.ones((3000, 1)), [first, second])
    spreads, step = np.array([0.5, 0.7]), np.array([0.0, 1e-5])
    slope = (terms.deviance(spreads + step) - terms.deviance(spreads - step)) / 2e-5
    assert terms.deviance_and_slopes(spreads)[1][1] == pytest.approx(slope, rel=1e-4)


def test_full_likelihood_has_its_own_slopes():
    generator = np.random.default_rng(10)
    terms = mixed_terms(generator.normal(size=40), np.ones((40, 1)), [np.arange(40) % 8])
    step = 1e-5
    slope = (terms.deviance(np.array([0.5 + step]), False) - terms.deviance(np.array([0.5 - step]), False)) / (2 * step)
    assert terms.deviance_and_slopes(np.array([0.5]), reml=False)[1][0] == pytest.approx(slope, rel=1e-5)


def test_observers_who_each_scored_once_cannot_be_told_from_chance():
    found = compare_types(
        [1, 2, 3, 4, 5, 7, 8, 9],
        list("abcdefgh"),
        ["x"] * 4 + ["y"] * 4,
        [1, 1, 2, 2, 3, 3, 4, 4],
        first="x",
        second="y",
    )
    assert found.gap.value == pytest.approx(-4.75)
    assert "scored once only" in str(found.gap.no_interval)


def test_observers_who_never_vary_are_described():
    observer = np.tile(np.arange(8), 6)
    found = compare_types(
        observer * 3.0,
        observer.tolist(),
        ["x" if o < 4 else "y" for o in observer],
        np.repeat(np.arange(12), 4).tolist(),
        first="x",
        second="y",
    )
    assert found.gap.value == pytest.approx(-12)
    assert "Nothing is left to chance" in str(found.gap.no_interval)


def test_predicted_raters_follow_their_severity():
    generator = np.random.default_rng(12)
    severity = np.array([-6.0, 0.0, 6.0])
    scores = generator.normal(0, 8, (40, 1)) - severity + generator.normal(0, 3, (40, 3))
    unit, rater = np.divmod(np.arange(120), 3)
    model = fit_mixed_model(scores.ravel(), np.ones((120, 1)), {"unit": unit.tolist(), "rater": rater.tolist()})
    predicted = model.predictions("rater")
    assert (np.diff(predicted.effects) < 0).all()
    assert (predicted.prediction_sd >= predicted.conditional_sd).all()
    assert not model.singular


@pytest.mark.parametrize("interval", ["analytic", "jackknife", "bootstrap", "percentile"])
def test_full_agreement_has_no_interval_of_width_nought(interval: Interval):
    table = RatingsTable.from_wide([[0, 0], [1, 1], [2, 2], [2, 2]] * 5, SCALE)
    found = gwet_ac(table, "quadratic", Reach(interval, replicates=50))
    assert found.value == 1.0
    assert "no spread" in str(found.no_interval)


def test_perfect_percent_agreement_under_loose_weights_keeps_its_bound():
    table = RatingsTable.from_wide([[1, 2]] * 5, SCALE)
    assert percent_agreement(table, "within_one").low == pytest.approx(0.025 ** (1 / 5))


def test_full_agreement_within_few_clinicians_reaches_as_far_as_the_clinicians():
    values = np.zeros((20, 2))
    table = RatingsTable.from_wide(values, SCALE, clusters=np.arange(20) // 5)
    assert percent_agreement(table).low == pytest.approx(0.025 ** (1 / 4))
