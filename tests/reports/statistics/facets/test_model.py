"""What the many-facet model says, and what it refuses to say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.statistics.facets.exact_agreement import exact_agreement
from reports.statistics.facets.groups import group_difference
from reports.statistics.facets.interactions import bias_interactions
from reports.statistics.facets.marginal import marginal_maximum
from reports.statistics.facets.model import CannotFit, fit_facets
from reports.statistics.facets.table import FacetTable, facet_table
from tests.reports.statistics.facets.simulated import a_truth, drawn, ratings_of


def a_table(seed: int = 5, **sizes: int) -> FacetTable:
    generator = np.random.default_rng(seed)
    return ratings_of(generator, a_truth(generator, **sizes))


def test_measures_recover_what_the_ratings_were_drawn_from():
    generator = np.random.default_rng(3)
    truth = a_truth(generator, clinicians=60, observers=10)
    found = fit_facets(ratings_of(generator, truth, consultations=10))
    assert np.corrcoef(found.facet("clinician").measures, truth.clinicians)[0, 1] > 0.98
    assert np.corrcoef(found.facet("observer").measures, truth.observers)[0, 1] > 0.98
    off = (found.facet("observer").measures - truth.observers) / found.facet("observer").errors
    assert np.abs(off).max() < 4


def test_intervals_of_severity_hold_the_truth_about_as_often_as_they_claim():
    generator = np.random.default_rng(11)
    held: list[float] = []
    for _ in range(60):
        truth = a_truth(generator, clinicians=25, observers=8)
        found = fit_facets(ratings_of(generator, truth, consultations=8)).facet("observer")
        held.append(float((np.abs(found.measures - truth.observers) < 1.96 * found.errors).mean()))
    assert 0.90 <= np.mean(held) <= 0.985


def test_marginal_thresholds_are_less_spread_than_joint_ones():
    table = a_table(clinicians=12, observers=4)
    joint, marginal = fit_facets(table), marginal_maximum(table)
    assert np.ptp(marginal.thresholds[0]) < np.ptp(joint.thresholds[0])


def test_a_fair_average_lies_on_the_scale_and_inside_its_interval():
    model = fit_facets(a_table())
    fair = model.fair_average("C0003")
    assert fair.low is not None
    assert fair.high is not None
    assert 0 < fair.low < fair.number < fair.high < 4


def test_a_clinician_seen_by_severe_observers_is_lifted_by_the_fair_average():
    generator = np.random.default_rng(2)
    clinician = np.repeat([0, 0, 1, 1, 2, 2], 40)
    observer = np.where(generator.random(240) < 0.8, clinician % 2, 1 - clinician % 2)
    ratings = drawn(generator, np.where(observer == 0, -0.8, 0.8))
    model = fit_facets(facet_table({"clinician": clinician.tolist(), "observer": observer.tolist()}, ratings.tolist()))
    found = model.facet("clinician")
    # All three are equally good; the first and third met the severe observer four times in five.
    assert np.ptp(found.fair) < np.ptp(found.means) / 2


def test_an_element_with_only_the_lowest_point_is_named_and_kept_out_of_the_rest():
    table = a_table()
    ratings = table.ratings.copy()
    ratings[table.elements[0] == 0] = 0
    model = fit_facets(FacetTable(table.names, table.levels, table.elements, ratings))
    assert [(one.facet, one.element, one.highest) for one, _ in model.extremes] == [(0, 0, False)]
    assert "only the lowest point" in (model.measure("clinician", "C0000").undefined or "")
    adjusted = model.extremes[0][1]
    assert adjusted is not None
    assert adjusted.measure < np.nanmin(model.facet("clinician").measures)


def test_islands_are_found_although_the_items_are_common():
    table = a_table(clinicians=10, observers=6)
    same_side = (table.elements[0] < 5) == (table.elements[1] < 3)
    model = fit_facets(table.kept(same_side))
    assert not model.linking.connected
    assert model.linking.broken_by == ("observer",)
    assert len(set(model.linking.subset[:5].tolist())) == 1
    assert model.linking.subset[0] != model.linking.subset[9]


def test_observers_nested_in_types_are_centred_within_their_type():
    table = a_table()
    kind = (table.elements[1] % 2)[None, :]
    typed = FacetTable(
        (*table.names, "type"), (*table.levels, ("patient partner", "peer")), np.concatenate([table.elements, kind]),
        table.ratings,
    )  # fmt: skip
    model = fit_facets(typed)
    observers = model.facet("observer")
    assert observers.within == "type"
    assert observers.measures[::2].sum() == pytest.approx(0, abs=1e-8)
    gap = group_difference(model, "observer", {level: level[-1] for level in observers.levels}, "0", "1")
    assert "same type" in (gap.undefined or "")


def test_a_facet_that_repeats_another_is_refused_by_name():
    table = a_table()
    twice = FacetTable(
        (*table.names, "room"), (*table.levels, table.levels[1]), np.concatenate([table.elements, table.elements[1:2]]),
        table.ratings,
    )  # fmt: skip
    with pytest.raises(CannotFit, match="observer and room cannot be told apart"):
        fit_facets(twice)


@pytest.mark.parametrize(
    ("ratings", "says"),
    [([], "no ratings"), ([2, 2, 2, 2], "Every rating is 2"), ([0, 4, 0, 4], "only the lowest or only the highest")],
)
def test_what_cannot_be_fitted_is_refused_in_a_sentence(ratings: list[float], says: str):
    clinician, observer = ["a", "b", "a", "b"][: len(ratings)], ["x", "x", "y", "y"][: len(ratings)]
    with pytest.raises(CannotFit, match=says):
        fit_facets(facet_table({"clinician": clinician, "observer": observer}, ratings))


def test_partial_credit_falls_back_when_an_item_never_got_a_point():
    table = a_table()
    ratings = np.where((table.elements[2] == 1) & (table.ratings == 0), 1, table.ratings)
    model = fit_facets(FacetTable(table.names, table.levels, table.elements, ratings), steps_by="item")
    assert model.steps_by is None
    assert ("I0001", 0) in model.null_points


def test_a_point_nobody_used_leaves_its_thresholds_undefined_and_the_rest_finite():
    table = a_table()
    ratings = np.where(table.ratings == 2, 1, table.ratings)
    model = fit_facets(FacetTable(table.names, table.levels, table.elements, ratings))
    assert model.unused == (2,)
    assert np.isnan(model.thresholds[0]).tolist() == [False, True, False]
    assert np.isfinite(model.facet("clinician").measures).all()


def test_a_bias_put_into_one_cell_is_found_there_and_nowhere_else():
    generator = np.random.default_rng(12)
    truth = a_truth(generator, clinicians=40, observers=10)
    table = ratings_of(generator, truth, consultations=8)
    kind = np.where(table.elements[1] < 5, "patient partner", "peer")
    eta = truth.clinicians[table.elements[0]] - truth.observers[table.elements[1]] - truth.items[table.elements[2]]
    eta = eta + 0.9 * ((kind == "patient partner") & (table.elements[2] == 3))
    biased = FacetTable(table.names, table.levels, table.elements, drawn(generator, eta))
    items = [table.levels[2][item] for item in table.elements[2]]
    found = bias_interactions(fit_facets(biased), [kind.tolist(), items])
    largest = max(found.cells, key=lambda cell: abs(cell.size or 0))
    assert largest.cell in {("patient partner", "I0003"), ("peer", "I0003")}
    assert largest.p_adjusted is not None
    assert largest.p_adjusted < 0.001
    assert found.p_value < 0.001


def test_expected_exact_agreement_is_near_what_independent_observers_show():
    table = a_table(clinicians=40)
    consultation = np.repeat(np.arange(len(table.ratings) // 10), 10)
    same = [f"{c}:{i}" for c, i in zip(consultation, table.elements[2], strict=True)]
    found = exact_agreement(fit_facets(table), same)
    assert found is not None
    assert found.pairs == len(table.ratings) // 2
    assert found.observed == pytest.approx(found.expected, abs=0.05)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_order_of_ratings_and_the_names_of_people_change_nothing(seed: int, order: int):
    table = a_table(seed % 50, clinicians=8, observers=5)
    shuffled = np.random.default_rng(order).permutation(len(table.ratings))
    again = FacetTable(table.names, table.levels, table.elements[:, shuffled], table.ratings[shuffled])
    first, second = fit_facets(table), fit_facets(again)
    assert second.facet("clinician").measures == pytest.approx(first.facet("clinician").measures, abs=1e-6, nan_ok=True)
    assert second.facet("observer").fit.infit == pytest.approx(first.facet("observer").fit.infit, abs=1e-6, nan_ok=True)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_turning_the_scale_round_turns_every_measure_round(seed: int):
    table = a_table(seed % 50, clinicians=8, observers=5)
    turned = FacetTable(table.names, table.levels, table.elements, 4 - table.ratings)
    first, second = fit_facets(table), fit_facets(turned)
    assert second.facet("observer").measures == pytest.approx(-first.facet("observer").measures, abs=1e-6, nan_ok=True)
    assert second.thresholds[0] == pytest.approx(-first.thresholds[0][::-1], abs=1e-6, nan_ok=True)
