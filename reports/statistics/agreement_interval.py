"""From a tally to an Estimate of agreement: the value, its interval, or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import t_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.ratings import RatingsTable
from reports.statistics.resampling import (
    LeftOut,
    accelerated_limits,
    left_out,
    percentile_limits,
)
from reports.statistics.tally import Sums, Tally

Floats = NDArray[np.float64]
Interval = Literal["default", "analytic", "jackknife", "bootstrap", "percentile"]
ALMOST_ONE = 1 - 1e-12
MOST_UNDEFINED = 0.05
NO_SPREAD = 1e-12


@dataclass(frozen=True)
class Reach:
    """How an interval is to be made.

    interval: `default` is analytic for units that stand alone and delete-a-cluster jackknife for clustered
        ones. Analytic intervals of clustered units use the spread between clusters.
    replicates, seed: for the bootstrap, which is bias-corrected and accelerated, or plain as `percentile`.
    """

    interval: Interval = "default"
    confidence: float = 0.95
    replicates: int = 2000
    seed: int = 1


@dataclass(frozen=True)
class Linear:
    """What each pattern contributes to a coefficient, for its large-sample standard error.

    values: (patterns,) whose mean over the counted units is `centre`. counted: (patterns,) which count.
    """

    values: Floats
    centre: float
    counted: NDArray[np.bool_]


@dataclass(frozen=True)
class Coefficient:
    """A coefficient that is (observed - expected) / (1 - expected) of sums over units.

    parts: sums to (observed, expected), one each per replicate. linear: contributions of each pattern, or
    None where no large-sample formula is offered and the jackknife takes its place.
    """

    name: str
    parts: Callable[[Sums], tuple[Floats, Floats]]
    linear: Callable[[Tally, float, float], Linear] | None


def coefficient_values(parts: tuple[Floats, Floats]) -> Floats:
    """(replicates,) the coefficient; nan where expected agreement is complete."""
    observed, expected = parts
    usable = expected < ALMOST_ONE
    return np.divide(observed - expected, 1 - expected, out=np.full_like(observed, np.nan), where=usable)


def agreement_estimate(table: RatingsTable, tally: Tally, coefficient: Coefficient, reach: Reach) -> Estimate:
    """The coefficient on a table's tally with its interval and counts, or the reason why it is undefined."""
    found = agreement_value(table, tally, coefficient, reach.confidence)
    if found.value is None or found.observed is None or found.expected is None:
        return found
    estimate = _with_interval(tally, coefficient, reach, found.value, found.observed, found.expected)
    reached = replace(estimate, observed=found.observed, expected=found.expected)
    return reached.resting_on(found.units, found.raters, found.ratings)


def agreement_value(table: RatingsTable, tally: Tally, coefficient: Coefficient, confidence: float) -> Estimate:
    """The coefficient alone with its counts, for whoever makes the interval in another way, or why it is undefined."""
    counts = (
        int(tally.total.paired[0]),
        int((tally.total.chosen[0].sum(1) > 0).sum()),
        int(tally.times @ tally.raters_of),
    )
    nothing = why_nothing_to_compare(table, tally)
    observed, expected = (float(part[0]) for part in coefficient.parts(tally.total)) if nothing is None else (0.0, 1.0)
    if nothing is None and expected >= ALMOST_ONE:
        nothing = _why_chance_is_certain(tally, table)
    if nothing is not None:
        return undefined(nothing, method=coefficient.name, confidence=confidence).resting_on(*counts)
    found = Estimate((observed - expected) / (1 - expected), method=coefficient.name, confidence=confidence)
    return replace(found, observed=observed, expected=expected).resting_on(*counts)


def why_nothing_to_compare(table: RatingsTable, tally: Tally) -> str | None:
    """The sentence for a table on which no agreement can be counted, else None."""
    used = [name for name, n in zip(table.rater_names, (table.codes >= 0).sum(0), strict=True) if n]
    if not used:
        return "There are no ratings."
    if len(used) == 1:
        return f"Agreement needs two raters: only {used[0]} rated."
    if tally.total.paired[0] == 0:
        return "No unit was rated by two raters, so there is nothing to compare."
    return None


def _why_chance_is_certain(tally: Tally, table: RatingsTable) -> str:
    counts = tally.times @ tally.counts
    if len(table.points) == 1:
        return f"The scale has one point only, {table.points[0]:g}, so agreement is certain."
    if (counts > 0).sum() == 1:
        raters = {2: "Both raters"}.get(table.values.shape[1], "All raters")
        number = f"{int(counts.sum())} of {int(counts.sum())}"
        return f"{raters} used one point only: {number} ratings are {table.points[int(counts.argmax())]:g}."
    return "Under these weights none of the points that were used can disagree, so agreement is certain."


def _with_interval(
    tally: Tally, coefficient: Coefficient, reach: Reach, value: float, observed: float, expected: float
) -> Estimate:
    clustered = tally.by_cluster is not None
    if tally.groups < 2:
        reason = (
            "All units belong to one cluster, so their spread cannot be judged."
            if clustered
            else "One unit only, so there is no spread to make an interval from."
        )
        return Estimate(value, confidence=reach.confidence, method=coefficient.name, no_interval=reason)
    kind = reach.interval
    if kind == "default":
        kind = "jackknife" if clustered or coefficient.linear is None else "analytic"
    if kind in {"bootstrap", "percentile"}:
        return _bootstrapped(tally, coefficient, reach, value)
    if kind == "jackknife" or coefficient.linear is None:
        return _jackknifed(tally, coefficient, reach, value)
    linear = coefficient.linear(tally, observed, expected)
    error, groups = _linear_error(tally, linear)
    method = f"{coefficient.name}; large-sample standard error" + (" between clusters" if clustered else "")
    return _by_t(value, error, groups, reach, method)


def _linear_error(tally: Tally, linear: Linear) -> tuple[float, int]:
    away = np.where(linear.counted, linear.values - linear.centre, 0.0)
    units = float(tally.times @ linear.counted)
    if tally.by_cluster is None:
        return float(np.sqrt(tally.times @ away**2 / (units * max(units - 1, 1)))), int(units)
    groups = tally.groups
    spread = np.sum(tally.within_clusters(away) ** 2)
    return float(np.sqrt(groups / (groups - 1) * spread) / units), groups


def _thing(tally: Tally) -> str:
    return "unit" if tally.by_cluster is None else "cluster"


def _without_each(tally: Tally, coefficient: Coefficient) -> LeftOut:
    return left_out(tally.drawable, lambda sums: coefficient_values(coefficient.parts(tally.unpacked(sums))))


def _jackknifed(tally: Tally, coefficient: Coefficient, reach: Reach, value: float) -> Estimate:
    thing = _thing(tally)
    without = _without_each(tally, coefficient)
    method = f"{coefficient.name}; delete-one-{thing} jackknife, t"
    if not np.isfinite(without.values).all():
        reason = f"Without one {thing} the coefficient is undefined, so its spread cannot be judged."
        return Estimate(value, confidence=reach.confidence, method=method, no_interval=reason)
    return _by_t(value, without.standard_error, tally.groups, reach, method)


def _bootstrapped(tally: Tally, coefficient: Coefficient, reach: Reach, value: float) -> Estimate:
    thing = _thing(tally)
    replicates = coefficient_values(coefficient.parts(tally.resampled(reach.replicates, reach.seed)))
    finite = replicates[np.isfinite(replicates)]
    plain = reach.interval == "percentile"
    how = "percentile" if plain else "BCa"
    method = f"{coefficient.name}; {thing} bootstrap, {how}, {reach.replicates} replicates, seed {reach.seed}"
    lost = len(replicates) - len(finite)
    if lost > MOST_UNDEFINED * len(replicates):
        reason = f"In {lost} of {len(replicates)} bootstrap samples the coefficient is undefined."
        return Estimate(value, confidence=reach.confidence, method=method, no_interval=reason)
    if float(np.ptp(finite)) < NO_SPREAD:
        return _without_spread(value, reach, method)
    if plain:
        low, high = percentile_limits(finite, reach.confidence)
    else:
        without = _without_each(tally, coefficient).where_defined()
        low, high = accelerated_limits(finite, value, without.acceleration, reach.confidence)
    return Estimate(
        value,
        standard_error=float(finite.std(ddof=1)),
        low=min(low, value),
        high=max(high, value),
        confidence=reach.confidence,
        method=method,
    )


def _without_spread(value: float, reach: Reach, method: str) -> Estimate:
    # A standard error of nought is no certainty: the next unit may be the first to differ.
    reason = "All units tell the same, so there is no spread to make an interval from."
    return Estimate(value, 0.0, confidence=reach.confidence, method=method, no_interval=reason)


def _by_t(value: float, error: float, groups: int, reach: Reach, method: str) -> Estimate:
    if error < NO_SPREAD:
        return _without_spread(value, reach, method)
    quantile = t_quantile((1 + reach.confidence) / 2, groups - 1)
    estimate = symmetric(
        value, error, quantile, method=f"{method}, {groups - 1} df", confidence=reach.confidence, highest=1.0
    )
    return replace(estimate, degrees_of_freedom=(float(groups - 1),))
