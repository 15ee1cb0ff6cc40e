"""A mixed model solved cluster by cluster is the same model solved at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.statistics import cluster_sums, nested_terms
from reports.statistics.cluster_blocks import ClusterBlocks
from reports.statistics.mixed_model import fit_mixed_model
from reports.statistics.mixed_terms import MixedTerms
from reports.statistics.nested_terms import NestedTerms

Groupings = list[np.ndarray]


def study(seed: int, rows: int = 300) -> tuple[np.ndarray, np.ndarray, Groupings]:
    """Scores, fixed columns and groupings, most levels first: nested in clinicians, and crossing them."""
    draw = np.random.default_rng(seed)
    clinician = draw.integers(0, 20, rows)
    consultation = clinician * 6 + draw.integers(0, 6, rows)
    observer = draw.integers(0, 9, rows)
    kind = observer % 2
    score = draw.normal(size=20)[clinician] + draw.normal(size=9)[observer] + draw.normal(size=rows) + 50
    groupings = [
        consultation, clinician * 9 + observer, clinician * 2 + kind, clinician, observer, draw.integers(0, 4, rows),
    ]  # fmt: skip
    numbered = [np.unique(each, return_inverse=True)[1].ravel().astype(np.int64) for each in groupings]
    return score, np.column_stack([np.ones(rows), kind]), sorted(numbered, key=lambda each: -int(each.max()))


def in_blocks(score: np.ndarray, fixed: np.ndarray, groupings: Groupings) -> NestedTerms:
    terms = nested_terms.mixed_terms(score, fixed, groupings)
    assert isinstance(terms, NestedTerms)
    return terms


@pytest.fixture(autouse=True)
def small_studies_go_in_blocks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nested_terms, "FILLED_BELOW", 0)


@pytest.mark.parametrize("way", ["filled", "sparse", "made anew at each step"])
@pytest.mark.parametrize("nought", [None, 0, 1, 3, 4])
def test_deviance_and_slopes_are_those_of_the_model_solved_at_once(
    monkeypatch: pytest.MonkeyPatch, way: str, nought: int | None
):
    if way == "sparse":
        monkeypatch.setattr(cluster_sums, "MOST_FILLED", 0)
    if way == "made anew at each step":
        monkeypatch.setattr(cluster_sums, "MOST_HELD", 0)
    score, fixed, groupings = study(1)
    spreads = np.array([0.7, 0.4, 1.3, 0.9, 0.6, 0.2])
    if nought is not None:
        spreads[nought] = 0
    whole, blocks = MixedTerms(score, fixed, tuple(groupings)), in_blocks(score, fixed, groupings)
    for reml in (True, False):
        expected, slopes = whole.deviance_and_slopes(spreads, reml)
        found, found_slopes = blocks.deviance_and_slopes(spreads, reml)
        assert found == pytest.approx(expected, abs=1e-8)
        assert found_slopes == pytest.approx(slopes, rel=1e-7, abs=1e-7)


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10_000), kept=st.sets(st.integers(0, 5), min_size=1))
def test_effects_and_their_variances_are_those_of_the_model_solved_at_once(seed: int, kept: set[int]):
    score, fixed, all_groupings = study(seed)
    groupings = [all_groupings[place] for place in sorted(kept)]
    terms = nested_terms.mixed_terms(score, fixed, groupings)
    whole = MixedTerms(score, fixed, tuple(groupings))
    spreads = np.random.default_rng(seed).uniform(0.1, 2, len(groupings))
    for place in range(len(groupings)):
        effects, variances = terms.effects(spreads, terms.solved(spreads), place)
        expected, expected_variances = whole.effects(spreads, whole.solved(spreads), place)
        np.testing.assert_allclose(effects, expected, atol=1e-8)
        np.testing.assert_allclose(variances, expected_variances, atol=1e-8)


def test_slopes_are_the_differences_of_the_deviance():
    score, fixed, groupings = study(2)
    terms, spreads = in_blocks(score, fixed, groupings), np.array([0.7, 0.4, 1.3, 0.9, 0.6, 0.2])
    _, slopes = terms.deviance_and_slopes(spreads)
    step = 1e-5
    for place, slope in enumerate(slopes):
        aside = np.eye(len(spreads))[place] * step
        difference = terms.deviance(spreads + aside) - terms.deviance(spreads - aside)
        assert difference / (2 * step) == pytest.approx(slope, abs=1e-4)


@pytest.mark.parametrize("reml", [True, False])
def test_slopes_by_standard_deviations_are_the_differences_of_the_full_deviance(reml: bool):
    score, fixed, groupings = study(2)
    terms, sizes = in_blocks(score, fixed, groupings), np.array([0.7, 0.4, 1.3, 0.9, 0.6, 0.2, 1.1])

    def deviance(at: np.ndarray) -> float:
        return terms.full_deviance(at[:-1] / at[-1], float(at[-1]), reml)

    value, slopes = terms.full_deviance_and_slopes(sizes[:-1] / sizes[-1], float(sizes[-1]), reml)
    assert value == pytest.approx(deviance(sizes))
    for place, slope in enumerate(slopes):
        aside = np.eye(len(sizes))[place] * 1e-5
        assert (deviance(sizes + aside) - deviance(sizes - aside)) / 2e-5 == pytest.approx(slope, abs=1e-3)


def test_what_is_nested_in_a_clinician_leaves_with_the_clinician():
    score, fixed, groupings = study(3)
    terms = in_blocks(score, fixed, groupings)
    levels = [terms.levels[place] for place in terms.crossing]
    assert sorted(levels) == [4, 9]


def test_consultations_in_clinicians_alone_need_no_filled_matrix():
    score, fixed, _ = study(4)
    clinician = np.repeat(np.arange(20), 15)
    clinicians = [np.arange(300) // 3, clinician]
    terms = in_blocks(score, fixed, clinicians)
    assert terms.crossing == ()
    assert np.isfinite(terms.deviance(np.ones(len(clinicians))))


def test_levels_that_cross_beyond_what_fits_are_refused_with_their_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(nested_terms, "MOST_CROSSING", 5)
    score, fixed, groupings = study(5)
    with pytest.raises(ValueError, match="13 levels cross one another, and at most 5"):
        nested_terms.mixed_terms(score, fixed, groupings)


def test_a_large_mean_costs_no_digits():
    score, fixed, groupings = study(6)
    named = {str(place): grouping.tolist() for place, grouping in enumerate(groupings[3:])}
    here, far = fit_mixed_model(score, fixed, named), fit_mixed_model(score + 1e6, fixed, named)
    assert far.components == pytest.approx(here.components, rel=1e-5, abs=1e-9)
    assert far.coefficients[0] - 1e6 == pytest.approx(here.coefficients[0], abs=1e-6)
    assert far.deviance == pytest.approx(here.deviance, abs=1e-5)


def test_blocks_of_different_sizes_are_inverted_each_by_itself():
    blocks = ClusterBlocks(np.array([2, 1, 3, 2]))
    draw = np.random.default_rng(0)
    whole = np.zeros((8, 8))
    for start, size in ((0, 2), (2, 1), (3, 3), (6, 2)):
        part = draw.normal(size=(size, size))
        whole[start : start + size, start : start + size] = part @ part.T + np.eye(size)
    numbers = whole[blocks.matrix(np.ones(18)).toarray() > 0]
    inverse, log_determinant = blocks.inverse(numbers)
    np.testing.assert_allclose(blocks.matrix(inverse).toarray(), np.linalg.inv(whole), atol=1e-10)
    assert log_determinant == pytest.approx(np.linalg.slogdet(whole)[1])
    np.testing.assert_allclose(blocks.matrix(blocks.product(numbers, inverse)).toarray(), np.eye(8), atol=1e-10)
