"""Everything `analyse reliability` says of a table of scores."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from reports.analysis.consistency_values import consistency_values
from reports.analysis.options import Options
from reports.analysis.spread_values import more_needed_values, spread_values
from reports.analysis.values import Value, reached, value, values_of
from reports.statistics.benchmarks import koo_li
from reports.statistics.correlation import mean_spearman
from reports.statistics.distributions import normal_quantile
from reports.statistics.estimate import Estimate
from reports.statistics.intraclass_clustered import with_clusters
from reports.statistics.intraclass_forms import FORMS
from reports.statistics.intraclass_reml import RatingModels, reml_intraclass
from reports.statistics.mean_squares import table_squares
from reports.statistics.measurement_error import (
    Kind,
    error_of_mean,
    smallest_detectable_change,
    standard_error_of_measurement,
    times,
)
from reports.statistics.rank_agreement import kendall_w
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.reliability import intraclass_correlation, why_no_reliability
from reports.statistics.unbalanced import one_way_unbalanced

FIELDS = ("estimate", "se", "F", "df1", "df2", "p", "ci_low", "ci_high")


def reliability_values(table: RatingsTable, options: Options) -> list[Value]:
    """Values in the order they are printed: every intraclass correlation, errors, internal consistency, ranks."""
    used = table.columns(~np.isnan(table.values).all(0)).rows(~np.isnan(table.values).all(1))
    alone = replace(used, clusters=None)
    found: list[Value] = []
    if used.complete or not used.values.size:
        for form in FORMS:
            estimate = intraclass_correlation(alone, form, Reach("analytic", options.confidence))
            found += values_of(f"icc.{form}", estimate, FIELDS)
            found.append(_word(form, estimate))
            found += spread_values(used, partial(intraclass_correlation, used, form), f"icc.{form}", options)
            if options.width is not None:
                so_far = intraclass_correlation(used, form, Reach(confidence=options.confidence))
                found += more_needed_values(f"icc.{form}", so_far, options)
        found += _squares(used)
    else:
        complete = alone.rows(~np.isnan(used.values).any(1))
        for form in FORMS:
            listwise = intraclass_correlation(complete, form, Reach("analytic", options.confidence))
            found += values_of(f"icc.listwise.{form}", listwise, ("estimate", "ci_low", "ci_high"))
        found += _unbalanced(used)
    found += _from_reml(used, options)
    found += _errors(alone, options)
    return found + consistency_values(used, options) + _ranks(used, options)


def _word(form: str, estimate: Estimate) -> Value:
    """Koo and Li's word, on the interval's lower limit."""
    word = koo_li(estimate)
    reason = estimate.undefined or estimate.no_interval or "Without an interval no band can be named."
    return Value(f"benchmark.icc.{form}.koo_li.label", word, None if word else reason, estimate.cause)


def _squares(table: RatingsTable) -> list[Value]:
    if why_no_reliability(table) is not None:
        return []
    row, column, rest, within, _, _ = table_squares(table).alone()
    names = {"MSR": row, "MSC": column, "MSE": rest, "MSW": within}
    return [value(f"anova.{name}", number) for name, number in names.items()]


def _unbalanced(table: RatingsTable) -> list[Value]:
    found = one_way_unbalanced(table)
    if isinstance(found, str):
        return [Value("icc.anova_unbalanced.ICC(1).est", None, found)]
    named = {
        "est": found.coefficient,
        "k0": found.raters_each,
        "F": found.between / found.within if found.within > 0 else None,
        "df1": found.freedom[0],
        "df2": found.freedom[1],
        "msb": found.between,
        "msw": found.within,
    }
    return [
        value(f"icc.anova_unbalanced.ICC(1).{name}", number, "Raters never differed.") for name, number in named.items()
    ]


def _from_reml(table: RatingsTable, options: Options) -> list[Value]:
    nothing = why_no_reliability(table)
    if nothing is not None:
        return [Value("icc.reml.ICC(A,1)", None, nothing)]
    found: list[Value] = []
    models = RatingModels(table)
    for form in FORMS:
        estimate = reml_intraclass(models, form, table.values.shape[1], options.confidence)
        if table.clusters is not None and not table.complete:
            estimate = with_clusters(estimate, table, form, table.values.shape[1])
        reason = estimate.undefined or estimate.no_interval
        found += [
            value(f"icc.reml.{form}", estimate.value, reason),
            value(f"icc.reml.{form}.se", estimate.standard_error, reason),
            value(f"icc.reml.{form}.ci_low", estimate.low, reason),
            value(f"icc.reml.{form}.ci_high", estimate.high, reason),
            _word(f"reml.{form}", estimate),
        ]
        if not table.complete:
            counts = (table.values.shape[0], table.values.shape[1], table.ratings)
            found += more_needed_values(f"icc.reml.{form}", estimate.resting_on(*counts), options)
        if table.clusters is not None and not table.complete:
            left = intraclass_correlation(table, form, Reach("jackknife", options.confidence))
            why = left.undefined or left.no_interval
            found.append(value(f"icc.reml.{form}.jackknife_se_by_{options.cluster}", left.standard_error, why))
    return found


def _errors(table: RatingsTable, options: Options) -> list[Value]:
    found: list[Value] = []
    kinds: tuple[Kind, ...] = ("consistency", "agreement")
    means = options.mean_of or (table.values.shape[1],)
    for kind in kinds:
        error = standard_error_of_measurement(table, kind, options.confidence)
        found += reached(f"sem.{kind}", error)
        # The change is always that of 95 %, whatever the confidence of its interval.
        multiple = normal_quantile((1 + options.confidence) / 2)
        to_95 = normal_quantile(0.975) / multiple
        found += reached(f"mdc95.{kind}", times(smallest_detectable_change(error), to_95))
        for number in means:
            if number > 1:
                found += reached(f"sem.{kind}.mean_of_{number}", error_of_mean(error, number))
                change = times(smallest_detectable_change(error, number), to_95)
                found += reached(f"mdc95.{kind}.mean_of_{number}", change)
    consistency = intraclass_correlation(table, "ICC(C,1)")
    given = table.values[~np.isnan(table.values)]
    if consistency.value is not None and consistency.value <= 1 and len(given) > 1:
        pooled = float(given.std(ddof=1) * np.sqrt(1 - consistency.value))
        found.append(value("sem.sd_times_sqrt_1_minus_icc", pooled))
    return found


def _ranks(table: RatingsTable, options: Options) -> list[Value]:
    if not table.complete or not table.values.size:
        reason = "Ranks need every rater's score of every unit."
        return [Value("kendall_w.tie_corrected", None, reason), Value("mean_spearman.estimate", None, reason)]
    tied, plain = (
        kendall_w(table.values, ties=ties, clusters=table.clusters, confidence=options.confidence)
        for ties in (True, False)
    )
    mean = mean_spearman(table.values, table.rater_names, table.clusters, options.confidence)
    return [
        *reached("kendall_w.tie_corrected", tied),
        *reached("kendall_w.uncorrected", plain),
        value("kendall_w.chi2", tied.statistic, tied.undefined),
        value("kendall_w.p", tied.p_value, tied.undefined),
        *reached("mean_spearman.estimate", mean),
    ]
