"""Sentences that carry a number."""

from datetime import date

import pytest

from reports.feedback.wording import (
    HELD_BACK,
    between,
    count_of,
    gap_in_words,
    in_a_cell,
    listed,
    more_needed,
    note_for,
    on_day,
    said_together,
    signed,
    surety,
    value_with_interval,
)
from reports.statistics.estimate import Estimate, undefined
from tests.reports.builders import PARTNER, PEER


def test_a_period_does_not_say_the_month_or_the_year_twice() -> None:
    assert between(date(2026, 8, 3), date(2026, 8, 5)) == "3 to 5 August 2026"
    assert between(date(2025, 8, 3), date(2026, 8, 5)) == "3 August 2025 to 5 August 2026"
    assert between(date(2026, 3, 1), date(2026, 5, 31)) == "1 March to 31 May 2026"
    assert between(date(2025, 12, 1), date(2026, 1, 31)) == "1 December 2025 to 31 January 2026"
    assert between(date(2026, 3, 1), date(2026, 3, 1)) == on_day(date(2026, 3, 1)) == "1 March 2026"


@pytest.mark.parametrize(("count", "expected"), [(0, "0 patients"), (1, "1 patient"), (2, "2 patients")])
def test_a_count_agrees_with_its_noun(count: int, expected: str) -> None:
    assert count_of(count, "patient") == expected


def test_lists_are_said_as_people_say_them() -> None:
    assert listed(()) == ""
    assert listed(("one",)) == "one"
    assert listed(("one", "two", "three")) == "one, two and three"


def test_what_is_still_needed_is_said_in_the_right_number() -> None:
    assert more_needed(PARTNER, 1, 0) == "Not yet: 1 more patient partner needed."
    assert more_needed(PEER, 2, 1) == "Not yet: 2 more peer clinicians and 1 more consultation needed."


def test_a_difference_shows_its_sign_and_nought_has_none() -> None:
    assert (signed(3.4), signed(-3.4), signed(0.2), signed(-0.2)) == ("+3", "−3", "0", "0")


def test_a_gap_says_which_kind_scored_higher() -> None:
    words = gap_in_words(PARTNER, PEER, Estimate(-6.0, 2.0, -10.0, -2.0))
    assert words.startswith("Peer clinicians scored 6 points higher than patient partners.")
    assert "anywhere from 2 to 10 points (95 % interval)" in words


def test_a_gap_that_may_be_none_says_so() -> None:
    words = gap_in_words(PARTNER, PEER, Estimate(3.0, 4.0, -5.0, 11.0))
    assert "from 5 points the other way to 11 points" in words
    assert words.endswith("That leaves room for no gap at all.")


def test_a_gap_of_nothing_is_not_called_higher() -> None:
    assert "about the same score" in gap_in_words(PARTNER, PEER, Estimate(0.2, 1.0, -2.0, 2.4))


def test_a_gap_not_worked_out_says_why() -> None:
    assert "Too few." in gap_in_words(PARTNER, PEER, undefined("Too few."))


def test_the_smallest_change_follows_from_the_standard_error() -> None:
    (words,) = surety(((PARTNER, Estimate(50.0, 5.0, 40.0, 60.0)), (PEER, Estimate(30.0, 2.0, 26.0, 34.0))))
    assert "from 40 to 60 by patient partners and from 26 to 34 by peer clinicians" in words
    assert "the overall score (out of 100)" in words
    assert "about 14 points" in words


def test_a_result_without_interval_says_that_its_reach_is_not_known() -> None:
    (words,) = surety(((PARTNER, Estimate(0.0, no_interval="All were alike.")),))
    assert words == "How far the result by patient partners could move is not known. All were alike."


def test_a_value_without_interval_says_so_in_its_cell() -> None:
    assert value_with_interval(Estimate(0.0, no_interval="alike", units=8)) == "0 (no interval), n = 8"
    assert value_with_interval(undefined("Not yet")) == "Not yet"


def test_what_is_held_back_is_two_words_in_a_cell_and_a_sentence_once_below() -> None:
    assert in_a_cell(HELD_BACK) == "Held back"
    assert in_a_cell("Not yet") == "Not yet"
    below = "n is a count. Held back: so that no one observer can be worked out."
    assert note_for((("Asks", "Held back", "Held back"),), "n is a count.") == below
    assert note_for((("Asks", "1"),), "n is a count.") == "n is a count."


def test_what_is_said_of_two_kinds_alike_is_said_once() -> None:
    same = (("Patient partners", "not yet."), ("Peer clinicians", "not yet."))
    assert said_together(same) == ("Patient partners and peer clinicians: not yet.",)
    assert said_together((("Patient partners", "21."), ("Peer clinicians", "26."))) == (
        "Patient partners: 21.",
        "Peer clinicians: 26.",
    )
