"""Limits of agreement are planned as their authors say, and as simulation shows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.statistics.differences import LimitInterval, limits_of_agreement
from reports.statistics.planned_limits import (
    approximate_limits_power,
    limits_power,
    limits_precision,
    limits_width,
    limits_within,
)


@pytest.mark.parametrize(("pairs", "half"), [(100, 0.34), (200, 0.24)])
def test_the_limits_of_1986_are_as_close_as_their_authors_say(pairs: int, half: float):
    """Bland & Altman: about ±0.34 standard deviations with 100 subjects and ±0.24 with 200."""
    assert limits_width(pairs, interval="1986") / 2 == pytest.approx(half, abs=0.005)


def test_limits_within_a_margin_need_what_is_published_for_lu_s_method():
    """SimplyAgree's documented example of Lu et al. (2016): SD 3.3, margin 8, power 80 % at 145 pairs."""
    assert approximate_limits_power(144, 8, 3.3) < 0.8 <= approximate_limits_power(145, 8, 3.3)


def test_the_exact_power_asks_for_about_as_many_as_lu_s_formula():
    assert limits_within(8, 3.3, interval="1999").needed == pytest.approx(145, abs=2)


@pytest.mark.parametrize("interval", ["exact", "1999", "1986"])
def test_a_study_of_limits_really_succeeds_that_often(interval: LimitInterval):
    pairs, margin = 40, 9.0
    rng = np.random.default_rng(2)
    gaps = rng.normal(0.5, 3, (20_000, pairs))
    mean, sd = gaps.mean(1), gaps.std(1, ddof=1)
    # The interval is a multiple of the standard deviation, so one study tells it for all.
    one = limits_of_agreement(gaps[0], np.zeros(pairs), interval=interval)
    reach = ((one.upper.high or 0) - mean[0]) / sd[0] * sd
    shown = np.mean((mean + reach < margin) & (mean - reach > -margin))
    assert limits_power(pairs, margin, 3, 0.5, interval=interval) == pytest.approx(shown, abs=0.012)


def test_the_exact_interval_of_a_limit_is_as_wide_as_simulation_shows():
    rng = np.random.default_rng(4)
    from_many = rng.normal(0, 3, (4_000, 30)).std(1, ddof=1).mean()
    one = limits_width(30, 3.0)
    assert one == pytest.approx(limits_width(30, 1.0) * 3)
    assert one / limits_width(30, 1.0, interval="1999") == pytest.approx(3.0, rel=0.03)
    assert from_many == pytest.approx(3 * 0.9914, abs=0.03)


@given(pairs=st.integers(3, 300), margin=st.floats(2.5, 8))
def test_more_pairs_never_widen_limits_nor_lose_power(pairs: int, margin: float):
    assert limits_width(pairs + 1, interval="1999") < limits_width(pairs, interval="1999")
    more, fewer = (limits_power(each, margin, 1.0, interval="1999") for each in (pairs + 1, pairs))
    assert more >= fewer - 1e-9
    assert 0 <= approximate_limits_power(pairs, margin, 1.0) <= 1


def test_limits_that_reach_the_margin_can_never_be_shown_to_lie_within_it():
    plan = limits_within(5, 3)
    assert plan.needed is None
    assert plan.sentence == (
        "The limits themselves would reach 5.88, which is not within 5, so no number of consultations can show it."
    )


def test_the_number_for_limits_is_the_first_that_suffices():
    plan = limits_precision(0.5)
    assert plan.needed is not None
    assert limits_width(plan.needed) <= 0.5 < limits_width(plan.needed - 1)


def test_limits_refuse_what_is_no_spread_or_no_pair():
    with pytest.raises(ValueError, match="standard deviation"):
        limits_precision(1.0, 0.0)
    with pytest.raises(ValueError, match="two pairs"):
        limits_width(1)
