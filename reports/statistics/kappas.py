"""The classical kappas, for two raters and for many, without gaps.

Cohen (1960) Educ Psychol Meas 20, 37-46; Cohen (1968) Psychol Bull 70, 213-220; Fleiss, Cohen & Everitt (1969)
Psychol Bull 72, 323-327; Fleiss (1971) Psychol Bull 76, 378-382; Fleiss, Nee
& Landis (1979) Psychol Bull 86, 974-977; Randolph (2005).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reports.statistics.agreement import chance_corrected, conger_kappa
from reports.statistics.agreement_interval import (
    Coefficient,
    agreement_estimate,
    agreement_value,
)
from reports.statistics.chance import CONGER, FLEISS
from reports.statistics.distributions import normal_quantile, two_sided_normal
from reports.statistics.estimate import Estimate, symmetric
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.tally import Tally, tallied
from reports.statistics.weights import Weights, agreement_weights

Floats = NDArray[np.float64]
DEFAULT = Reach()
# Of a spread of nought, computed as a difference of shares, this much can be left.
ROUNDING = 1e-14


def weighted_kappa(table: RatingsTable, weights: Weights = "quadratic", reach: Reach = DEFAULT) -> Estimate:
    """Cohen's weighted kappa for two raters, Conger's generalisation for more."""
    if table.values.shape[1] == 2:
        return cohen_kappa(table, weights, reach)
    return conger_kappa(table, weights, reach)


def contingency(table: RatingsTable) -> Floats:
    """(points, points) how often the first rater gave the row's and the second the column's point.

    Raises ValueError unless there are exactly two raters.
    """
    if table.values.shape[1] != 2:
        raise ValueError(f"A pair table needs two raters, not {table.values.shape[1]}.")
    return _contingency(tallied(table))


def _contingency(tally: Tally) -> Floats:
    both = (tally.codes >= 0).all(1)
    first, second = tally.codes[both].T
    size = tally.points
    return np.bincount(first * size + second, tally.times[both], size * size).reshape(size, size).astype(np.float64)


def cohen_kappa(table: RatingsTable, weights: Weights = "identity", reach: Reach = DEFAULT) -> Estimate:
    """Cohen's kappa of two raters on the units both rated.

    Units that stand alone get the large-sample interval of Fleiss, Cohen and Everitt (normal); `null_error` is
    their standard error at kappa = 0, and `statistic` tests with it. Clustered units, or another `reach`, are
    resampled. With quadratic weights and 50 units the large-sample interval held the truth in 91.0 % of 2 000 studies.
    Raises ValueError unless there are exactly two raters.
    """
    ready = agreement_weights(weights, table.points)
    coefficient = chance_corrected(CONGER, ready)
    both, tally = rated_by_both(table)
    kappa = agreement_value(both, tally, coefficient, reach.confidence)
    if kappa.value is None:
        return replace(kappa, method="cohen_kappa")
    counts = _contingency(tally)
    error, null = cohen_errors(counts / counts.sum(), ready, counts.sum())
    if reach.interval in {"default", "analytic"} and tally.by_cluster is None and tally.groups >= 2 and error > 0:
        interval = symmetric(
            kappa.value,
            error,
            normal_quantile((1 + reach.confidence) / 2),
            method="cohen_kappa; Fleiss-Cohen-Everitt standard error, normal",
            confidence=reach.confidence,
            highest=1.0,
        )
        kappa = replace(kappa, standard_error=error, low=interval.low, high=interval.high, method=interval.method)
    else:
        kappa = agreement_estimate(both, tally, coefficient, reach)
    return replace(
        kappa,
        method=kappa.method.replace("conger_kappa", "cohen_kappa"),
        null_error=null,
        statistic=kappa.number / null if null > 0 else None,
        p_value=two_sided_normal(kappa.number / null) if null > 0 else None,
    )


def rated_by_both(table: RatingsTable) -> tuple[RatingsTable, Tally]:
    """The units two raters share; the whole table when there are none, so that the reason can name who is missing."""
    if table.values.shape[1] != 2:
        raise ValueError(f"A pair table needs two raters, not {table.values.shape[1]}.")
    # Column beside column is several times as quick as along rows of two.
    shared = (table.codes[:, 0] >= 0) & (table.codes[:, 1] >= 0)
    both = table.rows(shared) if shared.any() else table
    return both, tallied(both)


def cohen_errors(shares: Floats, weights: Floats, units: float) -> tuple[float, float]:
    """Large-sample standard errors of weighted kappa: as it is, and if it were nought.

    shares: (points, points) summing to 1. Fleiss, Cohen & Everitt (1969), equations 8 and 9.
    """
    rows, columns = shares.sum(1), shares.sum(0)
    observed = float((weights * shares).sum())
    expected = float(rows @ weights @ columns)
    kappa = (observed - expected) / (1 - expected)
    by_margin = (weights @ columns)[:, None] + (rows @ weights)[None, :]
    as_is = (shares * (weights - by_margin * (1 - kappa)) ** 2).sum() - (kappa - expected * (1 - kappa)) ** 2
    if_nought = (np.outer(rows, columns) * (weights - by_margin) ** 2).sum() - expected**2
    scale = math.sqrt(units) * (1 - expected)
    spreads = (float(each) if each > ROUNDING else 0.0 for each in (as_is, if_nought))
    error, null = (math.sqrt(spread) / scale for spread in spreads)
    return error, null


@dataclass(frozen=True, eq=False)
class PointKappas:
    """Fleiss' kappa of 1971 with its test, and one kappa for each point of the scale.

    overall: standard error, z and p hold for kappa = 0. of_points: (points,), nan where a point was not used.
    null_error_of_points: one standard error for all points.
    """

    overall: Estimate
    of_points: Floats
    null_error_of_points: float


def fleiss_kappa_1971(table: RatingsTable, confidence: float = 0.95) -> PointKappas:
    """Fleiss' kappa for the same number of ratings of every unit, with the standard errors of 1979.

    Raises ValueError when units have different numbers of ratings: use `fleiss_kappa` for those.
    """
    tally = tallied(table)
    each = np.unique(tally.raters_of)
    if len(each) > 1:
        raise ValueError("Units have different numbers of ratings: this form needs the same number of each.")
    overall = agreement_estimate(table, tally, _fleiss_nominal(len(table.points)), Reach("analytic", confidence))
    nowhere = np.full(len(table.points), np.nan)
    if overall.value is None:
        return PointKappas(overall, nowhere, float("nan"))
    units, seats = float(tally.times.sum()), float(each[0])
    share = tally.times @ tally.counts / (units * seats)
    rest = 1 - share
    pairs = units * seats * (seats - 1)
    disagree = tally.times @ (tally.counts * (seats - tally.counts))
    used = (share > 0) & (rest > 0)
    of_points = 1 - np.divide(disagree, pairs * share * rest, out=nowhere, where=used)
    spread = float(share @ rest)
    inner = spread**2 - float((share * rest) @ (rest - share))
    null = float(np.sqrt(2 * inner / pairs) / spread)
    z = overall.value / null
    tested = replace(overall, null_error=null, statistic=z, p_value=two_sided_normal(z))
    return PointKappas(tested, of_points, float(np.sqrt(2 / pairs)))


def _fleiss_nominal(points: int) -> Coefficient:
    return chance_corrected(FLEISS, np.eye(points))
