"""How often things come up when as many are drawn with replacement, without drawing them one by one.

How often things drawn independently come up are independent Poisson counts given their sum (Kingman, J. F. C. (1993).
Poisson Processes, section 2.4). So a replicate is Poisson counts that are aimed slightly low, and the few draws then
missing are made one by one: exactly multinomial. A replicate whose counts exceed the number is thrown away, which
changes nothing, as their sum says nothing about which things came up.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
CELLS_AT_ONCE = 1_000_000
# So many standard deviations below the number the counts are aimed, so that few replicates are thrown away.
BELOW = 2.0
FEWEST = 10
MOST_OF_ONE = 40
CODES = 2**16
RARE = 255


def equal_sums(generator: np.random.Generator, features: Floats, replicates: int) -> Floats:
    """(replicates, features): sums over as many rows of (things, features) drawn with replacement.

    Raises ValueError for fewer than ten things.
    """
    number = len(features)
    counts = _Counts(_rate(number))
    counted = np.column_stack([features, np.ones(number)])
    step = max(1, CELLS_AT_ONCE // number)
    parts: list[Floats] = []
    ready = 0
    while ready < replicates:
        wanted = min(step, replicates - ready)
        sums = counts.drawn(generator, wanted * number).reshape(wanted, number).astype(np.float64) @ counted
        missing = np.rint(number - sums[:, -1]).astype(np.int64)
        kept = missing >= 0
        parts.append(sums[kept, :-1] + _one_by_one(generator, features, missing[kept]))
        ready += len(parts[-1])
    return np.concatenate(parts)


def repeated_counts(generator: np.random.Generator, times: NDArray[np.int64], replicates: int) -> Floats:
    """(replicates, things): how often each came up in as many draws, where things stand there so many times.

    times: (things,) whole numbers that add up to ten or more; ValueError otherwise.
    """
    number, size = int(times.sum()), len(times)
    rates = times * _rate(number)
    things = np.repeat(np.arange(size), times)
    parts: list[Floats] = []
    ready = 0
    while ready < replicates:
        counts = generator.poisson(rates, (replicates - ready, size))
        missing = number - counts.sum(1)
        counts, missing = counts[missing >= 0], missing[missing >= 0]
        chosen = things[generator.integers(0, number, int(missing.sum()))]
        places = np.repeat(np.arange(len(counts)) * size, missing) + chosen
        counts += np.bincount(places, minlength=counts.size).reshape(counts.shape)
        parts.append(counts.astype(np.float64))
        ready += len(counts)
    return np.concatenate(parts)


def _rate(number: int) -> float:
    if number < FEWEST:
        raise ValueError(f"Counts are for {FEWEST} draws and more, not {number}.")
    return 1 - BELOW / math.sqrt(number)


class _Counts:
    """Poisson counts by table: all but a few of 65 536 equally likely codes stand for one count each."""

    def __init__(self, rate: float) -> None:
        chance = np.exp([count * math.log(rate) - rate - math.lgamma(count + 1) for count in range(MOST_OF_ONE)])
        share = np.floor(chance * CODES)
        table = np.repeat(np.arange(MOST_OF_ONE), share.astype(np.int64))
        self._table = np.append(table, np.full(CODES - len(table), RARE)).astype(np.uint8)
        # What rounding down left over is shared out among the codes that stand for no count.
        left = chance * CODES - share
        self._left = left.cumsum() / left.sum()

    def drawn(self, generator: np.random.Generator, number: int) -> NDArray[np.uint8]:
        """(number,) counts."""
        codes = generator.integers(0, 2**64, -(-number // 4), dtype=np.uint64).view(np.uint16)[:number]
        found = np.take(self._table, codes)
        rare = np.flatnonzero(found == RARE)
        found[rare] = np.searchsorted(self._left, generator.random(len(rare)), side="right")
        return found


def _one_by_one(generator: np.random.Generator, features: Floats, missing: NDArray[np.int64]) -> Floats:
    ends = np.append(0, missing.cumsum())
    chosen = generator.integers(0, len(features), int(ends[-1]), dtype=np.int32)
    times = sparse.csr_array((np.ones(len(chosen)), chosen, ends), shape=(len(missing), len(features)))
    return np.asarray(times @ features, dtype=np.float64)
