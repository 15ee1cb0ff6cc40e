"""Mixed models of many clinicians: what is nested in a clinician is eliminated clinician by clinician.

As in `mixed_terms` the largest grouping goes first. When it is nested in another (consultation in clinician), that one
and whatever else is nested in it (clinician by type, observer by clinician) meet only inside a cluster, also after the
first elimination: they leave as small blocks, and only what crosses clusters (observers, items) stays in the filled
matrix. A million ratings of 10 000 clinicians by 300 observers then need a matrix of 300 rows and not of 10 300.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from reports.statistics.cluster_blocks import ClusterBlocks
from reports.statistics.cluster_sums import ClusterSums, cluster_sums, less_product, met
from reports.statistics.mixed_terms import MixedTerms, Solved, row_lengths
from reports.statistics.triangular import lower_factor, solve_lower, solve_lower_transposed

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
# Below so many levels one filled matrix is quicker than many small ones.
FILLED_BELOW = 250
# A filled matrix of so many rows takes 3 GB with its factor and inverse.
MOST_CROSSING = 10_000


@dataclass(frozen=True, eq=False)
class SolvedInBlocks(Solved):
    """Also what the clusters' blocks gave.

    Over the levels inside clusters: inside, held (numbers of blocks) their cross-product and its scaled inverse P;
    inside_crossing, held_crossing: (inside, crossing) their products with what crosses; inside_known, held_known:
    (inside, fixed + 1). determinants: log determinant of the blocks.
    """

    inside: Floats
    held: Floats
    inside_crossing: Any
    held_crossing: Any
    inside_known: Floats
    held_known: Floats
    determinants: float

    @property
    def log_determinant(self) -> float:
        """Of the random-effects block."""
        return super().log_determinant + self.determinants


@dataclass(frozen=True, eq=False)
class NestedTerms(MixedTerms):
    """cluster: the grouping the first is nested in; nested: every grouping nested in it, itself among them."""

    cluster: int
    nested: tuple[int, ...]

    @cached_property
    def crossing(self) -> tuple[int, ...]:
        """The groupings that cross clusters."""
        return tuple(place for place in range(1, len(self.groupings)) if place not in self.nested)

    @property
    def work(self) -> float:
        """Multiplications of all the factors, roughly."""
        filled = float(sum(self.levels[place] for place in self.crossing))
        return filled**3 + float((self.blocks.sizes.astype(np.float64) ** 3).sum())

    @cached_property
    def _inside_order(self) -> tuple[Whole, Whole]:
        """(inside levels,) the cluster of each, nested grouping after nested grouping; and where each stands by it."""
        clusters = [_levels_of(self.groupings[place], self.groupings[self.cluster]) for place in self.nested]
        cluster = np.concatenate(clusters)
        stand = np.empty_like(cluster)
        stand[np.argsort(cluster, kind="stable")] = np.arange(len(cluster))
        return cluster, stand

    @cached_property
    def blocks(self) -> ClusterBlocks:
        """The clusters' blocks."""
        return ClusterBlocks(np.bincount(self._inside_order[0], minlength=self.levels[self.cluster]).astype(np.int64))

    def _places(self, place: int) -> Whole:
        """(levels,) where the levels of a nested grouping stand among all inside levels."""
        start = sum(self.levels[each] for each in self.nested[: self.nested.index(place)])
        return self._inside_order[1][start : start + self.levels[place]]

    @cached_property
    def _inside(self) -> sparse.csr_array:
        columns = [self._places(place)[self.groupings[place]] for place in self.nested]
        return _indicators(columns, len(self.score), self.blocks.rows)

    @cached_property
    def _crossing(self) -> sparse.csr_array:
        starts = np.cumsum((0, *(self.levels[place] for place in self.crossing)))
        columns = [self.groupings[place] + start for place, start in zip(self.crossing, starts, strict=False)]
        return _indicators(columns, len(self.score), int(starts[-1]))

    @cached_property
    def _sums(self) -> ClusterSums:
        return cluster_sums(self.blocks, self._first, self._inside, self._crossing, self.known, self.first_sizes)

    def scales(self, spreads: Floats) -> Floats:
        """(crossing levels,) the relative spread that belongs to each."""
        places = list(self.crossing)
        return np.repeat(spreads[places], [self.levels[place] for place in places])

    def _inside_scales(self, spreads: Floats) -> Floats:
        scale = np.empty(self.blocks.rows)
        for place in self.nested:
            scale[self._places(place)] = spreads[place]
        return scale

    def solved(self, spreads: Floats) -> SolvedInBlocks:
        """As `MixedTerms.solved`, cluster by cluster."""
        sums, blocks = self._sums, self.blocks
        own = spreads[0] ** 2
        ridge = own * self.first_sizes + 1
        weight = own / ridge
        part = sums.whole.plus(sums.weighted(weight), -1)
        own_scale = self._inside_scales(spreads)
        scaled = blocks.outer(own_scale, own_scale)
        ridged = scaled * part.inside
        ridged[blocks.diagonal_places] += 1
        inverse, determinants = blocks.inverse(ridged)
        held = scaled * inverse
        holding = blocks.matrix(held)
        held_crossing = holding @ part.inside_crossing
        held_known = np.asarray(holding @ part.inside_known)
        scale = self.scales(spreads)
        inner = less_product(part.crossing, part.inside_crossing, held_crossing)
        factor = lower_factor(_ridged(inner, scale))
        across = part.crossing_known - np.asarray(part.inside_crossing.T @ held_known)
        carried = solve_lower(factor, scale[:, None] * across)
        left = self._known_squared - self.first_known.T @ (weight[:, None] * self.first_known)
        left -= part.inside_known.T @ held_known
        whole = lower_factor(left - carried.T @ carried)
        return SolvedInBlocks(
            ridge, scale, inner, factor, across, carried, whole,
            part.inside, held, part.inside_crossing, held_crossing, part.inside_known, held_known, determinants,
        )  # fmt: skip

    def _traces(self, at: Solved) -> list[tuple[float, Floats]]:
        if not isinstance(at, SolvedInBlocks):
            raise TypeError("What was solved in blocks has its traces in blocks.")
        shared = _inverse(at.inner_factor, at.scale)
        parts = {0: self._first_trace(at, shared), **self._inside_traces(at, shared)}
        turned = at.inner @ shared
        traces = np.diag(at.inner) - (turned * at.inner).sum(1)
        moved = at.across - turned @ at.across
        edges = np.cumsum((0, *(self.levels[place] for place in self.crossing)))
        for place, (start, end) in zip(self.crossing, pairwise(edges), strict=True):
            parts[place] = (float(traces[start:end].sum()), moved[start:end])
        return [parts[place] for place in range(len(self.groupings))]

    def _first_trace(self, at: SolvedInBlocks, shared: Floats) -> tuple[float, Floats]:
        sums = self._sums
        part = sums.weighted(1 / at.ridge**2)
        turned = self.blocks.matrix(part.inside) @ at.held_crossing
        trace = float((self.first_sizes / at.ridge).sum()) - float(at.held @ part.inside)
        trace -= float((shared * part.crossing).sum())
        trace += 2 * met(shared, part.inside_crossing, at.held_crossing)
        trace -= met(shared, at.held_crossing, turned)
        effects = self._inside_effects(at)
        left = self.first_known - np.asarray(sums.meeting_inside @ effects)
        left -= np.asarray(sums.meeting_crossing @ at.back)
        return trace, left / at.ridge[:, None]

    def _inside_traces(self, at: SolvedInBlocks, shared: Floats) -> dict[int, tuple[float, Floats]]:
        blocks = self.blocks
        rest = -blocks.product(at.inside, at.held)
        rest[blocks.diagonal_places] += 1
        turning = blocks.matrix(rest)
        crossing = turning @ at.inside_crossing
        own = blocks.product(rest, at.inside)[blocks.diagonal_places]
        moved = np.asarray(turning @ at.inside_known) - np.asarray(crossing @ at.back)
        parts: dict[int, tuple[float, Floats]] = {}
        for place in self.nested:
            rows = self._places(place)
            reaching = crossing[rows]
            parts[place] = (float(own[rows].sum()) - met(shared, reaching, reaching), moved[rows])
        return parts

    def _inside_effects(self, at: SolvedInBlocks) -> Floats:
        return at.held_known - np.asarray(at.held_crossing @ at.back)

    def effects(self, spreads: Floats, at: Solved, place: int) -> tuple[Floats, Floats]:
        """As `MixedTerms.effects`."""
        if not isinstance(at, SolvedInBlocks):
            raise TypeError("What was solved in blocks has its effects in blocks.")
        half = at.scale[:, None] * solve_lower_transposed(at.inner_factor, np.eye(len(at.scale)))
        if place in self.crossing:
            start = sum(self.levels[each] for each in self.crossing[: self.crossing.index(place)])
            window = slice(start, start + self.levels[place])
            return at.back[window], (half[window] ** 2).sum(1)
        inside = self._inside_effects(at)
        if place in self.nested:
            rows = self._places(place)
            variance = at.held[self.blocks.diagonal_places[rows]] + row_lengths(at.held_crossing[rows], half)
            return inside[rows], variance
        sums = self._sums
        weight = spreads[0] ** 2 / at.ridge
        left = self.first_known - np.asarray(sums.meeting_inside @ inside)
        left -= np.asarray(sums.meeting_crossing @ at.back)
        held = sparse.csr_array(sums.meeting_inside @ self.blocks.matrix(at.held))
        within = np.asarray(held.multiply(sums.meeting_inside).sum(1)).ravel()
        # Of what crosses, each row of the first grouping less what its cluster holds of it.
        crossing = row_lengths(sums.meeting_crossing, half, less=(sums.meeting_inside, at.held_crossing))
        return weight[:, None] * left, weight + weight**2 * (within + crossing)


def mixed_terms(score: Floats, fixed: Floats, groupings: Sequence[Whole]) -> MixedTerms:
    """Terms of a model, the grouping with most levels first, in blocks where that pays.

    Raises ValueError when lengths differ, there is no grouping, or too many levels cross each other.
    """
    if not groupings:
        raise ValueError("A mixed model needs at least one grouping.")
    if len({len(score), len(fixed), *(len(g) for g in groupings)}) != 1:
        raise ValueError("Scores, fixed columns and groupings must have one entry for each row.")
    terms: MixedTerms = MixedTerms(score, fixed, tuple(groupings))
    filled = sum(terms.levels[1:])
    if filled >= FILLED_BELOW:
        clusters = [at for at in range(1, len(groupings)) if _is_nested(groupings[0], groupings[at])]
        split = [_clustered(terms, cluster) for cluster in clusters]
        if split:
            terms = min(split, key=lambda each: each.work)
            filled = sum(terms.levels[at] for at in terms.crossing)
    if filled > MOST_CROSSING:
        raise ValueError(
            f"{filled} levels cross one another, and at most {MOST_CROSSING} can be held at once."
            " Leave a grouping out, or take a part of the ratings."
        )
    return terms


def _clustered(terms: MixedTerms, cluster: int) -> NestedTerms:
    groupings = terms.groupings
    nested = tuple(at for at in range(1, len(groupings)) if _is_nested(groupings[at], groupings[cluster]))
    return NestedTerms(terms.score, terms.fixed, groupings, cluster, nested)


def _is_nested(inner: Whole, outer: Whole) -> bool:
    """Whether each level of the one lies in a single level of the other."""
    return bool((_levels_of(inner, outer)[inner] == outer).all())


def _levels_of(inner: Whole, outer: Whole) -> Whole:
    """(inner levels,) a level of the other grouping that each meets."""
    met = np.zeros(int(inner.max()) + 1, dtype=np.int64)
    met[inner] = outer
    return met


def _indicators(columns: list[Whole], rows: int, width: int) -> sparse.csr_array:
    at = np.column_stack(columns).ravel() if columns else np.zeros(0, dtype=np.int64)
    ends = np.arange(rows + 1) * len(columns)
    return sparse.csr_array((np.ones(len(at)), at, ends), shape=(rows, width))


def _ridged(inner: Floats, scale: Floats) -> Floats:
    ridged = scale[:, None] * inner
    ridged *= scale
    ridged[np.diag_indices_from(ridged)] += 1
    return ridged


def _inverse(factor: Floats, scale: Floats) -> Floats:
    """The scaled inverse of L L', both triangles filled."""
    if not len(scale):
        return np.zeros((0, 0))
    lower, _ = linalg.lapack.dpotri(factor, lower=1)
    inverse = np.tril(lower)
    inverse += np.tril(lower, -1).T
    inverse *= scale[:, None]
    inverse *= scale
    return inverse
