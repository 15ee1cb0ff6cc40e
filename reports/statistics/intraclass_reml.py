"""Intraclass correlations of tables with gaps, from REML variance components.

Two raters out of many is the rule in a clinic, so the table of units by raters is mostly empty. Components of
units and raters are estimated by restricted maximum likelihood. The interval is made on Fisher's scale for
intraclass correlations with the spread that the likelihood's curvature gives: see Donner, A. (1986), A review
of inference procedures for the intraclass correlation coefficient, Int Stat Rev 54, 67-82.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.statistics.causes import scores_given
from reports.statistics.distributions import normal_quantile
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.intraclass_forms import Form, from_components
from reports.statistics.mixed_model import MixedModel, fit_mixed_model
from reports.statistics.ratings import RatingsTable
from reports.statistics.satterthwaite import component_covariance

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RatingComponents:
    """Variance of units, raters and the rest; the model they come from. Raters are nought in the one-way model."""

    units: float
    raters: float
    residual: float
    model: MixedModel

    @cached_property
    def covariance(self) -> Floats:
        """(components, components) large-sample covariance of the components, in the model's order."""
        return component_covariance(self.model)

    @property
    def exact(self) -> bool:
        """Whether nothing is left to chance: then the likelihood has no curvature to make an interval from."""
        return self.residual < 1e-8 * (self.units + self.raters + self.residual)


def rating_components(table: RatingsTable, *, one_way: bool = False) -> RatingComponents | str:
    """Variance components of a table, gaps allowed, or the sentence why they cannot be told apart."""
    unit, rater = np.nonzero(~np.isnan(table.values))
    score = table.values[unit, rater]
    if len(score) <= len(np.unique(unit)):
        return "No unit was rated by two raters, so reliability cannot be judged."
    if len(np.unique(unit)) < 2:
        return "There is one unit only, so nothing can be said of how units differ."
    groupings = {"unit": unit} if one_way else {"unit": unit, "rater": rater}
    if len(score) <= len(np.unique(unit)) + len(np.unique(rater)) - 1 and not one_way:
        return "Too few units were rated twice to tell raters from chance."
    try:
        model = fit_mixed_model(score, np.ones((len(score), 1)), {k: v.tolist() for k, v in groupings.items()})
    except np.linalg.LinAlgError:
        return "Nothing is left to chance in these scores, so their variation cannot be split."
    raters = 0.0 if one_way else model.component("rater")
    return RatingComponents(model.component("unit"), raters, model.residual, model)


@dataclass(frozen=True, eq=False)
class RatingModels:
    """The two models of a table that all six forms are read from, each fitted when first asked for."""

    table: RatingsTable

    @cached_property
    def one_way(self) -> RatingComponents | str:
        """Units and the rest."""
        return rating_components(self.table, one_way=True)

    @cached_property
    def two_way(self) -> RatingComponents | str:
        """Units, raters and the rest."""
        return rating_components(self.table)


def reml_intraclass(models: RatingModels, form: Form, averaged: int, confidence: float) -> Estimate:
    """The coefficient from REML components, with its interval where no component lies on the boundary of nought."""
    one_way = form in {"ICC(1)", "ICC(k)"}
    method = f"{form}; REML variance components" + (f", mean of {averaged} raters" if form.endswith("k)") else "")
    if raters_never_differ(models.table):
        reason = "The raters never differed where two rated, so the interval cannot be judged."
        return Estimate(1.0, confidence=confidence, method=method, no_interval=reason)
    found = models.one_way if one_way else models.two_way
    if isinstance(found, str):
        shown = scores_given(models.table.values, models.table.rater_names)
        return undefined(found, method=method, confidence=confidence, cause=shown)

    def coefficient(units: float, raters: float, residual: float) -> float:
        return from_components(form, units, raters, residual, averaged)

    value = coefficient(found.units, found.raters, found.residual)
    if found.exact:
        reason = "Nothing is left to chance in these scores, so the interval cannot be judged."
        return Estimate(min(value, 1.0), confidence=confidence, method=method, no_interval=reason)
    if found.units == 0:
        reason = "The units' component lies on the boundary of nought, so the interval cannot be judged."
        return Estimate(value, confidence=confidence, method=f"{method} (boundary)", no_interval=reason)
    error = _delta_error(found, coefficient, one_way)
    if not 0 < value < 1 or not np.isfinite(error):
        reason = "Everything but the units lies on the boundary of nought, so the interval cannot be judged."
        return Estimate(value, confidence=confidence, method=f"{method} (boundary)", no_interval=reason)
    low, high = fisher_limits(value, error, confidence)
    edge = " (raters on the boundary)" if not one_way and found.raters == 0 else ""
    return Estimate(value, error, low, high, confidence=confidence, method=f"{method}{edge}, Fisher-scale interval")


def raters_never_differ(table: RatingsTable) -> bool:
    """Whether every unit that was rated twice got the same score each time."""
    given = ~np.isnan(table.values)
    twice = given.sum(1) >= 2
    if not twice.any():
        return False
    seen = table.values[twice]
    return bool((np.nanmax(seen, axis=1) == np.nanmin(seen, axis=1)).all())


def _delta_error(found: RatingComponents, coefficient: Callable[[float, float, float], float], one_way: bool) -> float:
    parts = np.array([found.units, found.residual] if one_way else [found.units, found.raters, found.residual])
    spread = found.covariance

    def at(values: Floats) -> float:
        return coefficient(values[0], 0.0 if one_way else values[1], values[-1])

    step = 1e-5 * parts.sum()
    slope = np.array([(at(parts + step * unit) - at(parts - step * unit)) / (2 * step) for unit in np.eye(len(parts))])
    return float(np.sqrt(slope @ spread @ slope))


def fisher_limits(value: float, error: float, confidence: float) -> tuple[float, float]:
    """Ends of the interval of a coefficient between 0 and 1, on Fisher's scale for intraclass correlations."""
    centre = np.log(value / (1 - value)) / 2
    width = normal_quantile((1 + confidence) / 2) * error / (2 * value * (1 - value))
    ends = 1 / (1 + np.exp(-2 * np.array([centre - width, centre + width])))
    return float(ends[0]), float(ends[1])
