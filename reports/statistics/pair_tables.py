"""What a table of two raters' ratings shows beside kappa: habits, prevalence, lopsidedness.

Byrt, Bishop & Carlin (1993) J Clin Epidemiol 46, 423-429; Feinstein & Cicchetti (1990) J Clin Epidemiol 43, 543-549;
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
class TwoPointHabits:
    """For a scale of two points: how common the first is, and how differently the raters use it.

    prevalence_index: |both first - both second| / n. bias_index: |first only - second only| / n. pabak: kappa
    adjusted for both, 2 × observed - 1. positive_agreement: agreement on the first point, None when unused.
    """

    prevalence_index: float
    bias_index: float
    pabak: float
    positive_agreement: float | None


@dataclass(frozen=True)
class SymmetryTest:
    """A chi-squared test on a square table, or the reason why there is none."""

    chi_squared: float | None
    degrees_of_freedom: int
    p_value: float | None
    undefined: str | None = None


def two_point_habits(counts: Floats) -> TwoPointHabits:
    """Prevalence and bias of a 2 × 2 table of counts. Raises ValueError for any other table."""
    if counts.shape != (2, 2) or counts.sum() <= 0:
        raise ValueError("Prevalence and bias are for two raters and two points, with at least one unit.")
    both, only_first, only_second, neither = (float(cell) for cell in counts.ravel() / counts.sum())
    used = 2 * both + only_first + only_second
    return TwoPointHabits(
        prevalence_index=abs(both - neither),
        bias_index=abs(only_first - only_second),
        pabak=2 * (both + neither) - 1,
        positive_agreement=2 * both / used if used > 0 else None,
    )


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
