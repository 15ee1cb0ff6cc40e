"""The straight line that carries scores of one version onto the scale of another, with the error of the line.

Kolen, M. J. & Brennan, R. L. (2014). Test Equating, Scaling, and Linking, 3rd ed.: mean and linear equating (chapter
2), Tucker, Levine and chained linear for unequal groups with common items (chapter 4), standard errors by the delta
method (section 7.3). Every line here is a smooth function of means, squares and products, so one delta method serves
them all; summed by cluster it is honest about consultations that share a clinician, and it needs no normal scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Moments may be complex for a moment: the derivative is read off their imaginary part, exact to the last digit.
Moments = NDArray[np.complex128]
Number = np.complex128

PairedLine = Literal["mean", "linear"]
AnchoredLine = Literal["tucker", "levine", "chained"]

_STEP = 1e-100


@dataclass(frozen=True, eq=False)
class LinkedLine:
    """y = intercept + slope x. covariance: (2, 2) of intercept and slope; clusters: what the errors rest on."""

    intercept: float
    slope: float
    covariance: Floats
    clusters: int

    def at(self, scores: Floats) -> Floats:
        """The linked scores."""
        return self.intercept + self.slope * scores

    def errors_at(self, scores: Floats) -> Floats:
        """Standard errors of the linked scores."""
        a, ab, b = self.covariance[0, 0], self.covariance[0, 1], self.covariance[1, 1]
        return np.sqrt(np.maximum(a + 2 * ab * scores + b * scores**2, 0))


@dataclass(frozen=True, eq=False)
class Taken:
    """What one group of sheets gave: two scores per sheet (n,), and the cluster of each sheet (n,)."""

    first: Floats
    second: Floats
    clusters: NDArray[np.int64]

    @property
    def features(self) -> Floats:
        """(n, 5): first, second, their squares and their product, each about the group's mean for its digits."""
        u, v = self.first - self.first.mean(), self.second - self.second.mean()
        return np.column_stack([u, v, u * u, v * v, u * v])


def paired_line(pairs: Taken, kind: PairedLine) -> LinkedLine:
    """From the first to the second score of the same sheets (single-group design). Neither may be constant."""

    def of(moments: Sequence[Moments]) -> tuple[Number, Number]:
        group = _Spread.of(moments[0], pairs)
        return _through(
            group.first, group.second, _ONE if kind == "mean" else _ratio(group.second_var, group.first_var)
        )

    return _with_covariance([pairs], of)


def anchored_line(old: Taken, new: Taken, kind: AnchoredLine, old_weight: float = 0.5) -> LinkedLine:
    """From the old version's score to the new one's, through items both share.

    old: sheets of the old version: (score, score on the common items); new: the same of the new version, by other
    observations. The common items are part of both scores. old_weight: share of the old group in the population that
    Tucker and Levine speak of.
    """

    def of(moments: Sequence[Moments]) -> tuple[Number, Number]:
        x, y = _Spread.of(moments[0], old), _Spread.of(moments[1], new)
        if kind == "chained":
            first = _ratio(x.second_var, x.first_var)
            second = _ratio(y.first_var, y.second_var)
            slope = first * second
            return y.first + second * (x.second - y.second) - slope * x.first, slope
        tucker = kind == "tucker"
        gamma_x = x.product / x.second_var if tucker else x.first_var / x.product
        gamma_y = y.product / y.second_var if tucker else y.first_var / y.product
        return _synthetic(x, y, gamma_x, gamma_y, old_weight)

    return _with_covariance([old, new], of)


_ONE = np.complex128(1)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Means, variances and covariance of a group's two scores, from its moments."""

    first: Number
    second: Number
    first_var: Number
    second_var: Number
    product: Number

    @classmethod
    def of(cls, moments: Moments, taken: Taken) -> _Spread:
        u, v, uu, vv, uv = moments
        return cls(u + taken.first.mean(), v + taken.second.mean(), uu - u * u, vv - v * v, uv - u * v)


def _ratio(above: Number, below: Number) -> Number:
    return np.sqrt(above / below)


def _through(x: Number, y: Number, slope: Number) -> tuple[Number, Number]:
    return y - slope * x, slope


def _synthetic(x: _Spread, y: _Spread, gamma_x: Number, gamma_y: Number, w1: float) -> tuple[Number, Number]:
    """Kolen & Brennan (2014), equations 4.17 to 4.20: both scores in one population of both groups."""
    w2 = 1 - w1
    gap, wider = x.second - y.second, x.second_var - y.second_var
    mean_x, mean_y = x.first - w2 * gamma_x * gap, y.first + w1 * gamma_y * gap
    var_x = x.first_var - w2 * gamma_x**2 * wider + w1 * w2 * gamma_x**2 * gap**2
    var_y = y.first_var + w1 * gamma_y**2 * wider + w1 * w2 * gamma_y**2 * gap**2
    return _through(mean_x, mean_y, _ratio(var_y, var_x))


def _with_covariance(
    groups: Sequence[Taken], line_of: Callable[[Sequence[Moments]], tuple[Number, Number]]
) -> LinkedLine:
    features = [group.features for group in groups]
    means = [each.mean(axis=0).astype(np.complex128) for each in features]
    intercept, slope = line_of(means)
    covariance, clusters = np.zeros((2, 2)), 0
    for at, group in enumerate(groups):
        gradient = np.array([_derivative(means, at, place, line_of) for place in range(5)])
        influence = (features[at] - means[at].real) @ gradient
        sums = np.column_stack([np.bincount(group.clusters, influence[:, column]) for column in range(2)])
        number = len(sums)
        covariance += number / (number - 1) * (sums.T @ sums) / len(influence) ** 2
        clusters += number
    return LinkedLine(float(intercept.real), float(slope.real), covariance, clusters)


def _derivative(
    means: Sequence[Moments], at: int, place: int, line_of: Callable[[Sequence[Moments]], tuple[Number, Number]]
) -> tuple[float, float]:
    moved = [each.copy() for each in means]
    moved[at][place] += 1j * _STEP
    intercept, slope = line_of(moved)
    return float(intercept.imag / _STEP), float(slope.imag / _STEP)
