"""Who is severe is told in points of the scale that a lead can picture, or refused in a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from reports.comparison.figures import ruler_figure
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import severity
from reports.figures.drawing import draw
from reports.statistics.minimums import Minimums
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed, from_simulation

LEAST = Minimums()


@pytest.fixture(scope="module")
def programme() -> RatingSet:
    return from_simulation(simulate_programme(2, consultations=400, clinicians=20, items=5))


def test_everybody_with_enough_sheets_is_placed_and_the_sentences_say_how_far_apart_they_are(programme: RatingSet):
    found = severity(programme, LEAST)
    assert found.ruler is not None
    assert not found.refused
    placed = [each for each in found.ruler.observers if each.gives.value is not None]
    assert len(placed) > 3
    assert found.sentences[0].startswith("Shown the same average visit, the mildest observer would give")
    assert all(found.ruler.lowest <= each.gives.number <= found.ruler.highest for each in placed)


def test_a_more_severe_observer_would_give_less(programme: RatingSet):
    found = severity(programme, LEAST)
    assert found.ruler is not None
    placed = [(e.measure.number, e.gives.number) for e in found.ruler.observers if e.gives.value is not None]
    measures, gives = np.array(placed).T
    assert np.corrcoef(measures, gives)[0, 1] < -0.95


def test_below_the_minimum_an_observer_gets_no_place_but_the_number_still_needed(programme: RatingSet):
    found = severity(programme, LEAST.raised(ratings_of_observer=10_000))
    assert found.ruler is not None
    assert all("more sheets needed" in str(each.gives.undefined) for each in found.ruler.observers)
    assert all(not each.ways for each in found.ruler.observers)
    assert "nothing is said of who is severe" in found.sentences[0]


def test_two_groups_that_never_met_are_refused():
    ratings = np.full((20, 4), np.nan)
    generator = np.random.default_rng(1)
    ratings[:10, :2] = generator.integers(0, 5, (10, 2))
    ratings[10:, 2:] = generator.integers(0, 5, (10, 2))
    found = severity(crossed(ratings, [PARTNER, PEER, PARTNER, PEER], clinicians=[0] * 10 + [1] * 10), LEAST)
    assert found.ruler is None
    assert "2 groups that share no clinician" in found.refused
    assert "Observer 1 and Observer 3, for one, cannot be set beside each other" in found.refused


@pytest.mark.parametrize(
    ("ratings", "says"),
    [(np.zeros((12, 2)), "Every rating is 0"), (np.full((3, 2), np.nan), "no ratings yet")],
)
def test_what_cannot_be_placed_is_refused_in_a_sentence(ratings: np.ndarray, says: str):
    found = severity(crossed(ratings, [PARTNER, PEER]), LEAST)
    assert found.ruler is None
    assert says in found.refused


def test_the_ruler_is_drawn_with_every_mark_in_its_data(programme: RatingSet):
    found = severity(programme, LEAST)
    figure = ruler_figure(found, programme.types)
    assert figure is not None
    _, rows = figure.data()
    placed = sum(each.measure.value is not None for each in found.ruler.observers) if found.ruler else 0
    assert len(rows) == len(figure.clinicians) + placed + len(figure.items)
    picture = draw(figure)
    assert "clinicians from" in picture.description


def test_items_and_the_ends_of_the_ruler_carry_their_likely_range(programme: RatingSet):
    found = severity(programme, LEAST)
    assert found.ruler is not None
    for _, place in found.ruler.items:
        assert place.low is not None
        assert place.high is not None
        assert place.low < place.number < place.high
    assert found.sentences[0].count("(likely ") == 2
