"""A gap is told as lower or higher, never by a sign that somebody would have to read aloud."""

import pytest

from reports.comparison.equivalence import equivalence
from reports.comparison.gap_words import apart_words
from reports.statistics.estimate import Estimate


@pytest.mark.parametrize(
    ("value", "low", "high", "words"),
    [
        (-4.4, -10.3, 1.5, "4.4 points lower on average (likely between 10.3 lower and 1.5 higher)"),
        (-4.4, -7.3, -1.5, "4.4 points lower on average (likely 1.5 to 7.3 lower)"),
        (9.5, 8.5, 10.5, "9.5 points higher on average (likely 8.5 to 10.5 higher)"),
        (0.01, -2.0, 2.0, "the same on average (likely between 2.0 lower and 2.0 higher)"),
        (3.0, None, None, "3.0 points higher on average"),
    ],
)
def test_a_gap_says_its_direction_in_words(value: float, low: float | None, high: float | None, words: str) -> None:
    assert apart_words(Estimate(value, low=low, high=high)) == words


@pytest.mark.parametrize(
    ("value", "verdict"), [(-2.0, "alike"), (-12.0, "different"), (-5.0, "open")], ids=["alike", "different", "open"]
)
def test_every_answer_on_two_kinds_tells_who_scored_lower(value: float, verdict: str) -> None:
    gap = Estimate(value, standard_error=1.0, degrees_of_freedom=(18.0,), low=value - 2.1, high=value + 2.1)
    found = equivalence(gap, 5.0, "Patient partner", "Peer clinician", agreed=True)
    assert found.verdict == verdict
    assert f"Patient partners scored {abs(value):.1f} points lower on average" in found.sentence
    assert "A gap of up to 5 points counts as alike, which was agreed beforehand." in found.sentence
