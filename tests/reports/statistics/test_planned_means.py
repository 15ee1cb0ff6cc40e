"""A clinician's mean and the gap between observer types are planned in the units that limit them."""

import pytest

from reports.statistics.planned_means import mean_precision, mean_width, type_gap_precision, type_gap_width


@pytest.mark.parametrize(("units", "half"), [(4, 23.9), (6, 15.7), (8, 12.5), (10, 10.7), (12, 9.5), (16, 8.0)])
def test_a_clinician_s_mean_is_as_sure_as_the_evidence_says(units: int, half: float):
    assert mean_width(units, 15) / 2 == pytest.approx(half, abs=0.05)
    assert mean_precision(mean_width(units, 15) + 1e-9, 15).needed == units


@pytest.mark.parametrize(("side", "low", "high"), [(4, 6.9, 10.4), (9, 4.0, 6.0), (20, 2.6, 3.8)])
def test_the_gap_between_types_is_limited_by_people(side: int, low: float, high: float):
    assert type_gap_width(side, 4) / 2 == pytest.approx(low, abs=0.05)
    assert type_gap_width(side, 6) / 2 == pytest.approx(high, abs=0.05)


def test_comparing_types_never_plans_with_fewer_people_than_inference_needs():
    plan = type_gap_precision(100, 5)
    assert plan.needed == 4
    assert plan.counted[1] == "observers of each type"
    assert "only more observers do" in plan.cautions[0]


def test_a_spread_of_nought_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        type_gap_precision(5, 0)
    with pytest.raises(ValueError, match="above 0"):
        mean_precision(5, -1)
