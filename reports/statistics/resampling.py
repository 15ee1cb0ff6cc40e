"""Intervals from leaving out and drawing anew, by unit or by cluster, without a loop over replicates.

Efron, B. & Tibshirani, R. J. (1993). An Introduction to the Bootstrap, chapters 11 and 14.
Davison, A. C. & Hinkley, D. V. (1997). Bootstrap Methods and their Application, section 3.8 (clusters).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import normal_chance, normal_quantile
from reports.statistics.poisson_draws import equal_sums, repeated_counts

Floats = NDArray[np.float64]
CELLS_AT_ONCE = 2_000_000
MOST_GROUPS = 200
# From so many things on, each there once, their draws are counted by table.
MANY_THINGS = 200
# How often one thing comes up takes about as long to draw as so many things one by one.
DRAWS_FOR_A_COUNT = 4
FEWEST_REPEATED = 100


@dataclass(frozen=True, eq=False)
class Drawable:
    """Things that can be left out or drawn anew: their features and how often each occurs.

    features: (things, features); times: (things,) multiplicities. Their weighted sum is what is estimated from.
    """

    features: Floats
    times: Floats

    @property
    def number(self) -> int:
        """How many things there are, repetitions counted."""
        return int(self.times.sum())


@dataclass(frozen=True, eq=False)
class LeftOut:
    """The jackknife: the value without each thing in turn, and how often that thing occurs."""

    values: Floats
    times: Floats

    @property
    def standard_error(self) -> float:
        """Delete-one standard error; nan when a left-out value is undefined."""
        number = self.times.sum()
        spread = self.times @ (self.values - self.times @ self.values / number) ** 2
        return float(np.sqrt((number - 1) / number * spread))

    def where_defined(self) -> LeftOut:
        """Without the things whose absence leaves the value undefined."""
        kept = np.isfinite(self.values)
        return LeftOut(self.values[kept], self.times[kept])

    @property
    def acceleration(self) -> float:
        """Skewness of the left-out values, for the accelerated bootstrap."""
        away = self.times @ self.values / self.times.sum() - self.values
        squares = self.times @ away**2
        return float(self.times @ away**3 / (6 * squares**1.5)) if squares > 0 else 0.0


def left_out(drawable: Drawable, value_of: Callable[[Floats], Floats]) -> LeftOut:
    """The value with each thing left out once. `value_of` maps (replicates, features) to (replicates,)."""
    total = drawable.times @ drawable.features
    return LeftOut(value_of(total - drawable.features), drawable.times)


def in_groups(number: int, clusters: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """(number,) which things are left out together: their clusters, each alone, or blocks of equal size of many.

    Blocks take turns through the order given (the delete-a-group jackknife; Shao & Tu 1995, The Jackknife and
    Bootstrap, section 2.3), so that what cannot be computed from sums need not be computed thousands of times.
    """
    if clusters is not None:
        return np.unique(clusters, return_inverse=True)[1].astype(np.int64)
    return np.arange(number, dtype=np.int64) % min(number, MOST_GROUPS)


def left_out_groups(groups: NDArray[np.int64], value_of: Callable[[NDArray[np.bool_]], float]) -> LeftOut:
    """The value without each group: `value_of` is given the mask of what is kept. Groups are numbered from nought."""
    number = int(groups.max()) + 1
    return LeftOut(np.array([value_of(groups != group) for group in range(number)]), np.ones(number))


def resampled_sums(drawable: Drawable, replicates: int, seed: int) -> Floats:
    """(replicates, features): sums over as many things drawn with replacement, seeded."""
    generator = np.random.default_rng(seed)
    size, number = len(drawable.times), drawable.number
    if size == number and size >= MANY_THINGS:
        return equal_sums(generator, drawable.features, replicates)
    if number > DRAWS_FOR_A_COUNT * size:
        if FEWEST_REPEATED <= number < (2 * size) ** 2:
            times = drawable.times.astype(np.int64)
            return repeated_counts(generator, times, replicates) @ drawable.features
        # Of few things with many draws the draws missing from Poisson counts would take longer than they save.
        chance = drawable.times / number
        return generator.multinomial(number, chance, size=replicates) @ drawable.features
    things = np.repeat(np.arange(size, dtype=np.int32), drawable.times.astype(np.int64))
    step = max(1, CELLS_AT_ONCE // max(number, 1))
    parts = [
        _drawn(generator, things, size, min(step, replicates - start)) @ drawable.features
        for start in range(0, replicates, step)
    ]
    return np.concatenate(parts)


def accelerated_limits(replicates: Floats, value: float, acceleration: float, confidence: float) -> tuple[float, float]:
    """BCa limits; replicates must be finite."""
    share: Floats = (np.sign(value - replicates) + 1) / 2
    below = float(share.mean())
    shift = normal_quantile(min(max(below, 1e-9), 1 - 1e-9))
    ends = [normal_quantile(chance) + shift for chance in ((1 - confidence) / 2, (1 + confidence) / 2)]
    at = [normal_chance(shift + end / (1 - acceleration * end)) for end in ends]
    low, high = np.quantile(replicates, at)
    return float(low), float(high)


def percentile_limits(replicates: Floats, confidence: float) -> tuple[float, float]:
    """Plain percentile limits; replicates must be finite."""
    low, high = np.quantile(replicates, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _drawn(
    generator: np.random.Generator, things: NDArray[np.int32], size: int, replicates: int
) -> NDArray[np.float64]:
    chosen = things[generator.integers(0, len(things), (replicates, len(things)), dtype=np.int32)]
    places = chosen + np.arange(replicates, dtype=np.int32)[:, None] * np.int32(size)
    times = np.bincount(places.ravel(), minlength=replicates * size)
    return times.reshape(replicates, size).astype(np.float64)
