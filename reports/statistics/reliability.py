"""Reliability: can raters tell units apart? Intraclass correlations with and without gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.statistics.causes import scores_given
from reports.statistics.distributions import f_tail
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.intraclass_clustered import with_clusters
from reports.statistics.intraclass_forms import FORMS, Form, from_mean_squares, large_sample_error, limits
from reports.statistics.intraclass_reml import RatingModels, reml_intraclass
from reports.statistics.mean_squares import MeanSquares, centred, mean_squares, square_features
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach, Variation, resampled_estimate
from reports.statistics.resampling import Drawable, LeftOut, left_out, resampled_sums

Floats = NDArray[np.float64]
DEFAULT = Reach()


def intraclass_correlation(
    table: RatingsTable, form: Form = "ICC(A,1)", reach: Reach = DEFAULT, averaged: int | None = None
) -> Estimate:
    """One form in McGraw and Wong's notation.

    Complete tables use the analysis of variance, with F, its degrees of freedom, p and the exact or
    Satterthwaite interval; clustered units, or another `reach`, resample clusters. Tables with gaps (two raters out
    of many) use REML variance components, with the likelihood's own interval or, for clustered units and on request,
    the delete-a-cluster jackknife; `method` says which. With 20 clusters the jackknife's interval held the truth in
    94.5 % of 2 000 studies, the accelerated bootstrap's in 90.1 %. averaged: raters whose mean the k forms
    describe, with gaps (default: all of them). Raises ValueError for an unknown form.
    """
    if form not in FORMS:
        raise ValueError(f"There is no intraclass correlation {form}; choose from {', '.join(FORMS)}.")
    return _estimated(_used(table), form, reach, averaged)


def every_form(table: RatingsTable, reach: Reach = DEFAULT) -> dict[Form, Estimate]:
    """All six forms of one table, from the same mean squares, models and replicates."""
    used = _used(table)
    return {form: _estimated(used, form, reach, None) for form in FORMS}


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


@dataclass(frozen=True, eq=False)
class _Used:
    """A table without empty rows and columns, and what its forms have in common, each made when first asked for."""

    table: RatingsTable
    complete: bool

    @cached_property
    def models(self) -> RatingModels:
        return RatingModels(self.table)

    @cached_property
    def values(self) -> Floats:
        return centred(self.table)

    @cached_property
    def features(self) -> Floats:
        return square_features(self.values)

    @cached_property
    def scale(self) -> float:
        return float(np.abs(self.values).max())

    @cached_property
    def squares(self) -> MeanSquares:
        return mean_squares(self.features.sum(0)[None, :], self.scale)

    @cached_property
    def clustered(self) -> bool:
        clusters = self.table.clusters
        return clusters is not None and len(np.unique(clusters)) < len(clusters)

    @cached_property
    def drawable(self) -> Drawable:
        """Clusters where there are any, else units."""
        features = self.features
        if self.clustered:
            place = np.unique(np.asarray(self.table.clusters), return_inverse=True)[1]
            features = np.column_stack([np.bincount(place, column) for column in features.T]).astype(np.float64)
        return Drawable(features, np.ones(len(features)))

    @cached_property
    def without_each(self) -> list[RatingModels]:
        """The models of the table without each cluster."""
        clusters = np.asarray(self.table.clusters)
        return [RatingModels(self.table.rows(clusters != one)) for one in np.unique(clusters)]

    @cached_property
    def _drawn(self) -> dict[tuple[int, int], Floats]:
        return {}

    def resampled(self, replicates: int, seed: int) -> Floats:
        """(replicates, features) sums, drawn once for all forms."""
        if (replicates, seed) not in self._drawn:
            self._drawn[replicates, seed] = resampled_sums(self.drawable, replicates, seed)
        return self._drawn[replicates, seed]


def _used(table: RatingsTable) -> _Used:
    missing = np.isnan(table.values)
    if missing.size and not missing.any():
        return _Used(table, complete=True)
    used = table.columns(~missing.all(0)).rows(~missing.all(1))
    return _Used(used, used.complete)


def _estimated(used: _Used, form: Form, reach: Reach, averaged: int | None) -> Estimate:
    units, raters = used.table.values.shape
    nothing = why_no_reliability(used.table)
    if nothing is not None:
        shown = scores_given(used.table.values, used.table.rater_names)
        return undefined(nothing, method=form, units=units, ratings=used.table.ratings, cause=shown)
    if used.complete:
        estimate = _from_complete(used, form, reach)
    else:
        estimate = reml_intraclass(used.models, form, averaged or raters, reach.confidence)
        if used.clustered and estimate.value is not None:
            estimate = _clustered_reml(used, form, averaged or raters, reach, estimate)
    return estimate.resting_on(units, raters, used.table.ratings)


def _from_complete(used: _Used, form: Form, reach: Reach) -> Estimate:
    value = float(from_mean_squares(form, used.squares)[0])
    if not np.isfinite(value):
        reason = "The units' means do not differ and the raters differ by the same step everywhere, so this is 0/0."
        shown = scores_given(used.table.values, used.table.rater_names)
        method = f"{form}; analysis of variance"
        return undefined(reason, method=method, confidence=reach.confidence, cause=shown)
    kind = reach.interval
    if kind == "default":
        kind = "jackknife" if used.clustered else "analytic"
    if kind == "analytic":
        estimate = _analytic(form, used.squares, value, reach.confidence)
    else:
        estimate = _resampled(used, form, replace(reach, interval=kind), value)
    return _with_test(estimate, form, used.squares)


def _clustered_reml(used: _Used, form: Form, averaged: int, reach: Reach, alone: Estimate) -> Estimate:
    if reach.interval != "jackknife" or alone.value is None:
        # Fitting anew for every cluster is slow, so it has to be asked for.
        return with_clusters(alone, used.table, form, averaged)
    name = f"{form}; REML variance components"
    values = [reml_intraclass(models, form, averaged, reach.confidence).value for models in used.without_each]
    without = LeftOut(np.array([np.nan if one is None else one for one in values]), np.ones(len(values)))
    variation = Variation(len(values), "cluster", lambda: without, lambda: np.empty(0))
    return resampled_estimate(alone.value, name, variation, reach)


def _analytic(form: Form, squares: MeanSquares, value: float, confidence: float) -> Estimate:
    found = limits(form, squares, confidence)
    method = f"{form}; analysis of variance, McGraw-Wong interval"
    if isinstance(found, str):
        return Estimate(value, confidence=confidence, method=method, no_interval=found)
    error = large_sample_error(form, squares)
    shown = error if np.isfinite(error) else None
    return Estimate(value, shown, found[0], found[1], confidence=confidence, method=method)


def _with_test(estimate: Estimate, form: Form, squares: MeanSquares) -> Estimate:
    row, _, rest, within, units, raters = squares.alone()
    one_way = form in {"ICC(1)", "ICC(k)"}
    error = within if one_way else rest
    if error == 0:
        return estimate
    freedom = (float(units - 1), float(units * (raters - 1) if one_way else (units - 1) * (raters - 1)))
    ratio = row / error
    return replace(estimate, statistic=ratio, degrees_of_freedom=freedom, p_value=f_tail(ratio, *freedom))


def _resampled(used: _Used, form: Form, reach: Reach, value: float) -> Estimate:
    def values_of(sums: Floats) -> Floats:
        return from_mean_squares(form, mean_squares(sums, used.scale))

    variation = Variation(
        used.drawable.number,
        "cluster" if used.clustered else "unit",
        lambda: left_out(used.drawable, values_of),
        lambda: values_of(used.resampled(reach.replicates, reach.seed)),
    )
    return resampled_estimate(value, f"{form}; analysis of variance", variation, reach)
