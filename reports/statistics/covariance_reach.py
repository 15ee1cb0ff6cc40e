"""Standard errors of anything that is a smooth function of the items' covariances, without assuming normal scores.

The delta method on the distribution-free covariance of covariances (Browne, M. W. 1984, Br J Math Stat Psychol 37,
62-83), which is the infinitesimal jackknife (Efron & Tibshirani 1993, section 22.6): every sheet pulls each covariance
by its product of deviations, and sheets of one cluster pull together.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
STEP = 1e-5


def covariance_errors(
    scores: Floats, of_covariance: Callable[[Floats], Floats], clusters: Whole | None = None
) -> tuple[Floats, Floats, int]:
    """Values and standard errors, one for each of what `of_covariance` gives, and the degrees of freedom.

    scores: (sheets, items) complete, two sheets or more. of_covariance: maps (items, items) covariances to
    (values,). clusters: (sheets,) whole numbers from nought, or None when sheets stand alone.
    """
    spread = np.atleast_2d(np.cov(scores.T))
    values = of_covariance(spread)
    above = np.triu_indices(len(spread))
    slopes = np.column_stack([_slope(of_covariance, spread, int(i), int(j)) for i, j in zip(*above, strict=True)])
    away = scores - scores.mean(0)
    pulls = (away[:, above[0]] * away[:, above[1]] - spread[above]) @ slopes.T
    things = len(pulls)
    if clusters is not None:
        things = int(clusters.max()) + 1
        pulls = np.column_stack([np.bincount(clusters, column, things) for column in pulls.T])
    error = np.sqrt((pulls**2).sum(0) * things / max(things - 1, 1)) / len(scores)
    return values, error, things - 1


def correlations_of(spread: Floats) -> Floats:
    """(items, items) correlations from covariances; no item may be constant."""
    deviations = np.sqrt(np.diag(spread))
    return spread / np.outer(deviations, deviations)


def _slope(of_covariance: Callable[[Floats], Floats], spread: Floats, i: int, j: int) -> Floats:
    step = STEP * float(np.sqrt(spread[i, i] * spread[j, j]))
    if step == 0:
        return np.zeros_like(of_covariance(spread))
    moved = np.zeros_like(spread)
    moved[i, j] = moved[j, i] = step
    return (of_covariance(spread + moved) - of_covariance(spread - moved)) / (2 * step)
