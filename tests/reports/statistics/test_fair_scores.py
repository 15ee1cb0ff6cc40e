"""Scores adjusted for who observed: right on average, honest about their reach, refused where nothing can be told."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.statistics.fair_scores import fair_scores as fair_scores_between

Floats = NDArray[np.float64]
fair_scores = partial(fair_scores_between, lowest=0.0, highest=100.0)


def a_round(
    generator: np.random.Generator, clinicians: int = 16, observers: int = 8, severity: float = 9.0
) -> tuple[list[float], list[str], list[str], list[str], Floats, Floats]:
    """Each clinician in four sessions of two consultations, each session by one observer; truth beside it."""
    truth = generator.normal(50, 10, clinicians)
    strict = generator.normal(0, severity, observers)
    scores: list[float] = []
    columns: tuple[list[str], list[str], list[str]] = ([], [], [])
    for clinician in range(clinicians):
        for session, observer in enumerate(generator.choice(observers, 4, replace=False)):
            halo = generator.normal(0, 3)
            for slot in range(2):
                scores.append(float(truth[clinician] + strict[observer] + halo + generator.normal(0, 8)))
                for column, name in zip(columns, (clinician, observer, f"{clinician}-{session}-{slot}"), strict=True):
                    column.append(str(name))
    return scores, *columns, truth, strict


def test_fair_scores_come_nearer_to_the_truth_than_raw_means_and_their_intervals_hold_it() -> None:
    generator = np.random.default_rng(11)
    fair_error, raw_error, held, told = 0.0, 0.0, 0, 0
    for _ in range(40):
        scores, clinicians, observers, consultations, truth, _ = a_round(generator)
        found = fair_scores(scores, clinicians, observers, consultations)
        for at, true in enumerate(truth):
            estimate = found.scores[str(at)].estimate
            raw = float(np.mean([score for score, name in zip(scores, clinicians, strict=True) if name == str(at)]))
            assert estimate.low is not None
            assert estimate.high is not None
            fair_error += (estimate.number - true) ** 2
            raw_error += (raw - true) ** 2
            held += estimate.low <= true <= estimate.high
            told += 1
    assert fair_error < 0.75 * raw_error
    assert 0.93 <= held / told <= 0.985


def test_observers_who_are_all_alike_change_nothing_to_speak_of() -> None:
    scores, clinicians, observers, consultations, *_ = a_round(np.random.default_rng(3), severity=0.0)
    found = fair_scores(scores, clinicians, observers, consultations)
    for name in {*clinicians}:
        raw = np.mean([score for score, who in zip(scores, clinicians, strict=True) if who == name])
        assert found.scores[name].estimate.number == pytest.approx(raw, abs=5)


def test_a_clinician_seen_by_the_strict_only_is_moved_up() -> None:
    generator = np.random.default_rng(5)
    scores, clinicians, observers, consultations, _, strict = a_round(generator, severity=15.0)
    order = [str(at) for at in np.argsort(strict)]
    raw = []
    for slot, observer in enumerate(order[:4]):
        for visit in range(2):
            scores.append(50 + strict[int(observer)] + float(generator.normal(0, 4)))
            clinicians.append("unlucky")
            observers.append(observer)
            consultations.append(f"unlucky-{slot}-{visit}")
            raw.append(scores[-1])
    found = fair_scores(scores, clinicians, observers, consultations).scores["unlucky"].estimate
    assert found.number > np.mean(raw) + 5


def test_the_order_of_the_sheets_changes_not_one_bit() -> None:
    generator = np.random.default_rng(8)
    columns = a_round(generator)[:4]
    again = generator.permutation(len(columns[0]))
    one = fair_scores(*columns)
    two = fair_scores(*([column[at] for at in again] for column in columns))
    assert one == two


def test_who_shares_no_observer_with_the_others_is_refused_and_the_others_are_not() -> None:
    scores, clinicians, observers, consultations, *_ = a_round(np.random.default_rng(2))
    for at in range(8):
        scores.append(40.0 + at)
        clinicians.append("island")
        observers.append(f"stranger {at % 3}")
        consultations.append(f"island-{at}")
    found = fair_scores(scores, clinicians, observers, consultations)
    assert found.scores["island"].refusal == "not_linked"
    assert found.scores["0"].estimate.defined


@pytest.mark.parametrize(
    ("clinicians", "observers", "sheets", "why"),
    [(1, 5, 10, "nobody_else"), (4, 3, 12, "few_observers"), (6, 6, 12, "few_sheets")],
)
def test_too_little_is_refused(clinicians: int, observers: int, sheets: int, why: str) -> None:
    rows = range(sheets)
    found = fair_scores(
        [float(20 + (7 * at) % 31) for at in rows],
        [f"c{at % clinicians}" for at in rows],
        [f"o{(at + at // clinicians) % observers}" for at in rows],
        [f"v{at}" for at in rows],
    )
    assert {each.refusal for each in found.scores.values()} == {why}


def test_scores_all_at_the_bottom_cannot_be_moved() -> None:
    scores, clinicians, observers, consultations, *_ = a_round(np.random.default_rng(4))
    floored = [0.0 if name == "3" else score for score, name in zip(scores, clinicians, strict=True)]
    found = fair_scores(floored, clinicians, observers, consultations)
    assert found.scores["3"].refusal == "at_the_end"
    assert found.scores["2"].estimate.defined


def test_scores_that_are_all_the_same_settle_on_nothing() -> None:
    scores, clinicians, observers, consultations, *_ = a_round(np.random.default_rng(4))
    found = fair_scores([30.0] * len(scores), clinicians, observers, consultations)
    assert {each.refusal for each in found.scores.values()} == {"not_settled"}


def test_without_a_sheet_there_is_nothing() -> None:
    assert fair_scores([], [], [], []).scores == {}


def test_columns_of_unlike_length_are_refused() -> None:
    with pytest.raises(ValueError, match="Every score"):
        fair_scores([1.0], [], [], [])
