"""Consultations of one clinician are alike: an intraclass correlation's interval knows of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reports.statistics.estimate import Estimate
from reports.statistics.ratings import RatingsTable
from reports.statistics.reliability import intraclass_correlation

TRUTH = 160 / 260


def drawn(seed: int, clusters: int = 12, each: int = 6) -> RatingsTable:
    """Clusters, units, raters and the rest with variances 100, 60, 20 and 80; two of ten raters in each unit."""
    generator = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), each)
    seats = np.argsort(generator.random((len(cluster), 10)), axis=1)[:, :2]
    values = np.full((len(cluster), 10), np.nan)
    level = generator.normal(0, 10, clusters)[cluster] + generator.normal(0, 60**0.5, len(cluster))
    raters = generator.normal(0, 20**0.5, 10)
    for seat in seats.T:
        given = level + raters[seat] + generator.normal(0, 80**0.5, len(cluster))
        values[np.arange(len(cluster)), seat] = given
    points = tuple(np.unique(values[~np.isnan(values)]).tolist())
    units, names = [f"u{at}" for at in range(len(cluster))], tuple(f"r{at}" for at in range(10))
    return RatingsTable(values, points, units, names, cluster)


def width(found: Estimate) -> float:
    if found.low is None or found.high is None:
        pytest.fail("There is an interval here.")
    return found.high - found.low


def test_units_in_clusters_tell_less_than_as_many_that_stand_alone() -> None:
    table = drawn(4)
    clustered, alone = intraclass_correlation(table), intraclass_correlation(replace(table, clusters=None))
    assert clustered.value == alone.value
    assert width(clustered) > 1.05 * width(alone)
    assert clustered.method.endswith("clusters in the model")


def test_no_interval_is_narrower_for_knowing_of_clusters() -> None:
    for seed in range(8):
        table = drawn(seed, clusters=8, each=3)
        clustered, alone = intraclass_correlation(table), intraclass_correlation(replace(table, clusters=None))
        assert width(clustered) >= width(alone)


def test_the_interval_holds_the_truth_about_as_often_as_it_claims() -> None:
    found = [intraclass_correlation(drawn(seed, clusters=10, each=3)) for seed in range(25)]
    held = [each.low is not None and each.high is not None and each.low <= TRUTH <= each.high for each in found]
    assert np.mean(held) >= 0.84
