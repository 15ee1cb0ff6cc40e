"""Kenward-Roger: standard errors and degrees of freedom of fixed effects that hold with few observers.

Kenward, M. G. & Roger, J. H. (1997). Small sample inference for fixed effects from restricted maximum likelihood.
Biometrics 53, 983-997; computed as Halekoh & Hojsgaard (2014), J Stat Softw 59(9). Components on the boundary take
part: an observer variance of nought is an estimate too, and one observer more or less could change it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from reports.statistics.mixed_model import MixedModel

Floats = NDArray[np.float64]
MOST_ROWS = 3000


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One combination of fixed effects: its value, standard error and degrees of freedom."""

    value: float
    standard_error: float
    degrees_of_freedom: float


def fits_in_memory(model: MixedModel) -> bool:
    """Whether the whole covariance of the scores can be written out (up to 3 000 rows)."""
    return len(model.terms.score) <= MOST_ROWS


@dataclass(frozen=True, eq=False)
class _Parts:
    """phi: (fixed, fixed) covariance of the effects; slopes: (variances, fixed, fixed) P of the paper; weights: their
    covariance, W; adjusted: (fixed, fixed) covariance corrected for the variances being estimated.
    """

    phi: Floats
    slopes: Floats
    weights: Floats
    adjusted: Floats


class KenwardRoger:
    """Fixed effects of one fitted model. Raises ValueError for a model too large to be written out, or fitted by ML."""

    def __init__(self, model: MixedModel) -> None:
        if not model.reml:
            raise ValueError("Kenward-Roger needs a model fitted by REML.")
        if not fits_in_memory(model):
            raise ValueError(f"Kenward-Roger is computed for up to {MOST_ROWS} rows.")
        self._model = model
        self._parts = _parts(model)

    def contrast(self, contrast: Floats) -> Adjusted:
        """contrast: (fixed columns,)."""
        parts = self._parts
        value = float(contrast @ self._model.coefficients)
        plain = float(contrast @ parts.phi @ contrast)
        error = float(np.sqrt(contrast @ parts.adjusted @ contrast))
        turned = np.array([contrast @ parts.phi @ slope @ parts.phi @ contrast / plain for slope in parts.slopes])
        spread = float(turned @ parts.weights @ turned)
        return Adjusted(value, error, _freedom(spread))


def _freedom(spread: float) -> float:
    """Denominator degrees of freedom of a single contrast; `spread` is A1 = A2 of the paper."""
    b = 7 * spread / 2
    c1, c2, c3 = -1 / 7, 2 / 7, 4 / 7
    ratio = ((1 - spread) / (1 - c2 * b)) ** 2 * (1 + c1 * b) / (1 - c3 * b)
    if ratio == 1:
        return float("inf")
    # With very few observers the formula can fall below one, which no estimate of a variance deserves.
    return max(float(4 + 3 / (ratio - 1)), 1.0)


def _parts(model: MixedModel) -> _Parts:
    terms = model.terms
    rows = len(terms.score)
    variances = [model.components[place] for place in model.order]
    indicators = [np.eye(levels)[numbers] for levels, numbers in zip(terms.levels, terms.groupings, strict=True)]
    whole = model.residual * np.eye(rows)
    for variance, indicator in zip(variances, indicators, strict=True):
        whole += variance * indicator @ indicator.T
    inverse = linalg.inv(whole)
    halves = [*indicators, None]
    weighed = inverse @ terms.fixed
    phi = linalg.inv(terms.fixed.T @ weighed)
    # G_i V^-1 X, with G_i = Z_i Z_i' and the identity for the residual.
    pulled = [half @ (half.T @ weighed) if half is not None else weighed for half in halves]
    slopes = np.array([-(weighed.T @ one) for one in pulled])
    crossed = [inverse @ one for one in pulled]
    columns = [inverse @ half if half is not None else inverse for half in halves]
    number = len(halves)
    information = np.empty((number, number))
    correction = np.zeros((number, number, *phi.shape))
    for i in range(number):
        for j in range(i + 1):
            first = halves[i]
            shared = columns[j] if first is None else first.T @ columns[j]
            second = pulled[i].T @ crossed[j]
            information[i, j] = information[j, i] = (
                (shared**2).sum() - 2 * (phi * second).sum() + ((phi @ slopes[i]) * (slopes[j] @ phi)).sum()
            )
            correction[i, j] = second - slopes[i] @ phi @ slopes[j]
            correction[j, i] = correction[i, j].T
    weights = np.asarray(2 * linalg.pinvh(information), dtype=np.float64)
    middle = np.einsum("ij,ijkl->kl", weights, correction)
    return _Parts(phi, slopes, weights, phi + 2 * phi @ middle @ phi)
