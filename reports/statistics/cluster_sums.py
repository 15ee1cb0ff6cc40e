"""Cross-products of what lies inside clusters and what crosses them, weighed by the largest grouping's own weight.

That weight depends only on how many rows a level has, and there are few such numbers (two observers by five items make
ten rows). Kept apart by number, the products of a million rows are made once and not at every step of the search.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reports.statistics.cluster_blocks import ClusterBlocks

Floats = NDArray[np.float64]
# Numbers of doubles held at most (240 MB); with more different sizes the products are made anew each time.
MOST_HELD = 30_000_000
# A product of matrices as full as this is quicker by filled matrices, if they are not larger than MOST_FILLED.
FILLED_SHARE = 0.05
MOST_FILLED = 20_000_000
ROWS_AT_ONCE = 512


@dataclass(frozen=True, eq=False)
class Products:
    """inside: numbers of the blocks; inside_crossing: (inside, crossing) sparse or filled; crossing: (crossing,
    crossing) filled; inside_known, crossing_known: (levels, fixed + 1).
    """

    inside: Floats
    inside_crossing: Any
    crossing: Floats
    inside_known: Floats
    crossing_known: Floats

    def plus(self, other: Products, weight: float) -> Products:
        """This one and a multiple of another."""
        return Products(
            self.inside + weight * other.inside,
            self.inside_crossing + weight * other.inside_crossing,
            self.crossing + weight * other.crossing,
            self.inside_known + weight * other.inside_known,
            self.crossing_known + weight * other.crossing_known,
        )


@dataclass(frozen=True, eq=False)
class ClusterSums:
    """meeting_inside, meeting_crossing: (levels of the first grouping, ...) rows in which the two meet; first_known:
    (levels of the first grouping, fixed + 1). sizes: the different numbers of rows its levels have, number: which of
    them each has. whole: products over rows, unweighed.
    """

    blocks: ClusterBlocks
    meeting_inside: sparse.csr_array
    meeting_crossing: sparse.csr_array
    first_known: Floats
    sizes: Floats
    number: NDArray[np.int64]
    whole: Products

    def weighted(self, weight: Floats) -> Products:
        """Products over levels of the first grouping, each level weighed: (levels of the first grouping,).

        Levels with as many rows have the same weight.
        """
        if self._by_size is None:
            return self._made(self.meeting_inside, self.meeting_crossing, self.first_known, weight)
        weights = np.empty(len(self.sizes))
        weights[self.number] = weight
        first, *others = zip(self._by_size, weights.tolist(), strict=True)
        return reduce(lambda sum_, each: sum_.plus(each[0], each[1]), others, _times(*first))

    @cached_property
    def _by_size(self) -> tuple[Products, ...] | None:
        crossing = self.whole.crossing.shape[0]
        between: Any = self.whole.inside_crossing
        each = len(self.whole.inside) + crossing**2 + int(between.size)
        if each * len(self.sizes) > MOST_HELD:
            return None
        chosen = [np.flatnonzero(self.number == number) for number in range(len(self.sizes))]
        return tuple(
            self._made(self.meeting_inside[at], self.meeting_crossing[at], self.first_known[at], np.ones(len(at)))
            for at in chosen
        )

    def _made(self, inside: Any, crossing: Any, known: Floats, weight: Floats) -> Products:
        scale = sparse.diags_array(weight)
        inside_turned, crossing_turned = inside.T @ scale, sparse.csr_array(crossing.T @ scale)
        return Products(
            self.blocks.numbers(sparse.csr_array(inside_turned @ inside)),
            _like(inside_turned @ crossing, self.whole.inside_crossing),
            filled_product(crossing_turned, crossing),
            np.asarray(inside_turned @ known),
            np.asarray(crossing_turned @ known),
        )


def cluster_sums(
    blocks: ClusterBlocks, first: Any, inside: Any, crossing: Any, known: Floats, first_sizes: Floats
) -> ClusterSums:
    """first: (levels of the first grouping, rows), inside and crossing: (rows, levels), all of noughts and ones."""
    between = sparse.csr_array(inside.T @ crossing)
    fits = between.shape[0] * between.shape[1] <= min(MOST_FILLED, between.nnz / FILLED_SHARE)
    whole = Products(
        blocks.numbers(sparse.csr_array(inside.T @ inside)),
        between.toarray() if fits else between,
        filled_product(sparse.csr_array(crossing.T), crossing),
        np.asarray(inside.T @ known),
        np.asarray(crossing.T @ known),
    )
    sizes, number = np.unique(first_sizes, return_inverse=True)
    return ClusterSums(
        blocks, sparse.csr_array(first @ inside), sparse.csr_array(first @ crossing), np.asarray(first @ known),
        sizes, number.ravel(), whole,
    )  # fmt: skip


def filled_product(first: Any, second: Any) -> Floats:
    """The product of two sparse matrices, filled, some rows at once: it would not stay sparse."""
    made = np.empty((first.shape[0], second.shape[1]))
    for window in _windows(first.shape[0]):
        made[window] = (first[window] @ second).toarray()
    return made


def less_product(whole: Floats, left: Any, right: Any) -> Floats:
    """A filled matrix less left' right."""
    if _is_filled(left):
        return np.asarray(whole - left.T @ right)
    rows, made = sparse.csr_array(left.T), whole.copy()
    for window in _windows(len(made)):
        made[window] -= (rows[window] @ right).toarray()
    return made


def met(shared: Floats, left: Any, right: Any) -> float:
    """Sum of the elementwise product of a filled matrix with left' right."""
    if _is_filled(left):
        return float((shared * (left.T @ right)).sum())
    rows, total = sparse.csr_array(left.T), 0.0
    for window in _windows(len(shared)):
        product = (rows[window] @ right).tocoo()
        total += float(shared[window][product.row, product.col] @ product.data)
    return total


def _times(products: Products, weight: float) -> Products:
    return products.plus(products, weight - 1)


def _like(made: Any, pattern: Any) -> Any:
    return made.toarray() if _is_filled(pattern) else sparse.csr_array(made)


def _is_filled(matrix: Any) -> bool:
    return isinstance(matrix, np.ndarray)


def _windows(rows: int) -> list[slice]:
    return [slice(start, start + ROWS_AT_ONCE) for start in range(0, rows, ROWS_AT_ONCE)]
