"""Whether two raters differ in one direction: tests of a square table's symmetry and of its margins.

Bowker (1948) JASA 43, 572-574; Stuart (1955) Biometrika 42, 412-416; Maxwell (1970) Br J Psychiatry 116, 651-655.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import chi_squared_tail
from reports.statistics.triangular import lower_factor, solve_lower

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SymmetryTest:
    """A chi-squared test on a square table, or the reason why there is none."""

    chi_squared: float | None
    degrees_of_freedom: int
    p_value: float | None
    undefined: str | None = None


def bowker_symmetry(counts: Floats) -> SymmetryTest:
    """Whether the two raters disagree as often in either direction, cell by cell (Bowker 1948)."""
    above = np.triu_indices(len(counts), 1)
    there, back = counts[above], counts.T[above]
    used = there + back > 0
    if not used.any():
        return SymmetryTest(None, 0, None, "The raters never disagreed, so no direction can be tested.")
    chi = float((((there - back) ** 2)[used] / (there + back)[used]).sum())
    freedom = int(used.sum())
    return SymmetryTest(chi, freedom, chi_squared_tail(chi, freedom))


def stuart_maxwell(counts: Floats) -> SymmetryTest:
    """Whether the two raters use the points equally often (Stuart 1955, Maxwell 1970)."""
    used = counts.sum(0) + counts.sum(1) > 0
    table = counts[np.ix_(used, used)]
    gap = (table.sum(1) - table.sum(0))[:-1]
    spread = -(table + table.T)
    spread[np.diag_indices_from(spread)] = table.sum(1) + table.sum(0) - 2 * np.diag(table)
    kept = spread[:-1, :-1]
    if len(kept) == 0 or np.linalg.matrix_rank(kept) < len(kept):
        return SymmetryTest(None, 0, None, "Too few disagreements to compare how often each point is used.")
    standardised = solve_lower(lower_factor(kept), gap)
    chi = float(standardised @ standardised)
    return SymmetryTest(chi, len(gap), chi_squared_tail(chi, len(gap)))
