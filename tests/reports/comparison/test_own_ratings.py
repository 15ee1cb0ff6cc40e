"""One observer's ratings beside the others', in numbers."""

import numpy as np

from reports.comparison.minimums import PRODUCT_MINIMUMS as LEAST
from reports.comparison.own_ratings import OwnRatings, own_ratings
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import severity
from reports.statistics.simulation import simulate_programme
from tests.reports.comparison.rating_sets import PARTNER, crossed, from_simulation


def own(ratings: RatingSet, person: str) -> OwnRatings:
    found = own_ratings(ratings, severity(ratings, LEAST), person, LEAST, (), ())
    assert len(found) == 1
    return found[0]


def test_a_severe_observer_is_below_the_middle_of_the_others_and_a_mild_one_above() -> None:
    programme = simulate_programme(1, consultations=240, items=6, differential_item=None)
    ratings = from_simulation(programme)
    order = np.argsort(programme.truth.severity + programme.truth.type_gap * (programme.timetable.observer_type == 0))
    mild, severe = own(ratings, f"o{order[0]}").standing, own(ratings, f"o{order[-1]}").standing
    assert mild is not None
    assert severe is not None
    assert severe.gives.number < severe.usual < mild.gives.number
    assert (severe.side, mild.side) == (-1, 1)


def test_who_lies_within_reach_of_the_middle_is_like_the_others() -> None:
    table = np.random.default_rng(4).integers(0, 5, (40, 6))
    standing = own(crossed(table, [PARTNER] * 6), "o2").standing
    assert standing is not None
    assert standing.side == 0


def test_nothing_is_said_below_eight_sheets_or_beside_fewer_than_three_others() -> None:
    table = np.random.default_rng(4).integers(0, 5, (7, 6))
    few = own(crossed(table, [PARTNER] * 6), "o0")
    assert (few.more_sheets, few.standing) == (1, None)
    table = np.random.default_rng(4).integers(0, 5, (30, 3))
    alone = own(crossed(table, [PARTNER] * 3), "o0")
    assert (alone.more_others, alone.standing) == (1, None)


def test_a_stranger_has_no_standing() -> None:
    ratings = crossed(np.ones((10, 4)), [PARTNER] * 4)
    assert own_ratings(ratings, severity(ratings, LEAST), "nobody", LEAST, (), ()) == ()
