"""An observer's ratings through time, in sessions of the round, with a chart of the same numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from reports.comparison.drifts import Practised, observer_drift
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import severity
from reports.figures.drawing import draw
from reports.statistics.minimums import Minimums
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import from_simulation

LEAST = Minimums()


def in_sessions(shift: int = 0, observer: int = 0) -> RatingSet:
    """Eight consultations to a session; one observer grows milder by `shift` points half-way through."""
    held = from_simulation(simulate_programme(2, consultations=400, clinicians=20, items=5))
    names = tuple(f"S{at // 8:02d}, slot {at % 8 + 1}" for at in range(len(held.unit_names)))
    late = (held.sheet_observer == observer) & (held.sheet_unit > len(names) / 2)
    ratings = held.ratings.copy()
    ratings[late] = np.minimum(ratings[late] + shift, 4)
    return replace(held, unit_names=names, ratings=ratings)


def drift_in(held: RatingSet):
    fitted = severity(held, LEAST).fitted
    assert fitted is not None
    found = observer_drift(held, fitted, 0)
    assert found is not None
    return found


def test_an_observer_who_grew_milder_is_told_so():
    found = drift_in(in_sessions(shift=2))
    assert any("became milder" in line for line in found.sentences)
    assert any("further from the rest" in line for line in found.sentences)


def test_sessions_stand_in_the_order_in_which_they_took_place():
    found = drift_in(in_sessions())
    assert list(found.names) == sorted(found.names)
    assert len(found.names) == len(found.found.sessions)


def test_the_chart_holds_every_session():
    found = drift_in(in_sessions())
    figure = found.figure()
    _, rows = figure.data()
    assert [row[0] for row in rows] == list(found.names)
    assert f"{len(rows)} sessions in order" in draw(figure).description


def test_an_observer_without_ratings_has_no_chart():
    held = in_sessions()
    fitted = severity(held, LEAST).fitted
    assert fitted is not None
    assert observer_drift(held, fitted, len(held.observers) + 5) is None


def dated(held: RatingSet) -> list[date]:
    """A day for each session, one after the other."""
    return [date(2026, 1, 1) + timedelta(days=int(name[1:3])) for name in held.unit_names]


def after_practice(held: RatingSet, *practised: Practised):
    fitted = severity(held, LEAST).fitted
    assert fitted is not None
    found = observer_drift(held, fitted, 0, dated(held), practised)
    assert found is not None
    return found


def test_after_practice_what_came_before_is_no_longer_held_against_it():
    held = in_sessions(shift=2)
    half = dated(held)[len(held.unit_names) // 2]
    found = after_practice(held, Practised(half, "Films"))
    assert found.found.outside < drift_in(held).found.outside
    assert "begins anew after the practice with feedback" in found.sentences[0]
    begins = [point for point in found.figure().points if point.restart]
    assert len(begins) == 1
    assert "The chart begins anew at" in draw(found.figure()).description


def test_practice_that_no_session_has_followed_is_told_and_changes_nothing():
    held = in_sessions()
    found = after_practice(held, Practised(dated(held)[-1], "Films"))
    assert "No session has followed it yet." in found.sentences[0]
    assert not any(point.restart for point in found.figure().points)


def test_practice_before_the_first_session_is_not_told():
    held = in_sessions()
    found = after_practice(held, Practised(date(2025, 1, 1), "Films"))
    assert found.sentences == drift_in(held).sentences
