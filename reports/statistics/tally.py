"""Ratings reduced to what coefficients of agreement are made of.

A unit matters only through its row of ratings, so equal rows collapse into one pattern with a multiplicity.
Every coefficient is a smooth function of a short vector of sums over units; leaving units out or drawing
them anew only reweights the patterns, and a thousand replicates are one matrix product.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reports.statistics.ratings import RatingsTable
from reports.statistics.resampling import Drawable, resampled_sums

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
FEW_KEYS = 4096
MOST_LOG = 700.0


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over units, one set per replicate (first axis of every array).

    rated: units with a rating; paired: units with two or more.
    shares: (., points) sum over rated units of the share of their ratings on each point.
    pair_shares: (., points, points) sum over paired units of the share of their rating pairs in each cell.
    coincidences: (., points, points) Krippendorff's coincidence table.
    chosen: (., raters, points) how often each rater used each point.
    rater_times: (., raters) how often each rater was drawn; None when each stands for one.
    """

    rated: Floats
    paired: Floats
    shares: Floats
    pair_shares: Floats
    coincidences: Floats
    chosen: Floats
    rater_times: Floats | None = None


@dataclass(frozen=True, eq=False)
class Tally:
    """Distinct rows of ratings, how often each occurs, and in which clusters.

    codes: (patterns, raters) positions on the scale, -1 missing. times: (patterns,) multiplicities.
    by_cluster: (clusters, patterns) multiplicities within each cluster, or None when units stand alone.
    Units without any rating are left out.
    """

    codes: Whole
    times: Floats
    points: int
    by_cluster: sparse.csr_array | None

    @cached_property
    def counts(self) -> Floats:
        """(patterns, points) how many raters chose each point."""
        scale = np.arange(self.points)
        return (self.codes[:, :, None] == scale).sum(1).astype(np.float64)

    @cached_property
    def raters_of(self) -> Floats:
        """(patterns,) how many raters rated."""
        return self.counts.sum(1)

    @cached_property
    def _unsigned(self) -> Floats:
        """(patterns, features) what each pattern adds to the sums that do not ask who gave which rating."""
        size, number = self.counts, self.raters_of
        pairs = size[:, :, None] * size[:, None, :]
        diagonal = np.arange(self.points)
        pairs[:, diagonal, diagonal] -= size
        paired = number >= 2
        partners = np.where(paired, number - 1, 1)[:, None, None]
        coincidences = pairs * paired[:, None, None] / partners
        return np.column_stack(
            [
                number >= 1,
                paired,
                size / np.maximum(number, 1)[:, None],
                (coincidences / np.maximum(number, 1)[:, None, None]).reshape(len(size), self.points**2),
                coincidences.reshape(len(size), self.points**2),
            ]
        ).astype(np.float64, copy=False)

    @cached_property
    def _chosen(self) -> sparse.csr_array:
        """(patterns, raters * points) which point each rater used: of many raters hardly any rate one unit."""
        pattern, rater = np.nonzero(self.codes >= 0)
        place = rater * self.points + self.codes[pattern, rater]
        shape = (len(self.codes), self.codes.shape[1] * self.points)
        return sparse.csr_array((np.ones(len(place)), (pattern, place)), shape=shape)

    @cached_property
    def features(self) -> Floats:
        """(patterns, features) what each pattern adds to the sums, in the order of `Sums`."""
        return np.column_stack([self._unsigned, self._chosen.toarray()])

    @cached_property
    def anonymous(self) -> Tally:
        """The same units without who gave which rating, which leaves far fewer patterns to draw from.

        `Sums.chosen` of it means nothing. Clusters are summed over as they are, so their tally stays what it is.
        """
        if self.by_cluster is not None:
            return self
        codes = np.sort(self.codes, axis=1)
        first, pattern = _distinct(codes, self.points)
        times = np.bincount(pattern, self.times, len(first)).astype(np.float64)
        return Tally(codes[first], times, self.points, None)

    def within_clusters(self, of_pattern: Floats) -> Floats:
        """(clusters, ...) sums over each cluster's units of (patterns, ...). Raises ValueError without clusters."""
        if self.by_cluster is None:
            raise ValueError("These units stand alone: there are no clusters to sum over.")
        return np.asarray(self.by_cluster @ of_pattern, dtype=np.float64)

    @cached_property
    def cluster_features(self) -> Floats:
        """(clusters, features) sums within each cluster."""
        if self.by_cluster is None:
            raise ValueError("These units stand alone: there are no clusters to sum over.")
        return np.column_stack([self.within_clusters(self._unsigned), (self.by_cluster @ self._chosen).toarray()])

    @property
    def groups(self) -> int:
        """How many things vary independently: clusters where there are any, else rated units."""
        return int(self.times.sum()) if self.by_cluster is None else int(self.by_cluster.shape[0])

    @cached_property
    def drawable(self) -> Drawable:
        """What is left out and drawn anew: clusters where there are any, else units."""
        if self.by_cluster is None:
            return Drawable(self.features, self.times)
        return Drawable(self.cluster_features, np.ones(self.groups))

    @cached_property
    def _drawn(self) -> dict[tuple[int, int], Sums]:
        return {}

    def resampled(self, replicates: int, seed: int) -> Sums:
        """Bootstrap sums, drawn once for all coefficients that ask for the same replicates and seed."""
        if (replicates, seed) not in self._drawn:
            self._drawn[replicates, seed] = self.unpacked(resampled_sums(self.drawable, replicates, seed))
        return self._drawn[replicates, seed]

    def unpacked(self, sums: Floats) -> Sums:
        """Name the columns of (replicates, features)."""
        q, number = self.points, len(sums)
        # Slices by hand: np.split costs more than everything else of a small table.
        after_shares = 2 + q
        after_pairs = after_shares + q * q
        after_coincidences = after_pairs + q * q
        return Sums(
            sums[:, 0],
            sums[:, 1],
            sums[:, 2:after_shares],
            sums[:, after_shares:after_pairs].reshape(number, q, q),
            sums[:, after_pairs:after_coincidences].reshape(number, q, q),
            sums[:, after_coincidences:].reshape(number, self.codes.shape[1], q),
        )

    @cached_property
    def total(self) -> Sums:
        """The sums over all units, as one replicate."""
        return self.unpacked(np.concatenate([self.times @ self._unsigned, self.times @ self._chosen])[None, :])


# Several coefficients are asked of one table; its patterns are found once and go with it.
_found: WeakKeyDictionary[RatingsTable, Tally] = WeakKeyDictionary()


def tallied(table: RatingsTable) -> Tally:
    """The patterns of a table. Clusters count as such only when one of them holds two rated units or more."""
    known = _found.get(table)
    if known is None:
        known = _found[table] = _tallied(table)
    return known


def _tallied(table: RatingsTable) -> Tally:
    codes, clusters = table.codes, table.clusters
    # Rater after rater is several times as quick as along rows of a few.
    rated = np.zeros(len(codes), dtype=np.bool_)
    for rater in range(codes.shape[1]):
        rated |= codes[:, rater] >= 0
    if not rated.all():
        codes, clusters = codes[rated], None if clusters is None else clusters[rated]
    first, pattern = _distinct(codes, len(table.points))
    times = np.bincount(pattern, minlength=len(first)).astype(np.float64)
    by_cluster = None
    if clusters is not None:
        names, cluster = np.unique(clusters, return_inverse=True)
        if len(names) < len(codes):
            ones = np.ones(len(codes))
            by_cluster = sparse.csr_array((ones, (cluster, pattern)), shape=(len(names), len(first)))
            by_cluster.sum_duplicates()
    return Tally(codes[first], times, len(table.points), by_cluster)


def _distinct(codes: Whole, points: int) -> tuple[Whole, Whole]:
    """Where each distinct row stands for the first time, and which of them each row is."""
    keys = _keys(codes, points)
    if _rows_possible(points, codes.shape[1]) <= max(len(codes), FEW_KEYS):
        # So few rows are possible that counting each is quicker than sorting those there are.
        return _first_of_few(keys)
    _, first, pattern = np.unique(keys, return_index=True, return_inverse=True)
    return first.astype(np.int64), pattern.astype(np.int64)


def _keys(codes: Whole, points: int) -> Whole:
    """(units,) one number for each distinct row; below (points + 1) ** raters where that fits a whole number."""
    if _rows_possible(points, codes.shape[1]) < 2.0**62:
        keys = np.zeros(len(codes), dtype=np.int64)
        for rater in range(codes.shape[1] - 1, -1, -1):
            keys = keys * (points + 1) + codes[:, rater] + 1
        return keys
    return np.unique(codes, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _rows_possible(points: int, raters: int) -> float:
    # Of hundreds of raters there are more rows than a float can count.
    return (points + 1.0) ** raters if raters * math.log(points + 1.0) < MOST_LOG else math.inf


def _first_of_few(keys: Whole) -> tuple[Whole, Whole]:
    """As np.unique: where each distinct key stands for the first time, and which of them each key is."""
    found = np.flatnonzero(np.bincount(keys))
    numbers = np.zeros(int(found[-1]) + 1 if len(found) else 0, dtype=np.int64)
    numbers[found] = np.arange(len(found))
    pattern = numbers[keys]
    first = np.zeros(len(found), dtype=np.int64)
    first[pattern[::-1]] = np.arange(len(keys) - 1, -1, -1)
    return first, pattern
