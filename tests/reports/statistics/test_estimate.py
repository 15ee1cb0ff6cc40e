"""An estimate carries its reach, or says why there is nothing to carry."""

import pytest

from reports.statistics.estimate import Estimate, symmetric, undefined


def test_an_estimate_cannot_have_a_value_and_a_reason_for_having_none():
    with pytest.raises(ValueError, match="either a value or a reason"):
        Estimate(0.5, undefined="Nobody rated.")


def test_an_estimate_cannot_be_silent():
    with pytest.raises(ValueError, match="either a value or a reason"):
        Estimate(None)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused_as_a_value(value: float):
    with pytest.raises(ValueError, match="give the reason"):
        Estimate(value)


def test_an_interval_has_both_ends():
    with pytest.raises(ValueError, match="both ends"):
        Estimate(0.5, low=0.1)


def test_crossed_limits_are_refused():
    with pytest.raises(ValueError, match="crossed"):
        Estimate(0.5, low=5.2, high=-4.7)


def test_a_confidence_outside_nought_and_one_is_refused():
    with pytest.raises(ValueError, match="Confidence"):
        Estimate(0.5, confidence=95)


def test_an_undefined_estimate_gives_its_reason_when_its_number_is_asked_for():
    with pytest.raises(ValueError, match="Nobody rated"):
        _ = undefined("Nobody rated.").number


def test_a_symmetric_interval_is_cut_at_what_the_quantity_can_reach():
    estimate = symmetric(0.9, 0.1, 2.0, method="t", highest=1.0)
    assert (estimate.low, estimate.high) == (pytest.approx(0.7), 1.0)


def test_counts_can_be_filled_in_afterwards():
    estimate = Estimate(0.5).resting_on(units=3, raters=2, ratings=6)
    assert (estimate.units, estimate.raters, estimate.ratings) == (3, 2, 6)
    assert estimate.defined
    assert not estimate.has_interval
