"""Many tests at once: Holm's correction."""

import pytest

from reports.statistics.many_tests import holm


def test_the_adjusted_chances_are_those_of_r() -> None:
    """p.adjust(c(0.01, 0.02, 0.03, 0.04), "holm") gives 0.04, 0.06, 0.06, 0.06."""
    assert holm([0.03, 0.01, 0.04, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])


def test_what_was_not_tested_does_not_count() -> None:
    assert holm([None, 0.04, None]) == (None, 0.04, None)


def test_no_chance_exceeds_one_and_no_tests_give_none() -> None:
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()
