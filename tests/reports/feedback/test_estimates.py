"""A clinician's mean and the gap between two kinds of observer."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reports.feedback.estimates import Scored, gap, mean_score


def scores(*rows: tuple[float, str, str]) -> list[Scored]:
    return [Scored(*row) for row in rows]


def test_two_sheets_of_one_consultation_narrow_no_interval() -> None:
    once = mean_score([Scored(value, str(at), "x") for at, value in enumerate((0, 40, 80, 60))], 0, 1000)
    twice = mean_score(
        [Scored(value, str(at), name) for at, value in enumerate((0, 40, 80, 60)) for name in "xy"], 0, 1000
    )
    assert (twice.low, twice.high) == pytest.approx((once.low, once.high))
    assert (twice.units, twice.raters, twice.ratings) == (4, 2, 8)


@given(st.lists(st.integers(0, 100), min_size=4, max_size=9), st.randoms(use_true_random=False))
def test_who_gave_which_score_changes_neither_mean_nor_gap_nor_their_intervals(
    values: list[int], dealt: Random
) -> None:
    """Four observers, some with several sheets, some consultations seen by two."""
    seats = [(f"c{at * 2 // 3}", f"o{at % 4}") for at in range(len(values))]
    others = [Scored(value, "c", name) for name, value in zip("pqrs", (2, 3, 5, 7), strict=True)]
    anew = dealt.sample(values, len(values))
    one, two = ([Scored(value, *seat) for value, seat in zip(side, seats, strict=True)] for side in (values, anew))
    assert mean_score(one, 0, 100) == mean_score(two, 0, 100)
    assert gap(one, others, 4) == gap(two, others, 4)


def test_the_gap_is_the_difference_of_the_two_means() -> None:
    first = scores((10, "a", "x"), (20, "b", "x"), (30, "c", "y"), (70, "d", "z"), (0, "e", "w"))
    second = scores((5, "a", "p"), (8, "b", "q"), (12, "c", "r"), (30, "d", "s"))
    means = [mean_score(side, 0, 100).number for side in (first, second)]
    assert gap(first, second, 4).value == pytest.approx(means[0] - means[1])


def test_a_gap_never_reaches_beyond_the_scale() -> None:
    first = [Scored(value, "c", name) for name, value in zip("aaaaaaabcd", (0, 100) * 5, strict=True)]
    second = [Scored(value, "c", name) for name, value in zip("pqrs", (0, 100, 0, 100), strict=True)]
    found = gap(first, second, 4, 100)
    assert (found.low, found.high) == (-100, 100)


def test_the_mean_agrees_with_the_textbook_t_interval() -> None:
    values = [12.0, 30.0, 22.0, 41.0, 18.0]
    found = mean_score([Scored(value, str(at), "x") for at, value in enumerate(values)], 0, 100)
    expected = stats.ttest_1samp(values, 0).confidence_interval()
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_an_interval_never_leaves_the_scale() -> None:
    found = mean_score(scores((0, "a", "x"), (0, "b", "x"), (10, "c", "x")), 0, 100)
    assert found.low == 0


def test_one_consultation_has_a_mean_but_no_interval() -> None:
    found = mean_score(scores((30, "a", "x")), 0, 100)
    assert found.value == 30
    assert found.no_interval


@given(st.floats(0, 100), st.integers(2, 30))
def test_scores_all_alike_have_no_interval(value: float, count: int) -> None:
    found = mean_score([Scored(value, str(at), "x") for at in range(count)], 0, 100)
    assert not found.has_interval
    assert found.no_interval


def test_the_gap_agrees_with_welchs_test_on_observer_means() -> None:
    first = {"a": 10.0, "b": 20.0, "c": 30.0, "d": 50.0}
    second = {"p": 5.0, "q": 8.0, "r": 12.0, "s": 30.0}
    found = gap(
        [Scored(value, "c1", name) for name, value in first.items()],
        [Scored(value, "c1", name) for name, value in second.items()],
        4,
    )
    expected = stats.ttest_ind([*first.values()], [*second.values()], equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_more_sheets_by_the_same_people_do_not_narrow_the_gap() -> None:
    first = [Scored(value, "c", name) for name, value in zip("abcd", (1, 2, 3, 4), strict=True)]
    second = [Scored(value, "c", name) for name, value in zip("pqrs", (2, 3, 5, 7), strict=True)]
    once, often = gap(first, second, 4), gap(first * 50, second * 50, 4)
    assert (once.low, once.high) == pytest.approx((often.low, often.high))


def test_three_observers_on_a_side_give_no_gap() -> None:
    first = [Scored(1, "c", name) for name in "abc"]
    second = [Scored(2, "c", name) for name in "pqrs"]
    assert "At least 4 observers" in (gap(first, second, 4).undefined or "")


def test_observers_who_all_agree_give_no_gap_and_the_reason() -> None:
    first = [Scored(1, "c", name) for name in "abcd"]
    second = [Scored(2, "c", name) for name in "pqrs"]
    assert "no interval" in (gap(first, second, 4).undefined or "")
