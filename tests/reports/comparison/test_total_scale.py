"""A total stands on a ladder whose rung is one point on one item."""

import numpy as np
import pytest

from instruments.catalogue import shipped
from instruments.loading import load
from reports.comparison.total_scale import TotalScale, total_scale
from tests.reports.comparison.definitions import definition


def test_the_rung_of_the_default_instrument_is_a_32nd_of_100() -> None:
    default = next(each for each in shipped() if each.id == "levelfield-sdm")
    scale = total_scale(default)
    assert (scale.lowest, scale.highest, scale.steps) == (0, 100, 32)
    assert scale.step == pytest.approx(3.125)


def test_a_one_item_sum_has_the_items_own_points() -> None:
    scale = total_scale(load(definition(1, range(1, 6))))
    assert scale.points == (1, 2, 3, 4, 5)


def test_every_shipped_instrument_has_a_ladder_or_says_why_not() -> None:
    for instrument in shipped():
        scale = total_scale(instrument)
        assert (scale.steps is None) == (scale.points == ())
        assert scale.why_none


def test_a_total_between_two_rungs_is_put_on_the_nearest() -> None:
    scale = TotalScale(0, 100, 4)
    assert scale.on_ladder(np.array([0, 30, 38, 100])).tolist() == [0, 25, 50, 100]
    assert np.isnan(scale.on_ladder(np.array([np.nan]))[0])


def test_without_a_ladder_the_reason_is_given() -> None:
    scale = TotalScale(0, 1)
    with pytest.raises(ValueError, match="equal steps"):
        _ = scale.step
