"""Ranks, and how far two orders of the same things are apart.

Kendall, M. G. (1970). Rank Correlation Methods, 4th ed., chapters 1 to 5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import two_sided_normal

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
# Above so many things without ties the normal approximation of tau is as good as the exact chance.
MOST_EXACT = 33


def middle_ranks(scores: Floats) -> Floats:
    """(things,) ranks from 1; equal scores share the mean of their places."""
    _, place, times = np.unique(scores, return_inverse=True, return_counts=True)
    return (np.cumsum(times) - (times - 1) / 2)[place]


def tau_b(first: Floats, second: Floats) -> tuple[float, float]:
    """Kendall's tau-b of two scores of the same two things or more, and its two-sided p.

    The p is exact without ties for few things or almost complete agreement, else normal with tied variance. Neither
    score may be constant.
    """
    x, y = _dense(first), _dense(second)
    number = len(x)
    order = np.lexsort((y, x))
    apart = inversions(y[order])
    tied_x, tied_y = (np.bincount(ranks).astype(np.float64) for ranks in (x, y))
    tied_both = np.unique(x * number + y, return_counts=True)[1].astype(np.float64)
    in_all, in_x, in_y, in_both = number * (number - 1) / 2, _pairs(tied_x), _pairs(tied_y), _pairs(tied_both)
    balance = in_all - in_x - in_y + in_both - 2 * apart
    tau = float(balance / np.sqrt(in_all - in_x) / np.sqrt(in_all - in_y))
    tau = min(max(tau, -1.0), 1.0)
    fewest = int(min(apart, in_all - apart))
    if not in_x and not in_y and (number <= MOST_EXACT or fewest <= 1):
        return tau, _exact_chance(number, fewest)
    twice = number * (number - 1.0)
    spread = (twice * (2 * number + 5) - _spread_lost(tied_x) - _spread_lost(tied_y)) / 18
    spread += 2 * in_x * in_y / twice
    if number > 2:
        spread += _triples(tied_x) * _triples(tied_y) / (9 * twice * (number - 2))
    return tau, two_sided_normal(float(balance / np.sqrt(spread)))


def inversions(ranks: Whole) -> int:
    """How many pairs stand in falling order. ranks: (things,) whole numbers from 0."""
    found = 0
    for bit in range(int(ranks.max(initial=0)).bit_length()):
        # Pairs whose highest differing bit is this one: alike above it, and a one before a nought at it.
        above = ranks >> (bit + 1)
        order = np.argsort(above, kind="stable")
        ones = (ranks[order] >> bit) & 1
        so_far = np.cumsum(ones) - ones
        starts = np.searchsorted(above[order], above[order])
        found += int(((so_far - so_far[starts]) * (1 - ones)).sum())
    return found


def _dense(scores: Floats) -> Whole:
    return np.unique(scores, return_inverse=True)[1].astype(np.int64)


def _pairs(times: Floats) -> float:
    return float((times * (times - 1)).sum()) / 2


def _triples(times: Floats) -> float:
    return float((times * (times - 1) * (times - 2)).sum())


def _spread_lost(times: Floats) -> float:
    return float((times * (times - 1) * (2 * times + 5)).sum())


def _exact_chance(number: int, fewest: int) -> float:
    """Chance that of two unrelated orders at most so few pairs, or as few the other way round, are inverted."""
    if 4 * fewest >= number * (number - 1):
        return 1.0
    chances = np.zeros(fewest + 1)
    chances[0] = 1.0
    for placed in range(2, number + 1):
        summed = np.cumsum(chances) / placed
        summed[placed:] -= summed[: max(fewest + 1 - placed, 0)].copy()
        chances = summed
    return min(2 * float(chances.sum()), 1.0)
