"""Numbers on the ruler keep apart and near to their marks, and the data carry how well each place is known."""

import numpy as np
import pytest

from reports.figures.drawing import draw
from reports.figures.picture import Words
from reports.figures.severity_map import Placed, SeverityMap, apart


def test_labels_that_would_touch_spread_to_both_sides_of_their_marks() -> None:
    assert apart([10.0, 10.0, 10.0], 4.0) == pytest.approx([6.0, 10.0, 14.0])
    assert apart([0.0, 20.0], 4.0) == [0.0, 20.0]


@pytest.mark.parametrize("seed", range(5))
def test_labels_keep_their_order_and_their_distance(seed: int) -> None:
    heights = np.sort(np.random.default_rng(seed).normal(0, 10, 20)).tolist()
    found = np.array(apart(heights, 5.0))
    assert np.diff(found).min() > 5 - 1e-9
    assert abs(found.mean() - np.mean(heights)) < 1e-9


def test_every_kind_of_observer_is_told_which_way_is_severe() -> None:
    people = tuple((name, (Placed(1, "One", 0.2, 0.1),)) for name in ("Patient partner", "Peer clinician"))
    picture = draw(SeverityMap("Ruler", (0.1,), people, (Placed(1, "Item", -0.3, 0.2),), (0.4,)))
    said = [mark.text for mark in picture.marks if isinstance(mark, Words)]
    assert said.count("more severe ↑") == 2


def test_each_place_stands_in_the_data_with_its_standard_error() -> None:
    figure = SeverityMap(
        "Ruler", (0.1,), (("Peer", (Placed(1, "One", 0.2, 0.3),)),), (Placed(1, "I", -0.3, 0.2),), (0.4,)
    )
    head, rows = figure.data()
    assert head[-1] == "standard error"
    assert [row[-1] for row in rows] == [0.4, 0.3, 0.2]
