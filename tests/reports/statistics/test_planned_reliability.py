"""Reliability studies need what published tables say, and what simulation bears out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.statistics.planned_reliability import (
    approximate_units,
    intraclass_power,
    intraclass_precision,
    intraclass_test,
    intraclass_width,
)
from reports.statistics.ratings import RatingsTable
from reports.statistics.reliability import intraclass_correlation


@pytest.mark.parametrize(
    ("planned", "raters", "wide", "wider"),
    [
        (0.5, 2, 218, 98),
        (0.6, 2, 159, 71),
        (0.7, 2, 105, 49),
        (0.8, 2, 55, 28),
        (0.9, 2, 20, 12),
        (0.5, 3, 130, 58),
        (0.6, 3, 101, 46),
        (0.7, 3, 68, 31),
        (0.8, 3, 36, 17),
        (0.9, 3, 12, 6),
        (0.5, 4, 102, 46),
        (0.6, 4, 82, 37),
        (0.7, 4, 57, 26),
        (0.8, 4, 31, 15),
        (0.9, 4, 10, 5),
    ],
)
def test_an_interval_of_an_icc_needs_what_bonett_s_formula_gives(planned: float, raters: int, wide: int, wider: int):
    assert intraclass_precision(planned, 0.2, raters).needed == wide
    assert intraclass_precision(planned, 0.3, raters).needed == wider


def test_a_lead_reads_how_many_consultations_by_how_many_observers_buy_which_interval():
    assert intraclass_precision(0.7, 0.2).sentence == (
        "105 consultations, each scored by 2 observers, give a 95% interval about 0.20 wide if the ICC is 0.70."
    )


@pytest.mark.parametrize(
    ("least", "planned", "units"),
    [
        (0.4, 0.6, (87, 52, 41)),
        (0.5, 0.7, (63, 40, 33)),
        (0.6, 0.8, (39, 27, 22)),
        (0.7, 0.85, (42, 30, 26)),
        (0.7, 0.9, (18, 13, 12)),
    ],
)
def test_the_approximation_of_walter_eliasziw_and_donner_is_met(least: float, planned: float, units: tuple[int, ...]):
    """Walter, Eliasziw & Donner (1998) Stat Med 17, 101-110: one-sided 5 %, power 80 %, 2, 3 and 4 raters."""
    assert tuple(math.ceil(approximate_units(least, planned, raters)) for raters in (2, 3, 4)) == units


def test_where_the_approximation_falls_short_of_the_power_one_more_consultation_is_asked_for():
    plan = intraclass_test(0.7, 0.85)
    assert plan.needed == 43
    assert intraclass_power(0.7, 0.85, 42) < 0.8 <= (plan.power or 0)


def test_so_many_consultations_really_give_an_interval_that_wide():
    rng = np.random.default_rng(8)
    widths: list[float] = []
    for _ in range(100):
        scores = rng.normal(0, math.sqrt(0.7), (105, 1)) + rng.normal(0, math.sqrt(0.3), (105, 2))
        found = intraclass_correlation(RatingsTable.from_wide(scores), "ICC(C,1)")
        assert found.low is not None
        assert found.high is not None
        widths.append(found.high - found.low)
    assert np.mean(widths) == pytest.approx(0.2, abs=0.01)


def test_a_reliability_study_of_that_size_really_succeeds_that_often():
    plan = intraclass_test(0.6, 0.8, raters=3)
    units = plan.needed or 0
    rng = np.random.default_rng(5)
    scores = rng.normal(0, math.sqrt(0.8), (20_000, units, 1)) + rng.normal(0, math.sqrt(0.2), (20_000, units, 3))
    between = 3 * scores.mean(2).var(1, ddof=1)
    within = scores.var(2, ddof=1).mean(1)
    null = rng.normal(0, math.sqrt(0.6), (20_000, units, 1)) + rng.normal(0, math.sqrt(0.4), (20_000, units, 3))
    critical = np.quantile(3 * null.mean(2).var(1, ddof=1) / null.var(2, ddof=1).mean(1), 0.95)
    assert np.mean(between / within > critical) == pytest.approx(plan.power, abs=0.015)


@given(
    planned=st.floats(0.01, 0.98),
    width=st.floats(0.02, 0.9),
    raters=st.integers(2, 8),
)
def test_the_width_promised_is_never_wider_than_the_width_asked_for(planned: float, width: float, raters: int):
    plan = intraclass_precision(planned, width, raters)
    assert plan.width is not None
    assert plan.width <= width * (1 + 1e-9) or plan.needed == 2


@given(planned=st.floats(0.0, 0.98), width=st.floats(0.05, 0.5), raters=st.integers(2, 6))
def test_a_narrower_interval_never_needs_fewer_consultations(planned: float, width: float, raters: int):
    wide, narrow = intraclass_precision(planned, width, raters), intraclass_precision(planned, width / 2, raters)
    assert (narrow.needed or 0) >= (wide.needed or 0)


def test_a_plan_below_what_an_icc_is_shown_from_says_so():
    assert "plan for at least 10" in intraclass_precision(0.9, 0.3, raters=4).cautions[0]
    assert not any("at least 10" in caution for caution in intraclass_precision(0.7, 0.2).cautions)


def test_hardly_any_consultations_promise_no_more_than_every_possible_value():
    assert intraclass_width(0.5, 1) == 2.0
    assert intraclass_width(0.5, 2, raters=3) == 1.5


@pytest.mark.parametrize(
    ("planned", "width", "raters", "sentence"),
    [
        (1.0, 0.2, 2, "from 0 to below 1"),
        (-0.1, 0.2, 2, "from 0 to below 1"),
        (0.7, 0.0, 2, "width above 0"),
        (0.7, math.nan, 2, "width above 0"),
        (0.7, 0.2, 1, "two observers"),
    ],
)
def test_wishes_that_make_no_sense_are_refused_in_words(planned: float, width: float, raters: int, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        intraclass_precision(planned, width, raters)


def test_the_planned_icc_must_lie_above_the_least_acceptable_one():
    with pytest.raises(ValueError, match="must lie above"):
        intraclass_test(0.8, 0.8)
    with pytest.raises(ValueError, match="Power must lie between"):
        intraclass_test(0.6, 0.8, power=1.0)


def test_a_wish_no_study_can_meet_is_answered_with_the_reason():
    assert "would not be enough" in str(intraclass_precision(0.5, 0.0005).undefined)
    assert "would not be enough" in str(intraclass_test(0.7999, 0.8).undefined)
