"""Kendall's coefficient of concordance: do raters put units in the same order?

Kendall, M. G. & Babington Smith, B. (1939). Ann Math Stat 10, 275-287; with the usual correction for ties.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.statistics.causes import scores_given
from reports.statistics.distributions import chi_squared_tail
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.rank_order import middle_ranks
from reports.statistics.reach import Reach, Variation, resampled_estimate
from reports.statistics.resampling import in_groups, left_out_groups

Floats = NDArray[np.float64]


def kendall_w(
    scores: Floats, *, ties: bool = True, clusters: NDArray[np.int64] | None = None, confidence: float = 0.95
) -> Estimate:
    """W between 0 and 1, with its chi-squared test on units - 1 degrees of freedom.

    scores: (units, raters) complete. ties: correct for tied ranks. The interval is a jackknife over units, clusters of
    them, or blocks of many units. Raises ValueError for missing scores.
    """
    units, raters = scores.shape
    method = "Kendall's W" + ("" if ties else ", not corrected for ties")
    if np.isnan(scores).any():
        raise ValueError("Kendall's W needs every rater's score of every unit.")
    if units < 2 or raters < 2:
        return undefined("Two raters and two units are needed.", method=method)
    value = _plain_w(scores, ties=ties)
    if not np.isfinite(value):
        names = tuple(f"rater {place + 1}" for place in range(raters))
        reason = "Every rater gave the same score to everything (0/0)."
        return undefined(reason, method=method, cause=scores_given(scores, names))
    chi = raters * (units - 1) * value
    groups = in_groups(units, clusters)

    def kept(which: NDArray[np.bool_]) -> float:
        return _plain_w(scores[which], ties=ties)

    thing = "cluster" if clusters is not None else "unit"
    variation = Variation(
        int(groups.max()) + 1, thing, lambda: left_out_groups(groups, kept), lambda: np.empty(0), lowest=0.0
    )
    estimate = resampled_estimate(value, method, variation, Reach("jackknife", confidence))
    return replace(
        estimate,
        statistic=chi,
        degrees_of_freedom=(float(units - 1),),
        p_value=chi_squared_tail(chi, units - 1),
    ).resting_on(units, raters, scores.size)


def _plain_w(scores: Floats, *, ties: bool) -> float:
    units, raters = scores.shape
    ranks = np.column_stack([middle_ranks(column) for column in scores.T])
    sums = ranks.sum(1)
    spread = float(((sums - sums.mean()) ** 2).sum())
    most = float(raters**2 * (units**3 - units))
    if ties:
        most -= raters * sum(_tied(column) for column in ranks.T)
    return 12 * spread / most if most > 0 else float("nan")


def _tied(ranks: Floats) -> float:
    sizes = np.unique(ranks, return_counts=True)[1].astype(np.float64)
    return float((sizes**3 - sizes).sum())
