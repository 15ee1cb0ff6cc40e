"""What is not defined is explained in one sentence that names what was found."""

import numpy as np
import pytest

from reports.statistics.agreement import all_raters_agreement, fleiss_kappa, gwet_ac, percent_agreement
from reports.statistics.correlation import kendall_tau_b, mean_spearman, pearson_correlation
from reports.statistics.differences import limits_of_agreement, mean_difference, paired
from reports.statistics.differences_on_level import difference_on_mean
from reports.statistics.kappas import cohen_kappa, fleiss_kappa_1971
from reports.statistics.krippendorff import krippendorff_alpha
from reports.statistics.light import light_kappa
from reports.statistics.measurement_error import smallest_detectable_change, standard_error_of_measurement
from reports.statistics.pair_estimates import largest_kappa
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.reliability import intraclass_correlation
from reports.statistics.weights import agreement_weights, weights_from_disagreement

SCALE = (0, 1, 2, 3, 4)
CONSTANT = RatingsTable.from_wide(np.zeros((17, 2)), SCALE)


def test_a_floor_item_leaves_kappa_undefined_and_says_what_was_given():
    assert cohen_kappa(CONSTANT).undefined == "Both raters used one point only: 34 of 34 ratings are 0."
    assert krippendorff_alpha(CONSTANT).undefined == "Both raters used one point only: 34 of 34 ratings are 0."


def test_three_raters_on_one_point_are_all_raters():
    table = RatingsTable.from_wide(np.full((4, 3), 2.0), SCALE)
    assert fleiss_kappa(table).undefined == "All raters used one point only: 12 of 12 ratings are 2."


def test_a_floor_item_has_full_agreement_whose_reach_is_not_nought():
    found = percent_agreement(CONSTANT)
    assert found.value == 1.0
    assert found.low == pytest.approx(0.025 ** (1 / 17))


def test_one_rater_is_named():
    table = RatingsTable.from_long(["a", "b"], ["Ann", "Ann"], [1, 2], SCALE)
    assert gwet_ac(table).undefined == "Agreement needs two raters: only Ann rated."


def test_raters_who_never_met_have_nothing_to_compare():
    table = RatingsTable.from_long(["a", "b"], ["Ann", "Bo"], [1, 2], SCALE)
    assert gwet_ac(table).undefined == "No unit was rated by two raters, so there is nothing to compare."
    assert all_raters_agreement(table).undefined == gwet_ac(table).undefined
    assert largest_kappa(table).undefined == gwet_ac(table).undefined


def test_a_scale_of_one_point_makes_agreement_certain():
    assert "one point only" in str(gwet_ac(RatingsTable.from_wide([[1, 1], [1, 1]], (1,))).undefined)


def test_one_unit_has_a_value_without_an_interval():
    found = gwet_ac(RatingsTable.from_wide([[1, 2]], SCALE))
    assert found.defined
    assert found.no_interval == "One unit only, so there is no spread to make an interval from."


def test_one_cluster_has_a_value_without_an_interval():
    found = gwet_ac(RatingsTable.from_wide([[1, 2], [2, 2]], SCALE, clusters=[7, 7]))
    assert found.no_interval == "All units belong to one cluster, so their spread cannot be judged."


def test_the_pair_that_leaves_lights_kappa_undefined_is_named():
    table = RatingsTable.from_wide([[0, 0, 1], [0, 0, 0]], SCALE, rater_names=("Ann", "Bo", "Cy"))
    assert str(light_kappa(table).undefined).startswith("Ann and Bo: Both raters used one point only")


def test_the_old_form_of_fleiss_refuses_unequal_numbers():
    with pytest.raises(ValueError, match="different numbers"):
        fleiss_kappa_1971(RatingsTable.from_wide([[1, 2, None], [1, 1, 1]], SCALE))


def test_constant_scores_have_no_reliability():
    found = intraclass_correlation(RatingsTable.from_wide(np.full((5, 3), 4.0)))
    assert found.undefined == "Every score is the same: 15 of 15 are 4, so nothing can be told apart."


def test_a_negative_correlation_is_not_stepped_up_to_an_interval():
    table = RatingsTable.from_wide([[1, 4, 2], [4, 1, 2], [2, 3, 2], [3, 2, 3]])
    found = intraclass_correlation(table, "ICC(A,k)")
    assert found.defined
    assert "negative" in str(found.no_interval)


def test_gaps_are_answered_by_reml_and_said_so():
    values = np.random.default_rng(1).normal(50, 10, (20, 1)) + np.random.default_rng(2).normal(0, 4, (20, 4))
    values[np.arange(20), np.arange(20) % 4] = np.nan
    found = intraclass_correlation(RatingsTable.from_wide(values))
    assert "REML" in found.method
    assert found.has_interval


def test_too_few_double_ratings_cannot_tell_raters_from_chance():
    table = RatingsTable.from_wide([[10, 20, None], [30, None, 25], [40, None, None], [22, None, None]])
    assert "Too few units were rated twice" in str(intraclass_correlation(table).undefined)


def test_an_undefined_error_stays_undefined_as_a_change():
    lone = standard_error_of_measurement(RatingsTable.from_wide([[1, 2]]))
    assert smallest_detectable_change(lone).undefined == "Reliability needs two units: only one was rated."


def test_a_mean_of_four_observations_detects_half_the_change():
    error = standard_error_of_measurement(RatingsTable.from_wide([[10, 14], [30, 28], [55, 51]]))
    assert smallest_detectable_change(error, 4).number == pytest.approx(smallest_detectable_change(error).number / 2)
    with pytest.raises(ValueError, match="at least one"):
        smallest_detectable_change(error, 0)


def test_one_pair_has_a_difference_and_no_limits():
    found = limits_of_agreement([50], [40])
    assert found.bias.value == 10
    assert "One pair only" in str(found.lower.undefined)
    assert isinstance(difference_on_mean([50], [40]), str)


def test_pairs_of_one_clinician_do_not_tell_of_others():
    assert "one cluster" in str(mean_difference([1, 2, 3], [2, 2, 2], ["K", "K", "K"]).no_interval)


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="equally long"):
        paired([1, 2], [1])


def test_the_column_that_never_varied_is_named():
    assert pearson_correlation([5, 5, 5], [1, 2, 3]).undefined == "The first never varied, so there is no correlation."
    assert kendall_tau_b([1], [2]).undefined == "Correlation needs two pairs."


def test_the_constant_rater_is_named():
    scores = np.array([[1.0, 3, 1], [2, 3, 2], [3, 3, 5]])
    assert mean_spearman(scores, ["Ann", "Bo", "Cy"]).undefined == "Bo gave the same score to everything."


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="choose from identity"):
        agreement_weights("cubic", SCALE)  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="choose from nominal"):
        krippendorff_alpha(CONSTANT, "cardinal")  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match=r"choose from ICC\(1\)"):
        intraclass_correlation(CONSTANT, "ICC(2,1)")  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("table", [np.eye(3), np.full((5, 5), 0.5), np.eye(5) * 2])
def test_weights_that_do_not_fit_are_refused(table: np.ndarray):
    with pytest.raises(ValueError, match="weights"):
        agreement_weights(table, SCALE)


def test_ratio_weights_need_a_true_zero():
    with pytest.raises(ValueError, match="true zero"):
        agreement_weights("ratio", (-1, 0, 1))


def test_disagreement_weights_need_some_disagreement():
    with pytest.raises(ValueError, match="above 0"):
        weights_from_disagreement(np.zeros((2, 2)))


def test_a_coefficient_that_bootstrap_samples_lose_has_no_interval():
    values = np.zeros((30, 2))
    values[0] = [0, 1]
    found = cohen_kappa(RatingsTable.from_wide(values, SCALE), reach=Reach("bootstrap", replicates=200))
    assert "bootstrap samples" in str(found.no_interval)
