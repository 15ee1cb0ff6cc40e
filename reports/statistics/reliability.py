"""Reliability: can raters tell units apart? Intraclass correlations with and without gaps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.statistics.agreement_interval import Reach
from reports.statistics.distributions import f_tail, t_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.intraclass_forms import FORMS, Form, from_mean_squares, limits
from reports.statistics.intraclass_reml import reml_intraclass
from reports.statistics.mean_squares import MeanSquares, centred, mean_squares, square_features, table_squares
from reports.statistics.ratings import RatingsTable
from reports.statistics.resampling import (
    Drawable,
    accelerated_limits,
    left_out,
    percentile_limits,
    resampled_sums,
)

Floats = NDArray[np.float64]
DEFAULT = Reach()
MOST_UNDEFINED = 0.05


def intraclass_correlation(
    table: RatingsTable, form: Form = "ICC(A,1)", reach: Reach = DEFAULT, averaged: int | None = None
) -> Estimate:
    """One form in McGraw and Wong's notation.

    Complete tables use the analysis of variance, with F, its degrees of freedom, p and the exact or
    Satterthwaite interval; clustered units, or another `reach`, resample clusters. Tables with gaps (two raters out
    of many) use REML variance components; `method` says which. averaged: raters whose mean the k forms
    describe, with gaps (default: all of them). Raises ValueError for an unknown form.
    """
    if form not in FORMS:
        raise ValueError(f"There is no intraclass correlation {form}; choose from {', '.join(FORMS)}.")
    used = table.columns(~np.isnan(table.values).all(0)).rows(~np.isnan(table.values).all(1))
    nothing = why_no_reliability(used)
    if nothing is not None:
        return undefined(nothing, method=form, units=used.values.shape[0], ratings=used.ratings)
    counts = (used.values.shape[0], used.values.shape[1], used.ratings)
    if not used.complete:
        return reml_intraclass(used, form, averaged or used.values.shape[1], reach.confidence).resting_on(*counts)
    return _from_complete(used, form, reach).resting_on(*counts)


def why_no_reliability(table: RatingsTable) -> str | None:
    """The sentence for a table that cannot show reliability, else None. Expects no empty rows or columns."""
    units, raters = table.values.shape
    if not units:
        return "There are no ratings."
    if raters < 2:
        return f"Reliability needs two raters: only {table.rater_names[0]} rated."
    if units < 2:
        return "Reliability needs two units: only one was rated."
    given = table.values[~np.isnan(table.values)]
    if np.ptp(given) == 0:
        return f"Every score is the same: {len(given)} of {len(given)} are {given[0]:g}, so nothing can be told apart."
    return None


def _from_complete(table: RatingsTable, form: Form, reach: Reach) -> Estimate:
    squares = table_squares(table)
    value = float(from_mean_squares(form, squares)[0])
    if not np.isfinite(value):
        reason = "The units' means do not differ and the raters differ by the same step everywhere, so this is 0/0."
        return undefined(reason, method=f"{form}; analysis of variance", confidence=reach.confidence)
    clustered = table.clusters is not None and len(np.unique(table.clusters)) < len(table.clusters)
    kind = reach.interval
    if kind == "default":
        kind = "jackknife" if clustered else "analytic"
    if kind == "analytic":
        estimate = _analytic(form, squares, value, reach.confidence)
    else:
        estimate = _resampled(table, form, replace(reach, interval=kind), value, clustered)
    return _with_test(estimate, form, squares)


def _analytic(form: Form, squares: MeanSquares, value: float, confidence: float) -> Estimate:
    found = limits(form, squares, confidence)
    method = f"{form}; analysis of variance, McGraw-Wong interval"
    if isinstance(found, str):
        return Estimate(value, confidence=confidence, method=method, no_interval=found)
    return Estimate(value, low=found[0], high=found[1], confidence=confidence, method=method)


def _with_test(estimate: Estimate, form: Form, squares: MeanSquares) -> Estimate:
    row, _, rest, within, units, raters = squares.alone()
    one_way = form in {"ICC(1)", "ICC(k)"}
    error = within if one_way else rest
    if error == 0:
        return estimate
    freedom = (float(units - 1), float(units * (raters - 1) if one_way else (units - 1) * (raters - 1)))
    ratio = row / error
    return replace(estimate, statistic=ratio, degrees_of_freedom=freedom, p_value=f_tail(ratio, *freedom))


def _resampled(table: RatingsTable, form: Form, reach: Reach, value: float, clustered: bool) -> Estimate:
    values = centred(table)
    scale = float(np.abs(values).max())
    features = square_features(values)
    if clustered:
        place = np.unique(np.asarray(table.clusters), return_inverse=True)[1]
        of_cluster = [np.bincount(place, column) for column in features.T]
        features = np.column_stack(of_cluster).astype(np.float64)
    thing = "cluster" if clustered else "unit"
    drawable = Drawable(features, np.ones(len(features)))

    def values_of(sums: Floats) -> Floats:
        return from_mean_squares(form, mean_squares(sums, scale))

    if len(features) < 2:
        reason = "All units belong to one cluster, so their spread cannot be judged."
        return Estimate(value, confidence=reach.confidence, method=form, no_interval=reason)
    without = left_out(drawable, values_of)
    if not np.isfinite(without.values).all():
        reason = f"Without one {thing} the coefficient is undefined, so its spread cannot be judged."
        return Estimate(value, confidence=reach.confidence, method=form, no_interval=reason)
    if reach.interval == "jackknife":
        quantile = t_quantile((1 + reach.confidence) / 2, len(features) - 1)
        method = f"{form}; analysis of variance, delete-one-{thing} jackknife, t, {len(features) - 1} df"
        error = without.standard_error
        return symmetric(value, error, quantile, method=method, confidence=reach.confidence, highest=1.0)
    replicates = values_of(resampled_sums(drawable, reach.replicates, reach.seed))
    finite = replicates[np.isfinite(replicates)]
    plain = reach.interval == "percentile"
    how = "percentile" if plain else "BCa"
    method = f"{form}; {thing} bootstrap, {how}, {reach.replicates} replicates, seed {reach.seed}"
    if len(finite) < (1 - MOST_UNDEFINED) * len(replicates):
        reason = f"In {len(replicates) - len(finite)} of {len(replicates)} bootstrap samples this is undefined."
        return Estimate(value, confidence=reach.confidence, method=method, no_interval=reason)
    if plain:
        low, high = percentile_limits(finite, reach.confidence)
    else:
        low, high = accelerated_limits(finite, value, without.acceleration, reach.confidence)
    error = float(finite.std(ddof=1))
    ends = (min(low, value), max(high, value))
    return Estimate(value, error, ends[0], ends[1], confidence=reach.confidence, method=method)


def every_form(table: RatingsTable, reach: Reach = DEFAULT) -> dict[Form, Estimate]:
    """All six forms of one table."""
    return {form: intraclass_correlation(table, form, reach) for form in FORMS}
