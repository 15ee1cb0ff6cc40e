"""McDonald's omega of a set of items, in three forms, with its reach.

The factor model is `factor_model`; its standard error follows the solution to first order: when a covariance moves,
the uniquenesses move by one Newton step (implicit function theorem), so nothing is fitted twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.covariance_reach import correlations_of, covariance_errors
from reports.statistics.distributions import t_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.factor_model import FEWEST_ITEMS, LEAST_UNIQUE, gradient, loadings_of, omega_total, one_factor
from reports.statistics.internal_consistency import why_not_consistent

Floats = NDArray[np.float64]
STEP = 1e-5


@dataclass(frozen=True, eq=False)
class Omega:
    """raw: of the plain sum, loadings returned to the items' own units. standardized: of standardised items.

    observed: standardised, over the observed instead of the model's variance (as psych prints it). loadings: (items,)
    of standardised items, None when undefined.
    """

    raw: Estimate
    standardized: Estimate
    observed: Estimate
    loadings: Floats | None


def mcdonald_omega(scores: Floats, confidence: float = 0.95) -> Omega:
    """Omega of (sheets, items) scores by one factor of maximum likelihood; sheets with a gap are left out."""
    complete = scores[~np.isnan(scores).any(1)]
    sheets, items = complete.shape
    nothing = why_not_consistent(complete) or _why_no_factor(complete)
    if nothing is not None:
        none = undefined(nothing, method="McDonald's omega", confidence=confidence).resting_on(sheets, items, 0)
        return Omega(none, none, none, None)
    spread = np.cov(complete.T)
    found = one_factor(correlations_of(spread))
    free = (found.uniquenesses > LEAST_UNIQUE * 1.001) & (found.uniquenesses < 1 - 1e-9)
    curve = _curvature(found.uniquenesses, correlations_of(spread), free)
    if not np.isfinite(curve).all() or np.linalg.matrix_rank(curve) < len(curve):
        curve = np.full_like(curve, np.nan)

    def omegas(moved: Floats) -> Floats:
        linked, unique = correlations_of(moved), found.uniquenesses.copy()
        if np.isfinite(curve).all() and free.any():
            unique[free] -= np.linalg.solve(curve, gradient(unique, linked)[free])
        load, deviations = loadings_of(unique, linked), np.sqrt(np.diag(moved))
        raw = omega_total(load * deviations, unique * deviations**2)
        return np.array([raw, omega_total(load, unique), 1 - float(unique.sum()) / float(linked.sum())])

    values, errors, freedom = covariance_errors(complete, omegas)
    quantile = t_quantile((1 + confidence) / 2, freedom)
    heywood = " (a uniqueness on its bound)" if found.heywood else ""
    made: list[Estimate] = []
    for value, error in zip(values.tolist(), errors.tolist(), strict=True):
        method = f"McDonald's omega, one factor by maximum likelihood{heywood}; spread of covariances, t, {freedom} df"
        if not np.isfinite(curve).all() or not np.isfinite(error):
            reason = "The factor's fit is too flat for an interval."
            made.append(Estimate(value, confidence=confidence, method=method, no_interval=reason))
        else:
            made.append(symmetric(value, error, quantile, method=method, confidence=confidence, highest=1.0))
    raw, standardized, observed = (one.resting_on(sheets, items, complete.size) for one in made)
    return Omega(raw, standardized, observed, found.loadings)


def _why_no_factor(complete: Floats) -> str | None:
    sheets, items = complete.shape
    if items < FEWEST_ITEMS:
        return f"Omega needs {FEWEST_ITEMS} items: there are {items}."
    if (np.ptp(complete, axis=0) == 0).any():
        return "An item never varied."
    if sheets <= items or np.linalg.matrix_rank(complete - complete.mean(0)) < items:
        return "The items depend on one another completely, so no factor can be told from them."
    return None


def _curvature(unique: Floats, linked: Floats, free: NDArray[np.bool_]) -> Floats:
    places = np.flatnonzero(free)
    columns: list[Floats] = []
    for place in places:
        moved = np.zeros_like(unique)
        moved[place] = STEP * unique[place]
        away = gradient(unique + moved, linked) - gradient(unique - moved, linked)
        columns.append(away[free] / (2 * moved[place]))
    return np.column_stack(columns) if columns else np.zeros((0, 0))
