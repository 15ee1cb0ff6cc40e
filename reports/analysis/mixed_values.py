"""Everything `analyse mixed` and `analyse compare-types` say of scores in columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reports.analysis.options import Options
from reports.analysis.problems import refuse
from reports.analysis.sheet import Sheet, all_numbers
from reports.analysis.values import Value, value
from reports.statistics.component_intervals import profile_interval
from reports.statistics.distributions import t_quantile, two_sided_t
from reports.statistics.kenward_roger import KenwardRoger, fits_in_memory
from reports.statistics.mixed_model import MixedModel, fit_mixed_model, refuse_doubles
from reports.statistics.satterthwaite import satterthwaite_freedom
from reports.statistics.type_comparison import compare_types

Floats = NDArray[np.float64]


def mixed_values(sheet: Sheet, options: Options) -> list[Value]:
    """Variance components, fixed effects and predictions. Raises UnusableInput for columns that cannot be used."""
    if not (options.score and options.random):
        raise refuse("mixed needs --score and --random")
    scores = sheet.numbers(options.score)
    given = ~np.isnan(scores)
    if not given.any():
        raise refuse(f"found no number in {options.score}")
    groupings = {name: _kept(sheet.labels(name), given) for name in options.random}
    names, fixed = _fixed(sheet, options.fixed or (), given)
    try:
        refuse_doubles(groupings, fixed)
        model = fit_mixed_model(scores[given], fixed, groupings, reml=options.method == "reml")
    except np.linalg.LinAlgError:
        reason = "The fixed columns depend on one another, or nothing is left to chance."
        if np.ptp(scores[given]) == 0:
            reason = f"Every score is {scores[given][0]:g}, so there is nothing to share out."
        return [Value(f"{options.method}.objective", None, reason)]
    except ValueError as trouble:
        raise refuse(str(trouble)) from trouble
    if model.exact:
        return [Value(f"{options.method}.objective", None, "Nothing is left to chance in these scores.")]
    return _of_model(model, names, options)


def type_notes(sheet: Sheet, options: Options) -> list[str]:
    """What must be known beside the gap: two types that never scored the same consultation share no ground."""
    given = ~np.isnan(sheet.numbers(str(options.score)))
    kinds = np.asarray(_kept(sheet.labels(str(options.type)), given))
    rooms = np.asarray(_kept(sheet.labels(str(options.consultation)), given))
    first, *others = (set(rooms[kinds == kind].tolist()) for kind in sorted(set(kinds.tolist())))
    sheets = list(zip(_kept(sheet.labels(str(options.observer)), given), rooms.tolist(), strict=True))
    said: list[str] = []
    if extra := len(sheets) - len(set(sheets)):
        said.append(
            f"{extra} of {len(sheets)} scores share their observer and consultation with an earlier one, as the items "
            "of one sheet or copied rows do. They are taken as independent, which can make the interval too narrow: "
            "give one total for each sheet."
        )
    if first.intersection(*others):
        return said
    return [
        *said,
        "No consultation was scored by both types, so the gap may come from the consultations and not from the types: "
        "let one of each score the same ones.",
    ]


def type_values(sheet: Sheet, options: Options) -> list[Value]:
    """The gap between two observer types, first in sorted order minus second, with observers nested in types."""
    if not (options.score and options.observer and options.type and options.consultation):
        raise refuse("compare-types needs --score, --observer, --type and --consultation")
    scores = sheet.numbers(options.score)
    kinds = sheet.labels(options.type)
    names = sorted(set(kinds))
    if len(names) != 2:
        there = f"only {names[0]}" if len(names) == 1 else ", ".join(names) or "no type"
        more = "; keep the rows of two of them" if len(names) > 2 else ""
        raise refuse(f"found {there} in {options.type}, and it takes two to compare{more}")
    try:
        found = compare_types(
            scores,
            sheet.labels(options.observer),
            kinds,
            sheet.labels(options.consultation),
            sheet.labels(options.clinician) if options.clinician else None,
            first=names[0],
            second=names[1],
            confidence=options.confidence,
        )
    except ValueError as trouble:
        raise refuse(str(trouble)) from trouble
    gap = found.gap
    reason = gap.undefined or gap.no_interval
    freedom = gap.degrees_of_freedom[0] if gap.degrees_of_freedom else None
    values = [
        Value("type_gap.first", names[0]),
        Value("type_gap.second", names[1]),
        value("type_gap.observers_first", found.observers[0]),
        value("type_gap.observers_second", found.observers[1]),
        value("type_gap.estimate", gap.value, reason),
        value("type_gap.se", gap.standard_error, reason),
        value("type_gap.ci_low", gap.low, reason),
        value("type_gap.ci_high", gap.high, reason),
        value("type_gap.df", freedom, reason),
        Value("type_gap.method", gap.method),
        value("type_gap.p", gap.p_value, reason),
    ]
    if options.margin is None:
        return values
    if gap.standard_error is None or freedom is None or gap.value is None:
        return [*values, Value("equivalence.within_margin", None, reason)]
    # Two one-sided tests at 5 % each are the 90 % interval lying within the margin (Schuirmann 1987).
    reach = t_quantile(0.95, freedom) * gap.standard_error
    return [
        *values,
        value("equivalence.ci90_low", gap.value - reach),
        value("equivalence.ci90_high", gap.value + reach),
        Value("equivalence.within_margin", abs(gap.value) + reach < options.margin),
    ]


def _kept(labels: Sequence[str], given: NDArray[np.bool_]) -> list[str]:
    return [label for label, there in zip(labels, given, strict=True) if there]


def _fixed(sheet: Sheet, columns: Sequence[str], given: NDArray[np.bool_]) -> tuple[list[str], Floats]:
    """Named columns: the intercept, numbers as they are, and one column for each level after the first."""
    names, parts = ["(Intercept)"], [np.ones(int(given.sum()))]
    for column in columns:
        cells = _kept(sheet.column(column), given)
        if all_numbers(cells):
            numbers = sheet.numbers(column)[given]
            if np.isnan(numbers).any():
                raise refuse(f"found a missing number in the fixed column {column}")
            names.append(column)
            parts.append(numbers)
            continue
        levels = sorted(set(_kept(sheet.labels(column), given)))
        names += [f"{column}{level}" for level in levels[1:]]
        parts += [np.array([cell == level for cell in cells], dtype=np.float64) for level in levels[1:]]
    return names, np.column_stack(parts)


def _of_model(model: MixedModel, names: Sequence[str], options: Options) -> list[Value]:
    prefix = options.method
    found = [value(f"{prefix}.var.{name}", model.component(name)) for name in model.names]
    found += [
        value(f"{prefix}.var.Residual", model.residual),
        value(f"{prefix}.objective", model.deviance),
        Value(f"{prefix}.singular", model.singular),
    ]
    for place, name in enumerate(names):
        effect, error = float(model.coefficients[place]), float(np.sqrt(model.covariance[place, place]))
        found += [value(f"{prefix}.fixef.{name}", effect), value(f"{prefix}.se.{name}", error)]
        if model.reml:
            freedom = satterthwaite_freedom(model, np.eye(len(names))[place])
            found += [
                value(f"{prefix}.satterthwaite_df.{name}", freedom, "The degrees of freedom have no bound."),
                value(f"{prefix}.satterthwaite_p.{name}", two_sided_t(effect / error, freedom)),
            ]
    if model.reml and fits_in_memory(model):
        found += _kenward_roger(model, names, prefix)
    if options.profile:
        found += _profiles(model, prefix, options.confidence)
    for name in model.names:
        predicted = model.predictions(name)
        found += [
            Value(f"{prefix}.blup.{name}", predicted.effects.tolist()),
            Value(f"{prefix}.blup_cond_sd.{name}", predicted.conditional_sd.tolist()),
            Value(f"{prefix}.blup_pev_sd.{name}", predicted.prediction_sd.tolist()),
        ]
    return found


def _kenward_roger(model: MixedModel, names: Sequence[str], prefix: str) -> list[Value]:
    adjusted, found = KenwardRoger(model), list[Value]()
    for place, name in enumerate(names):
        one = adjusted.contrast(np.eye(len(names))[place])
        found += [
            value(f"{prefix}.kenward_roger_se.{name}", one.standard_error),
            value(f"{prefix}.kenward_roger_df.{name}", one.degrees_of_freedom, "The degrees of freedom have no bound."),
        ]
    return found


def _profiles(model: MixedModel, prefix: str, confidence: float) -> list[Value]:
    found: list[Value] = []
    for name in (*model.names, None):
        profile = profile_interval(model, name, confidence=confidence)
        label = "sigma" if name is None else f"sd_(Intercept)|{name}"
        found += [
            value(f"{prefix}.profile_ci_low.{label}", profile.low),
            value(f"{prefix}.profile_ci_high.{label}", profile.high, "The interval has no upper end in reach."),
        ]
    return found
