"""Cholesky factors and triangular systems, typed as plain arrays and at ease with empty ones."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

Floats = NDArray[np.float64]


def lower_factor(matrix: Floats) -> Floats:
    """L with L L' = matrix. Raises numpy.linalg.LinAlgError unless the matrix is positive definite."""
    return linalg.cholesky(matrix, lower=True) if len(matrix) else matrix


def solve_lower(factor: Floats, right: Floats) -> Floats:
    """x with L x = right."""
    return cast("Floats", linalg.solve_triangular(factor, right, lower=True)) if len(factor) else right


def solve_lower_transposed(factor: Floats, right: Floats) -> Floats:
    """x with L' x = right."""
    return cast("Floats", linalg.solve_triangular(factor.T, right, lower=False)) if len(factor) else right
