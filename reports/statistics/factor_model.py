"""One common factor behind several items, by maximum likelihood, and McDonald's omega.

Jöreskog, K. G. (1967). Some contributions to maximum likelihood factor analysis. Psychometrika 32, 443-482: for given
uniquenesses the loadings follow from the largest root, so only the uniquenesses are searched for. McDonald, R. P.
(1999). Test Theory: A Unified Treatment, equation 6.21: omega = (sum of loadings)² / that + sum of uniquenesses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Floats = NDArray[np.float64]
# As in other programs: a uniqueness below it is a Heywood case and stays there.
LEAST_UNIQUE = 0.005
FEWEST_ITEMS = 3


@dataclass(frozen=True, eq=False)
class OneFactor:
    """loadings, uniquenesses: (items,) of the standardised items; heywood: whether a uniqueness lies on its bound."""

    loadings: Floats
    uniquenesses: Floats
    heywood: bool


def one_factor(correlations: Floats) -> OneFactor:
    """Loadings, summing to something positive, and uniquenesses of (items, items) correlations.

    Raises ValueError for fewer than three items, with which one factor is not determined, and
    numpy.linalg.LinAlgError for correlations that are singular.
    """
    items = len(correlations)
    if items < FEWEST_ITEMS:
        raise ValueError(f"One factor needs {FEWEST_ITEMS} items, not {items}.")
    begin = (1 - 0.5 / items) / np.diag(np.linalg.inv(correlations))
    found = optimize.minimize(
        _misfit,
        np.clip(begin, LEAST_UNIQUE, 1.0),
        args=(correlations,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUE, 1.0)] * items,
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1000},
    )
    unique = np.asarray(found.x, dtype=np.float64)
    return OneFactor(_loadings(unique, correlations), unique, bool((unique <= LEAST_UNIQUE * 1.001).any()))


def omega_total(loadings: Floats, uniquenesses: Floats) -> float:
    """Share of the sum's model-implied variance that the factor explains."""
    common = float(loadings.sum()) ** 2
    return common / (common + float(uniquenesses.sum()))


def gradient(unique: Floats, correlations: Floats) -> Floats:
    """(items,) slope of the misfit in the uniquenesses; nought at the solution, off its bounds."""
    return _misfit(unique, correlations)[1]


def loadings_of(unique: Floats, correlations: Floats) -> Floats:
    """(items,) the loadings that go with these uniquenesses."""
    return _loadings(unique, correlations)


def _misfit(unique: Floats, correlations: Floats) -> tuple[float, Floats]:
    roots = np.linalg.eigvalsh(_scaled(unique, correlations))
    rest = roots[:-1]
    load = _loadings(unique, correlations)
    away = np.outer(load, load) + np.diag(unique) - correlations
    return float((rest - np.log(np.maximum(rest, 1e-300)) - 1).sum()), np.diag(away) / unique**2


def _loadings(unique: Floats, correlations: Floats) -> Floats:
    roots, vectors = np.linalg.eigh(_scaled(unique, correlations))
    load = np.sqrt(unique) * vectors[:, -1] * np.sqrt(max(float(roots[-1]) - 1, 0.0))
    return load if load.sum() >= 0 else -load


def _scaled(unique: Floats, correlations: Floats) -> Floats:
    root = np.sqrt(unique)
    return correlations / np.outer(root, root)
