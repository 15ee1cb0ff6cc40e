"""What more visits would buy follows from the truth behind the scores, with a likely range, or says what is missing."""

from __future__ import annotations

import re

import numpy as np
import pytest

from reports.comparison.figures import curves_figure
from reports.comparison.more_observations import MoreObservations, more_observations
from reports.comparison.rating_set import ComparedItem, ComparedObserver, RatingSet
from reports.comparison.total_scale import TotalScale
from reports.figures.drawing import draw
from reports.statistics.generalizability.observing_plans import Plan, Shares, plan_dependability
from reports.statistics.minimums import Minimums
from tests.reports.comparison.rating_sets import PARTNER, PEER, crossed

LEAST = Minimums()
TRUTH = Shares(clinician=100, consultation=60, observer=40, residual=90)
EIGHT = Plan(8, 2, rotated=True)


def drawn(seed: int, clinicians: int = 24, each: int = 6, people: int = 12) -> RatingSet:
    """Totals from known components; two observers in each consultation."""
    generator = np.random.default_rng(seed)
    units = clinicians * each
    clinician = np.repeat(np.arange(clinicians), each)
    watcher = np.argsort(generator.random((units, people)), axis=1)[:, :2]
    totals = (
        50
        + generator.normal(0, TRUTH.clinician**0.5, clinicians)[clinician][:, None]
        + generator.normal(0, TRUTH.consultation**0.5, (units, 1))
        - generator.normal(0, TRUTH.observer**0.5, people)[watcher]
        + generator.normal(0, TRUTH.residual**0.5, (units, 2))
    ).ravel()
    ratings = np.zeros((2 * units, 1))
    return RatingSet(
        title="Drawn", fingerprint="drawn", types=(PARTNER, PEER),
        observers=tuple(ComparedObserver(f"o{at}", f"O{at}", (PARTNER, PEER)[at % 2].code) for at in range(people)),
        items=(ComparedItem("i", "Item", (0.0, 1.0), ("0", "1")),), total=TotalScale(0, 100, None),
        unit_names=tuple(f"u{at}" for at in range(units)), unit_clinician=clinician,
        sheet_unit=np.repeat(np.arange(units), 2), sheet_observer=watcher.ravel(),
        ratings=ratings, answers=np.zeros((2 * units, 1), dtype=np.int64), totals=totals,
    )  # fmt: skip


def test_the_likely_range_holds_the_truth_about_as_often_as_it_claims():
    truth = plan_dependability(TRUTH, EIGHT)
    assert truth is not None
    found = [more_observations(drawn(seed), LEAST).dependability(EIGHT) for seed in range(60)]
    held = [e.low is not None and e.high is not None and e.low <= truth <= e.high for e in found]
    assert 0.85 <= np.mean(held) <= 1.0


def test_a_plan_is_told_in_three_sentences():
    said = more_observations(drawn(1), LEAST).sentences(EIGHT, 0.7)
    assert said[0].startswith("A mean over 8 consultations watched by 2 observers, new each time would reach 0.")
    assert "must differ by at least" in said[1]
    assert said[2].startswith("To reach 0.7")


def test_the_same_observers_for_ever_may_never_be_enough():
    lean = MoreObservations(Shares(10, 5, 30, 5), "", (), (), np.eye(4), 20, 200)
    assert "never reached" in lean.sentences(Plan(4, 1, rotated=False), 0.7)[2]


def test_clinicians_who_do_not_differ_cannot_be_told_apart_by_any_number():
    lean = MoreObservations(Shares(0, 5, 30, 5), "", ("clinician",), (), np.eye(4), 20, 200)
    assert "Even 200 consultations" in lean.sentences(Plan(4, 1, rotated=False), 0.7)[2]
    found = lean.dependability(Plan(4, 1, rotated=False))
    assert found.value == 0
    assert found.no_interval == "Clinicians were not told apart at all."


@pytest.mark.parametrize(
    ("table", "clinicians", "says"),
    [
        (np.ones((20, 2)), [0] * 20, "4 more clinicians needed (1 of 5)"),
        (np.ones((6, 2)), range(6), "4 more paired consultations needed (6 of 10)"),
        (np.ones((20, 2)), [at % 6 for at in range(20)], "Every total is the same"),
    ],
)
def test_too_little_is_said_in_a_sentence(table: np.ndarray, clinicians: list[int], says: str):
    found = more_observations(crossed(table, [PARTNER, PEER], clinicians=list(clinicians)), LEAST)
    assert found.shares is None
    assert says in found.sentences(EIGHT, 0.7)[0]
    assert says in str(found.dependability(EIGHT).undefined)
    assert curves_figure(found, 0.7) is None


def test_curves_climb_and_are_drawn_with_their_numbers():
    figure = curves_figure(more_observations(drawn(1), LEAST), 0.7)
    assert figure is not None
    assert all(list(curve.values) == sorted(curve.values) for curve in figure.curves)
    heads, rows = figure.data()
    assert (len(heads), len(rows)) == (5, 20)
    assert "1 consultation" in draw(figure).description


def test_each_part_of_the_variation_has_its_likely_range():
    found = more_observations(drawn(1), LEAST)
    shares = [found.share(part) for _, part in found.parts]
    assert sum(each.number for each in shares) == pytest.approx(1)
    assert all(each.low is not None and each.high is not None and each.low < each.number < each.high for each in shares)


@pytest.mark.parametrize("seed", range(6))
def test_the_number_needed_is_the_first_whose_printed_value_reaches_what_is_wanted(seed: int):
    found = more_observations(drawn(seed), LEAST)
    assert found.shares is not None
    said = re.search(r"needs (\d+) consultations? with new", found.sentences(EIGHT, 0.8)[-1])
    assert said is not None
    reached = [
        round(plan_dependability(found.shares, Plan(at, 2, rotated=True)) or 0.0, 2) >= 0.8 for at in range(1, 200)
    ]
    assert int(said[1]) == 1 + reached.index(True)


def test_one_consultation_each_is_refused_since_clinician_and_visit_are_then_the_same():
    found = more_observations(drawn(1, clinicians=24, each=1), LEAST)
    assert found.shares is None
    assert "let clinicians be watched in more than one consultation" in found.refused
