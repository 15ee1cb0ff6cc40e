"""Observer types are compared by people, and below the minimum nothing, or no interval, is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reports.statistics.minimums import Minimums
from reports.statistics.simulation import simulate_programme
from reports.statistics.type_comparison import TypeComparison, compare_types


def sheets(partners: int, peers: int, consultations: int = 30, seed: int = 1, gap: float = 0.0) -> dict[str, Any]:
    """One partner and one peer at each consultation, in turn; person spread 5, sheet spread 8."""
    generator = np.random.default_rng(seed)
    severity = generator.normal(0, 5, partners + peers)
    room = generator.normal(40, 10, consultations)
    watchers = [(c % partners, partners + (c * 3 + c // 5) % peers) for c in range(consultations)]
    observer = np.array([w for pair in watchers for w in pair])
    consultation = np.repeat(np.arange(consultations), 2)
    scores = room[consultation] - severity[observer] + gap * (observer < partners)
    return {
        "scores": scores + generator.normal(0, 8, len(observer)),
        "observers": observer.tolist(),
        "types": ["partner" if o < partners else "peer" for o in observer],
        "consultations": consultation.tolist(),
    }


def compared(columns: dict[str, Any], **more: Any) -> TypeComparison:
    return compare_types(**columns, first="partner", second="peer", **more)


def test_two_observers_on_one_side_say_nothing_but_how_many_are_missing():
    found = compared(sheets(2, 6))
    assert found.gap.value is None
    assert found.gap.undefined == (
        "Not yet: 1 more partner observer needed (2 of 3). Observer types are compared by people, not by sheets."
    )


def test_three_observers_on_one_side_are_described_without_an_interval():
    found = compared(sheets(3, 6))
    assert found.gap.value is not None
    assert not found.gap.has_interval
    assert "1 more partner observer needed (3 of 4)" in str(found.gap.no_interval)


def test_four_a_side_give_an_interval_on_people():
    found = compared(sheets(4, 4))
    assert found.gap.has_interval
    assert found.gap.degrees_of_freedom[0] <= 6
    assert found.observers == (4, 4)


def test_three_hundred_sheets_of_four_people_stay_four_people():
    found = compared(sheets(4, 4, consultations=150))
    assert found.gap.ratings == 300
    assert found.gap.raters == 8
    assert found.gap.degrees_of_freedom[0] <= 6


def test_a_programme_may_ask_for_more_observers():
    strict = Minimums().raised(observers_to_describe=6, observers_to_infer=6)
    assert "(5 of 6)" in str(compared(sheets(5, 6), minimums=strict).gap.undefined)


def test_the_same_scores_everywhere_are_nothing_to_compare():
    columns = sheets(4, 4)
    columns["scores"] = np.full(len(columns["scores"]), 20.0)
    found = compared(columns)
    assert found.gap.value == 0
    assert "Every score is 20" in str(found.gap.no_interval)


def test_an_observer_with_two_types_is_refused_by_name():
    columns = sheets(4, 4)
    columns["types"][0] = "peer"
    with pytest.raises(ValueError, match="0 appears with two observer types"):
        compared(columns)


def test_columns_of_different_lengths_are_refused():
    columns = sheets(4, 4)
    columns["types"].pop()
    with pytest.raises(ValueError, match="Every score needs"):
        compared(columns)


def test_swapping_the_types_turns_the_gap_round():
    columns = sheets(5, 5, gap=6)
    there = compared(columns).gap
    back = compare_types(**columns, first="peer", second="partner").gap
    assert back.value == pytest.approx(-there.number, abs=1e-3)


def test_a_true_gap_lies_within_the_interval_of_a_programme():
    programme = simulate_programme(11, clinicians=30, consultations=300, patient_partners=12, peers=12)
    seats = programme.timetable
    found = compare_types(
        programme.score,
        seats.assignment_observer.tolist(),
        ["partner" if kind == 0 else "peer" for kind in seats.observer_type[seats.assignment_observer]],
        seats.assignment_consultation.tolist(),
        programme.assignment_clinician.tolist(),
        first="partner",
        second="peer",
    )
    assert found.gap.low is not None
    assert found.gap.high is not None
    assert found.gap.low < programme.expected_type_gap() < found.gap.high


@pytest.mark.slow
def test_without_a_true_gap_one_study_in_twenty_claims_one():
    studies = 80
    claims = sum(
        (compared(sheets(5, 5, consultations=40, seed=seed)).gap.p_value or 1.0) < 0.05 for seed in range(studies)
    )
    # Binomial around 5 %: above 13 of 80 would happen by chance in less than one run of ten thousand.
    assert 1 <= claims <= 13
