"""How an interval is to be made, and the one road from things left out or drawn anew to an interval.

Efron, B. & Tibshirani, R. J. (1993). An Introduction to the Bootstrap, chapters 11 (jackknife), 13 (percentile) and
14 (BCa). Intervals of the jackknife are Student's, with one degree of freedom fewer than things. Units and raters
together: Gwet, K. L. (2008). Variance estimation of nominal-scale inter-rater reliability with random selection of
raters. Psychometrika 73, 407-430.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import t_quantile
from reports.statistics.estimate import Estimate, symmetric
from reports.statistics.resampling import LeftOut, accelerated_limits, percentile_limits

Floats = NDArray[np.float64]
Interval = Literal["default", "analytic", "jackknife", "bootstrap", "percentile"]
Over = Literal["units", "raters", "both"]
MOST_UNDEFINED = 0.05
NO_SPREAD = 1e-12


@dataclass(frozen=True)
class Reach:
    """How an interval is to be made.

    interval: `default` is analytic for units that stand alone and delete-a-cluster jackknife for clustered
        ones. Analytic intervals of clustered units use the spread between clusters.
    replicates, seed: for the bootstrap, which is bias-corrected and accelerated, or plain as `percentile`.
    over: to whom it speaks: other units rated by the same raters (`units`, or the clusters they lie in), other raters
        of the same units (`raters`), or other raters of other units (`both`). Coefficients of agreement only.
    """

    interval: Interval = "default"
    confidence: float = 0.95
    replicates: int = 2000
    seed: int = 1
    over: Over = "units"


@dataclass(frozen=True, eq=False)
class Variation:
    """What an interval is made of: how many things vary, what they are, and what the value does when they do.

    thing: `unit`, `cluster`, `rater`. without: the value without each. replicates: computes (replicates,) values of
    bootstrap samples, nan where undefined. lowest, highest: what the quantity can reach.
    """

    number: int
    thing: str
    without: Callable[[], LeftOut]
    replicates: Callable[[], Floats]
    lowest: float = -np.inf
    highest: float = 1.0


def resampled_estimate(value: float, name: str, variation: Variation, reach: Reach) -> Estimate:
    """The value with a jackknife interval (`jackknife`, `default`, `analytic`) or that of the bootstrap asked for."""
    if variation.number < 2:
        return Estimate(value, confidence=reach.confidence, method=name, no_interval=_why_alone(variation.thing))
    if reach.interval in {"bootstrap", "percentile"}:
        return _bootstrapped(value, name, variation, reach)
    return _jackknifed(value, name, variation, reach)


def by_t(value: float, error: float, things: int, reach: Reach, method: str, lowest: float, highest: float) -> Estimate:
    """value ± t × error on things - 1 degrees of freedom; no interval where nothing varies."""
    if error < NO_SPREAD:
        return without_spread(value, reach, method)
    away = t_quantile((1 + reach.confidence) / 2, things - 1) * error
    return Estimate(
        value,
        standard_error=error,
        low=min(max(value - away, lowest), value),
        high=max(min(value + away, highest), value),
        confidence=reach.confidence,
        method=f"{method}, {things - 1} df",
        degrees_of_freedom=(float(things - 1),),
    )


def without_spread(value: float, reach: Reach, method: str) -> Estimate:
    """A standard error of nought is no certainty: the next unit may be the first to differ."""
    reason = "All units tell the same, so there is no spread to make an interval from."
    return Estimate(value, 0.0, confidence=reach.confidence, method=method, no_interval=reason)


def added(
    of_units: Estimate,
    of_raters: Estimate,
    name: str,
    reach: Reach,
    lowest: float = -np.inf,
    highest: float = 1.0,
) -> Estimate:
    """Sampling variance of units and of raters added up (Gwet 2008), t on Satterthwaite's degrees of freedom."""
    value = of_units.number
    one, other = of_units.standard_error, of_raters.standard_error
    method = f"{name}; spread between units and delete-one-rater jackknife added, t"
    if one is None or other is None or max(one, other) < NO_SPREAD:
        reason = of_units.no_interval or of_raters.no_interval
        return Estimate(value, confidence=reach.confidence, method=method, no_interval=reason)
    variance = one**2 + other**2
    parts = zip((one, other), (of_units, of_raters), strict=True)
    below = sum(error**4 / each.degrees_of_freedom[0] for error, each in parts if each.degrees_of_freedom)
    freedom = variance**2 / below
    quantile = t_quantile((1 + reach.confidence) / 2, freedom)
    found = symmetric(
        value,
        float(np.sqrt(variance)),
        quantile,
        method=method,
        confidence=reach.confidence,
        lowest=lowest,
        highest=highest,
    )
    return replace(found, degrees_of_freedom=(freedom,))


def _why_alone(thing: str) -> str:
    return {
        "cluster": "All units belong to one cluster, so their spread cannot be judged.",
        "rater": "One rater only, so there is no spread to make an interval from.",
    }.get(thing, "One unit only, so there is no spread to make an interval from.")


def _jackknifed(value: float, name: str, variation: Variation, reach: Reach) -> Estimate:
    without = variation.without()
    method = f"{name}; delete-one-{variation.thing} jackknife, t"
    if not np.isfinite(without.values).all():
        reason = f"Without one {variation.thing} the coefficient is undefined, so its spread cannot be judged."
        return Estimate(value, confidence=reach.confidence, method=method, no_interval=reason)
    return by_t(value, without.standard_error, variation.number, reach, method, variation.lowest, variation.highest)


def _bootstrapped(value: float, name: str, variation: Variation, reach: Reach) -> Estimate:
    replicates = variation.replicates()
    finite = replicates[np.isfinite(replicates)]
    plain = reach.interval == "percentile"
    how = "percentile" if plain else "BCa"
    method = f"{name}; {variation.thing} bootstrap, {how}, {reach.replicates} replicates, seed {reach.seed}"
    lost = len(replicates) - len(finite)
    if lost > MOST_UNDEFINED * len(replicates):
        reason = f"In {lost} of {len(replicates)} bootstrap samples the coefficient is undefined."
        return Estimate(value, confidence=reach.confidence, method=method, no_interval=reason)
    if float(np.ptp(finite)) < NO_SPREAD:
        return without_spread(value, reach, method)
    if plain:
        low, high = percentile_limits(finite, reach.confidence)
    else:
        without = variation.without().where_defined()
        low, high = accelerated_limits(finite, value, without.acceleration, reach.confidence)
    return Estimate(
        value,
        standard_error=float(finite.std(ddof=1)),
        low=min(low, value),
        high=max(high, value),
        confidence=reach.confidence,
        method=method,
    )
