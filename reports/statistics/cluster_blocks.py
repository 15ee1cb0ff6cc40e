"""Square blocks along a diagonal, one for each cluster, of as many different sizes as there are.

Groupings nested in a common one (observers within clinician, clinician by type, in clinician) meet only inside a
cluster, so their part of a mixed model falls into small blocks that are solved all at once, size by size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ClusterBlocks:
    """Where the blocks lie. sizes: (clusters,) rows of each block; rows of one block stand together, in cluster order.

    A block matrix is kept as its numbers alone: block after block, each row by row, (sum of squared sizes,).
    """

    sizes: Whole

    @cached_property
    def rows(self) -> int:
        """Rows of the whole matrix."""
        return int(self.sizes.sum())

    @cached_property
    def _starts(self) -> Whole:
        return np.concatenate([[0], np.cumsum(self.sizes**2)])[:-1]

    @cached_property
    def _first_row(self) -> Whole:
        return np.repeat(np.concatenate([[0], np.cumsum(self.sizes)])[:-1], self.sizes)

    @cached_property
    def _row_starts(self) -> Whole:
        """(rows,) where each row's numbers begin, less the column its block begins with."""
        width = np.repeat(self.sizes, self.sizes)
        own = np.arange(self.rows) - self._first_row
        return np.repeat(self._starts, self.sizes) + own * width - self._first_row

    @cached_property
    def _columns(self) -> tuple[Whole, Whole]:
        width = np.repeat(self.sizes, self.sizes)
        ends = np.concatenate([[0], np.cumsum(width)])
        column = np.arange(int(ends[-1])) - np.repeat(ends[:-1], width) + np.repeat(self._first_row, width)
        return column, ends

    @cached_property
    def diagonal_places(self) -> Whole:
        """(rows,) where the numbers of the diagonal stand."""
        return self._row_starts + np.arange(self.rows)

    def numbers(self, matrix: sparse.csr_array) -> Floats:
        """The numbers of a sparse matrix that has none outside the blocks."""
        held = np.zeros(int((self.sizes**2).sum()))
        row = np.repeat(np.arange(self.rows), np.diff(matrix.indptr))
        held[self._row_starts[row] + matrix.indices] = matrix.data
        return held

    def matrix(self, numbers: Floats) -> sparse.csr_array:
        """(rows, rows)"""
        column, ends = self._columns
        return sparse.csr_array((numbers, column, ends), shape=(self.rows, self.rows))

    def outer(self, left: Floats, right: Floats) -> Floats:
        """The numbers of the blocks of left right', from two columns (rows,)."""
        column, ends = self._columns
        return np.repeat(left, np.diff(ends)) * right[column]

    def product(self, first: Floats, second: Floats) -> Floats:
        """First times second, block by block."""
        made = np.empty_like(first)
        for places, size in self._by_size():
            shape = (-1, size, size)
            made[places] = (first[places].reshape(shape) @ second[places].reshape(shape)).reshape(len(places), -1)
        return made

    def inverse(self, numbers: Floats) -> tuple[Floats, float]:
        """The inverse of positive definite blocks, and the log determinant of them all.

        Raises numpy.linalg.LinAlgError when a block is not positive definite.
        """
        made = np.empty_like(numbers)
        log_determinant = 0.0
        for places, size in self._by_size():
            block = numbers[places].reshape(-1, size, size)
            factor = np.linalg.cholesky(block)
            log_determinant += 2 * float(np.log(np.diagonal(factor, axis1=1, axis2=2)).sum())
            half = np.linalg.inv(factor)
            made[places] = (np.swapaxes(half, 1, 2) @ half).reshape(len(places), -1)
        return made, log_determinant

    def _by_size(self) -> Iterator[tuple[Whole, int]]:
        for size in np.unique(self.sizes).tolist():
            starts = self._starts[self.sizes == size]
            yield starts[:, None] + np.arange(size * size), size
