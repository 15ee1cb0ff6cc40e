"""Generalizability in print, by its own laws, and in words when there is nothing to say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.statistics.generalizability.balanced import NotBalanced, balanced_components
from reports.statistics.generalizability.decision import decision, dependability, needed
from reports.statistics.generalizability.design import UnreadableDesign, read_design
from reports.statistics.generalizability.observing_plans import (
    Plan,
    Shares,
    consultations_needed,
    difference_reliability,
    error_variance,
    plan_dependability,
    smallest_change,
)
from reports.statistics.mixed_model import fit_mixed_model

# Shrout & Fleiss (1979), Psychol Bull 86:420, table 2: six targets, four judges.
JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)


def crossed(table: np.ndarray) -> tuple[dict[str, list[str]], np.ndarray]:
    rows, columns = np.indices(table.shape)
    return {"p": [str(v) for v in rows.ravel()], "r": [str(v) for v in columns.ravel()]}, table.ravel()


def drawn(generator: np.random.Generator, people: int, raters: int) -> np.ndarray:
    """Variances 1 for people, 0.3 for raters, 0.5 for the rest."""
    rows = generator.normal(0, 1, (people, 1)) + generator.normal(0, 0.3**0.5, (1, raters))
    return rows + generator.normal(0, 0.5**0.5, (people, raters))


def test_one_rater_of_two_crossed_facets_is_as_dependable_as_icc_a1():
    study = balanced_components(read_design("p x r"), *crossed(JUDGES))
    found = decision(study.design, study.components(), {"r": 1})
    # ICC(2,1) and ICC(3,1) of the paper: 0.29 and 0.71.
    assert (round(found.phi or 0, 2), round(found.g or 0, 2)) == (0.29, 0.71)


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("p x r", ["p", "r", "p:r"]),
        ("p x r x i", ["p", "r", "i", "p:r", "p:i", "r:i", "p:r:i"]),
        ("p x (r:t)", ["p", "t", "p:t", "r:t", "p:r:t"]),
        ("(c:p) x r", ["p", "r", "c:p", "p:r", "c:p:r"]),
    ],
)
def test_a_design_has_the_effects_the_textbook_lists(text: str, effects: list[str]):
    design = read_design(text)
    assert sorted(effect.name.split(":") and sorted(effect.name.split(":")) for effect in design.effects) == sorted(
        sorted(name.split(":")) for name in effects
    )


@pytest.mark.parametrize("text", ["p", "p x", "p x r:", "p x 1r", "p x r x (r:t)", ""])
def test_what_is_no_design_is_refused(text: str):
    with pytest.raises(UnreadableDesign, match="expected"):
        read_design(text)


def test_a_missing_cell_is_not_balanced():
    columns, scores = crossed(JUDGES)
    with pytest.raises(NotBalanced):
        balanced_components(read_design("p x r"), {name: labels[1:] for name, labels in columns.items()}, scores[1:])


def test_one_rater_only_says_nothing_of_raters():
    with pytest.raises(ValueError, match="one r only"):
        balanced_components(read_design("p x r"), *crossed(JUDGES[:, :1]))


def test_mean_squares_and_reml_agree_when_nothing_is_negative():
    columns, scores = crossed(JUDGES)
    study = balanced_components(read_design("p x r"), columns, scores)
    model = fit_mixed_model(scores, np.ones((24, 1)), columns)
    assert [model.component("p"), model.component("r"), model.residual] == pytest.approx(
        list(study.components().values()), rel=1e-4
    )


def test_intervals_of_dependability_hold_the_truth():
    generator = np.random.default_rng(4)
    truth, held = 1 / (1 + (0.3 + 0.5) / 3), 0
    for seed in range(200):
        study = balanced_components(read_design("p x r"), *crossed(drawn(generator, 30, 6)))
        found = dependability(study, {"r": 3}, seed=seed)
        held += (found.low or 0) <= truth <= (found.high or 0)
    assert 0.90 <= held / 200 <= 0.99


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 10), st.floats(-50, 50))
def test_stretching_or_moving_all_scores_leaves_dependability_alone(seed: int, stretch: float, move: float):
    table = drawn(np.random.default_rng(seed), 8, 4)
    design = read_design("p x r")
    first = balanced_components(design, *crossed(table))
    second = balanced_components(design, *crossed(table * stretch + move))
    assert decision(design, second.components(), {"r": 2}).phi == pytest.approx(
        decision(design, first.components(), {"r": 2}).phi, abs=1e-6
    )


def test_more_raters_are_never_less_dependable_and_the_least_number_is_found():
    study = balanced_components(read_design("p x r"), *crossed(JUDGES))
    shares = [decision(study.design, study.components(), {"r": n}).phi or 0 for n in range(1, 12)]
    assert shares == sorted(shares)
    least = needed(study.design, study.components(), {}, "r", 0.7)
    assert least is not None
    assert shares[least - 2] < 0.7 <= shares[least - 1]


# Components of one sheet's total in squared points, about those of the demonstration.
SHARES = Shares(clinician=100, consultation=60, observer=40, residual=90)


def test_new_observers_are_worth_more_than_the_same_ones_again():
    same, new = (plan_dependability(SHARES, Plan(8, 1, rotated)) for rotated in (False, True))
    assert same is not None
    assert new is not None
    assert same < new


def test_the_same_observers_again_have_a_ceiling_and_say_so():
    # 100 / (100 + 40) = 0.71 is never passed by one observer.
    assert consultations_needed(SHARES, Plan(1, 1, rotated=False), 0.75) is None
    assert consultations_needed(SHARES, Plan(1, 1, rotated=True), 0.75) == 6


def test_error_and_smallest_change_follow_from_the_components():
    plan = Plan(4, 2, rotated=True)
    assert error_variance(SHARES, plan) == pytest.approx(60 / 4 + 40 / 8 + 90 / 8)
    assert smallest_change(SHARES, plan) == pytest.approx(1.96 * (2 * error_variance(SHARES, plan)) ** 0.5)


def test_a_change_is_told_less_reliably_than_a_level():
    plan = Plan(8, 2, rotated=True)
    assert (difference_reliability(SHARES, plan, stable=0.7) or 0) < (plan_dependability(SHARES, plan) or 0)
    assert difference_reliability(SHARES, plan, stable=1.0) == 0
