"""How surely a mixed model knows its components, and the degrees of freedom of its fixed effects.

Satterthwaite (1946) Biometrics Bull 2, 110-114; Giesbrecht & Burns (1985) Biometrics 41, 477-486; Kuznetsova,
Brockhoff & Christensen (2017) lmerTest package, J Stat Softw 82(13).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from reports.statistics.mixed_model import MixedModel
from reports.statistics.triangular import solve_lower

Floats = NDArray[np.float64]


def component_covariance(model: MixedModel) -> Floats:
    """(groupings + 1, groupings + 1) covariance of the estimated variances, residual last.

    From the curvature of the full deviance. Components on the boundary get nought: they are taken as known.
    """
    spreads, residual_sd = _parameters(model)
    free = np.append(~np.array(model.boundary, dtype=bool), True)
    parameters = np.append(spreads, residual_sd)

    def deviance(at: Floats) -> float:
        whole = np.zeros(len(parameters))
        whole[free] = at
        return _deviance(model, whole)

    curvature = _curvature(deviance, parameters[free])
    values, vectors = np.linalg.eigh(curvature)
    kept = values > 1e-8 * max(float(values.max()), 1e-300)
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    covariance = np.zeros((len(parameters), len(parameters)))
    covariance[np.ix_(free, free)] = 2 * inverse
    # Parameters are standard deviations; variances move twice as fast as their size.
    return covariance * np.outer(2 * parameters, 2 * parameters)


def satterthwaite_freedom(model: MixedModel, contrast: Floats) -> float:
    """Degrees of freedom of the t statistic of a combination of fixed effects (columns,)."""
    covariance = component_covariance(model)
    variances = np.append(model.components, model.residual)
    free = np.append(~np.array(model.boundary, dtype=bool), True)

    def spread(at: Floats) -> float:
        whole = variances.copy()
        whole[free] = at
        return _contrast_variance(model, contrast, whole)

    at = variances[free]
    step = 1e-4 * at
    slope = np.array([(spread(at + s) - spread(at - s)) / (2 * s.sum()) for s in np.diag(step)])
    uncertainty = float(slope @ covariance[np.ix_(free, free)] @ slope)
    value = spread(at)
    return 2 * value**2 / uncertainty if uncertainty > 0 else float("inf")


def _parameters(model: MixedModel) -> tuple[Floats, float]:
    return np.sqrt(np.array(model.components)), float(np.sqrt(model.residual))


def _in_order(model: MixedModel, values: Floats) -> Floats:
    return values[list(model.order)]


def _deviance(model: MixedModel, parameters: Floats) -> float:
    spreads, residual = parameters[:-1], float(parameters[-1])
    return model.terms.full_deviance(_in_order(model, spreads) / residual, residual, model.reml)


def _contrast_variance(model: MixedModel, contrast: Floats, variances: Floats) -> float:
    spreads = np.sqrt(np.maximum(variances[:-1], 0) / variances[-1])
    at = model.terms.solved(_in_order(model, spreads))
    half = solve_lower(at.fixed_factor, contrast)
    return float(variances[-1] * half @ half)


def _curvature(function: Callable[[Floats], float], at: Floats) -> Floats:
    size = len(at)
    step = 1e-3 * np.maximum(np.abs(at), 1e-4)
    units = np.diag(step)

    def value(point: Floats) -> float:
        return float(function(point))

    centre = value(at)
    hessian = np.zeros((size, size))
    for i in range(size):
        hessian[i, i] = (value(at + units[i]) - 2 * centre + value(at - units[i])) / step[i] ** 2
        for j in range(i):
            corners = (
                value(at + units[i] + units[j])
                - value(at + units[i] - units[j])
                - value(at - units[i] + units[j])
                + value(at - units[i] - units[j])
            )
            hessian[i, j] = hessian[j, i] = corners / (4 * step[i] * step[j])
    return hessian
