"""How many more are needed is said in a sentence, and never promised where it cannot be known."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.statistics.estimate import Estimate, undefined
from reports.statistics.planned_agreement import (
    agreement_precision,
)
from reports.statistics.planned_limits import (
    limits_precision,
    limits_within,
)
from reports.statistics.planned_means import mean_precision, type_gap_precision
from reports.statistics.planned_reliability import (
    intraclass_precision,
)
from reports.statistics.planning import Plan, more_needed, no_plan, smallest, with_clusters

FLOOR_HEAVY = (0.45, 0.25, 0.15, 0.1, 0.05)


@pytest.mark.parametrize(
    "plan",
    [
        agreement_precision("gwet_ac", 0.7, 0.0001, FLOOR_HEAVY),
        limits_precision(0.0001, interval="1999"),
        limits_within(5.88, 3.0, interval="1999"),
        mean_precision(0.001, 15),
        type_gap_precision(0.001, 15),
    ],
    ids=["agreement", "limits", "margin", "mean", "types"],
)
def test_no_study_is_planned_that_could_never_be_run(plan: Plan):
    assert plan.needed is None
    assert "would not be enough" in plan.sentence


def test_half_the_width_takes_four_times_as_many():
    so_far = Estimate(0.6, low=0.4, high=0.8, units=30, raters=2, ratings=60)
    plan = more_needed(so_far, 0.2)
    assert plan.needed == 120
    assert plan.more(30) == 90
    assert plan.sentence == (
        "90 more consultations should bring the 95% interval from 0.40 down to 0.20 wide (30 so far)."
    )
    assert plan.still_needed(30) == "Not yet: 90 more consultations needed (30 of 120)."


def test_an_interval_narrow_enough_needs_no_more():
    plan = more_needed(Estimate(0.6, low=0.55, high=0.65, units=30), 0.2)
    assert plan.more(30) == 0
    assert plan.still_needed(30) is None
    assert "no more are needed" in plan.sentence


def test_a_limit_cut_off_at_one_does_not_hide_how_wide_the_interval_is():
    cut = Estimate(0.95, standard_error=0.1, low=0.75, high=1.0, units=20)
    assert (more_needed(cut, 0.2).needed or 0) == math.ceil(20 * (2 * 1.959964 * 0.1 / 0.2) ** 2)


@pytest.mark.parametrize(
    ("estimate", "reason"),
    [
        (undefined("There are no ratings."), "no ratings"),
        (Estimate(0.5, no_interval="One unit only."), "One unit only"),
        (Estimate(0.5), "no interval yet"),
        (Estimate(1.0, low=1.0, high=1.0, units=4), "no width"),
        (Estimate(0.5, low=0.0, high=1.0, units=1000), "would not be enough"),
    ],
)
def test_without_an_interval_to_go_by_there_is_a_reason(estimate: Estimate, reason: str):
    plan = more_needed(estimate, 0.001)
    assert plan.needed is None
    assert plan.more(5) is None
    assert plan.still_needed(5) is None
    assert reason in plan.sentence


def test_consultations_of_one_clinician_that_are_alike_count_for_less():
    plan = with_clusters(intraclass_precision(0.7, 0.2), each=8, likeness=0.1)
    assert plan.needed == math.ceil(105 * 1.7)
    assert "it takes 179 consultations" in plan.sentence


def test_a_plan_without_a_number_stays_without_one_in_clusters():
    reason = no_plan("It cannot be done.", "none")
    assert with_clusters(reason, 8, 0.1) is reason
    with pytest.raises(ValueError, match="likeness between 0 and 1"):
        with_clusters(reason, 8, 1.1)


def test_a_plan_has_a_number_or_a_reason_never_both():
    with pytest.raises(ValueError, match="either a number or a reason"):
        Plan(3, "", "", undefined="Why not?")


@given(threshold=st.integers(2, 5_000))
def test_the_smallest_number_that_suffices_is_found(threshold: int):
    assert smallest(lambda number: number >= threshold) == threshold


def test_when_no_number_suffices_none_is_named():
    assert smallest(lambda _: False, most=100) is None
