"""The many-facet Rasch model of a set of ratings, or the reason in words why there is none.

Linacre, J. M. (1989). Many-Facet Rasch Measurement. Measures are in logits. The object of measurement (the first
facet) counts upwards: a higher measure got higher ratings. All other facets count downwards: a higher measure is a
more severe observer, a harder item.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import normal_quantile
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.facets.adding import added
from reports.statistics.facets.cells import Cells, collapse
from reports.statistics.facets.extremes import Extreme, ExtremeMeasure, extreme_measure, set_extremes_aside
from reports.statistics.facets.fair import fair_averages
from reports.statistics.facets.fit import Fit, Separation, element_fit, separation
from reports.statistics.facets.joint import CannotSeparate, Joint, joint_maximum
from reports.statistics.facets.linking import Linking, linking
from reports.statistics.facets.table import FacetTable

Floats = NDArray[np.float64]
METHOD = "many-facet Rasch model, joint maximum likelihood, standard errors from the whole information"


class CannotFit(ValueError):
    """The ratings allow no model. The message is one sentence that says why, for a person."""


@dataclass(frozen=True, eq=False)
class Facet:
    """One facet's elements, in sorted order; every array (elements,).

    measures: logits, NaN for extreme elements and those without ratings. errors: from the whole information.
    own_errors: from the element's own ratings with all else taken as known (the convention of Facets and TAM; too
    small). counts, means: ratings used and their mean. fair: the rating this element would get, or give, beside
    average others, on the scale of the ratings. separation: None below two elements. within: the facet in whose
    elements this one's are centred, if any.
    """

    name: str
    levels: tuple[str, ...]
    measures: Floats
    errors: Floats
    own_errors: Floats
    counts: Floats
    means: Floats
    fair: Floats
    fit: Fit
    separation: Separation | None
    within: str | None


@dataclass(frozen=True, eq=False)
class FacetsModel:
    """A fitted model.

    points: the points of the scale that were used; thresholds: (sets, points - 1) between neighbours, NaN beside a
    point nobody used; steps_by: the facet with thresholds of its own, or None. unused: points between the lowest and
    the highest that nobody gave. null_points: under partial credit, (element, point) that an element never got: the
    thresholds beside them have no finite estimate, and the common rating scale was used instead. extremes: elements
    set aside, each with its adjusted measure or None.
    """

    table: FacetTable
    kept: FacetTable
    cells: Cells
    facets: tuple[Facet, ...]
    linking: Linking
    joint: Joint
    steps_by: str | None
    thresholds: Floats
    threshold_errors: Floats
    unused: tuple[int, ...]
    null_points: tuple[tuple[str, int], ...]
    extremes: tuple[tuple[Extreme, ExtremeMeasure | None], ...]

    @property
    def kept_rows(self) -> NDArray[np.bool_]:
        """(ratings of `table`,): which of them the fit rests on."""
        rows = np.ones(len(self.table.ratings), dtype=np.bool_)
        for extreme, _ in self.extremes:
            rows &= self.table.elements[extreme.facet] != extreme.element
        return rows

    @property
    def kept_steps(self) -> NDArray[np.int64]:
        """(ratings of `kept`,): which set of thresholds applies to each."""
        if self.steps_by is None:
            return np.zeros(len(self.kept.ratings), dtype=np.int64)
        return self.kept.elements[self.table.place(self.steps_by)]

    def facet(self, name: str) -> Facet:
        """The facet of this name. Raises KeyError when there is none."""
        return {facet.name: facet for facet in self.facets}[name]

    def measure(self, facet: str, level: str, *, confidence: float = 0.95) -> Estimate:
        """One element's measure in logits with its interval, or why it has none."""
        found = self.facet(facet)
        place = found.levels.index(level)
        value, error = float(found.measures[place]), float(found.errors[place])
        if np.isnan(value):
            return undefined(self._why_none(facet, level), method=METHOD, confidence=confidence)
        reach = normal_quantile((1 + confidence) / 2) * error
        return Estimate(
            value,
            error,
            value - reach,
            value + reach,
            confidence=confidence,
            method=METHOD,
            units=len(self.facets[0].levels),
            ratings=int(found.counts[place]),
        )

    def fair_average(self, level: str, *, confidence: float = 0.95) -> Estimate:
        """The rating one object would get from observers of average severity on items of average difficulty.

        On the scale of the ratings; the interval is that of the measure, carried through the model's curve.
        """
        measure = self.measure(self.facets[0].name, level, confidence=confidence)
        if measure.value is None or measure.low is None or measure.high is None or measure.standard_error is None:
            return undefined(measure.undefined or "It has no interval.", method=METHOD, confidence=confidence)
        value, low, high, slope = fair_averages(
            np.array([measure.value, measure.low, measure.high, measure.value + 1e-5]), self.joint.kappa, self.cells
        )
        return Estimate(
            float(value),
            float((slope - value) / 1e-5) * measure.standard_error,
            float(low),
            float(high),
            confidence=confidence,
            method=f"fair average, {METHOD}",
            units=measure.units,
            ratings=measure.ratings,
        )

    def _why_none(self, facet: str, level: str) -> str:
        place = self.table.names.index(facet)
        for extreme, _ in self.extremes:
            if extreme.facet == place and self.table.levels[place][extreme.element] == level:
                end = "highest" if extreme.highest else "lowest"
                return f"{level} has only the {end} point, so no measure is high or low enough to fit."
        return f"{level} has no ratings that can be compared with anybody else's."


def fit_facets(table: FacetTable, *, steps_by: str | None = None) -> FacetsModel:
    """Fit the rating-scale model, or with `steps_by` the partial-credit model with thresholds by that facet.

    Raises CannotFit with one sentence when nothing can be estimated.
    """
    if not len(table.ratings):
        raise CannotFit("There are no ratings yet.")
    if table.ratings.min() == table.ratings.max():
        raise CannotFit(f"Every rating is {table.ratings[0]}, so nothing can be told apart.")
    kept, extremes = set_extremes_aside(table)
    if not len(kept.ratings):
        raise CannotFit("Every rating belongs to somebody who got or gave only the lowest or only the highest point.")
    null_points: tuple[tuple[str, int], ...] = ()
    by = None if steps_by is None else table.place(steps_by)
    cells = collapse(kept, by)
    if by is not None:
        null_points = _null_points(kept, cells, by)
        if null_points:
            by, cells = None, collapse(kept, None)
    linked = linking(cells, table.names)
    try:
        joint = joint_maximum(cells, linked.groups, table.names)
    except CannotSeparate as trouble:
        raise CannotFit(str(trouble)) from trouble
    thresholds, errors = _thresholds(cells, joint)
    adjusted = tuple(
        (extreme, extreme_measure(table, extreme, extremes, joint.measures, joint.kappa, cells.heights, by))
        for extreme in extremes
    )
    return FacetsModel(
        table=table,
        kept=kept,
        cells=cells,
        facets=tuple(_facet(table, cells, joint, linked, place) for place in range(len(table.names))),
        linking=linked,
        joint=joint,
        steps_by=None if by is None else table.names[by],
        thresholds=thresholds,
        threshold_errors=errors,
        unused=_unused(cells),
        null_points=null_points,
        extremes=adjusted,
    )


def _null_points(table: FacetTable, cells: Cells, by: int) -> tuple[tuple[str, int], ...]:
    present = cells.uses.sum(1) > 0
    elements, points = np.nonzero((cells.uses == 0) & present[:, None])
    return tuple(
        (table.levels[by][element], int(cells.heights[point]) + cells.lowest)
        for element, point in zip(elements.tolist(), points.tolist(), strict=True)
    )


def _unused(cells: Cells) -> tuple[int, ...]:
    everything = set(range(int(cells.heights[-1]) + 1))
    return tuple(sorted(height + cells.lowest for height in everything - {int(h) for h in cells.heights}))


def _thresholds(cells: Cells, joint: Joint) -> tuple[Floats, Floats]:
    """Differences of the category coefficients, with their standard errors; NaN beside an unused point."""
    points = len(cells.heights)
    neighbours = np.diff(cells.heights) == 1
    values = np.where(neighbours, np.diff(joint.kappa, axis=1), np.nan)
    inner = points - 2
    start = len(joint.covariance) - cells.sets * inner
    difference = np.diff(np.eye(points)[:, 1:-1], axis=0)
    errors = np.full((cells.sets, points - 1), np.nan)
    for one in range(cells.sets):
        where = slice(start + one * inner, start + (one + 1) * inner)
        spread = np.einsum("ij,jk,ik->i", difference, joint.covariance[where, where], difference)
        errors[one] = np.where(neighbours, np.sqrt(np.maximum(spread, 0.0)), np.nan)
    return values, errors


def _facet(table: FacetTable, cells: Cells, joint: Joint, linked: Linking, place: int) -> Facet:
    size = cells.sizes[place]
    counts = added(cells.elements[place], cells.counts, size)
    known = added(cells.elements[place], cells.counts * joint.moments.variance, size)
    there = counts > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(there, 1 / np.sqrt(known), np.nan)
        means = added(cells.elements[place], cells.sums, size) / counts + cells.lowest
    measures = np.where(there, joint.measures[place], np.nan)
    centre = float(joint.measures[0][np.unique(cells.elements[0])].mean())
    return Facet(
        name=table.names[place],
        levels=table.levels[place],
        measures=measures,
        errors=np.where(there, joint.errors[place], np.nan),
        own_errors=own,
        counts=counts,
        means=means,
        fair=fair_averages(measures if place == 0 else centre - measures, joint.kappa, cells),
        fit=element_fit(cells, joint.moments, place),
        separation=separation(measures[there], own[there]),
        within=None if place == 0 else linked.within[place - 1],
    )
