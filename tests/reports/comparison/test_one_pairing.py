"""The one meeting that would help a clinician, from a round's sheets, in words for a lead and for the clinician."""

from __future__ import annotations

import numpy as np
import pytest

from reports.comparison.one_pairing import (
    meetings_of_clinicians,
    pairing_for,
    pairing_for_clinician,
    pairing_for_lead,
)
from reports.comparison.rating_set import RatingSet
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed

B = np.nan


@pytest.fixture
def apart() -> RatingSet:
    """Clinicians 0 and 1 by observers 1 and 2; clinicians 2 and 3 by observers 3 and 4."""
    return crossed(
        [[1, 2, B, B], [2, 2, B, B], [1, 3, B, B], [B, B, 2, 4], [B, B, 1, 3]],
        [PARTNER, PEER, PARTNER, PEER],
        clinicians=[0, 0, 1, 2, 3],
    )


def test_a_sheet_without_a_rating_is_no_meeting(apart: RatingSet):
    assert meetings_of_clinicians(apart) == {
        ("0", "o0"): 2, ("0", "o1"): 2, ("1", "o0"): 1, ("1", "o1"): 1,
        ("2", "o2"): 1, ("2", "o3"): 1, ("3", "o2"): 1, ("3", "o3"): 1,
    }  # fmt: skip


def test_a_lead_reads_who_should_watch_whom_and_what_it_buys(apart: RatingSet):
    found = pairing_for(apart, 0)
    assert pairing_for_lead(found, apart, "Ada") == (
        "Let Observer 3 watch Ada: then 4 clinicians can be compared with one another instead of 2."
    )


def test_the_clinician_reads_a_kind_of_observer_and_no_name(apart: RatingSet):
    said = pairing_for_clinician(pairing_for(apart, 0), apart)
    assert said == (
        "It takes one visit: an observer (patient partner) who has watched 2 other clinicians would watch you too."
    )


def test_a_conflict_of_interest_is_kept_to(apart: RatingSet):
    assert pairing_for(apart, 0, {(0, "o2")}).observer == "o3"


def test_where_the_clinician_may_meet_none_of_them_a_colleague_is_watched(apart: RatingSet):
    found = pairing_for(apart, 0, {(0, "o2"), (0, "o3")})
    assert found.clinician != "0"
    assert "somebody who watched you would also watch a colleague" in pairing_for_clinician(found, apart)


def test_where_all_are_joined_both_read_who_would_make_it_surer():
    joined = crossed([[1, 2, B], [B, 2, 3], [2, B, 1]], [PARTNER, PEER, PARTNER], clinicians=[0, 1, 2])
    found = pairing_for(joined, 0)
    assert pairing_for_lead(found, joined, "Ada") == (
        "Let Observer 3 watch Ada next: no other meeting makes this score surer."
    )
    assert pairing_for_clinician(found, joined) == (
        "It would help most if an observer (patient partner) who has watched 2 other clinicians, and not yet you, "
        "came next."
    )


def test_no_meeting_that_helps_is_said_to_both():
    alone = crossed([[1, 2]], [PARTNER, PEER])
    found = pairing_for(alone, 0)
    assert pairing_for_lead(found, alone, "Ada") == pairing_for_clinician(found, alone)
    assert "nobody to be compared with" in found.refused
