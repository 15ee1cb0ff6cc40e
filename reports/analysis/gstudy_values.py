"""Everything `analyse gstudy` says: variance components of a design, and decision studies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from reports.analysis.options import Options
from reports.analysis.problems import refuse
from reports.analysis.sheet import Sheet
from reports.analysis.values import Value, value
from reports.statistics.generalizability.balanced import Balanced, NotBalanced, balanced_components
from reports.statistics.generalizability.decision import decision, dependability
from reports.statistics.generalizability.design import Design, UnreadableDesign, read_design
from reports.statistics.mixed_model import MixedModel, fit_mixed_model, refuse_doubles
from reports.statistics.satterthwaite import component_covariance

Floats = NDArray[np.float64]
SIZE = re.compile(r"(\w+)=(\d+)(?:\.\.(\d+))?\Z")
MOST = 500


def gstudy_values(sheet: Sheet, options: Options) -> tuple[list[Value], list[str], int]:
    """Values, notes, and how many scores there are. Raises UnusableInput for what cannot be used."""
    if not (options.score and options.design):
        raise refuse("gstudy needs --score and --design")
    try:
        design = read_design(options.design)
    except UnreadableDesign as trouble:
        raise refuse(str(trouble)) from trouble
    scores = sheet.numbers(options.score)
    given = ~np.isnan(scores)
    if not given.any():
        raise refuse(f"found no number in {options.score}")
    columns = {
        facet: [label for label, there in zip(sheet.labels(facet), given, strict=True) if there]
        for facet in design.facets
    }
    plans = _plans(options.dstudy, design)
    if np.ptp(scores[given]) == 0:
        reason = f"Every score is {scores[given][0]:g}, so there is nothing to share out."
        return [Value("reml.objective", None, reason)], [], int(given.sum())
    try:
        study = balanced_components(design, columns, scores[given])
    except NotBalanced:
        values, notes = _unbalanced(design, columns, scores[given], plans)
        return values, notes, int(given.sum())
    except ValueError as trouble:
        raise refuse(str(trouble)) from trouble
    return _of_balanced(study, plans, options), _negatives(study), int(given.sum())


def _of_balanced(study: Balanced, plans: Sequence[dict[str, int]], options: Options) -> list[Value]:
    found: list[Value] = []
    for line in study.lines:
        name = _short(study.design, line.effect.facets)
        for one in [name, "res"] if line is study.lines[-1] else [name]:
            found += [
                value(f"anova.var.{one}", line.component),
                value(f"anova.se.{one}", line.standard_error),
                value(f"anova.ms.{one}", line.mean_square),
                value(f"anova.df.{one}", line.degrees_of_freedom),
            ]
    for numbers in plans or [{facet: study.sizes[facet] for facet in study.design.facets[1:]}]:
        prefix = _plan_name(study.design, numbers)
        found += _of_plan(prefix, study.design, study.components(), numbers)
        for name, absolute in (("g", False), ("phi", True)):
            reach = dependability(study, numbers, absolute=absolute, confidence=options.confidence, seed=options.seed)
            found += [
                value(f"{prefix}.{name}_ci_low", reach.low, reach.undefined),
                value(f"{prefix}.{name}_ci_high", reach.high, reach.undefined),
            ]
    return found


def _of_plan(prefix: str, design: Design, components: Mapping[str, float], numbers: dict[str, int]) -> list[Value]:
    found = decision(design, components, numbers)
    reason = "Nothing varies, so nothing can be told apart."
    return [
        value(f"{prefix}.rel_error_var", found.relative_error_variance),
        value(f"{prefix}.abs_error_var", found.absolute_error_variance),
        value(f"{prefix}.g", found.g, reason),
        value(f"{prefix}.phi", found.phi, reason),
        value(f"{prefix}.sem_rel", found.relative_error),
        value(f"{prefix}.sem_abs", found.absolute_error),
    ]


def _unbalanced(
    design: Design, columns: dict[str, list[str]], scores: Floats, plans: Sequence[dict[str, int]]
) -> tuple[list[Value], list[str]]:
    """Components by REML; the fullest effect is the residual when no cell holds two scores."""
    effects = design.effects
    groupings = {effect.name: [":".join(parts) for parts in zip(*(columns[f] for f in _order(design, effect.facets)),
                 strict=True)] for effect in effects}  # fmt: skip
    last = effects[-1].name
    if len(set(groupings[last])) == len(scores):
        del groupings[last]
    try:
        refuse_doubles(groupings, np.ones((len(scores), 1)))
        model = fit_mixed_model(scores, np.ones((len(scores), 1)), groupings)
    except (ValueError, np.linalg.LinAlgError) as trouble:
        raise refuse(f"the design cannot be estimated: {_why(trouble)}") from trouble
    found = [value(f"reml.var.{name}", model.component(name)) for name in model.names]
    found += [value("reml.var.Residual", model.residual), value("reml.objective", model.deviance)]
    found += _errors(model)
    components = {name: model.component(name) for name in model.names}
    components[last] = components.get(last, 0.0) + model.residual
    for numbers in plans:
        found += _of_plan(_plan_name(design, numbers), design, components, numbers)
    notes = ["Cells are missing or hold several scores, so the components come from REML instead of mean squares."]
    zero = [name for name, nought in zip(model.names, model.boundary, strict=True) if nought]
    if zero:
        notes.append(f"On the boundary, estimated as nought: {', '.join(zero)}.")
    return found, notes


def _why(trouble: Exception) -> str:
    """A sentence of ours as it is; what the algebra says of a matrix helps nobody."""
    if isinstance(trouble, np.linalg.LinAlgError):
        return "its effects depend on one another, or nothing is left to chance; give it fewer facets."
    return str(trouble)


def _errors(model: MixedModel) -> list[Value]:
    spread = np.sqrt(np.maximum(np.diag(component_covariance(model)), 0.0))
    reason = "A component on the boundary has no standard error."
    return [
        value(f"reml.se.{name}", float(error) if error > 0 else None, reason)
        for name, error in zip((*model.names, "Residual"), spread, strict=True)
    ]


def _negatives(study: Balanced) -> list[str]:
    names = [line.effect.name for line in study.lines if line.component < 0]
    if not names:
        return []
    return [f"Estimated below nought, as chance can do, and taken as nought in decision studies: {', '.join(names)}."]


def _plans(spec: str | None, design: Design) -> list[dict[str, int]]:
    """Every combination that SPEC names; facets by name or first letter. Raises UnusableInput."""
    if spec is None:
        return []
    ranges: dict[str, range] = {}
    for part in spec.split(","):
        match = SIZE.match(part.strip())
        facet = next((f for f in design.facets[1:] if match and match[1] in (f, f[0])), None)
        if match is None or facet is None:
            raise refuse(f"found --dstudy {part.strip()}, expected such as {design.facets[-1]}=1..4")
        low, high = int(match[2]), int(match[3] or match[2])
        if not 1 <= low <= high:
            raise refuse(f"found --dstudy {part.strip()}, expected numbers from one upwards")
        ranges[facet] = range(low, high + 1)
    missing = [facet for facet in design.facets[1:] if facet not in ranges]
    if missing:
        raise refuse(f"--dstudy does not say how many of {missing[0]}")
    plans = [dict(zip(ranges, sizes, strict=True)) for sizes in product(*ranges.values())]
    if len(plans) > MOST:
        raise refuse(f"--dstudy asks for {len(plans)} studies, expected at most {MOST}")
    return plans


def _order(design: Design, facets: frozenset[str]) -> list[str]:
    return [facet for facet in design.facets if facet in facets]


def _short(design: Design, facets: frozenset[str]) -> str:
    """First letters run together when they tell the facets apart, as in pr; else whole names with colons."""
    names = _order(design, facets)
    if len({facet[0] for facet in design.facets}) == len(design.facets):
        return "".join(name[0] for name in names)
    return ":".join(names)


def _plan_name(design: Design, numbers: Mapping[str, int]) -> str:
    one_letter = len({facet[0] for facet in design.facets}) == len(design.facets)
    return "dstudy." + "_".join(f"n{facet[0] if one_letter else facet}{number}" for facet, number in numbers.items())
