"""The sums a mixed model needs, and its likelihood as a function of the relative spreads alone.

Bates, D., Maechler, M., Bolker, B. & Walker, S. (2015). Fitting linear mixed-effects models using lme4.
J Stat Softw 67(1), sections 3.4 to 3.6. The largest grouping has a diagonal cross-product, so it is eliminated
by hand first; what is left is a dense matrix of the smaller groupings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reports.statistics.triangular import lower_factor, solve_lower, solve_lower_transposed

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Solved:
    """The model at given relative spreads.

    log_determinant: of the random-effects block. fixed_factor: lower Cholesky factor of the reduced
    cross-product of the fixed effects. coefficients: (fixed,). residual: penalised residual sum of squares.
    inner_factor: lower Cholesky factor of the smaller groupings' block. carried: (smaller levels, fixed + 1) its
    solve of fixed columns and score.
    """

    log_determinant: float
    fixed_factor: Floats
    coefficients: Floats
    residual: float
    inner_factor: Floats
    carried: Floats


@dataclass(frozen=True, eq=False)
class MixedTerms:
    """Scores, fixed columns and groupings, the grouping with most levels first.

    score: (rows,); fixed: (rows, columns); groupings: per term (rows,) level numbers from 0, every level used.
    """

    score: Floats
    fixed: Floats
    groupings: tuple[Whole, ...]

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """How many levels each grouping has."""
        return tuple(int(g.max()) + 1 for g in self.groupings)

    @cached_property
    def first_sizes(self) -> Floats:
        """(levels of the first grouping,) rows in each level."""
        return np.bincount(self.groupings[0], minlength=self.levels[0]).astype(np.float64)

    @cached_property
    def known(self) -> Floats:
        """(rows, fixed + 1) fixed columns with the score beside them."""
        return np.column_stack([self.fixed, self.score])

    @cached_property
    def first_known(self) -> Floats:
        """(levels of the first grouping, fixed + 1) sums of the known columns."""
        sums = [np.bincount(self.groupings[0], column, self.levels[0]) for column in self.known.T]
        return np.column_stack(sums).astype(np.float64)

    @cached_property
    def _others(self) -> sparse.csr_array:
        rows = np.arange(len(self.score))
        starts = np.cumsum((0, *self.levels[1:]))
        columns = [g + start for g, start in zip(self.groupings[1:], starts, strict=False)]
        ones = np.ones(len(rows) * len(columns))
        at = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
        return sparse.csr_array((ones, (np.tile(rows, len(columns)), at)), shape=(len(rows), int(starts[-1])))

    @cached_property
    def _first(self) -> sparse.csr_array:
        rows = np.arange(len(self.score))
        return sparse.csr_array((np.ones(len(rows)), (self.groupings[0], rows)), shape=(self.levels[0], len(rows)))

    @cached_property
    def meeting(self) -> sparse.csr_array:
        """(levels of the first grouping, smaller levels) rows in which the two meet."""
        return sparse.csr_array(self._first @ self._others)

    @cached_property
    def _others_squared(self) -> Floats:
        return _filled(self._others.T @ self._others)

    @cached_property
    def _others_known(self) -> Floats:
        return np.asarray(self._others.T @ self.known)

    @cached_property
    def _known_squared(self) -> Floats:
        return self.known.T @ self.known

    def scales(self, spreads: Floats) -> Floats:
        """(smaller levels,) the relative spread that belongs to each."""
        return np.repeat(spreads[1:], self.levels[1:])

    def solved(self, spreads: Floats) -> Solved:
        """Eliminate the random effects, then the fixed ones. `spreads` are standard deviations over the residual's.

        Raises numpy.linalg.LinAlgError when fixed columns depend on one another.
        """
        own = spreads[0] ** 2
        ridge = own * self.first_sizes + 1
        weight = own / ridge
        scale = self.scales(spreads)
        across_first = self.meeting.T @ sparse.diags_array(weight)
        inner = self._others_squared - _filled(across_first @ self.meeting)
        inner = scale[:, None] * inner * scale + np.eye(len(scale))
        factor = lower_factor(inner)
        across = scale[:, None] * (self._others_known - np.asarray(across_first @ self.first_known))
        carried = solve_lower(factor, across)
        left = self._known_squared - self.first_known.T @ (weight[:, None] * self.first_known) - carried.T @ carried
        whole = lower_factor(left)
        fixed = whole[:-1, :-1]
        return Solved(
            log_determinant=float(np.log(ridge).sum() + 2 * np.log(np.diag(factor)).sum()),
            fixed_factor=fixed,
            coefficients=solve_lower_transposed(fixed, whole[-1, :-1]),
            residual=float(whole[-1, -1] ** 2),
            inner_factor=factor,
            carried=carried,
        )

    def freedom(self, reml: bool) -> int:
        """Rows, less the fixed columns under REML."""
        return len(self.score) - (self.fixed.shape[1] if reml else 0)

    def deviance(self, spreads: Floats, reml: bool = True) -> float:
        """-2 log (restricted) likelihood with the residual variance profiled out."""
        at = self.solved(spreads)
        freedom = self.freedom(reml)
        fixed = 2 * float(np.log(np.diag(at.fixed_factor)).sum()) if reml else 0.0
        return at.log_determinant + fixed + freedom * (1 + float(np.log(2 * np.pi * at.residual / freedom)))

    def full_deviance(self, spreads: Floats, residual_sd: float, reml: bool = True) -> float:
        """-2 log (restricted) likelihood at a given residual standard deviation."""
        at = self.solved(spreads)
        freedom = self.freedom(reml)
        fixed = 2 * float(np.log(np.diag(at.fixed_factor)).sum()) if reml else 0.0
        variance = residual_sd**2
        return at.log_determinant + fixed + freedom * float(np.log(2 * np.pi * variance)) + at.residual / variance


def _filled(matrix: Any) -> Floats:
    return np.asarray(matrix.toarray(), dtype=np.float64)


def mixed_terms(score: Floats, fixed: Floats, groupings: Sequence[Whole]) -> MixedTerms:
    """Terms with the scores centred by nothing and checked: at least one grouping, equal lengths.

    Raises ValueError when lengths differ or there is no grouping.
    """
    if not groupings:
        raise ValueError("A mixed model needs at least one grouping.")
    if len({len(score), len(fixed), *(len(g) for g in groupings)}) != 1:
        raise ValueError("Scores, fixed columns and groupings must have one entry for each row.")
    return MixedTerms(score, fixed, tuple(groupings))
