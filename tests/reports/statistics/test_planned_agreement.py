"""Agreement studies are planned with a variance that theory and simulation share."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.statistics.agreement import gwet_ac
from reports.statistics.planned_agreement import (
    CHANCES,
    Kind,
    agreement_precision,
    agreement_spread,
    expected_ratings,
)
from reports.statistics.ratings import RatingsTable

FLOOR_HEAVY = (0.45, 0.25, 0.15, 0.1, 0.05)


@pytest.mark.parametrize("share", [0.5, 0.3, 0.1, 0.02])
@pytest.mark.parametrize("planned", [0.0, 0.4, 0.8])
@pytest.mark.parametrize("kind", ["fleiss_kappa", "weighted_kappa"])
def test_for_two_points_the_variance_is_that_of_the_common_correlation_model(share: float, planned: float, kind: Kind):
    """Bloch & Kraemer (1989) Biometrics 45, 269-287; Donner & Eliasziw (1992) Stat Med 11, 1511-1519."""
    rest = 1 - planned
    variance = rest * (rest * (1 - 2 * planned) + planned * (2 - planned) / (2 * share * (1 - share)))
    spread = agreement_spread(kind, planned, [1 - share, share], weights="identity")
    assert spread == pytest.approx(math.sqrt(variance), abs=1e-7)


@pytest.mark.parametrize("raters", [2, 3])
def test_estimates_of_agreement_really_spread_as_planned(raters: int):
    spread = agreement_spread("gwet_ac", 0.7, FLOOR_HEAVY, raters=raters)
    assert isinstance(spread, float)
    # The correlation at which AC2 is 0.7 is found by trying, independently of the plan.
    codes, chance = _rows_with_ac(0.7, raters)
    rng = np.random.default_rng(3)
    drawn = rng.choice(len(codes), (250, 150), p=chance)
    values = [gwet_ac(RatingsTable.from_wide(codes[rows], range(5)), "quadratic").number for rows in drawn]
    assert np.std(values) * math.sqrt(150) == pytest.approx(spread, rel=0.15)
    assert np.mean(values) == pytest.approx(0.7, abs=0.01)


def _rows_with_ac(wanted: float, raters: int) -> tuple[np.ndarray, np.ndarray]:
    shares = np.array(FLOOR_HEAVY)
    weights = 1 - (np.subtract.outer(np.arange(5), np.arange(5)) / 4) ** 2
    by_chance = weights.sum() * (shares * (1 - shares)).sum() / 20
    best = (math.inf, np.zeros((0, raters)), np.zeros(0))
    for correlation in np.linspace(0.2, 0.9, 141):
        tally = expected_ratings(shares, float(correlation), raters)
        chance = tally.times / tally.times.sum()
        observed = float(chance @ weights[tally.codes[:, 0], tally.codes[:, 1]])
        off = abs((observed - by_chance) / (1 - by_chance) - wanted)
        if off < best[0]:
            best = (off, tally.codes, chance)
    return best[1], best[2]


@given(correlation=st.floats(0.0, 0.99), raters=st.integers(2, 4))
def test_expected_ratings_use_the_points_as_told_whatever_the_raters_share(correlation: float, raters: int):
    tally = expected_ratings(np.array(FLOOR_HEAVY), correlation, raters)
    of_first = np.bincount(tally.codes[:, 0], tally.times, minlength=5) / tally.times.sum()
    np.testing.assert_allclose(of_first, FLOOR_HEAVY, atol=1e-9)


@pytest.mark.parametrize("kind", list(CHANCES))
def test_more_raters_never_need_more_consultations(kind: Kind):
    planned = 0.95 if kind == "percent_agreement" else 0.6
    two, three = (agreement_precision(kind, planned, 0.15, FLOOR_HEAVY, raters=raters) for raters in (2, 3))
    assert two.needed is not None
    assert three.needed is not None
    assert three.needed <= two.needed


def test_a_value_that_chance_alone_exceeds_is_answered_with_what_can_be_planned_for():
    plan = agreement_precision("gwet_ac", 0.2, 0.2, FLOOR_HEAVY)
    assert plan.needed is None
    assert "lies between 0.47 (ratings by chance alone)" in str(plan.undefined)


@pytest.mark.parametrize(
    ("shares", "planned", "weights", "reason"),
    [
        ((1.0, 0.0, 0.0), 0.6, "quadratic", "one point only"),
        ((0.5, 0.3, 0.2), 1.0, "quadratic", "Complete agreement"),
        ((0.5, 0.5, 0.0), 0.6, "within_one", "agreement is certain"),
    ],
)
def test_what_cannot_be_planned_for_has_a_reason(shares: tuple[float, ...], planned: float, weights, reason: str):
    assert reason in str(agreement_spread("weighted_kappa", planned, shares, weights=weights))


def test_a_table_of_patterns_too_large_to_hold_is_declined():
    assert "too many to plan for" in str(agreement_spread("gwet_ac", 0.6, FLOOR_HEAVY, raters=9))


@pytest.mark.parametrize(
    ("shares", "options", "sentence"),
    [
        ((0.5, 0.4), {}, "adding up to 1"),
        ((1.5, -0.5), {}, "adding up to 1"),
        ((0.5, 0.5), {"points": (0, 1, 2)}, "do not fit a scale"),
        ((0.5, 0.5), {"raters": 1}, "two observers"),
    ],
)
def test_shares_that_are_none_are_refused(shares: tuple[float, ...], options: dict, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        agreement_spread("gwet_ac", 0.5, shares, **options)


def test_an_unknown_coefficient_is_refused_by_name():
    with pytest.raises(ValueError, match="no plan for happiness"):
        agreement_spread("happiness", 0.5, (0.5, 0.5))  # type: ignore[arg-type]


def test_a_point_that_will_hardly_be_seen_is_mentioned():
    plan = agreement_precision("gwet_ac", 0.99, 0.1, (0.97, 0.01, 0.01, 0.005, 0.005))
    assert any("rarest point" in caution for caution in plan.cautions)
