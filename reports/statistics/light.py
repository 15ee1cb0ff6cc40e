"""Light's kappa: the mean of Cohen's kappas over all pairs of raters, each pair on the units both rated.

Light, R. J. (1971). Measures of response agreement for qualitative data. Psychol Bull 76, 365-377. Its author gave no
standard error: here every unit's pull on each pair's kappa (the influence behind Fleiss, Cohen & Everitt 1969,
equation 8) is averaged over pairs, so that the dependence of pairs who share units and raters is kept.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from reports.statistics.agreement import chance_corrected
from reports.statistics.agreement_interval import ALMOST_ONE, agreement_value
from reports.statistics.chance import CONGER
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.kappas import rated_by_both
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach, Variation, added, by_t, resampled_estimate
from reports.statistics.resampling import Drawable, LeftOut
from reports.statistics.tally import Tally, tallied
from reports.statistics.variation import FEWEST_RATERS
from reports.statistics.weights import Weights, agreement_weights

Floats = NDArray[np.float64]
DEFAULT = Reach()
NAME = "light_kappa"


def light_kappa(table: RatingsTable, weights: Weights = "identity", reach: Reach = DEFAULT) -> Estimate:
    """Mean of Cohen's kappas over all pairs of raters; undefined, naming the pair, when one of them is.

    The interval is t on the spread of units' (clusters') pulls, the bootstrap over units or clusters, or over raters
    from three on.
    """
    ready = agreement_weights(weights, table.points)
    coefficient = chance_corrected(CONGER, ready)
    names = table.rater_names
    values: list[float] = []
    for first, second in combinations(names, 2):
        both, tally = rated_by_both(table.pairs(first, second))
        kappa = agreement_value(both, tally, coefficient, reach.confidence)
        if kappa.value is None:
            return undefined(f"{first} and {second}: {kappa.undefined}", method=NAME, cause=kappa.cause)
        values.append(kappa.value)
    if not values:
        return undefined("Agreement needs two raters.", method=NAME)
    tally = tallied(table)
    pairs = _Pairs(tally, ready, np.asarray(values))
    found = _over_units(pairs, reach) if reach.over != "raters" else _over_raters(pairs, reach)
    if reach.over == "both":
        found = added(found, _over_raters(pairs, reach), NAME, reach)
    return found.resting_on(int(tally.total.paired[0]), len(names), table.ratings)


class _Pairs:
    """All pairs of raters of a tally, their kappas, and how those change when units or raters do."""

    def __init__(self, tally: Tally, weights: Floats, kappas: Floats) -> None:
        self.tally, self.weights, self.kappas = tally, weights, kappas
        self.places = list(combinations(range(tally.codes.shape[1]), 2))

    def cells(self, first: int, second: int) -> Floats:
        """(patterns, points²) which cell of the pair's table a pattern falls into; nought where one did not rate."""
        one, other = self.tally.codes[:, first], self.tally.codes[:, second]
        where = np.where((one >= 0) & (other >= 0), one * self.tally.points + other, -1)
        return (where[:, None] == np.arange(self.tally.points**2)).astype(np.float64)

    def pulls(self) -> Floats:
        """(patterns,) how far one unit of each pattern moves the mean kappa, times the number of units."""
        moved = np.zeros(len(self.tally.times))
        units = self.tally.times.sum()
        for (first, second), kappa in zip(self.places, self.kappas, strict=True):
            cells = self.cells(first, second)
            counts = self.tally.times @ cells
            shares = (counts / counts.sum()).reshape(self.weights.shape)
            rows, columns = shares.sum(1), shares.sum(0)
            expected = float(rows @ self.weights @ columns)
            margin = (self.weights @ columns)[:, None] + (rows @ self.weights)[None, :]
            pull = (self.weights - margin * (1 - kappa) - kappa + expected * (1 - kappa)) / (1 - expected)
            moved += (cells @ pull.ravel()) * units / counts.sum()
        return moved / len(self.places)

    def means(self, times: Floats) -> Floats:
        """(replicates,) the mean kappa when every pattern counts so often: times (replicates, patterns)."""
        total = np.zeros(len(times))
        for first, second in self.places:
            counts = (times @ self.cells(first, second)).reshape(-1, *self.weights.shape)
            units = np.maximum(counts.sum((1, 2)), 1)
            rows, columns = counts.sum(2) / units[:, None], counts.sum(1) / units[:, None]
            observed = (counts * self.weights).sum((1, 2)) / units
            expected = ((rows @ self.weights) * columns).sum(1)
            usable = (expected < ALMOST_ONE) & (counts.sum((1, 2)) > 0)
            total += np.divide(observed - expected, 1 - expected, out=np.full_like(total, np.nan), where=usable)
        return total / len(self.places)

    def of_raters(self, times: Floats) -> Floats:
        """(replicates,) the mean kappa when every rater counts so often: times (replicates, raters)."""
        first, second = np.asarray(self.places).T
        weight = times[:, first] * times[:, second]
        total = weight.sum(1)
        return np.divide(weight @ self.kappas, total, out=np.full_like(total, np.nan), where=total > 0)


def _over_units(pairs: _Pairs, reach: Reach) -> Estimate:
    tally, value = pairs.tally, float(pairs.kappas.mean())
    groups = tally.groups
    thing = "unit" if tally.by_cluster is None else "cluster"

    def replicates() -> Floats:
        generator = np.random.default_rng(reach.seed)
        if tally.by_cluster is None:
            return pairs.means(generator.multinomial(groups, tally.times / groups, reach.replicates).astype(np.float64))
        drawn = generator.multinomial(groups, np.full(groups, 1 / groups), reach.replicates)
        return pairs.means(np.asarray((tally.by_cluster.T @ drawn.T).T, dtype=np.float64))

    def without() -> LeftOut:
        # To first order, which is all the acceleration needs.
        moved = pairs.pulls()
        drawable = Drawable(moved[:, None], tally.times)
        if tally.by_cluster is not None:
            drawable = Drawable(tally.within_clusters(moved)[:, None], np.ones(groups))
        return LeftOut(value - drawable.features[:, 0] / max(tally.times.sum() - 1, 1), drawable.times)

    variation = Variation(groups, thing, without, replicates)
    if groups < 2 or reach.interval in {"bootstrap", "percentile"}:
        return resampled_estimate(value, NAME, variation, reach)
    moved = pairs.pulls()
    if tally.by_cluster is None:
        spread = float(tally.times @ moved**2) * groups / (groups - 1)
    else:
        spread = float((tally.within_clusters(moved) ** 2).sum()) * groups / (groups - 1)
    error = float(np.sqrt(spread)) / float(tally.times.sum())
    method = f"mean of pairwise Cohen kappas; spread of {thing}s' pulls, t"
    return by_t(value, error, groups, reach, method, -np.inf, 1.0)


def _over_raters(pairs: _Pairs, reach: Reach) -> Estimate:
    raters, value = int(pairs.tally.codes.shape[1]), float(pairs.kappas.mean())
    if raters < FEWEST_RATERS:
        reason = f"What other raters would do can be judged from {FEWEST_RATERS} raters on."
        return Estimate(value, confidence=reach.confidence, method=NAME, no_interval=reason)

    def replicates() -> Floats:
        generator = np.random.default_rng(reach.seed)
        times = generator.multinomial(raters, np.full(raters, 1 / raters), reach.replicates)
        return pairs.of_raters(np.asarray(times, dtype=np.float64))

    def without() -> LeftOut:
        return LeftOut(pairs.of_raters(1 - np.eye(raters, dtype=np.float64)), np.ones(raters))

    return resampled_estimate(value, NAME, Variation(raters, "rater", without, replicates), reach)
