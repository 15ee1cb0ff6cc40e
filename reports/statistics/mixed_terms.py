"""The sums a mixed model needs, and its likelihood as a function of the relative spreads alone.

Bates, D., Maechler, M., Bolker, B. & Walker, S. (2015). Fitting linear mixed-effects models using lme4.
J Stat Softw 67(1), sections 3.4 to 3.6. The largest grouping has a diagonal cross-product, so it is eliminated
by hand first; what is left is a dense matrix of the smaller groupings (but see `nested_terms`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reports.statistics.triangular import lower_factor, solve_lower, solve_lower_transposed

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
DENSE_BELOW = 1_000_000


@dataclass(frozen=True, eq=False)
class Solved:
    """The model at given relative spreads.

    ridge: (levels of the first grouping,) own variance × rows + 1. inner: (smaller levels,) square, their
    cross-product after the first grouping is eliminated. inner_factor: lower Cholesky factor of the scaled inner
    plus one. across: (smaller levels, fixed + 1); carried: its scaled solve. whole_factor: (fixed + 1,)
    square, of what is left of the fixed columns and the score.
    """

    ridge: Floats
    scale: Floats
    inner: Floats
    inner_factor: Floats
    across: Floats
    carried: Floats
    whole_factor: Floats

    @property
    def log_determinant(self) -> float:
        """Of the random-effects block."""
        return float(np.log(self.ridge).sum() + 2 * np.log(np.diag(self.inner_factor)).sum())

    @property
    def back(self) -> Floats:
        """(smaller levels, fixed + 1) the smaller groupings' effects, of each fixed column and of the score."""
        return self.scale[:, None] * solve_lower_transposed(self.inner_factor, self.carried)

    @property
    def fixed_factor(self) -> Floats:
        """Lower Cholesky factor of the reduced cross-product of the fixed columns."""
        return self.whole_factor[:-1, :-1]

    @property
    def coefficients(self) -> Floats:
        """(fixed,)"""
        return solve_lower_transposed(self.fixed_factor, self.whole_factor[-1, :-1])

    @property
    def residual(self) -> float:
        """Penalised residual sum of squares."""
        return float(self.whole_factor[-1, -1] ** 2)


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
        meeting, weighted = self._weighted(weight)
        inner = self._others_squared - _filled(weighted @ meeting)
        factor = lower_factor(scale[:, None] * inner * scale + np.eye(len(scale)))
        across = self._others_known - np.asarray(weighted @ self.first_known)
        carried = solve_lower(factor, scale[:, None] * across)
        left = self._known_squared - self.first_known.T @ (weight[:, None] * self.first_known)
        whole = lower_factor(left - carried.T @ carried)
        return Solved(ridge, scale, inner, factor, across, carried, whole)

    @cached_property
    def _meeting(self) -> Any:
        # Sparse products pay only when most cells are empty and there are many of them.
        if self.meeting.shape[0] * self.meeting.shape[1] < DENSE_BELOW:
            return self.meeting.toarray()
        return self.meeting

    def _weighted(self, weight: Floats) -> tuple[Any, Any]:
        return self._meeting, _scaled(self._meeting, weight)

    def deviance_and_slopes(self, spreads: Floats, reml: bool = True) -> tuple[float, Floats]:
        """The profiled deviance, and its derivative by each relative spread (groupings,).

        By each squared spread it is tr(Z'PZ) - freedom |Z'Py|² / y'Py (Harville 1977, JASA 72, 320-338); under ML
        the trace is taken without the fixed effects.
        """
        at = self.solved(spreads)
        parts = self._traces(at)
        variance = at.residual / self.freedom(reml)
        slopes = [2 * s * _by_square(at, part, variance, reml) for s, part in zip(spreads, parts, strict=True)]
        return self._deviance(at, reml), np.array(slopes)

    def full_deviance_and_slopes(self, spreads: Floats, residual_sd: float, reml: bool = True) -> tuple[float, Floats]:
        """The deviance at a given residual standard deviation, and its derivative by the standard deviation of each
        grouping and of the residual, last (groupings + 1,).
        """
        at = self.solved(spreads)
        parts, variance = self._traces(at), residual_sd**2
        slopes = [2 * s * _by_square(at, part, variance, reml) for s, part in zip(spreads, parts, strict=True)]
        by_spread = np.array(slopes)
        own = 2 * (self.freedom(reml) - at.residual / variance) - by_spread @ spreads
        return self._full_deviance(at, residual_sd, reml), np.append(by_spread, own) / residual_sd

    def _traces(self, at: Solved) -> list[tuple[float, Floats]]:
        """Per grouping the trace of Z'V⁻¹Z, and Z'V⁻¹ times the known columns (levels, fixed + 1)."""
        _, shrunk = self._weighted(1 / at.ridge)
        _, shrunk_twice = self._weighted(1 / at.ridge**2)
        turned = solve_lower(at.inner_factor, at.scale[:, None] * at.inner)
        others = at.across - turned.T @ at.carried
        other_traces = np.diag(at.inner) - (turned**2).sum(0)
        first = self.first_known / at.ridge[:, None] - np.asarray(shrunk.T @ at.back)
        overlap = at.scale[:, None] * _filled(shrunk_twice @ self._meeting) * at.scale
        half = solve_lower(at.inner_factor, solve_lower(at.inner_factor, overlap).T)
        trace = float((self.first_sizes / at.ridge).sum() - np.trace(half))
        edges = np.cumsum((0, *self.levels[1:]))
        return [(trace, first)] + [(float(other_traces[a:b].sum()), others[a:b]) for a, b in pairwise(edges)]

    def freedom(self, reml: bool) -> int:
        """Rows, less the fixed columns under REML."""
        return len(self.score) - (self.fixed.shape[1] if reml else 0)

    def deviance(self, spreads: Floats, reml: bool = True) -> float:
        """-2 log (restricted) likelihood with the residual variance profiled out."""
        return self._deviance(self.solved(spreads), reml)

    def _deviance(self, at: Solved, reml: bool) -> float:
        freedom = self.freedom(reml)
        fixed = 2 * float(np.log(np.diag(at.fixed_factor)).sum()) if reml else 0.0
        return at.log_determinant + fixed + freedom * (1 + float(np.log(2 * np.pi * at.residual / freedom)))

    def full_deviance(self, spreads: Floats, residual_sd: float, reml: bool = True) -> float:
        """-2 log (restricted) likelihood at a given residual standard deviation."""
        return self._full_deviance(self.solved(spreads), residual_sd, reml)

    def _full_deviance(self, at: Solved, residual_sd: float, reml: bool) -> float:
        freedom = self.freedom(reml)
        fixed = 2 * float(np.log(np.diag(at.fixed_factor)).sum()) if reml else 0.0
        variance = residual_sd**2
        return at.log_determinant + fixed + freedom * float(np.log(2 * np.pi * variance)) + at.residual / variance

    def effects(self, spreads: Floats, at: Solved, place: int) -> tuple[Floats, Floats]:
        """Of one grouping: its effects on each known column (levels, fixed + 1), and their variances given the fixed
        effects, over the residual's (levels,).
        """
        half = at.scale[:, None] * solve_lower_transposed(at.inner_factor, np.eye(len(at.scale)))
        if place > 0:
            start = sum(self.levels[1:place])
            window = slice(start, start + self.levels[place])
            return at.back[window], (half[window] ** 2).sum(1)
        weight = spreads[0] ** 2 / at.ridge
        left = weight[:, None] * (self.first_known - np.asarray(self.meeting @ at.back))
        return left, weight + weight**2 * row_lengths(self.meeting, half)


def _by_square(at: Solved, part: tuple[float, Floats], variance: float, reml: bool) -> float:
    trace, moved = part
    fixed = moved[:, :-1]
    if reml:
        trace -= float((solve_lower(at.fixed_factor, fixed.T) ** 2).sum())
    left = moved[:, -1] - fixed @ at.coefficients
    return trace - float(left @ left) / variance


def row_lengths(rows: Any, half: Floats, less: tuple[Any, Any] | None = None) -> Floats:
    """(rows,) squared length of each row of the product of a sparse matrix and a filled one, never all at once.

    less: two matrices whose product is taken from the rows first.
    """
    size = max(1, DENSE_BELOW // max(half.shape[1], 1))
    taken = less[1] @ half if less else half
    lengths = np.empty(rows.shape[0])
    for start in range(0, rows.shape[0], size):
        window = slice(start, start + size)
        product = np.asarray(rows[window] @ half)
        lengths[window] = ((product - np.asarray(less[0][window] @ taken) if less else product) ** 2).sum(1)
    return lengths


def _scaled(meeting: Any, weight: Floats) -> Any:
    return meeting.T * weight if type(meeting) is np.ndarray else meeting.T @ sparse.diags_array(weight)


def _filled(matrix: Any) -> Floats:
    return np.asarray(matrix if isinstance(matrix, np.ndarray) else matrix.toarray(), dtype=np.float64)
