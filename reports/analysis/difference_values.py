"""Everything `analyse differences` says of two columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.analysis.options import Options
from reports.analysis.problems import refuse
from reports.analysis.sheet import Sheet
from reports.analysis.values import Value, value
from reports.statistics.correlation import (
    jackknifed,
    kendall_tau_b,
    lin_concordance,
    pearson_correlation,
    spearman_correlation,
)
from reports.statistics.differences import (
    difference_on_mean,
    limit_error_factor,
    limits_of_agreement,
    regression_limits,
)
from reports.statistics.distributions import normal_quantile
from reports.statistics.mixed_model import fit_mixed_model
from reports.statistics.repeated_differences import (
    RepeatedLimits,
    difference_components,
    limits_of_varying_pairs,
    limits_with_replicates,
    repeatability_coefficient,
)

Floats = NDArray[np.float64]


def difference_values(sheet: Sheet, options: Options) -> list[Value]:
    """Values in the order they are printed. Raises UnusableInput when the two columns are not named."""
    if not (options.x and options.y):
        raise refuse("differences need --x and --y")
    x, y = sheet.numbers(options.x), sheet.numbers(options.y)
    both = ~(np.isnan(x) | np.isnan(y))
    subjects = sheet.labels(options.subject) if options.subject else None
    form = options.form or ("nested" if subjects else "single")
    if subjects is None and form != "single":
        raise refuse(f"--form {form} needs --subject")
    found: list[Value] = []
    if subjects is None or form == "single":
        found += single_values(x, y, options)
    else:
        found += _repeated("ba_replicates", limits_with_replicates(subjects, x, y, options.confidence))
        found += _repeated("ba_nested", limits_of_varying_pairs(subjects, x, y, options.confidence))
        found += _components(subjects, x, y)
        found += _mixed(subjects, x - y)
        for name, column in (("x", x), ("y", y)):
            repeat = repeatability_coefficient(subjects, column)
            found.append(value(f"repeatability_coefficient.{name}", repeat.value, repeat.undefined))
    found += _logarithmic(x[both], y[both], options)
    found += _correlations(x, y, options)
    groups = sheet.labels(options.cluster) if options.cluster else None
    if groups is not None:
        kept = [group for group, there in zip(groups, both, strict=True) if there]
        for name, statistic in (("bias", "difference"), ("pearson", "pearson"), ("lin_ccc", "concordance")):
            left = jackknifed(x[both], y[both], kept, statistic, options.confidence)
            reason = left.undefined or left.no_interval
            found.append(value(f"{name}.jackknife_se_by_{options.cluster}", left.standard_error, reason))
    return found


def single_values(x: Floats, y: Floats, options: Options) -> list[Value]:
    """Limits of agreement for one pair per subject, their three kinds of interval, and the slope check."""
    exact = limits_of_agreement(x, y, confidence=options.confidence)
    later = limits_of_agreement(x, y, confidence=options.confidence, interval="1999")
    pairs, bias = exact.bias.units, exact.bias
    reason = exact.lower.undefined
    width = normal_quantile(0.975)
    errors = {
        form: exact.sd * limit_error_factor(pairs, width, form) if exact.sd is not None else None
        for form in ("1986", "1999")
    }
    name = "bland_altman"
    found = [
        value(f"{name}.bias", bias.value, bias.undefined),
        value(f"{name}.sd_diff", exact.sd, reason),
        value(f"{name}.bias_ci_low", bias.low, bias.undefined or bias.no_interval),
        value(f"{name}.bias_ci_high", bias.high, bias.undefined or bias.no_interval),
        value(f"{name}.bias_p", bias.p_value, bias.undefined or bias.no_interval or "The differences never vary."),
        value(f"{name}.loa_low", exact.lower.value, reason),
        value(f"{name}.loa_high", exact.upper.value, reason),
        value(f"{name}.se_loa_1986", errors["1986"], reason),
        value(f"{name}.se_loa_1999", errors["1999"], reason),
    ]
    for kind, limits in (("1999", later), ("exact", exact)):
        for side, limit in (("low", limits.lower), ("high", limits.upper)):
            found.append(value(f"{name}.loa_{side}_lcb_{kind}", limit.low, reason))
            found.append(value(f"{name}.loa_{side}_ucb_{kind}", limit.high, reason))
    slope = difference_on_mean(x, y, options.confidence)
    if isinstance(slope, str):
        return [*found, Value(f"{name}.proportional_slope", None, slope)]
    return [
        *found,
        value(f"{name}.proportional_slope", slope.slope.value),
        value(f"{name}.proportional_intercept", slope.intercept),
        value(f"{name}.proportional_p", slope.slope.p_value, "The differences lie on a line."),
        *_moving(x, y),
    ]


def _moving(x: Floats, y: Floats) -> list[Value]:
    lines = regression_limits(x, y)
    if isinstance(lines, str):
        return [Value("regression_limits.b0", None, lines)]
    named = {"b0": lines.b0, "b1": lines.b1, "c0": lines.c0, "c1": lines.c1}
    return [value(f"regression_limits.{name}", number) for name, number in named.items()]


def _repeated(name: str, found: RepeatedLimits) -> list[Value]:
    limits = found.limits
    reason = limits.lower.undefined
    values = [
        value(f"{name}.bias", limits.bias.value, reason),
        value(f"{name}.loa_low", limits.lower.value, reason),
        value(f"{name}.loa_high", limits.upper.value, reason),
        value(f"{name}.loa_low_lcb", limits.lower.low, reason),
        value(f"{name}.loa_low_ucb", limits.lower.high, reason),
        value(f"{name}.loa_high_lcb", limits.upper.low, reason),
        value(f"{name}.loa_high_ucb", limits.upper.high, reason),
    ]
    if name == "ba_replicates":
        values += [
            value(f"{name}.sd_total", limits.sd, reason),
            value(f"{name}.var_of_mean_differences", found.between, reason),
            value(f"{name}.within_x", found.within[0]),
            value(f"{name}.within_y", found.within[1]),
        ]
    return values


def _components(subjects: tuple[str, ...], x: Floats, y: Floats) -> list[Value]:
    parts = difference_components(subjects, x, y)
    if isinstance(parts, str):
        return [Value("ba_nested.anova_sd", None, parts)]
    low, high = parts.limits()
    named = {
        "bias": parts.bias,
        "msb": parts.between_square,
        "msw": parts.within_square,
        "lambda": parts.pairs_each,
        "between": parts.between,
        "sd": parts.sd,
        "loa_low": low,
        "loa_high": high,
    }
    return [value(f"ba_nested.anova_{name}", number) for name, number in named.items()]


def _mixed(subjects: tuple[str, ...], gap: Floats) -> list[Value]:
    given = ~np.isnan(gap)
    labels = [subject for subject, there in zip(subjects, given, strict=True) if there]
    if len(set(labels)) < 2 or len(set(labels)) == len(labels) or np.ptp(gap[given]) == 0:
        return [Value("ba_lmm.bias", None, "Two subjects, repeated pairs and some variation are needed.")]
    model = fit_mixed_model(gap[given], np.ones((len(labels), 1)), {"subject": labels})
    bias, between, within = float(model.coefficients[0]), model.component("subject"), model.residual
    reach = normal_quantile(0.975) * float(np.sqrt(between + within))
    named = {
        "bias": bias,
        "se_bias": float(np.sqrt(model.covariance[0, 0])),
        "var_between": between,
        "var_within": within,
        "loa_low": bias - reach,
        "loa_high": bias + reach,
    }
    return [value(f"ba_lmm.{name}", number) for name, number in named.items()]


def _logarithmic(x: Floats, y: Floats, options: Options) -> list[Value]:
    if not (options.log or options.ratio):
        return []
    if (x <= 0).any() or (y <= 0).any():
        reason = "Logarithms need every number above nought."
        return [Value("log.bland_altman.bias", None, reason), Value("ratio.bias", None, reason)]
    logged = single_values(np.log(x), np.log(y), options)
    found = [replace(one, id=f"log.{one.id}") for one in logged if one.id.startswith("bland")]
    if not options.ratio:
        return found
    limits = limits_of_agreement(np.log(x), np.log(y), confidence=options.confidence)
    for name, one in (("bias", limits.bias), ("loa_low", limits.lower), ("loa_high", limits.upper)):
        number = None if one.value is None else float(np.exp(one.value))
        found.append(value(f"ratio.{name}", number, one.undefined))
    return found


def _correlations(x: Floats, y: Floats, options: Options) -> list[Value]:
    lin = lin_concordance(x, y, options.confidence)
    pearson = pearson_correlation(x, y, options.confidence)
    spearman = spearman_correlation(x, y, options.confidence)
    tau = kendall_tau_b(x, y)
    lost = lin.on_z.undefined or lin.on_z.no_interval
    gone = pearson.undefined or pearson.no_interval
    astray = spearman.undefined or spearman.no_interval
    return [
        value("lin_ccc.estimate", lin.on_z.value, lost),
        value("lin_ccc.ci_low_z", lin.on_z.low, lost),
        value("lin_ccc.ci_high_z", lin.on_z.high, lost),
        value("lin_ccc.ci_low_asymptotic", lin.plain.low, lost),
        value("lin_ccc.ci_high_asymptotic", lin.plain.high, lost),
        value("lin_ccc.bias_correction_Cb", lin.bias_correction, lost),
        value("lin_ccc.scale_shift", lin.scale_shift, lost),
        value("lin_ccc.location_shift_abs", lin.location_shift, lost),
        value("lin_ccc.estimate_unbiased_variances", lin.unbiased_variances, lost),
        value("pearson.estimate", pearson.value, gone),
        value("pearson.p", pearson.p_value, gone),
        value("pearson.ci_low", pearson.low, gone),
        value("pearson.ci_high", pearson.high, gone),
        value("spearman.estimate", spearman.value, astray),
        value("spearman.p_t", spearman.p_value, astray),
        value("spearman.ci_low_bonett_wright", spearman.low, astray),
        value("spearman.ci_high_bonett_wright", spearman.high, astray),
        value("kendall_tau_b.estimate", tau.value, tau.undefined),
    ]
