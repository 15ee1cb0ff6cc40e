"""Scores of two versions that the same share of sheets lie below: equipercentile linking.

Kolen, M. J. & Brennan, R. L. (2014). Test Equating, Scaling, and Linking, 3rd ed., section 2.5: a discrete score is
spread evenly over half a step on either side (the uniform kernel), so that percentile ranks rise without jumps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# A score nobody got would make the way back ambiguous: it is given a tiny share, as Kolen & Brennan advise.
_TINY = 1e-6


def points(lowest: float, highest: float, step: float) -> Floats:
    """Every score from the lowest to the highest, one step apart. Raises ValueError when they do not meet."""
    number = (highest - lowest) / step
    if step <= 0 or number < 1 or abs(number - round(number)) > 1e-6:
        raise ValueError(f"From {lowest:g} to {highest:g} there is no whole number of steps of {step:g}.")
    return np.linspace(lowest, highest, round(number) + 1, dtype=np.float64)


def counted(scores: Floats, at: Floats) -> NDArray[np.int64]:
    """The place (n,) of the point of `at` nearest to each score; at: equally spaced points."""
    step = at[1] - at[0]
    return np.clip(np.rint((scores - at[0]) / step), 0, len(at) - 1).astype(np.int64)


def percentile_ranks(counts: Floats, at: Floats, scores: Floats) -> Floats:
    """Share, 0 to 1, of the spread-out distribution below each score. counts: (points,) or (replicates, points)."""
    edges = _edges(at)
    ranks: list[Floats] = [np.interp(scores, edges, row) for row in _cumulated(counts)]
    return np.stack(ranks).reshape(*counts.shape[:-1], -1)


def equipercentile(old_counts: Floats, old_at: Floats, new_counts: Floats, new_at: Floats, scores: Floats) -> Floats:
    """The new version's scores with the percentile ranks of these scores of the old one.

    counts: (points,), or (replicates, points) for as many answers: (replicates, scores). Strictly rising, and
    within half a step of the new version's ends; swapping the versions turns it round exactly.
    """
    ranks = percentile_ranks(old_counts, old_at, scores)
    edges = _edges(new_at)
    rows = zip(ranks.reshape(-1, len(scores)), _cumulated(new_counts), strict=True)
    linked: list[Floats] = [np.interp(rank, below, edges) for rank, below in rows]
    return np.stack(linked).reshape(ranks.shape)


def _edges(at: Floats) -> Floats:
    half = (at[1] - at[0]) / 2
    return np.append(at - half, at[-1] + half)


def _cumulated(counts: Floats) -> Floats:
    rows = np.atleast_2d(counts)
    share = rows / rows.sum(axis=1, keepdims=True) + _TINY
    below = np.cumsum(share, axis=1) / share.sum(axis=1, keepdims=True)
    return np.column_stack([np.zeros(len(rows)), below])
