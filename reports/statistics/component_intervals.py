"""Profile-likelihood intervals of variance components, on the scale of standard deviations.

Bates et al. (2015), J Stat Softw 67(1), section 5.1: each standard deviation is held, all else is fitted again by
maximum likelihood, and the interval ends where the deviance has risen by the quantile of chi-squared. An end at
nought says that the data do not show the component to be there at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from reports.statistics.distributions import chi_squared_quantile
from reports.statistics.mixed_model import MixedModel, best_spreads

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
METHOD = "profile likelihood (maximum likelihood) of the standard deviation"


@dataclass(frozen=True, slots=True)
class Profile:
    """Ends of the interval of a standard deviation; `high` is None when it has no bound in reach."""

    low: float
    high: float | None


def profile_interval(model: MixedModel, name: str | None, *, confidence: float = 0.95) -> Profile:
    """The standard deviation of a grouping, or of the residual for None. Works on REML fits too, by ML as lme4 does.

    Raises ValueError for an unknown grouping.
    """
    terms = model.terms
    spreads = best_spreads(terms, reml=False)
    residual = float(np.sqrt(terms.solved(spreads).residual / terms.freedom(reml=False)))
    best = np.append(spreads * residual, residual)
    held = len(spreads) if name is None else model.order.index(model.names.index(name))
    lowest = _deviance(model, best)
    wanted = lowest + chi_squared_quantile(confidence, 1)
    others = np.delete(np.arange(len(best), dtype=np.int64), held)

    @cache
    def surplus(size: float) -> float:
        return _held(model, held, size, others, best[others]) - wanted

    centre = float(best[held])
    low = _root(surplus, centre, downwards=True, nought_counts=name is not None)
    high = _root(surplus, centre, downwards=False, nought_counts=False, scale=float(best[-1]))
    return Profile(low if low is not None else 0.0, high)


def _deviance(model: MixedModel, sizes: Floats) -> float:
    """-2 log likelihood at standard deviations, the residual's last."""
    residual = max(float(abs(sizes[-1])), 1e-12)
    return model.terms.full_deviance(np.abs(sizes[:-1]) / residual, residual, reml=False)


def _held(model: MixedModel, held: int, size: float, others: Whole, start: Floats) -> float:
    """The least deviance with one standard deviation held."""
    terms = model.terms
    whole = np.zeros(len(others) + 1)
    whole[held] = size
    scale = np.maximum(np.abs(start), 0.05 * max(size, float(np.abs(start).max(initial=0.0)), 1e-6))

    def with_slopes(rest: Floats) -> tuple[float, Floats]:
        whole[others] = rest * scale
        residual = max(float(whole[-1]), 1e-12)
        deviance, slopes = terms.full_deviance_and_slopes(whole[:-1] / residual, residual, reml=False)
        return deviance - level, slopes[others] * scale

    # A residual of nought has no likelihood; others may vanish.
    residual_too = len(others) and int(others[-1]) == len(others)
    least = [(0.0, None)] * (len(start) - bool(residual_too)) + [(0.05, None)] * bool(residual_too)
    # What vanishes has no slope at nought, so it starts a little above.
    began = np.maximum(start / scale, 0.05)
    whole[others] = began * scale
    level = _deviance(model, whole)
    found = optimize.minimize(
        with_slopes, began, method="L-BFGS-B", jac=True, bounds=least, options={"ftol": 1e-11, "gtol": 1e-6}
    )
    return float(found.fun) + level


def _root(
    function: Callable[[float], float], centre: float, *, downwards: bool, nought_counts: bool, scale: float = 1.0
) -> float | None:
    if downwards:
        floor = 0.0 if nought_counts else 1e-3 * centre
        if centre <= 0 or function(floor) < 0:
            return 0.0 if nought_counts else None
        return float(optimize.brentq(function, floor, centre, xtol=1e-5 * max(centre, 1e-6)))
    reach = max(centre, 0.1 * scale)
    for _ in range(40):
        if function(centre + reach) > 0:
            return float(optimize.brentq(function, centre, centre + reach, xtol=1e-5 * (centre + reach)))
        reach *= 2
    return None
