"""Analysis of variance of a complete, balanced design, and the variance components that follow from it.

Brennan (2001), chapter 3: sums of squared means, expected mean squares with every effect random. Negative estimates
are kept and said; a decision study takes them as nought. Standard errors: Searle (1971), with df + 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

from reports.statistics.generalizability.design import Design, Effect

Floats = NDArray[np.float64]


class NotBalanced(ValueError):
    """Some cells are empty or hold several scores: components then come from REML instead."""


@dataclass(frozen=True, slots=True)
class Line:
    """One effect's line in the table. component: the variance, negative where chance made it so."""

    effect: Effect
    degrees_of_freedom: int
    mean_square: float
    component: float
    standard_error: float

    @property
    def kept(self) -> float:
        """The component as a decision study uses it: a negative one is taken as nought."""
        return max(self.component, 0.0)


@dataclass(frozen=True, eq=False)
class Balanced:
    """design; sizes: facet → how many (of a nested one, within each holder); lines in the order of the effects.

    solution: (effects, effects) components = solution @ mean squares.
    """

    design: Design
    sizes: dict[str, int]
    lines: tuple[Line, ...]
    solution: Floats

    def components(self) -> dict[str, float]:
        """Effect → component, negative ones kept."""
        return {line.effect.name: line.component for line in self.lines}


def balanced_components(design: Design, columns: dict[str, list[str]], scores: Floats) -> Balanced:
    """columns: facet → (scores,) labels; a nested facet's labels need only be its own within each holder.

    Raises NotBalanced for incomplete or repeated cells, ValueError for facets with one element only.
    """
    cube, sizes = _cube(design, columns, scores)
    effects = design.effects
    squares = {effect.facets: _mean_squares_sum(cube, design, effect.facets, sizes) for effect in effects}
    squares[frozenset()] = float(cube.size * cube.mean() ** 2)
    freedoms = [_freedom(effect, sizes) for effect in effects]
    if not all(freedoms):
        lone = next(facet for facet in design.facets if sizes[facet] == 1)
        raise ValueError(f"There is one {lone} only, so nothing can be said of how scores vary over it.")
    mean_squares = np.array([
        _sum_of_squares(effect, squares, cube, design, sizes) / freedom
        for effect, freedom in zip(effects, freedoms, strict=True)
    ])  # fmt: skip
    expected = np.array(
        [[_copies(effect, other, sizes) for other in effects] for effect in effects],
        dtype=np.float64,
    )
    solution = np.asarray(np.linalg.inv(expected), dtype=np.float64)
    components = solution @ mean_squares
    errors = np.sqrt(solution**2 @ (2 * mean_squares**2 / (np.array(freedoms) + 2)))
    lines = tuple(
        Line(effect, freedom, float(mean), float(component), float(error))
        for effect, freedom, mean, component, error in zip(
            effects, freedoms, mean_squares, components, errors, strict=True
        )
    )
    return Balanced(design, sizes, lines, solution)


def _cube(design: Design, columns: dict[str, list[str]], scores: Floats) -> tuple[Floats, dict[str, int]]:
    """Scores with one axis for each facet, nested ones numbered within their holders."""
    numbers: list[NDArray[np.int64]] = []
    sizes: dict[str, int] = {}
    for facet in design.facets:
        labels = np.asarray(columns[facet])
        holders = [np.asarray(columns[holder]) for holder in design.facets if holder in design.inside[facet]]
        place = np.zeros(len(labels), dtype=np.int64)
        groups = np.unique(np.stack(holders), axis=1, return_inverse=True)[1].ravel() if holders else place
        most = 0
        for group in range(int(groups.max()) + 1):
            inside = groups == group
            names, where = np.unique(labels[inside], return_inverse=True)
            place[inside] = where
            most = max(most, len(names))
        numbers.append(place)
        sizes[facet] = most
    shape = tuple(sizes[facet] for facet in design.facets)
    flat = np.ravel_multi_index(tuple(numbers), shape)
    if len(flat) != prod(shape) or len(np.unique(flat)) != len(flat) or np.isnan(scores).any():
        raise NotBalanced("The design is not complete, with one score in every cell.")
    cube = np.empty(prod(shape))
    cube[flat] = scores
    return cube.reshape(shape), sizes


def _mean_squares_sum(cube: Floats, design: Design, letters: frozenset[str], sizes: dict[str, int]) -> float:
    """Sum over all scores of the squared mean of the cell they fall in."""
    axes = tuple(place for place, facet in enumerate(design.facets) if facet not in letters)
    means = cube.mean(axis=axes) if axes else cube
    return float((means**2).sum() * prod(sizes[design.facets[axis]] for axis in axes))


def _sum_of_squares(
    effect: Effect, squares: dict[frozenset[str], float], cube: Floats, design: Design, sizes: dict[str, int]
) -> float:
    total = 0.0
    primary = sorted(effect.primary)
    for left_out in chain.from_iterable(combinations(primary, size) for size in range(len(primary) + 1)):
        letters = effect.facets - frozenset(left_out)
        if letters not in squares:
            squares[letters] = _mean_squares_sum(cube, design, letters, sizes)
        total += (-1) ** len(left_out) * squares[letters]
    return total


def _copies(effect: Effect, other: Effect, sizes: dict[str, int]) -> int:
    """How often a component enters the expected mean square of an effect."""
    if not effect.facets <= other.facets:
        return 0
    return prod(size for facet, size in sizes.items() if facet not in other.facets)


def _freedom(effect: Effect, sizes: dict[str, int]) -> int:
    return prod(sizes[facet] - 1 if facet in effect.primary else sizes[facet] for facet in effect.facets)
