"""Everything `analyse agreement` says of a table of ratings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from reports.analysis.layouts import Scale
from reports.analysis.options import WEIGHT_NAMES, Options
from reports.analysis.pair_values import pair_values
from reports.analysis.progress import SILENT, Progress
from reports.analysis.spread_values import Measure, more_needed_values, spread_values
from reports.analysis.values import Value, reached, value, values_of
from reports.statistics.agreement import (
    all_raters_agreement,
    brennan_prediger,
    conger_kappa,
    exact_agreement,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
    within_one_agreement,
)
from reports.statistics.benchmarks import BANDS, benchmark
from reports.statistics.estimate import Estimate
from reports.statistics.kappas import fleiss_kappa_1971
from reports.statistics.krippendorff import LEVELS, Level, krippendorff_alpha, krippendorff_alpha_gwet_form
from reports.statistics.light import light_kappa
from reports.statistics.point_agreement import point_kappas, specific_agreement
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.weights import Weights

Floats = NDArray[np.float64]
COEFFICIENTS: dict[str, Callable[[RatingsTable, Weights, Reach], Estimate]] = {
    "percent_agreement": percent_agreement,
    "brennan_prediger": brennan_prediger,
    "fleiss_kappa": fleiss_kappa,
    "conger_kappa": conger_kappa,
    "gwet_ac": gwet_ac,
    "krippendorff_alpha_gwet_form": krippendorff_alpha_gwet_form,
}
WITHOUT_CHANCE = ("estimate", "se", "ci_low", "ci_high")


def agreement_values(
    table: RatingsTable, scale: Scale, options: Options, custom: Floats | None = None, progress: Progress = SILENT
) -> list[Value]:
    """Values in the order they are printed. custom: a ready table of agreement weights, in place of the named ones."""
    weights = _chosen(options, custom)
    found: list[Value] = []
    anonymous = options.layout == "counts"
    if table.values.shape[1] == 2 and not anonymous:
        progress.step("Cohen's kappas")
        found += pair_values(table, scale, weights, options)
    found += _plain_shares(table, scale, options)
    for name, weight in weights.items():
        for coefficient, function in COEFFICIENTS.items():
            if anonymous and coefficient == "conger_kappa":
                continue
            progress.step(f"{coefficient}.{name}")
            found += _coefficient(table, function, weight, f"{coefficient}.{name}", options)
    for level in _levels(scale, options):
        progress.step(f"krippendorff_alpha.{level}")
        found += _alpha(table, level, options)
    if table.values.shape[1] > 2:
        found += _for_many(table, scale, anonymous, options)
    if options.pairs and not anonymous:
        for first, second in combinations(table.rater_names, 2):
            progress.step(f"{first} and {second}")
            of_pair = pair_values(table.pairs(first, second), scale, weights, options)
            found += [replace(one, id=f"pair.{first}~{second}.{one.id}") for one in of_pair]
    return found


def _chosen(options: Options, custom: Floats | None) -> dict[str, Weights]:
    if custom is not None:
        return {"custom": custom}
    return {name: name for name in WEIGHT_NAMES if name in options.weights}


def _plain_shares(table: RatingsTable, scale: Scale, options: Options) -> list[Value]:
    reach = Reach(confidence=options.confidence)
    shares = {
        "mean_pairwise_exact": exact_agreement(table, reach),
        "mean_pairwise_within_1": within_one_agreement(table, reach),
        "all_raters_exact": all_raters_agreement(table, 0, reach),
        "all_raters_within_1": all_raters_agreement(table, 1, reach),
    }
    found = [one for name, share in shares.items() for one in reached(f"percent_agreement.{name}", share)]
    specific = specific_agreement(table, reach)
    if len(specific) == 2:
        return found + reached("positive_agreement", specific[0]) + reached("negative_agreement", specific[1])
    named = zip(scale.names, specific, strict=True)
    return found + [one for label, share in named for one in reached(f"specific_agreement.{label}.estimate", share)]


def _coefficient(
    table: RatingsTable,
    function: Callable[[RatingsTable, Weights, Reach], Estimate],
    weight: Weights,
    prefix: str,
    options: Options,
) -> list[Value]:
    alone = function(table.without_clusters(), weight, Reach("analytic", options.confidence))
    fields = WITHOUT_CHANCE if prefix.startswith("percent") else (*WITHOUT_CHANCE, "pa", "pe")
    found = values_of(prefix, alone, fields)
    if table.clusters is not None:
        # With clusters the plain standard error is named for what it is: it takes units for independent.
        found = [replace(one, id=f"{prefix}.se_gwet") if one.id.endswith(".se") else one for one in found]
    if table.values.shape[1] > 2 and options.layout != "counts":
        found += _with_raters(function(table, weight, Reach("analytic", options.confidence, over="both")), prefix)
    found += spread_values(table, lambda reach: function(table, weight, reach), prefix, options)
    found += _more(lambda reach: function(table, weight, reach), prefix, options)
    return found if prefix.startswith("percent") else found + _benchmarks(alone, prefix)


def _with_raters(both: Estimate, prefix: str) -> list[Value]:
    reason = both.undefined or both.no_interval
    ends = {"se": both.standard_error, "ci_low": both.low, "ci_high": both.high}
    return [value(f"{prefix}.{name}_units_and_raters", number, reason, both.cause) for name, number in ends.items()]


def _benchmarks(alone: Estimate, prefix: str) -> list[Value]:
    found: list[Value] = []
    for scheme in BANDS:
        word = benchmark(alone, scheme)
        name = f"benchmark.{prefix}.{scheme}"
        if isinstance(word, str):
            found += [Value(f"{name}.label", None, word, alone.cause)]
        else:
            found += [
                Value(f"{name}.cumulative_probabilities", list(word.cumulative)),
                Value(f"{name}.label", word.label),
            ]
    return found


def _alpha(table: RatingsTable, level: Level, options: Options) -> list[Value]:
    prefix = f"krippendorff_alpha.{level}"
    estimate = krippendorff_alpha(table.without_clusters(), level, Reach("jackknife", options.confidence))
    reason = estimate.no_interval or estimate.undefined
    found = values_of(prefix, estimate, ("estimate", "ci_low", "ci_high"))
    found.append(value(f"{prefix}.jackknife_se", estimate.standard_error, reason, estimate.cause))
    if table.values.shape[1] > 2 and options.layout != "counts":
        both = krippendorff_alpha(table, level, Reach("jackknife", options.confidence, over="both"))
        found += _with_raters(both, prefix)
    found += _more(lambda reach: krippendorff_alpha(table, level, reach), prefix, options)
    return found + spread_values(table, lambda reach: krippendorff_alpha(table, level, reach), prefix, options)


def _more(measure: Measure, prefix: str, options: Options) -> list[Value]:
    if options.width is None:
        return []
    return more_needed_values(prefix, measure(Reach(confidence=options.confidence)), options)


def _levels(scale: Scale, options: Options) -> tuple[Level, ...]:
    if options.levels is not None:
        return options.levels
    if not scale.numeric:
        return ("nominal",)
    return LEVELS if min(scale.points, default=0.0) >= 0 else ("nominal", "ordinal", "interval")


def _for_many(table: RatingsTable, scale: Scale, anonymous: bool, options: Options) -> list[Value]:
    reach = Reach(confidence=options.confidence)
    found: list[Value] = []
    if not anonymous:
        found += reached("light_kappa.estimate", light_kappa(table, "identity", reach))
        found += spread_values(table, lambda way: light_kappa(table, "identity", way), "light_kappa", options)
    for label, one in zip(scale.names, point_kappas(table, reach), strict=True):
        found += reached(f"fleiss_kappa.category.{label}.estimate", one)
    each = np.unique((table.codes >= 0).sum(1))
    if len(each[each > 0]) != 1 or each.max() < 2:
        return found
    if not anonymous and table.complete:
        found += reached("conger_kappa_1980.estimate", conger_kappa(table, "identity", reach))
    found += reached("randolph_free_marginal.estimate", brennan_prediger(table, "identity", reach))
    fleiss = fleiss_kappa_1971(table, options.confidence)
    reason, cause = fleiss.overall.undefined, fleiss.overall.cause
    found += [
        *reached("fleiss_kappa_1971.estimate", fleiss.overall),
        value("fleiss_kappa_1971.se0", fleiss.overall.null_error, reason, cause),
        value("fleiss_kappa_1971.z", fleiss.overall.statistic, reason, cause),
        value("fleiss_kappa_1971.p", fleiss.overall.p_value, reason, cause),
        value("fleiss_kappa_1971.category_se0", fleiss.null_error_of_points, reason, cause),
    ]
    if np.isfinite(fleiss.of_points).all():
        found.append(Value("fleiss_kappa_1971.category", [float(k) for k in fleiss.of_points]))
    else:
        unused = reason or "A point of the scale was never used."
        found.append(Value("fleiss_kappa_1971.category", None, unused, cause))
    return found
