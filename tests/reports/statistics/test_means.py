"""A clinician's mean counts consultations once each and says how far it reaches."""

import math

import pytest

from reports.statistics.means import clustered_mean


def test_a_consultation_with_three_observers_weighs_as_much_as_one_with_one():
    assert clustered_mean([10, 20, 30, 40], ["a", "a", "a", "b"]).value == pytest.approx(30)


def test_the_interval_is_over_consultations():
    found = clustered_mean([10, 20, 40], ["a", "b", "c"], ["P1", "P1", "P2"])
    assert (found.units, found.raters, found.ratings) == (3, 2, 3)
    assert found.degrees_of_freedom == (2.0,)
    assert found.low is not None
    assert found.low < found.number


def test_the_interval_stays_on_the_score():
    assert clustered_mean([0, 5, 30], ["a", "b", "c"], lowest=0, highest=100).low == 0


def test_missing_scores_are_left_out():
    assert clustered_mean([10, math.nan, 20], ["a", "b", "c"]).units == 2


def test_no_score_is_said_so():
    assert clustered_mean([math.nan], ["a"]).undefined == "There is no score yet."


def test_one_consultation_has_no_interval():
    assert "One consultation only" in str(clustered_mean([10, 12], ["a", "a"]).no_interval)


def test_equal_consultations_have_no_interval():
    assert "All 2 consultations scored 10" in str(clustered_mean([10, 10], ["a", "b"]).no_interval)


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="Every score needs"):
        clustered_mean([10], ["a", "b"])
