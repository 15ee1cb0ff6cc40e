"""Everything `analyse facets` says: the many-facet Rasch model, joint and, when asked for, marginal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.analysis.facet_group_values import group_values
from reports.analysis.options import Options
from reports.analysis.problems import Problem, UnusableInput, refuse
from reports.analysis.sheet import Sheet
from reports.analysis.values import Value, value
from reports.statistics.facets.extremes import Extreme
from reports.statistics.facets.marginal import DidNotSettle, marginal_maximum
from reports.statistics.facets.model import CannotFit, Facet, FacetsModel, fit_facets
from reports.statistics.facets.table import FacetTable, facet_table

Floats = NDArray[np.float64]
MOST_LISTED = 1000
# Of elements set aside, so many are named.
NAMED = 5


def facet_values(sheet: Sheet, options: Options) -> tuple[list[Value], list[str], int]:
    """Values, notes, and how many ratings there are. Raises UnusableInput for columns that cannot be used."""
    if not (options.rating and options.facets and len(options.facets) > 1):
        raise refuse("facets needs --rating and at least two columns in --facets, what is measured first")
    table, rows = _table(sheet, options.rating, options.facets)
    kind = "pcm" if options.model == "partial-credit" else "rsm"
    steps_by = _steps_by(options)
    try:
        model = fit_facets(table, steps_by=steps_by)
    except CannotFit as trouble:
        return [Value(f"mfrm.{kind}.jml.loglik", None, str(trouble))], [str(trouble)], len(table.ratings)
    values = _design(model)
    values += _joint(model, f"mfrm.{kind if model.steps_by or not steps_by else 'rsm'}.jml")
    if kind == "pcm":
        finite = not model.null_points
        values.append(Value("mfrm.pcm.jml.thresholds_finite", finite))
        values.append(Value("mfrm.pcm.null_item_categories", [f"{who}:{point}" for who, point in model.null_points]))
    values += group_values(model, sheet, options, rows)
    if options.marginal:
        values += _marginal(table, kind, steps_by if not model.null_points else None)
    return values, _notes(model), len(table.ratings)


def _table(sheet: Sheet, rating: str, facets: tuple[str, ...]) -> tuple[FacetTable, NDArray[np.bool_]]:
    marks = sheet.numbers(rating)
    given = ~np.isnan(marks)
    broken = [
        Problem(sheet.lines[i], f"found {marks[i]:g} in {rating}, expected a whole point of the scale")
        for i in np.flatnonzero(given & (marks != np.round(marks)))
    ]
    if broken:
        raise UnusableInput(broken)
    kept = {name: [label for label, there in zip(sheet.labels(name), given, strict=True) if there] for name in facets}
    return facet_table(kept, marks[given].tolist()), given


def _steps_by(options: Options) -> str | None:
    if options.model != "partial-credit":
        return None
    chosen = options.steps or (options.facets or ("",))[-1]
    if chosen not in (options.facets or ())[1:]:
        raise refuse(f"found --steps {chosen}, expected one of the facets after the first")
    return chosen


def _design(model: FacetsModel) -> list[Value]:
    objects = model.facets[0]
    parts = [
        ",".join(level for level, where in zip(objects.levels, model.linking.subset, strict=True) if where == part)
        for part in range(model.linking.subsets)
    ]
    others = model.facets[1].name
    everywhere = _everywhere(model)
    return [
        value(f"design.connected_subsets_{objects.name}_{others}", model.linking.subsets),
        Value(f"design.subset_{objects.name}s", parts),
        Value("mfrm.cross_subset_comparison_allowed", model.linking.connected),
        Value("design.all_categories_used_by_every_item", everywhere),
        Value(
            "extreme.elements",
            [":".join([*_named(model, one), "max" if one.highest else "min"]) for one, _ in model.extremes],
        ),
    ]


def _named(model: FacetsModel, extreme: Extreme) -> tuple[str, str]:
    return model.table.names[extreme.facet], model.table.levels[extreme.facet][extreme.element]


def _everywhere(model: FacetsModel) -> bool:
    """Whether every element of the last facet got every point between the lowest and the highest used."""
    last = len(model.table.names) - 1
    points = int(model.table.ratings.max() - model.table.ratings.min()) + 1
    seen = np.unique(model.table.elements[last] * points + model.table.ratings - model.table.ratings.min())
    return len(seen) == points * len(model.table.levels[last])


def _joint(model: FacetsModel, prefix: str) -> list[Value]:
    found = [value(f"{prefix}.loglik", model.joint.log_likelihood), value(f"{prefix}.n_used", model.cells.total)]
    for facet in model.facets:
        found += _of_facet(model, facet, f"{prefix}.{facet.name}")
    for place, thresholds in enumerate(model.thresholds):
        name = f"{prefix}.thresholds"
        if model.steps_by is not None:
            name += f".{model.steps_by}{model.facet(model.steps_by).levels[place]}"
        reason = "A point between two others was never used." if np.isnan(thresholds).any() else None
        found.append(_listed(name, thresholds, reason))
        if model.steps_by is None:
            found.append(_listed(f"{prefix}.thresholds_se_full", model.threshold_errors[place], reason))
    for one, measured in model.extremes:
        name = ".".join([prefix, "extreme", *_named(model, one)])
        reason = "All its ratings involve another such element."
        found += [
            value(f"{name}.measure", measured.measure if measured else None, reason),
            value(f"{name}.se", measured.error if measured else None, reason),
        ]
    return found


def _of_facet(model: FacetsModel, facet: Facet, prefix: str) -> list[Value]:
    there = ~np.isnan(facet.measures)
    split = facet is model.facets[0] or facet.name in model.linking.broken_by
    measure = "measure_within_subset" if split and not model.linking.connected else "measure"
    lists = {
        "levels": None,
        measure: facet.measures,
        "se_model": facet.own_errors,
        "se_full": facet.errors,
        "infit": facet.fit.infit,
        "outfit": facet.fit.outfit,
        "infit_zstd": facet.fit.infit_z,
        "outfit_zstd": facet.fit.outfit_z,
        "fair_average": facet.fair,
    }
    found: list[Value] = []
    for name, numbers in lists.items():
        if numbers is None:
            kept = [level for level, yes in zip(facet.levels, there, strict=True) if yes]
            found.append(Value(f"{prefix}.{name}", kept))
        else:
            found.append(Value(f"{prefix}.{name}", numbers[there].tolist()))
    apart = facet.separation
    reason = f"There are fewer than two of {facet.name} to tell apart."
    numbers_of = {
        "rmse": apart and apart.root_mean_square_error,
        "sd_sample": apart and apart.sample_deviation,
        "separation": apart and apart.separation,
        "strata": apart and apart.strata,
        "reliability": apart and apart.reliability,
        "reliability_population": apart and apart.reliability_population,
        "fixed_chi2": apart and apart.chi_square,
        "fixed_chi2_df": apart and apart.degrees_of_freedom,
        "fixed_chi2_p": apart and apart.p_value,
    }
    return found + [value(f"{prefix}.{name}", number, reason) for name, number in numbers_of.items()]


def _listed(name: str, numbers: Floats, reason: str | None) -> Value:
    return Value(name, None, reason) if reason else Value(name, numbers.tolist())


def _marginal(table: FacetTable, kind: str, steps_by: str | None) -> list[Value]:
    prefix = f"mfrm.{kind if steps_by else 'rsm'}.mml"
    try:
        found = marginal_maximum(table, steps_by=steps_by)
    except DidNotSettle as trouble:
        return [Value(f"{prefix}.deviance", None, str(trouble))]
    values = [
        value(f"{prefix}.deviance", found.deviance),
        value(f"{prefix}.variance", found.variance),
        value(f"{prefix}.eap_reliability", found.reliability),
        Value(f"{prefix}.eap.first8", found.expected[:8].tolist()),
        Value(f"{prefix}.eap", found.expected[:MOST_LISTED].tolist()),
        Value(f"{prefix}.eap_sd", found.expected_errors[:MOST_LISTED].tolist()),
    ]
    for name, measures, errors in zip(table.names[1:], found.measures, found.errors, strict=True):
        values += [Value(f"{prefix}.{name}.measure", measures.tolist()), Value(f"{prefix}.{name}.se", errors.tolist())]
    for place, thresholds in enumerate(found.thresholds):
        last = f".{steps_by}{table.levels[table.place(steps_by)][place]}" if steps_by else ""
        reason = "A point between two others was never used." if np.isnan(thresholds).any() else None
        values.append(_listed(f"{prefix}.thresholds{last}", thresholds, reason))
    return values


def _unused_words(model: FacetsModel) -> str:
    """Which points nobody used; when they are more than those used, a slip of the pen is likelier than a scale."""
    runs: list[tuple[int, int]] = []
    for at in model.unused:
        if runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    shown = ", ".join(f"{low}" if low == high else f"{low} to {high}" for low, high in runs)
    what, beside = (f"points {shown}", "them") if len(model.unused) > 1 else (f"point {shown}", "it")
    used = int(np.unique(model.table.ratings).size)
    slip = " Check the ratings for a slip: more points lie unused than used." if len(model.unused) > used else ""
    return f"Nobody used the {what}: the thresholds beside {beside} are not defined.{slip}"


def _notes(model: FacetsModel) -> list[str]:
    first = model.facets[0].name
    notes: list[str] = []
    if not model.linking.connected:
        notes.append(
            f"{model.linking.subsets} groups of {first} share no {' or '.join(model.linking.broken_by)}: "
            "measures of different groups have no common origin and must not be compared. Ratings of one "
            f"{first} of each group by somebody of another group would join them."
        )
    notes += [
        f"Each {facet.name} is measured against others of the same {facet.within}."
        for facet in model.facets
        if facet.within is not None
    ]
    if model.null_points:
        who, point = model.null_points[0]
        notes.append(
            f"{who} never got the point {point}, so thresholds of its own have no finite estimate: the common rating "
            "scale was used instead."
        )
    if model.unused:
        notes.append(_unused_words(model))
    if model.extremes:
        aside = ", ".join(
            f"{model.table.names[extreme.facet]} {model.table.levels[extreme.facet][extreme.element]}"
            for extreme, _ in model.extremes[:NAMED]
        )
        more = f" and {len(model.extremes) - NAMED} more" if len(model.extremes) > NAMED else ""
        notes.append(
            f"Set aside for having only the lowest or only the highest points: {aside}{more}. Their measures rest on a "
            "total moved a little inwards."
        )
    notes.append(
        "Joint estimates lie too far from the centre, by about one part in the number of ratings of each "
        f"{first}; --marginal gives estimates without that."
    )
    return notes
