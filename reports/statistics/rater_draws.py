"""Sums over units when raters are left out or drawn anew, for claims about raters in general.

A rater drawn twice must not be compared with their own double, or agreement would grow by drawing. So a pair of
different raters counts as often as the product of the times they were drawn, and a rater with themselves never.
Raters and units together are drawn independently: Owen, A. B. (2007). The pigeonhole bootstrap. Ann Appl Stat 1,
386-411, whose spread errs on the wide side where raters disagree about single units.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.statistics.tally import Sums, Tally

Floats = NDArray[np.float64]
CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True, eq=False)
class RaterDraws:
    """A tally whose raters vary. Raters without any rating do not count."""

    tally: Tally

    @cached_property
    def used(self) -> NDArray[np.bool_]:
        """(raters,) who rated."""
        return np.asarray((self.tally.codes >= 0).any(0), dtype=np.bool_)

    @property
    def number(self) -> int:
        """How many raters rated."""
        return int(self.used.sum())

    def without_each(self) -> Sums:
        """The sums with each rater left out, one replicate for each."""
        times = (1 - np.eye(len(self.used)))[self.used]
        return self.weighted(times, None)

    def resampled(self, replicates: int, seed: int, *, units_too: bool) -> Sums:
        """Bootstrap sums over as many raters, and with `units_too` as many units (clusters) drawn apart from them."""
        generator = np.random.default_rng(seed)
        times = np.zeros((replicates, len(self.used)))
        times[:, self.used] = generator.multinomial(self.number, np.full(self.number, 1 / self.number), replicates)
        return self.weighted(times, self._units(generator, replicates) if units_too else None)

    def weighted(self, raters: Floats, units: Floats | None) -> Sums:
        """Sums with every rater counted so often: raters (replicates, raters), units (replicates, patterns) or None."""
        cells = max(len(self.tally.times) * self.tally.points, 1)
        step = max(1, CELLS_AT_ONCE // cells)
        parts = [
            self._part(raters[start : start + step], None if units is None else units[start : start + step])
            for start in range(0, len(raters), step)
        ]
        joined = [np.concatenate(each) for each in zip(*parts, strict=True)]
        return Sums(*joined, rater_times=raters)

    def _units(self, generator: np.random.Generator, replicates: int) -> Floats:
        tally = self.tally
        if tally.by_cluster is None:
            units = int(tally.times.sum())
            return generator.multinomial(units, tally.times / units, replicates).astype(np.float64)
        groups = tally.groups
        drawn = generator.multinomial(groups, np.full(groups, 1 / groups), replicates).astype(np.float64)
        return np.asarray((tally.by_cluster.T @ drawn.T).T, dtype=np.float64)

    @cached_property
    def _gave(self) -> Floats:
        """(raters, patterns x points) whether a rater gave a pattern that point."""
        codes = self.tally.codes
        shown = codes.T[:, :, None] == np.arange(self.tally.points)
        return shown.reshape(codes.shape[1], len(codes) * self.tally.points).astype(np.float64)

    def _part(self, raters: Floats, units: Floats | None) -> tuple[Floats, ...]:
        patterns, points = len(self.tally.times), self.tally.points
        shape = (len(raters), patterns, points)
        counts, own = (raters @ self._gave).reshape(shape), (raters**2 @ self._gave).reshape(shape)
        number, alike = counts.sum(2), own.sum(2)
        pairs = number**2 - alike
        times = np.broadcast_to(self.tally.times, number.shape) if units is None else units
        rated, paired = times * (number > 0), times * (pairs > 0)
        shares = _per(rated, number)[:, :, None] * counts
        chosen = np.einsum("bp,rpk->brk", times, self._gave.reshape(-1, patterns, points))
        return (
            rated.sum(1),
            paired.sum(1),
            shares.sum(1),
            _pair_table(counts, own, _per(paired, pairs)),
            _pair_table(counts, own, _per(paired * number, pairs)),
            chosen * raters[:, :, None],
        )


def _per(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(below), where=below > 0)


def _pair_table(counts: Floats, own: Floats, weight: Floats) -> Floats:
    """(replicates, points, points) weighted sum over patterns of pairs of points given by different raters."""
    table = (counts * weight[:, :, None]).transpose(0, 2, 1) @ counts
    return table - np.eye(counts.shape[2]) * (own * weight[:, :, None]).sum(1)[:, None, :]
