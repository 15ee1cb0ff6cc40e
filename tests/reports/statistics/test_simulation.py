"""A simulated programme looks like a real one and remembers the truth it came from."""

from typing import Any

import numpy as np
import pytest

from reports.statistics.rating_scale import expected_point, point_probabilities
from reports.statistics.simulation import (
    NOT_APPLICABLE,
    REFUSED,
    SimulatedProgramme,
    simulate_programme,
)


@pytest.fixture(scope="module")
def programme() -> SimulatedProgramme:
    return simulate_programme(7)


def test_the_same_seed_gives_the_same_programme(programme: SimulatedProgramme):
    again = simulate_programme(7)
    np.testing.assert_array_equal(again.rating, programme.rating)
    np.testing.assert_array_equal(again.timetable.assignment_observer, programme.timetable.assignment_observer)


def test_another_seed_gives_another_programme(programme: SimulatedProgramme):
    assert not np.array_equal(simulate_programme(8).consent, programme.consent)


def test_most_consultations_are_watched_by_two_or_more(programme: SimulatedProgramme):
    watched = np.bincount(programme.timetable.assignment_consultation)
    assert np.mean(watched >= 2) > 0.6


def test_mixed_pairs_and_pairs_of_one_type_both_occur(programme: SimulatedProgramme):
    seats = programme.timetable
    partner = seats.observer_type[seats.assignment_observer] == 0
    partners = np.bincount(seats.assignment_consultation, partner)
    everybody = np.bincount(seats.assignment_consultation)
    assert ((partners == 1) & (everybody == 2)).any()
    assert ((partners == 2) & (everybody == 2)).any()
    assert ((partners == 0) & (everybody == 2)).any()


def test_no_peer_watches_in_the_clinic_where_they_work(programme: SimulatedProgramme):
    seats = programme.timetable
    clinic = seats.clinician_clinic[programme.assignment_clinician]
    assert not (seats.observer_clinic[seats.assignment_observer] == clinic).any()


def test_nobody_is_asked_to_watch_the_same_consultation_twice(programme: SimulatedProgramme):
    seats = programme.timetable
    rows = np.column_stack([seats.assignment_consultation, seats.assignment_observer])
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_a_refused_consultation_has_no_sheet(programme: SimulatedProgramme):
    refused = programme.consent[programme.timetable.assignment_consultation] == REFUSED
    assert refused.any()
    assert not programme.sent[refused].any()


def test_the_score_of_a_withdrawn_consultation_is_not_used():
    programme = simulate_programme(7, withdrawn=0.2)
    withdrawn = programme.consent[programme.timetable.assignment_consultation] == 2
    assert np.isnan(programme.score[withdrawn]).all()


def test_only_the_items_that_may_not_apply_are_marked_so(programme: SimulatedProgramme):
    marked = (programme.answer == NOT_APPLICABLE).any(0)
    np.testing.assert_array_equal(marked, [False] * 7 + [True])


def test_each_clinician_has_one_warm_up(programme: SimulatedProgramme):
    seats = programme.timetable
    warm = programme.warm_up
    clinicians = seats.session_clinician[seats.consultation_session[warm]]
    assert len(set(clinicians)) == len(clinicians) == 24
    assert (seats.consultation_slot[warm] == 1).all()


def test_the_lowest_point_is_the_commonest(programme: SimulatedProgramme):
    given = programme.rating[~np.isnan(programme.rating)]
    assert np.bincount(given.astype(int)).argmax() == 0


def test_ratings_average_to_what_the_truth_expects(programme: SimulatedProgramme):
    rated = ~np.isnan(programme.rating)
    expected = programme.expected_rating()[rated]
    given = programme.rating[rated]
    spread = (given - expected).std() / np.sqrt(rated.sum())
    assert abs(given.mean() - expected.mean()) < 4 * spread


def test_the_true_gap_between_the_types_shows_in_a_large_programme():
    programme = simulate_programme(3, clinicians=60, consultations=3000)
    partner = programme.timetable.observer_type[programme.timetable.assignment_observer] == 0
    gap = np.nanmean(programme.score[partner]) - np.nanmean(programme.score[~partner])
    assert gap == pytest.approx(programme.expected_type_gap(), abs=2.0)


def test_without_a_gap_or_an_item_seen_differently_the_types_are_expected_to_agree():
    programme = simulate_programme(3, type_gap=0.0, differential_item=None, severity_sd=0.0)
    assert programme.expected_type_gap() == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"clinicians": 0}, "needs a clinic"),
        ({"peers": 2}, "add observers"),
        ({"differential_item": 8}, "Item 8"),
    ],
)
def test_an_impossible_programme_is_refused(wrong: dict[str, Any], sentence: str):
    with pytest.raises(ValueError, match=sentence):
        simulate_programme(1, **wrong)


def test_chances_of_the_points_add_up_and_meet_at_the_thresholds():
    chances = point_probabilities(np.array([0.5]), np.array([0.5, 1.5]))
    assert chances.sum() == pytest.approx(1)
    assert chances[0, 0] == pytest.approx(chances[0, 1])


def test_a_better_performance_is_expected_to_score_higher():
    expected = expected_point(np.linspace(-3, 3, 7), np.array([-1.0, 0.0, 1.0]))
    assert (np.diff(expected) > 0).all()
