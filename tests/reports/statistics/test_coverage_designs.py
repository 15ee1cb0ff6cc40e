"""A few studies of the designs whose coverage is simulated at length by `python -m tests.coverage.run`.

Bounds are wide: with so few studies only an interval that is badly wrong falls outside.
"""

from __future__ import annotations

import pytest

from tests.coverage.design import coverage
from tests.coverage.run import DESIGNS

STUDIES = 60
QUICK = [
    "30 units, 3 raters",
    "40 pairs on five points",
    "24 clinicians with 2 to 6 pairs",
    "30 pairs, normal",
    "30 clinicians with 6 consultations, 5 + 5 observers, types alike",
    "Rasch, 30 clinicians with 2 consultations, 8 observers, 5 items",
]


@pytest.mark.parametrize("design", [one for one in DESIGNS if one.name in QUICK], ids=lambda one: one.name)
def test_intervals_hold_the_truth_about_as_often_as_they_say(design):
    for one in coverage(design, STUDIES):
        if "independent" not in one.quantity and one.without < 0.1:
            assert one.held >= 0.76, one


def test_every_design_and_quantity_is_named_once():
    assert len({design.name for design in DESIGNS}) == len(DESIGNS)
