"""Everything `analyse reliability` says of a table of scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reports.analysis.options import Options
from reports.analysis.values import Value, value, values_of
from reports.statistics.correlation import mean_spearman
from reports.statistics.internal_consistency import cronbach_alpha
from reports.statistics.intraclass_forms import FORMS, Form
from reports.statistics.intraclass_reml import RatingModels, reml_intraclass
from reports.statistics.mean_squares import table_squares
from reports.statistics.measurement_error import Kind, smallest_detectable_change, standard_error_of_measurement
from reports.statistics.rank_agreement import kendall_w
from reports.statistics.ratings import RatingsTable
from reports.statistics.reach import Reach
from reports.statistics.reliability import intraclass_correlation, why_no_reliability
from reports.statistics.unbalanced import one_way_unbalanced

FIELDS = ("estimate", "F", "df1", "df2", "p", "ci_low", "ci_high")


def reliability_values(table: RatingsTable, options: Options) -> list[Value]:
    """Values in the order they are printed: every intraclass correlation, errors, internal consistency, ranks."""
    used = table.columns(~np.isnan(table.values).all(0)).rows(~np.isnan(table.values).all(1))
    alone = replace(used, clusters=None)
    found: list[Value] = []
    if used.complete or not used.values.size:
        for form in FORMS:
            estimate = intraclass_correlation(alone, form, Reach("analytic", options.confidence))
            found += values_of(f"icc.{form}", estimate, FIELDS)
            found += _resampled(used, form, options)
        found += _squares(used)
    else:
        complete = alone.rows(~np.isnan(used.values).any(1))
        for form in FORMS:
            listwise = intraclass_correlation(complete, form, Reach("analytic", options.confidence))
            found += values_of(f"icc.listwise.{form}", listwise, ("estimate", "ci_low", "ci_high"))
        found += _unbalanced(used)
    found += _from_reml(used, options)
    found += _errors(alone, options)
    return found + _consistency(used, options) + _ranks(used)


def _resampled(table: RatingsTable, form: Form, options: Options) -> list[Value]:
    found: list[Value] = []
    if table.clusters is not None:
        left = intraclass_correlation(table, form, Reach("jackknife", options.confidence))
        reason = left.no_interval or left.undefined
        found.append(value(f"icc.{form}.jackknife_se_by_{options.cluster}", left.standard_error, reason))
    if options.bootstrap:
        reach = Reach("percentile", options.confidence, options.bootstrap, options.seed)
        drawn = intraclass_correlation(table, form, reach)
        reason = drawn.no_interval or drawn.undefined
        name = f"icc.{form}.{'cluster_' if table.clusters is not None else ''}bootstrap"
        found += [value(f"{name}_low", drawn.low, reason), value(f"{name}_high", drawn.high, reason)]
    return found


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
        reason = estimate.undefined or estimate.no_interval
        found += [
            value(f"icc.reml.{form}", estimate.value, reason),
            value(f"icc.reml.{form}.ci_low", estimate.low, reason),
            value(f"icc.reml.{form}.ci_high", estimate.high, reason),
        ]
    return found


def _errors(table: RatingsTable, options: Options) -> list[Value]:
    found: list[Value] = []
    kinds: tuple[Kind, ...] = ("consistency", "agreement")
    for kind in kinds:
        error = standard_error_of_measurement(table, kind, options.confidence)
        change = smallest_detectable_change(replace(error, confidence=0.95))
        found.append(value(f"sem.{kind}", error.value, error.undefined))
        found.append(value(f"sem.{kind}.ci_low", error.low, error.undefined or error.no_interval))
        found.append(value(f"sem.{kind}.ci_high", error.high, error.undefined or error.no_interval))
        found.append(value(f"mdc95.{kind}", change.value, change.undefined))
    consistency = intraclass_correlation(table, "ICC(C,1)")
    given = table.values[~np.isnan(table.values)]
    if consistency.value is not None and consistency.value <= 1 and len(given) > 1:
        pooled = float(given.std(ddof=1) * np.sqrt(1 - consistency.value))
        found.append(value("sem.sd_times_sqrt_1_minus_icc", pooled))
    return found


def _consistency(table: RatingsTable, options: Options) -> list[Value]:
    found = cronbach_alpha(table.values, options.confidence)
    reason = found.alpha.undefined or found.alpha.no_interval
    values = [
        value("cronbach_alpha.estimate", found.alpha.value, reason),
        value("cronbach_alpha.feldt_ci_low", found.alpha.low, reason),
        value("cronbach_alpha.feldt_ci_high", found.alpha.high, reason),
        value("cronbach_alpha.standardized", found.standardized, reason),
        value("cronbach_alpha.mean_interitem_r", found.mean_correlation, reason),
        value("guttman_lambda6.standardized", found.guttman_6, reason),
        value("sem.total_score_from_alpha", found.total_error, reason),
    ]
    for name, array in (
        ("if_item_dropped", found.without_item),
        ("corrected_item_total_r", found.item_rest),
    ):
        defined = array is not None and bool(np.isfinite(array).all())
        plain = [float(x) for x in array] if array is not None and defined else None
        values.append(Value(f"cronbach_alpha.{name}", plain, None if defined else reason or "An item never varied."))
    return values


def _ranks(table: RatingsTable) -> list[Value]:
    if not table.complete or not table.values.size:
        reason = "Ranks need every rater's score of every unit."
        return [Value("kendall_w.tie_corrected", None, reason), Value("mean_spearman.estimate", None, reason)]
    tied, plain = kendall_w(table.values), kendall_w(table.values, ties=False)
    mean = mean_spearman(table.values, table.rater_names)
    return [
        value("kendall_w.tie_corrected", tied.value, tied.undefined),
        value("kendall_w.uncorrected", plain.value, plain.undefined),
        value("kendall_w.chi2", tied.statistic, tied.undefined),
        value("kendall_w.p", tied.p_value, tied.undefined),
        value("mean_spearman.estimate", mean.value, mean.undefined),
    ]
