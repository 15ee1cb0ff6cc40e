"""One sentence for each number that a patient partner could read aloud."""

import pytest

from reports.comparison.gap_words import difference_words, signed
from reports.comparison.wording import Kind, many, observers_of_type, reading, value_words
from reports.statistics.estimate import Estimate, undefined

WHO = "Two patient partners"


def between(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, low=low, high=high)


@pytest.mark.parametrize(
    ("kind", "estimate", "sentence"),
    [
        (
            "exact",
            between(0.59, 0.44, 0.75),
            "Two patient partners watching the same consultation gave the same rating in 59 of every 100 pairs "
            "(likely 44 to 75).",
        ),
        (
            "within_one",
            between(0.96, 0.9, 1.0),
            "Two patient partners watching the same consultation were the same or one step apart in 96 of every 100 "
            "pairs (likely 90 to 100).",
        ),
        (
            "kappa",
            between(0.15, -0.01, 0.3),
            "Two patient partners went 15 of 100 steps from luck towards perfect agreement. Weighted kappa is 0.15 "
            "(likely −0.01 to 0.30).",
        ),
        (
            "kappa",
            between(-0.2, -0.5, 0.1),
            "Two patient partners agreed less than luck alone would give. Weighted kappa is −0.20 "
            "(likely −0.50 to 0.10).",
        ),
        (
            "icc",
            between(0.16, -0.01, 0.4),
            "Of every 100 parts of difference between ratings, 16 (likely 0 to 40) came from the consultations "
            "themselves; the rest came from who observed and from chance.",
        ),
        (
            "icc",
            between(-0.1, -0.3, 0.2),
            "None of the difference between ratings could be put down to the consultations (likely 0 to 20); it came "
            "from who observed and from chance.",
        ),
        ("ac2", undefined("All is one."), "Gwet’s AC2 (quadratic): All is one."),
    ],
)
def test_a_number_is_read_aloud(kind: Kind, estimate: Estimate, sentence: str) -> None:
    assert reading(kind, estimate, WHO) == sentence


def test_no_more_than_luck_is_said_as_such() -> None:
    assert "no more than luck" in reading("kappa", Estimate(0.001), WHO)


def test_a_total_is_not_called_a_rating() -> None:
    assert "the same total in 8 of every 100 pairs" in reading("exact", between(0.08, 0.04, 0.12), WHO, "total")


def test_a_table_cell_holds_the_value_with_its_range_or_the_reason() -> None:
    assert value_words("exact", between(0.59, 0.44, 0.75)) == "59 % (44 % to 75 %)"
    assert value_words("icc", between(-0.002, -0.1, 0.2)) == "0.00 (−0.10 to 0.20)"
    assert value_words("icc", Estimate(0.5, no_interval="One cluster.")) == "0.50 (no interval)"
    assert value_words("icc", undefined("Nothing yet.")) == "Nothing yet."


def test_a_difference_shows_its_direction() -> None:
    assert signed(-4.44) == "−4.4"
    assert signed(0.04) == "0.0"
    assert difference_words(between(2.0, -1.0, 5.0)) == "+2.0 (−1.0 to +5.0)"
    assert difference_words(Estimate(2.0, no_interval="Too few.")) == "+2.0 (no interval)"
    assert difference_words(undefined("Not yet.")) == "Not yet."


def test_people_of_a_type_are_counted_in_plain_plurals() -> None:
    assert observers_of_type(1, "Patient partner") == "1 patient partner"
    assert observers_of_type(9, "Patient partner") == "9 patient partners"
    assert many("Ally") == "allies"
    assert many("Peer clinicians") == "peer clinicians"
