"""Habits of two raters with their reach: prevalence, bias, kappa adjusted for both, and the highest kappa possible.

Byrt, T., Bishop, J. & Carlin, J. B. (1993) J Clin Epidemiol 46, 423-429 (indices and PABAK); Cohen, J. (1960) Educ
Psychol Meas 20, 37-46 (the highest kappa). Intervals by the delete-one jackknife over units or clusters, which for
counts is the delta method (Efron & Tibshirani 1993, chapter 21), or by the bootstrap.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.statistics.agreement_interval import ALMOST_ONE
from reports.statistics.causes import points_given
from reports.statistics.estimate import Cause, Estimate
from reports.statistics.kappas import rated_by_both
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.tally import Sums
from reports.statistics.variation import estimate_of_sums

Floats = NDArray[np.float64]
DEFAULT = Reach()
NOTHING = "No unit was rated by two raters, so there is nothing to compare."


def largest_kappa(table: RatingsTable, reach: Reach = DEFAULT) -> Estimate:
    """The highest unweighted kappa these two raters' habits allow (Cohen 1960). Raises ValueError for other numbers."""
    _, tally = rated_by_both(table)

    def highest(sums: Sums) -> Floats:
        margins = sums.chosen / np.maximum(sums.paired, 1)[:, None, None]
        first, second = margins[:, 0], margins[:, 1]
        expected = (first * second).sum(1)
        most = np.minimum(first, second).sum(1)
        usable = expected < ALMOST_ONE
        return np.divide(most - expected, 1 - expected, out=np.full_like(most, np.nan), where=usable)

    def why() -> tuple[str, Cause]:
        one_point = "Both raters used one point only, so any agreement is certain."
        return NOTHING if tally.total.paired[0] == 0 else one_point, points_given(table)

    return estimate_of_sums(tally, "largest kappa", highest, reach, why)


def pair_habits(table: RatingsTable, reach: Reach = DEFAULT) -> dict[str, Estimate]:
    """prevalence_index, bias_index and pabak of two raters on a scale of two points.

    Prevalence and bias are sizes: their intervals are those of the signed differences, folded at nought. Raises
    ValueError unless there are two raters and two points.
    """
    if len(table.points) != 2:
        raise ValueError("Prevalence and bias are for a scale of two points.")
    _, tally = rated_by_both(table)

    def prevalence(sums: Sums) -> Floats:
        return _over(sums.shares[:, 0] - sums.shares[:, 1], sums.rated)

    def bias(sums: Sums) -> Floats:
        return _over(sums.chosen[:, 0, 0] - sums.chosen[:, 1, 0], sums.paired)

    def pabak(sums: Sums) -> Floats:
        return 2 * _over(np.trace(sums.pair_shares, axis1=1, axis2=2), sums.paired) - 1

    def why() -> tuple[str, Cause]:
        return NOTHING, points_given(table)

    signed = {"prevalence_index": prevalence, "bias_index": bias}
    found = {name: folded(estimate_of_sums(tally, name, of, reach, why, -1.0)) for name, of in signed.items()}
    return {**found, "pabak": estimate_of_sums(tally, "pabak", pabak, reach, why, -1.0)}


def folded(signed: Estimate) -> Estimate:
    """The size of a signed quantity: an interval across nought begins there."""
    if signed.value is None:
        return signed
    if signed.low is None or signed.high is None:
        return replace(signed, value=abs(signed.value))
    ends = sorted((abs(signed.low), abs(signed.high)))
    low = 0.0 if signed.low <= 0 <= signed.high else ends[0]
    return replace(signed, value=abs(signed.value), low=low, high=ends[1])


def _over(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
