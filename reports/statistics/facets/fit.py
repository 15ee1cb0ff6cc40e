"""How well ratings fit the model, per element, and how well elements are told apart, per facet.

Wright, B. D. & Masters, G. N. (1982). Rating Scale Analysis, chapter 5 (mean squares, their variance and the
Wilson-Hilferty transformation) and page 106 (separation, strata = (4 G + 1) / 3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import chi_squared_tail
from reports.statistics.facets.adding import added
from reports.statistics.facets.cells import Cells
from reports.statistics.facets.chances import Moments

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fit:
    """Per element, each (elements,): mean squares around 1 and their standardised forms; NaN without ratings."""

    infit: Floats
    outfit: Floats
    infit_z: Floats
    outfit_z: Floats


def element_fit(cells: Cells, found: Moments, facet: int) -> Fit:
    """Weighted (infit) and unweighted (outfit) mean squares of the residuals of each element of a facet."""
    numbers, size = cells.elements[facet], cells.sizes[facet]

    def over(values: Floats) -> Floats:
        return added(numbers, values, size)

    residual = cells.squares - 2 * found.expected * cells.sums + cells.counts * found.expected**2
    ratings = over(cells.counts)
    variance = over(cells.counts * found.variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        infit = over(residual) / variance
        outfit = over(residual / found.variance) / ratings
        infit_q = np.sqrt(over(cells.counts * (found.fourth - found.variance**2))) / variance
        outfit_q = np.sqrt(over(cells.counts * (found.fourth / found.variance**2 - 1))) / ratings
        return Fit(infit, outfit, _standardised(infit, infit_q), _standardised(outfit, outfit_q))


def _standardised(mean_square: Floats, spread: Floats) -> Floats:
    return (np.cbrt(mean_square) - 1) * (3 / spread) + spread / 3


@dataclass(frozen=True, slots=True)
class Separation:
    """How far elements lie apart beside how exactly each is known.

    For clinicians and items a high reliability says they are told apart. For observers it is read the other way
    round: high means that they are not interchangeable.
    """

    root_mean_square_error: float
    sample_deviation: float
    population_deviation: float
    separation: float
    strata: float
    reliability: float
    reliability_population: float
    chi_square: float
    degrees_of_freedom: int
    p_value: float


def separation(measures: Floats, errors: Floats) -> Separation | None:
    """measures, errors: (elements,) of a facet, without extreme elements. None for fewer than two elements."""
    if len(measures) < 2:
        return None
    error = float(np.sqrt((errors**2).mean()))
    sample, population = float(measures.std(ddof=1)), float(measures.std())
    ratio = float(np.sqrt(max(sample**2 - error**2, 0.0))) / error
    weight = 1 / errors**2
    chi_square = float(weight @ measures**2 - (weight @ measures) ** 2 / weight.sum())
    return Separation(
        root_mean_square_error=error,
        sample_deviation=sample,
        population_deviation=population,
        separation=ratio,
        strata=(4 * ratio + 1) / 3,
        reliability=_reliability(sample, error),
        reliability_population=_reliability(population, error),
        chi_square=chi_square,
        degrees_of_freedom=len(measures) - 1,
        p_value=chi_squared_tail(chi_square, len(measures) - 1),
    )


def _reliability(deviation: float, error: float) -> float:
    return max(deviation**2 - error**2, 0.0) / deviation**2 if deviation > 0 else 0.0
