"""Groups of elements, such as observers by type: their mean severity and how far two groups lie apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reports.statistics.distributions import normal_quantile
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.facets.model import FacetsModel

METHOD = "unweighted mean measures of the many-facet Rasch model; measurement error only, these very people"


@dataclass(frozen=True, slots=True)
class GroupMean:
    """One group's name, number of elements with a measure, and their unweighted mean in logits."""

    name: str
    elements: int
    mean: float


def group_means(model: FacetsModel, facet: str, groups: Mapping[str, str]) -> tuple[GroupMean, ...]:
    """groups: element → group, for a facet other than the object's. Groups in sorted order, extremes left out."""
    found = model.facet(facet)
    named = np.array([groups.get(level, "") for level in found.levels])
    means: list[GroupMean] = []
    for name in sorted({name for name in named.tolist() if name}):
        measures = found.measures[(named == name) & ~np.isnan(found.measures)]
        if len(measures):
            means.append(GroupMean(name, len(measures), float(measures.mean())))
    return tuple(means)


def group_difference(
    model: FacetsModel, facet: str, groups: Mapping[str, str], first: str, second: str, *, confidence: float = 0.95
) -> Estimate:
    """Mean measure of the first group less that of the second, in logits.

    The interval holds for these very observers: it says nothing of others of their kind (for that see
    `type_comparison`). Undefined when a group has nobody, or when the facet is centred within another one, since
    then groups share no origin.
    """
    found = model.facet(facet)
    if found.within is not None:
        reason = f"Each {facet} is measured against others of the same {found.within}, so groups cannot be compared."
        return undefined(reason, method=METHOD, confidence=confidence)
    if not model.linking.connected:
        reason = "The groups share no clinician, directly or through others, so they cannot be compared."
        return undefined(reason, method=METHOD, confidence=confidence)
    there = ~np.isnan(found.measures)
    contrast = np.zeros(len(found.levels))
    for name, sign in ((first, 1.0), (second, -1.0)):
        members = np.array([groups.get(level) == name for level in found.levels]) & there
        if not members.any():
            return undefined(f"Nobody of {name} has a measure.", method=METHOD, confidence=confidence)
        contrast[members] = sign / members.sum()
    place = model.table.place(facet)
    start = sum(model.cells.sizes[1:place])
    window = slice(start, start + len(contrast))
    value = float(contrast @ np.nan_to_num(found.measures))
    error = float(np.sqrt(contrast @ model.joint.covariance[window, window] @ contrast))
    reach = normal_quantile((1 + confidence) / 2) * error
    return Estimate(
        value,
        error,
        value - reach,
        value + reach,
        confidence=confidence,
        method=METHOD,
        raters=int((contrast != 0).sum()),
        ratings=model.cells.total,
    )
