"""The one meeting that would do most for the whole round."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import linalg

from reports.statistics.rotation.graph import islands, laplacian
from reports.statistics.rotation.one_pairing import ALL_BARRED, HALF_DAY, NOBODY_OBSERVED
from reports.statistics.rotation.round_pairing import EVERYBODY_MET, round_pairing

APART = {
    ("C0", "a"): 4.0, ("C1", "a"): 8.0, ("C1", "b"): 8.0, ("C2", "b"): 4.0,
    ("C3", "c"): 8.0, ("C4", "c"): 8.0, ("C3", "d"): 2.0,
}  # fmt: skip
JOINED = {**APART, ("C2", "c"): 1.0}


def test_two_clinics_are_joined_by_one_meeting():
    found = round_pairing(APART)
    assert islands({**APART, (found.clinician, found.observer): 1.0}).connected
    assert (found.before, found.after) == (3, 5)


def test_where_all_are_joined_no_other_meeting_lowers_the_error_more():
    clinicians, observers = [f"C{at}" for at in range(5)], list("abcd")
    centre = np.eye(5) - 1 / 5

    def variance(pair: tuple[str, str]) -> float:
        added = {**JOINED, pair: JOINED.get(pair, 0.0) + HALF_DAY}
        spread = linalg.pinvh(laplacian(clinicians, observers, added))[:5, :5]
        return float(np.trace(centre @ spread @ centre)) / 5

    found = round_pairing(JOINED)
    least = min(variance(pair) for pair in product(clinicians, observers) if pair not in JOINED)
    assert found.variance_after == pytest.approx(least)
    assert found.variance_before is not None
    assert found.variance_before > least


def test_a_conflict_of_interest_is_kept_to():
    best = round_pairing(JOINED)
    other = round_pairing(JOINED, {(best.clinician, best.observer)})
    assert (other.clinician, other.observer) != (best.clinician, best.observer)


@pytest.mark.parametrize(
    ("meetings", "barred", "why"),
    [
        ({}, (), NOBODY_OBSERVED),
        ({("C0", "a"): 9.0, ("C0", "b"): 9.0}, (), NOBODY_OBSERVED),
        ({("C0", "a"): 4.0, ("C1", "a"): 4.0}, (), EVERYBODY_MET),
        ({("C0", "a"): 4.0, ("C1", "b"): 4.0}, {("C0", "b"), ("C1", "a")}, ALL_BARRED),
    ],
)
def test_where_no_meeting_helps_it_says_why(
    meetings: dict[tuple[str, str], float], barred: tuple[tuple[str, str], ...], why: str
):
    assert round_pairing(meetings, barred).refused == why
