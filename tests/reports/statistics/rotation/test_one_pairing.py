"""The one meeting that would make a clinician's score comparable, or the sentence that says why there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import linalg

from reports.statistics.rotation.graph import connectedness, laplacian
from reports.statistics.rotation.one_pairing import ALL_BARRED, ALL_MET, HALF_DAY, NOBODY_OBSERVED, one_pairing

# Two clinics: C0 to C2 with a and b, C3 and C4 with c and d; c has seen more than d.
CLINICS = {
    ("C0", "a"): 4.0, ("C1", "a"): 4.0, ("C1", "b"): 4.0, ("C2", "b"): 4.0,
    ("C3", "c"): 8.0, ("C4", "c"): 8.0, ("C3", "d"): 2.0,
}  # fmt: skip
CLINICIANS, OBSERVERS = ["C0", "C1", "C2", "C3", "C4"], list("abcd")


def test_a_clinician_of_another_clinic_meets_the_best_known_observer_of_the_largest_part():
    found = one_pairing("C0", CLINICS)
    assert (found.clinician, found.observer) == ("C0", "c")
    assert (found.before, found.after) == (3, 5)
    assert found.joins


def test_the_meeting_really_joins_everybody():
    for whom in CLINICIANS:
        found = one_pairing(whom, CLINICS)
        after = {**CLINICS, (found.clinician, found.observer): 4.0}
        assert connectedness(CLINICIANS, OBSERVERS, CLINICS) == pytest.approx(0, abs=1e-9)
        assert connectedness(CLINICIANS, OBSERVERS, after) > 0.01


def test_a_conflict_of_interest_sends_the_next_best():
    assert one_pairing("C0", CLINICS, {("C0", "c")}).observer == "d"


def test_where_nobody_may_watch_the_clinician_their_own_observer_watches_somebody_else():
    found = one_pairing("C0", CLINICS, {("C0", "c"), ("C0", "d")})
    assert found.clinician in {"C3", "C4"}
    assert found.observer in {"a", "b"}
    assert found.joins


def test_a_clinician_nobody_watched_meets_somebody_of_the_largest_part():
    found = one_pairing("C8", CLINICS)
    assert (found.clinician, found.before, found.after) == ("C8", 1, 4)
    assert found.observer in {"a", "b"}


def test_where_all_are_joined_the_new_observer_lowers_the_variance_most():
    joined = {**CLINICS, ("C2", "c"): 4.0}
    found = one_pairing("C0", joined)
    assert not found.joins

    def variance(observer: str) -> float:
        spread = linalg.pinvh(laplacian(CLINICIANS, OBSERVERS, {**joined, ("C0", observer): HALF_DAY}))
        beside = np.array([0.8, -0.2, -0.2, -0.2, -0.2, 0, 0, 0, 0])
        return float(beside @ spread @ beside)

    assert variance(found.observer) == pytest.approx(min(variance(name) for name in "bcd"))
    assert found.variance_after == pytest.approx(variance(found.observer))


@pytest.mark.parametrize(
    ("whom", "meetings", "barred", "why"),
    [
        ("C0", {}, (), NOBODY_OBSERVED),
        ("C0", {("C0", "a"): 9.0}, (), NOBODY_OBSERVED),
        ("C0", {("C0", "a"): 4.0, ("C1", "a"): 4.0}, (), ALL_MET),
        ("C0", {("C0", "a"): 4.0, ("C1", "a"): 4.0, ("C1", "b"): 4.0}, {("C0", "b")}, ALL_BARRED),
        ("C0", {("C0", "a"): 4.0, ("C1", "b"): 4.0}, {("C0", "b"), ("C1", "a")}, ALL_BARRED),
    ],
)
def test_where_no_meeting_helps_it_says_why(
    whom: str, meetings: dict[tuple[str, str], float], barred: tuple[tuple[str, str], ...], why: str
):
    assert one_pairing(whom, meetings, barred).refused == why
