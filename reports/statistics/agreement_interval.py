"""From a tally to an Estimate of agreement: the value, its interval, or why there is none.

Large-sample errors: Gwet, K. L. (2014), Handbook of Inter-Rater Reliability, 4th ed., chapter 5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reports.statistics.causes import points_given
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach, by_t, resampled_estimate
from reports.statistics.tally import Sums, Tally
from reports.statistics.variation import over_raters, unit_variation

Floats = NDArray[np.float64]
ALMOST_ONE = 1 - 1e-12


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
    None where no large-sample formula is offered and the jackknife takes its place. asks_who: whether it matters who
    gave which rating; where not, units with the same ratings from different raters count as alike.
    """

    name: str
    parts: Callable[[Sums], tuple[Floats, Floats]]
    linear: Callable[[Tally, float, float], Linear] | None
    asks_who: bool = False


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
    return replace(
        estimate,
        observed=found.observed,
        expected=found.expected,
        units=found.units,
        raters=found.raters,
        ratings=found.ratings,
    )


def agreement_value(table: RatingsTable, tally: Tally, coefficient: Coefficient, confidence: float) -> Estimate:
    """The coefficient alone with its counts, for whoever makes the interval in another way, or why it is undefined."""
    sums = tally.total
    units, ratings = int(sums.paired[0]), int(tally.times @ tally.raters_of)
    raters = int((sums.chosen[0].sum(1) > 0).sum())
    nothing = why_nothing_to_compare(table, tally)
    observed, expected = (float(part[0]) for part in coefficient.parts(tally.total)) if nothing is None else (0.0, 1.0)
    if nothing is None and expected >= ALMOST_ONE:
        nothing = _why_chance_is_certain(tally, table)
    if nothing is not None:
        shown = points_given(table)
        return undefined(nothing, method=coefficient.name, confidence=confidence, cause=shown).resting_on(
            units, raters, ratings
        )
    return Estimate(
        (observed - expected) / (1 - expected),
        confidence=confidence,
        method=coefficient.name,
        units=units,
        raters=raters,
        ratings=ratings,
        observed=observed,
        expected=expected,
    )


def why_nothing_to_compare(table: RatingsTable, tally: Tally) -> str | None:
    """The sentence for a table on which no agreement can be counted, else None."""
    if tally.total.paired[0] > 0:
        return None
    used = [name for name, n in zip(table.rater_names, (table.codes >= 0).sum(0), strict=True) if n]
    if not used:
        return "There are no ratings."
    if len(used) == 1:
        return f"Agreement needs two raters: only {used[0]} rated."
    return "No unit was rated by two raters, so there is nothing to compare."


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
    if reach.over != "units":
        return _with_raters(tally, coefficient, reach, value, observed, expected)
    drawn = tally if coefficient.asks_who else tally.anonymous
    variation = unit_variation(drawn, lambda sums: coefficient_values(coefficient.parts(sums)), reach)
    analytic = reach.interval == "analytic" or (reach.interval == "default" and tally.by_cluster is None)
    if not analytic or coefficient.linear is None or tally.groups < 2:
        return resampled_estimate(value, coefficient.name, variation, reach)
    error, groups = _linear_error(tally, coefficient.linear(tally, observed, expected))
    between = " between clusters" if tally.by_cluster is not None else ""
    method = f"{coefficient.name}; large-sample standard error{between}"
    return by_t(value, error, groups, reach, method, -np.inf, 1.0)


def _linear_error(tally: Tally, linear: Linear) -> tuple[float, int]:
    away = np.where(linear.counted, linear.values - linear.centre, 0.0)
    units = float(tally.times @ linear.counted)
    if tally.by_cluster is None:
        return float(np.sqrt(tally.times @ away**2 / (units * max(units - 1, 1)))), int(units)
    groups = tally.groups
    spread = np.sum(tally.within_clusters(away) ** 2)
    return float(np.sqrt(groups / (groups - 1) * spread) / units), groups


def _with_raters(
    tally: Tally, coefficient: Coefficient, reach: Reach, value: float, observed: float, expected: float
) -> Estimate:
    def values_of(sums: Sums) -> Floats:
        return coefficient_values(coefficient.parts(sums))

    def over_units() -> Estimate:
        return _with_interval(tally, coefficient, replace(reach, over="units"), value, observed, expected)

    return over_raters(tally, value, coefficient.name, values_of, reach, over_units)
