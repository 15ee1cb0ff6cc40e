"""How far one observation lies from the truth, and how large a change must be to be more than that.

Weir, J. P. (2005). J Strength Cond Res 19, 231-240; de Vet, H. C. W. et al. (2006). J Clin Epidemiol 59, 1033-1039.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from reports.statistics.causes import scores_given
from reports.statistics.distributions import chi_squared_quantile, normal_quantile
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.intraclass_reml import RatingComponents, raters_never_differ, rating_components
from reports.statistics.mean_squares import table_squares
from reports.statistics.ratings import RatingsTable
from reports.statistics.reliability import why_no_reliability
from reports.statistics.satterthwaite import component_covariance

Kind = Literal["agreement", "consistency"]


def standard_error_of_measurement(table: RatingsTable, kind: Kind = "agreement", confidence: float = 0.95) -> Estimate:
    """Standard deviation of one rater's score around a unit's true score, in the score's own units.

    agreement counts differences between raters, consistency does not. Complete tables use mean squares (a negative
    rater component counts as nought), tables with gaps REML. Interval: chi-squared on Satterthwaite's freedom.
    """
    used = table.columns(~np.isnan(table.values).all(0)).rows(~np.isnan(table.values).all(1))
    nothing = why_no_reliability(used)
    if nothing is not None:
        shown = scores_given(used.values, used.rater_names)
        return undefined(nothing, method="standard error of measurement", confidence=confidence, cause=shown)
    counts = (used.values.shape[0], used.values.shape[1], used.ratings)
    if used.complete:
        return _from_squares(used, kind, confidence).resting_on(*counts)
    if raters_never_differ(used):
        return _rooted(0.0, 1.0, f"{kind}; REML variance components", confidence).resting_on(*counts)
    found = rating_components(used)
    if isinstance(found, str):
        return undefined(found, method="standard error of measurement", confidence=confidence)
    return _from_components(found, kind, confidence).resting_on(*counts)


def smallest_detectable_change(error: Estimate, measurements: int = 1) -> Estimate:
    """The least change between two occasions that is surely more than error, at the error's confidence.

    error: a standard error of measurement. measurements: observations averaged on each occasion.
    Raises ValueError for fewer than one.
    """
    if measurements < 1:
        raise ValueError(f"A change is between means of at least one observation, not {measurements}.")
    factor = normal_quantile((1 + error.confidence) / 2) * float(np.sqrt(2 / measurements))
    of_means = f", means of {measurements}" if measurements > 1 else ""
    return times(error, factor, f"smallest detectable change{of_means}; {error.method}")


def error_of_mean(error: Estimate, measurements: int) -> Estimate:
    """Standard error of measurement of the mean of so many observations that err apart from one another.

    Each by another rater, where raters' differences count. Raises ValueError for fewer than one.
    """
    if measurements < 1:
        raise ValueError(f"A mean is of at least one observation, not {measurements}.")
    return times(error, float(1 / np.sqrt(measurements)), f"mean of {measurements}; {error.method}")


def times(error: Estimate, factor: float, method: str | None = None) -> Estimate:
    """An error on another scale: everything times `factor`."""
    if error.value is None:
        return error
    ends = (None if end is None else end * factor for end in (error.standard_error, error.low, error.high))
    spread, low, high = ends
    return replace(
        error, value=error.value * factor, standard_error=spread, low=low, high=high, method=method or error.method
    )


def _from_squares(table: RatingsTable, kind: Kind, confidence: float) -> Estimate:
    _, column, rest, _, units, raters = table_squares(table).alone()
    freedom = float((units - 1) * (raters - 1))
    variance = rest
    if kind == "agreement" and column > rest:
        variance = rest + (column - rest) / units
        parts = (column / units) ** 2 / (raters - 1) + ((1 - 1 / units) * rest) ** 2 / freedom
        freedom = variance**2 / parts
    return _rooted(variance, freedom, f"{kind}; mean squares", confidence)


def _from_components(found: RatingComponents, kind: Kind, confidence: float) -> Estimate:
    method = f"{kind}; REML variance components"
    if found.exact:
        value = float(np.sqrt(found.raters)) if kind == "agreement" else 0.0
        reason = "Nothing is left to chance in these scores, so the interval cannot be judged."
        return Estimate(value, confidence=confidence, method=method, no_interval=reason)
    spread = component_covariance(found.model)
    chosen = np.array([0.0, 1.0 if kind == "agreement" else 0.0, 1.0])
    variance = found.residual + (found.raters if kind == "agreement" else 0.0)
    freedom = 2 * variance**2 / float(chosen @ spread @ chosen)
    return _rooted(variance, freedom, method, confidence)


def _rooted(variance: float, freedom: float, method: str, confidence: float) -> Estimate:
    value = float(np.sqrt(variance))
    method = f"standard error of measurement, {method}"
    if variance == 0:
        reason = "The raters never differed, so the error's interval cannot be judged."
        return Estimate(0.0, confidence=confidence, method=method, no_interval=reason)
    low = float(np.sqrt(variance * freedom / chi_squared_quantile((1 + confidence) / 2, freedom)))
    high = float(np.sqrt(variance * freedom / chi_squared_quantile((1 - confidence) / 2, freedom)))
    error = value / float(np.sqrt(2 * freedom))
    return Estimate(value, error, low, high, confidence=confidence, method=method, degrees_of_freedom=(freedom,))
