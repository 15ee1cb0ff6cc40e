"""Each way of rating put into the data is found, and an ordinary observer stands out no oftener than by luck."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.statistics.drift import drift
from reports.statistics.facets.model import FacetsModel, fit_facets
from reports.statistics.facets.table import FacetTable
from reports.statistics.rater_effects import RaterEffects, rater_effects
from tests.reports.statistics.facets.simulated import a_truth, drawn, ratings_of

Whole = NDArray[np.int64]
ODD = 0


def studied(seed: int = 1) -> tuple[FacetTable, list[str]]:
    """30 clinicians by 8 consultations, two of eight observers each, five items; and the sheet of each rating."""
    generator = np.random.default_rng(seed)
    table = ratings_of(generator, a_truth(generator, clinicians=30, observers=8), consultations=8)
    return table, [str(number) for number in np.repeat(np.arange(len(table.ratings) // 5), 5)]


def with_ratings(table: FacetTable, ratings: Whole) -> FacetsModel:
    return fit_facets(FacetTable(table.names, table.levels, table.elements, ratings))


def effects_when(ratings: Whole, table: FacetTable, sheets: list[str]) -> RaterEffects:
    return rater_effects(with_ratings(table, ratings), "observer", sheets)[ODD]


def test_an_observer_who_keeps_to_the_middle_is_told_from_the_rest():
    table, sheets = studied()
    mine = table.elements[1] == ODD
    found = effects_when(np.where(mine, np.clip(table.ratings, 1, 3), table.ratings), table, sheets)
    assert "spread" in found.standing_out
    assert found.spread.value is not None
    assert found.spread.value < 0.7
    assert found.centrality.value is not None
    assert found.centrality.value < 0


def test_one_impression_over_all_items_shows_as_halo_and_straight_lines():
    table, sheets = studied()
    mine = table.elements[1] == ODD
    sheet = np.arange(len(table.ratings)) // 5
    first = table.ratings[sheet * 5]
    found = effects_when(np.where(mine, first, table.ratings), table, sheets)
    assert {"halo", "straight_lines"} <= set(found.standing_out)
    assert found.halo.value is not None
    assert found.halo.value < 0.2


def test_ordinary_observers_stand_out_no_oftener_than_they_may():
    named = total = 0
    for seed in range(12):
        table, sheets = studied(seed)
        for one in rater_effects(fit_facets(table), "observer", sheets, seed=seed):
            named += len(one.standing_out)
            total += 4
    assert named / total <= 0.03


def test_consultations_that_differ_make_nobody_stand_out():
    generator = np.random.default_rng(9)
    named = total = 0
    for _ in range(8):
        truth = a_truth(generator, clinicians=30, observers=8)
        table = ratings_of(generator, truth, consultations=8)
        consultation = np.arange(len(table.ratings)) // 10
        eta = truth.clinicians[table.elements[0]] - truth.observers[table.elements[1]] - truth.items[table.elements[2]]
        eta += generator.normal(0, 1, consultation.max() + 1)[consultation]
        model = with_ratings(table, drawn(generator, eta))
        sheets = [str(number) for number in np.repeat(np.arange(len(table.ratings) // 5), 5)]
        for one in rater_effects(model, "observer", sheets):
            named += len(one.standing_out)
            total += 4
    assert named / total <= 0.04


def test_below_eight_sheets_nothing_is_said_but_how_many_are_missing():
    table, sheets = studied()
    few = np.flatnonzero(table.elements[1] == ODD)[:25]
    rows = (table.elements[1] != ODD) | np.isin(np.arange(len(table.ratings)), few)
    kept = table.kept(rows)
    found = rater_effects(fit_facets(kept), "observer", [s for s, yes in zip(sheets, rows, strict=True) if yes])[ODD]
    assert found.severity.undefined == "Not yet: 3 more sheets needed (5 of 8)."
    assert found.halo.undefined == found.severity.undefined
    assert not found.standing_out


def test_sheets_of_one_item_say_nothing_of_halo():
    table, sheets = studied()
    rows = table.elements[2] == 0
    two = FacetTable(table.names[:2], table.levels[:2], table.elements[:2, rows], table.ratings[rows])
    found = rater_effects(fit_facets(two), "observer", [s for s, yes in zip(sheets, rows, strict=True) if yes])[ODD]
    assert found.halo.value is None
    assert found.straight_lines.value is None
    assert found.spread.value is not None


def test_every_rating_needs_its_sheet():
    table, sheets = studied()
    with pytest.raises(ValueError, match="the sheet it stands on"):
        rater_effects(fit_facets(table), "observer", sheets[1:])


def sessions_of(shift_from: int, shift: float, sessions: int = 12, each: int = 20) -> tuple[list[float], list[int]]:
    generator = np.random.default_rng(3)
    number = np.repeat(np.arange(sessions), each)
    return (2 + generator.normal(0, 0.8, len(number)) + shift * (number >= shift_from)).tolist(), number.tolist()


def charted(given: list[float], sessions: list[int], restarts: list[int] | None = None):
    size = len(given)
    return drift(np.array(given), np.full(size, 2.0), np.full(size, 0.64), sessions, restarts=restarts or [])


def test_a_steady_observer_stays_inside_the_limits():
    found = charted(*sessions_of(99, 0))
    assert found.outside == 0
    assert found.slope.low is not None
    assert found.slope.high is not None
    assert found.slope.low < 0 < found.slope.high


def test_a_sudden_change_leaves_the_limits_and_shows_in_the_slope():
    found = charted(*sessions_of(6, -0.9))
    assert found.outside >= 3
    assert found.slope.high is not None
    assert found.slope.high < 0


def test_a_recalibration_begins_a_new_stretch():
    found = charted(*sessions_of(6, -0.9), restarts=[6])
    assert found.outside == 0
    assert found.slope.value is not None
    assert abs(found.slope.value) < 1


def test_four_sessions_are_too_few_for_a_slope():
    found = charted(*sessions_of(99, 0, sessions=4))
    assert found.slope.undefined == "Not yet: 1 more session needed (4 of 5)."
