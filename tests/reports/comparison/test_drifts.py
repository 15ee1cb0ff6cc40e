"""An observer's ratings through time, in sessions of the round, with a chart of the same numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reports.comparison.drifts import observer_drift
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
