"""Whether differences depend on the level: proportional bias, and limits of agreement that move with it.

Bland, J. M. & Altman, D. G. (1999). Measuring agreement in method comparison studies. Stat Methods Med Res 8, 135-160,
sections 3.1 (difference on mean) and 3.2 (regression limits).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.differences import paired
from reports.statistics.distributions import normal_quantile, t_quantile, two_sided_t
from reports.statistics.estimate import Estimate, symmetric

Floats = NDArray[np.float64]
FEWEST = 3


@dataclass(frozen=True)
class Slope:
    """Least squares of the difference on the mean of the two: does the gap depend on the level?"""

    intercept: Estimate
    slope: Estimate


@dataclass(frozen=True)
class RegressionLimits:
    """Limits that move with the level A: b0 + b1 A ± z sqrt(pi / 2) (c0 + c1 A) (Bland & Altman 1999, section 3.2).

    The intervals of c0 and c1 are those of least squares on absolute residuals, which are not normal: take them as a
    guide.
    """

    b0: Estimate
    b1: Estimate
    c0: Estimate
    c1: Estimate

    def at(self, level: float, coverage: float = 0.95) -> tuple[float, float]:
        """Lower and upper limit at a mean of the two measurements."""
        middle = self.b0.number + self.b1.number * level
        spread = self.c0.number + self.c1.number * level
        reach = normal_quantile((1 + coverage) / 2) * float(np.sqrt(np.pi / 2)) * spread
        return middle - reach, middle + reach


def difference_on_mean(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Slope | str:
    """Whether the difference grows with the level (least squares), or the sentence why that cannot be judged."""
    first, second = paired(x, y)
    if len(first) < FEWEST:
        return "Fewer than three pairs, so no slope can be judged."
    level = (first + second) / 2
    if np.ptp(level) == 0:
        return "All pairs have the same mean, so no slope can be judged."
    intercept, slope = _line(level, first - second, "least squares of difference on mean; t", confidence)
    return Slope(intercept, slope)


def regression_limits(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> RegressionLimits | str:
    """Limits of agreement as lines over the level, or the sentence why they cannot be drawn."""
    first, second = paired(x, y)
    level, gap = (first + second) / 2, first - second
    if len(gap) < FEWEST or np.ptp(level) == 0:
        return "Fewer than three pairs, or all at the same level, so no line can be drawn."
    b0, b1 = _line(level, gap, "least squares of difference on mean; t", confidence)
    away = np.abs(gap - b0.number - b1.number * level)
    c0, c1 = _line(level, away, "least squares of absolute residuals on mean; t", confidence)
    return RegressionLimits(b0, b1, c0, c1)


def _line(level: Floats, heights: Floats, method: str, confidence: float) -> tuple[Estimate, Estimate]:
    number, middle = len(level), float(level.mean())
    away = level - middle
    spread = float(away @ away)
    slope = float(away @ (heights - heights.mean())) / spread
    intercept = float(heights.mean()) - slope * middle
    freedom = number - 2
    rest = float(((heights - intercept - slope * level) ** 2).sum()) / freedom
    errors = (float(np.sqrt(rest * (1 / number + middle**2 / spread))), float(np.sqrt(rest / spread)))
    made: list[Estimate] = []
    for value, error in zip((intercept, slope), errors, strict=True):
        quantile = t_quantile((1 + confidence) / 2, freedom)
        found = symmetric(value, error, quantile, method=method, confidence=confidence)
        ratio = value / error if error > 0 else None
        p_value = two_sided_t(ratio, freedom) if ratio is not None else None
        tested = replace(found, degrees_of_freedom=(float(freedom),), statistic=ratio, p_value=p_value)
        made.append(tested.resting_on(number, 2, 2 * number))
    return made[0], made[1]
