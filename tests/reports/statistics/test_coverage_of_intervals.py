"""Intervals hold the truth about as often as they claim, on small studies drawn from a known model.

Bounds are about four binomial standard errors wide, so a right interval fails once in ten thousand runs.
"""

from __future__ import annotations

import numpy as np
import pytest

from reports.statistics.agreement import gwet_ac
from reports.statistics.estimate import Estimate
from reports.statistics.means import clustered_mean
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Interval, Reach
from reports.statistics.reliability import intraclass_correlation

STUDIES = 200
SCALE = (0.0, 1.0, 2.0, 3.0, 4.0)


def held(estimates: list[Estimate], truth: float) -> float:
    """Share of intervals that hold the truth."""
    return float(np.mean([e.low is not None and e.high is not None and e.low <= truth <= e.high for e in estimates]))


def clustered_ratings(generator: np.random.Generator, clinicians: int, each: int) -> RatingsTable:
    """Two raters' floor-heavy ratings of consultations in clinicians."""
    clinician = np.repeat(np.arange(clinicians), each)
    place = generator.normal(0, 0.9, clinicians)[clinician] + generator.normal(0, 0.6, clinicians * each)
    latent = place[:, None] + generator.normal(0, 0.7, (len(place), 2))
    return RatingsTable.from_wide(np.digitize(latent, [0.2, 0.8, 1.5, 2.4]).astype(float), SCALE, clusters=clinician)


@pytest.mark.parametrize("interval", ["jackknife", "analytic"])
def test_clustered_agreement_intervals_hold_the_truth(interval: Interval):
    generator = np.random.default_rng(20)
    truth = gwet_ac(clustered_ratings(generator, 8000, 8), "quadratic").number
    found = [gwet_ac(clustered_ratings(generator, 24, 8), "quadratic", Reach(interval)) for _ in range(STUDIES)]
    assert 0.88 <= held(found, truth) <= 0.995


def test_taking_clustered_consultations_for_independent_claims_too_much():
    generator = np.random.default_rng(20)
    wide = clustered_ratings(generator, 24, 8)
    alone = RatingsTable.from_wide(wide.values, SCALE)
    assert (gwet_ac(wide, "quadratic").standard_error or 0) > (gwet_ac(alone, "quadratic").standard_error or 0)


def test_a_complete_tables_reliability_interval_holds_the_truth():
    generator = np.random.default_rng(21)
    truth = 144 / (144 + 25 + 64)

    def study() -> Estimate:
        units, raters = generator.normal(0, 12, (30, 1)), generator.normal(0, 5, (1, 5))
        return intraclass_correlation(RatingsTable.from_wide(units + raters + generator.normal(0, 8, (30, 5))))

    assert 0.88 <= held([study() for _ in range(STUDIES)], truth) <= 0.995


def test_two_of_many_observers_reliability_interval_holds_the_truth():
    generator = np.random.default_rng(22)
    truth = 144 / (144 + 25 + 64)

    def study() -> Estimate:
        scores = generator.normal(0, 12, (60, 1)) + generator.normal(0, 5, (1, 12)) + generator.normal(0, 8, (60, 12))
        first = generator.integers(0, 12, 60)
        second = (first + generator.integers(1, 12, 60)) % 12
        seen = np.full((60, 12), np.nan)
        rows = np.arange(60)
        seen[rows, first], seen[rows, second] = scores[rows, first], scores[rows, second]
        return intraclass_correlation(RatingsTable.from_wide(seen))

    assert 0.88 <= held([study() for _ in range(120)], truth) <= 0.999


def test_a_clinicians_mean_interval_holds_the_truth():
    generator = np.random.default_rng(23)

    def study() -> Estimate:
        room = np.repeat(generator.normal(40, 12, 8), 2)
        return clustered_mean(room + generator.normal(0, 6, 16), np.repeat(np.arange(8), 2).tolist())

    assert 0.90 <= held([study() for _ in range(400)], 40.0) <= 0.99
