"""Everything `analyse agreement` says of a table of ratings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from reports.analysis.layouts import Scale
from reports.analysis.options import WEIGHT_NAMES, Options
from reports.analysis.values import Value, value, values_of
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
from reports.statistics.agreement_interval import Reach
from reports.statistics.benchmarks import BANDS, benchmark
from reports.statistics.estimate import Estimate
from reports.statistics.kappas import cohen_kappa, contingency, fleiss_kappa_1971, largest_kappa, light_kappa
from reports.statistics.krippendorff import LEVELS, Level, krippendorff_alpha, krippendorff_alpha_gwet_form
from reports.statistics.pair_tables import SymmetryTest, bowker_symmetry, stuart_maxwell, two_point_habits
from reports.statistics.ratings import RatingsTable
from reports.statistics.weights import Weights

Floats = NDArray[np.float64]
Measure = Callable[[Reach], Estimate]
COEFFICIENTS: dict[str, Callable[[RatingsTable, Weights, Reach], Estimate]] = {
    "percent_agreement": percent_agreement,
    "brennan_prediger": brennan_prediger,
    "fleiss_kappa": fleiss_kappa,
    "conger_kappa": conger_kappa,
    "gwet_ac": gwet_ac,
    "krippendorff_alpha_gwet_form": krippendorff_alpha_gwet_form,
}
WITHOUT_CHANCE = ("estimate", "se", "ci_low", "ci_high")


def agreement_values(table: RatingsTable, scale: Scale, options: Options, custom: Floats | None = None) -> list[Value]:
    """Values in the order they are printed. custom: a ready table of agreement weights, in place of the named ones."""
    weights = _chosen(options, custom)
    found: list[Value] = []
    anonymous = options.layout == "counts"
    if table.values.shape[1] == 2 and not anonymous:
        found += pair_values(table, scale, weights, options)
    found += _plain_shares(table, options)
    for name, weight in weights.items():
        for coefficient, function in COEFFICIENTS.items():
            if anonymous and coefficient == "conger_kappa":
                continue
            found += _coefficient(table, function, weight, f"{coefficient}.{name}", options)
    for level in _levels(scale, options):
        found += _alpha(table, level, options)
    if table.values.shape[1] > 2:
        found += _for_many(table, anonymous)
    if options.pairs and not anonymous:
        for first, second in combinations(table.rater_names, 2):
            of_pair = pair_values(table.pairs(first, second), scale, weights, options)
            found += [replace(one, id=f"pair.{first}~{second}.{one.id}") for one in of_pair]
    return found


def pair_values(table: RatingsTable, scale: Scale, weights: dict[str, Weights], options: Options) -> list[Value]:
    """Cohen's kappas of two raters, with what the pair's table shows beside them."""
    found: list[Value] = []
    for name, weight in weights.items():
        prefix = f"cohen_kappa.{name}"

        def kappa(reach: Reach, weight: Weights = weight) -> Estimate:
            return cohen_kappa(table, weight, reach)

        alone = cohen_kappa(_unclustered(table), weight, Reach("analytic", options.confidence))
        fields = ("estimate", "ase", "ase0", "ci_low", "ci_high", "po", "pe")
        found += values_of(prefix, alone, fields)
        found += _between_clusters(table, kappa, prefix, options)
    largest = largest_kappa(table)
    found.append(value("cohen_kappa.identity.kappa_max", largest.value, largest.undefined))
    counts = contingency(table)
    found += _symmetry("bowker_symmetry", bowker_symmetry(counts))
    found += _symmetry("stuart_maxwell", stuart_maxwell(counts))
    if len(scale.points) == 2 and counts.any():
        habits = two_point_habits(counts)
        found += [
            value("prevalence_index", habits.prevalence_index),
            value("bias_index", habits.bias_index),
            value("pabak", habits.pabak),
            value("positive_agreement", habits.positive_agreement, "Neither rater used the first point."),
        ]
    return found


def _chosen(options: Options, custom: Floats | None) -> dict[str, Weights]:
    if custom is not None:
        return {"custom": custom}
    return {name: name for name in WEIGHT_NAMES if name in options.weights}


def _unclustered(table: RatingsTable) -> RatingsTable:
    return replace(table, clusters=None)


def _symmetry(name: str, test: SymmetryTest) -> list[Value]:
    return [
        value(f"{name}.chi2", test.chi_squared, test.undefined),
        value(f"{name}.df", test.degrees_of_freedom),
        value(f"{name}.p", test.p_value, test.undefined),
    ]


def _plain_shares(table: RatingsTable, options: Options) -> list[Value]:
    reach = Reach(confidence=options.confidence)
    shares = {
        "mean_pairwise_exact": exact_agreement(table, reach),
        "mean_pairwise_within_1": within_one_agreement(table, reach),
        "all_raters_exact": all_raters_agreement(table, 0, reach),
        "all_raters_within_1": all_raters_agreement(table, 1, reach),
    }
    return [value(f"percent_agreement.{name}", share.value, share.undefined) for name, share in shares.items()]


def _coefficient(
    table: RatingsTable,
    function: Callable[[RatingsTable, Weights, Reach], Estimate],
    weight: Weights,
    prefix: str,
    options: Options,
) -> list[Value]:
    alone = function(_unclustered(table), weight, Reach("analytic", options.confidence))
    fields = WITHOUT_CHANCE if prefix.startswith("percent") else (*WITHOUT_CHANCE, "pa", "pe")
    found = values_of(prefix, alone, fields)
    if table.clusters is not None:
        # With clusters the plain standard error is named for what it is: it takes units for independent.
        found = [replace(one, id=f"{prefix}.se_gwet") if one.id.endswith(".se") else one for one in found]
    found += _between_clusters(table, lambda reach: function(table, weight, reach), prefix, options)
    if not prefix.startswith("percent"):
        for scheme in BANDS:
            word = benchmark(alone, scheme)
            name = f"benchmark.{prefix}.{scheme}"
            if isinstance(word, str):
                found += [Value(f"{name}.label", None, word)]
            else:
                found += [
                    Value(f"{name}.cumulative_probabilities", list(word.cumulative)),
                    Value(f"{name}.label", word.label),
                ]
    return found


def _alpha(table: RatingsTable, level: Level, options: Options) -> list[Value]:
    prefix = f"krippendorff_alpha.{level}"
    estimate = krippendorff_alpha(_unclustered(table), level, Reach("jackknife", options.confidence))
    found = values_of(prefix, estimate, ("estimate", "ci_low", "ci_high"))
    found.append(value(f"{prefix}.jackknife_se", estimate.standard_error, estimate.no_interval or estimate.undefined))
    return found + _between_clusters(table, lambda reach: krippendorff_alpha(table, level, reach), prefix, options)


def _between_clusters(table: RatingsTable, measure: Measure, prefix: str, options: Options) -> list[Value]:
    found: list[Value] = []
    clustered = table.clusters is not None
    if clustered:
        left = measure(Reach("jackknife", options.confidence))
        reason = left.no_interval or left.undefined
        found.append(value(f"{prefix}.jackknife_se_by_{options.cluster}", left.standard_error, reason))
    if options.bootstrap:
        drawn = measure(Reach("percentile", options.confidence, options.bootstrap, options.seed))
        better = measure(Reach("bootstrap", options.confidence, options.bootstrap, options.seed))
        reason = drawn.no_interval or drawn.undefined
        name = f"{prefix}.{'cluster_' if clustered else ''}bootstrap"
        found += [
            value(f"{name}_low", drawn.low, reason),
            value(f"{name}_high", drawn.high, reason),
            value(f"{name}_se", drawn.standard_error, reason),
            value(f"{name}_bca_low", better.low, reason),
            value(f"{name}_bca_high", better.high, reason),
        ]
    return found


def _levels(scale: Scale, options: Options) -> tuple[Level, ...]:
    if options.levels is not None:
        return options.levels
    if not scale.numeric:
        return ("nominal",)
    return LEVELS if min(scale.points, default=0.0) >= 0 else ("nominal", "ordinal", "interval")


def _for_many(table: RatingsTable, anonymous: bool) -> list[Value]:
    found: list[Value] = []
    if not anonymous:
        light = light_kappa(table)
        found.append(value("light_kappa.estimate", light.value, light.undefined))
    each = np.unique((table.codes >= 0).sum(1))
    if len(each[each > 0]) != 1 or each.max() < 2:
        return found
    if not anonymous and table.complete:
        conger = conger_kappa(table)
        found.append(value("conger_kappa_1980.estimate", conger.value, conger.undefined))
    free = brennan_prediger(table)
    found.append(value("randolph_free_marginal.estimate", free.value, free.undefined))
    fleiss = fleiss_kappa_1971(table)
    reason = fleiss.overall.undefined
    found += [
        value("fleiss_kappa_1971.estimate", fleiss.overall.value, reason),
        value("fleiss_kappa_1971.se0", fleiss.overall.null_error, reason),
        value("fleiss_kappa_1971.z", fleiss.overall.statistic, reason),
        value("fleiss_kappa_1971.p", fleiss.overall.p_value, reason),
        value("fleiss_kappa_1971.category_se0", fleiss.null_error_of_points, reason),
    ]
    if np.isfinite(fleiss.of_points).all():
        found.append(Value("fleiss_kappa_1971.category", [float(k) for k in fleiss.of_points]))
    else:
        found.append(Value("fleiss_kappa_1971.category", None, reason or "A point of the scale was never used."))
    return found
