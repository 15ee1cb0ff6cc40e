"""Decision studies: how dependable a mean over so many of each facet would be.

Brennan (2001), chapters 4 and 5. g is the generalizability coefficient (ranking the objects); phi the index of
dependability (taking scores at face value). The interval draws the mean squares from their sampling distributions
(a parametric bootstrap of the analysis of variance) and takes percentiles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from reports.statistics.estimate import Estimate, undefined
from reports.statistics.generalizability.balanced import Balanced
from reports.statistics.generalizability.design import Design

Floats = NDArray[np.float64]
REPLICATES = 4000


@dataclass(frozen=True, slots=True)
class Decision:
    """numbers: facet → how many of it a mean would be taken over; the rest follows from the components."""

    numbers: dict[str, int]
    universe_variance: float
    relative_error_variance: float
    absolute_error_variance: float

    @property
    def g(self) -> float | None:
        """Generalizability; None when nothing varies."""
        return _share(self.universe_variance, self.relative_error_variance)

    @property
    def phi(self) -> float | None:
        """Dependability; None when nothing varies."""
        return _share(self.universe_variance, self.absolute_error_variance)

    @property
    def relative_error(self) -> float:
        """Standard error of measurement when objects are only ranked, in points of the score."""
        return self.relative_error_variance**0.5

    @property
    def absolute_error(self) -> float:
        """Standard error of measurement of a score taken at face value."""
        return self.absolute_error_variance**0.5


def decision(design: Design, components: Mapping[str, float], numbers: Mapping[str, int]) -> Decision:
    """components: effect → variance, negatives taken as nought. numbers: every facet but the object.

    Raises ValueError for a facet without a number or a number below one.
    """
    for facet in design.facets[1:]:
        if numbers.get(facet, 0) < 1:
            raise ValueError(f"How many of {facet} must be said, and be at least one.")
    universe = relative = absolute = 0.0
    for effect in design.effects:
        variance = max(components[effect.name], 0.0)
        others = effect.facets - {design.object}
        if not others:
            universe = variance
            continue
        error = variance / prod(numbers[facet] for facet in others)
        absolute += error
        if design.object in effect.facets:
            relative += error
    return Decision(dict(numbers), universe, relative, absolute)


def dependability(
    study: Balanced, numbers: Mapping[str, int], *, absolute: bool = True, confidence: float = 0.95, seed: int = 1
) -> Estimate:
    """phi (or g) of a mean over `numbers`, with its interval, from a balanced study."""
    found = decision(study.design, study.components(), numbers)
    value = found.phi if absolute else found.g
    method = f"{'dependability phi' if absolute else 'generalizability g'}, mean squares redrawn {REPLICATES} times"
    if value is None:
        return undefined("Nothing varies, so nothing can be told apart.", method=method, confidence=confidence)
    mean_squares = np.array([line.mean_square for line in study.lines])
    freedoms = np.array([line.degrees_of_freedom for line in study.lines])
    generator = np.random.default_rng(seed)
    drawn = mean_squares * generator.chisquare(freedoms, (REPLICATES, len(freedoms))) / freedoms
    components = np.maximum(drawn @ study.solution.T, 0.0)
    universe, error = np.zeros(REPLICATES), np.zeros(REPLICATES)
    for place, line in enumerate(study.lines):
        others = line.effect.facets - {study.design.object}
        if not others:
            universe += components[:, place]
        elif absolute or study.design.object in line.effect.facets:
            error += components[:, place] / prod(numbers[facet] for facet in others)
    shares = universe / np.where(universe + error > 0, universe + error, 1.0)
    low, high = np.quantile(shares, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(
        value, float(shares.std()), min(float(low), value), max(float(high), value), confidence=confidence,
        method=method, units=study.sizes[study.design.object], ratings=prod(study.sizes.values()),
    )  # fmt: skip


def needed(
    design: Design,
    components: Mapping[str, float],
    numbers: Mapping[str, int],
    facet: str,
    wanted: float,
    most: int = 200,
) -> int | None:
    """The least number of `facet`, the others as in `numbers`, at which phi reaches `wanted`; None beyond `most`."""
    for number in range(1, most + 1):
        phi = decision(design, components, {**numbers, facet: number}).phi
        if phi is not None and phi >= wanted:
            return number
    return None


def _share(universe: float, error: float) -> float | None:
    return universe / (universe + error) if universe + error > 0 else None
