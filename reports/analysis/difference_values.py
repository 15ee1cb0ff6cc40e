"""Everything `analyse differences` says of two columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reports.analysis.correlation_values import correlation_values
from reports.analysis.options import Options
from reports.analysis.problems import refuse
from reports.analysis.sheet import Sheet
from reports.analysis.values import Value, reached, value, values_of
from reports.statistics.differences import limit_error_factor, limits_of_agreement, sd_of_differences
from reports.statistics.differences_on_level import difference_on_mean, regression_limits
from reports.statistics.distributions import normal_quantile
from reports.statistics.mixed_limits import mixed_limits
from reports.statistics.pair_sums import Statistic, resampled_pairs
from reports.statistics.reach import Interval, Reach
from reports.statistics.repeated_differences import (
    RepeatedLimits,
    difference_components,
    limits_of_varying_pairs,
    limits_with_replicates,
    repeatability_coefficient,
)
from reports.statistics.unpaired import unpaired_difference

Mask = NDArray[np.bool_]
STATISTICS: dict[str, Statistic] = {
    "bias": "difference",
    "pearson": "pearson",
    "lin_ccc": "concordance",
    "loa_low": "lower_limit",
    "loa_high": "upper_limit",
}
BOOTSTRAPS: tuple[tuple[Interval, str], ...] = (("percentile", ""), ("bootstrap", "bca_"))
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
        found += _components(subjects, x, y, options.confidence)
        found += _mixed(subjects, x - y, options.confidence)
        for name, column in (("x", x), ("y", y)):
            repeat = repeatability_coefficient(subjects, column, confidence=options.confidence)
            found += reached(f"repeatability_coefficient.{name}", repeat, error=False)
    found += _logarithmic(x[both], y[both], options)
    found += correlation_values(x, y, options)
    apart = unpaired_difference(x, y, options.confidence)
    found += values_of("unpaired_difference", apart, ("estimate", "se", "ci_low", "ci_high", "df1", "p"))
    return found + _resampled(sheet, x[both], y[both], both, options)


def _resampled(sheet: Sheet, x: Floats, y: Floats, both: Mask, options: Options) -> list[Value]:
    """The jackknife over clusters and the bootstrap over them, or over pairs, as far as asked."""
    groups = sheet.labels(options.cluster) if options.cluster else None
    kept = None if groups is None else [group for group, there in zip(groups, both, strict=True) if there]
    found: list[Value] = []
    for name, statistic in STATISTICS.items():
        if kept is not None:
            left = resampled_pairs(x, y, kept, statistic, Reach("jackknife", options.confidence))
            reason = left.undefined or left.no_interval
            by = f"by_{options.cluster}"
            found.append(value(f"{name}.jackknife_se_{by}", left.standard_error, reason, left.cause))
            found.append(value(f"{name}.jackknife_ci_low_{by}", left.low, reason, left.cause))
            found.append(value(f"{name}.jackknife_ci_high_{by}", left.high, reason, left.cause))
        if options.bootstrap:
            stem = f"{name}.{'cluster_' if kept is not None else ''}bootstrap"
            for way, tag in BOOTSTRAPS:
                reach = Reach(way, options.confidence, options.bootstrap, options.seed)
                drawn = resampled_pairs(x, y, kept, statistic, reach)
                reason = drawn.undefined or drawn.no_interval
                found.append(value(f"{stem}_{tag}low", drawn.low, reason, drawn.cause))
                found.append(value(f"{stem}_{tag}high", drawn.high, reason, drawn.cause))
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
        *reached(f"{name}.sd_diff", sd_of_differences(x, y, options.confidence)),
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
        *reached(f"{name}.proportional_slope", slope.slope),
        *reached(f"{name}.proportional_intercept", slope.intercept),
        value(f"{name}.proportional_p", slope.slope.p_value, "The differences lie on a line."),
        *_moving(x, y, options.confidence),
    ]


def _moving(x: Floats, y: Floats, confidence: float) -> list[Value]:
    lines = regression_limits(x, y, confidence)
    if isinstance(lines, str):
        return [Value("regression_limits.b0", None, lines)]
    named = {"b0": lines.b0, "b1": lines.b1, "c0": lines.c0, "c1": lines.c1}
    return [each for name, line in named.items() for each in reached(f"regression_limits.{name}", line)]


def _repeated(name: str, found: RepeatedLimits) -> list[Value]:
    limits = found.limits
    reason = limits.lower.undefined
    values = [
        *reached(f"{name}.bias", limits.bias),
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


def _components(subjects: tuple[str, ...], x: Floats, y: Floats, confidence: float) -> list[Value]:
    parts = difference_components(subjects, x, y)
    if isinstance(parts, str):
        return [Value("ba_nested.anova_sd", None, parts)]
    limits = parts.limits(confidence)
    named = {
        "msb": parts.between_square,
        "msw": parts.within_square,
        "lambda": parts.pairs_each,
        "between": parts.between,
        "sd": parts.sd,
    }
    found = [value(f"ba_nested.anova_{name}", number) for name, number in named.items()]
    for name, one in (("bias", limits.bias), ("loa_low", limits.lower), ("loa_high", limits.upper)):
        found += reached(f"ba_nested.anova_{name}", one, error=name == "bias")
    return found


def _mixed(subjects: tuple[str, ...], gap: Floats, confidence: float) -> list[Value]:
    limits = mixed_limits(subjects, gap, confidence)
    if isinstance(limits, str):
        return [Value("ba_lmm.bias", None, limits)]
    return [
        value("ba_lmm.bias", limits.bias.value),
        value("ba_lmm.se_bias", limits.bias.standard_error),
        value("ba_lmm.bias.ci_low", limits.bias.low),
        value("ba_lmm.bias.ci_high", limits.bias.high),
        value("ba_lmm.var_between", limits.between),
        value("ba_lmm.var_within", limits.within),
        *reached("ba_lmm.loa_low", limits.lower),
        *reached("ba_lmm.loa_high", limits.upper),
    ]


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
        ends = {"": one.value, ".ci_low": one.low, ".ci_high": one.high}
        for end, number in ends.items():
            risen = None if number is None else float(np.exp(number))
            found.append(value(f"ratio.{name}{end}", risen, one.undefined or one.no_interval, one.cause))
    return found
