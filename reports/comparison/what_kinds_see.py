"""What each kind of observer sees: items on which two kinds part, beside how strict they are on everything else.

Known elsewhere as differential item functioning by observer type. Two roads lead there, and both count people, not
sheets: the item against the other items of the same sheet (`item_apart`), and what is left of ratings once the
many-facet model has allowed for clinicians, observers, items and the ends of the scale (`model_gaps`). The first is
judged, with Holm's correction over all items; the second stands beside it as a check.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.comparison.item_apart import FEWEST_ITEMS, between, means_of_people
from reports.comparison.kind_warnings import kind_warnings
from reports.comparison.model_gaps import Floats, model_gaps
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import SeverityModel
from reports.comparison.type_gaps import Gap, TypeGaps
from reports.comparison.what_kinds_see_words import item_sentence, method_words, opening
from reports.comparison.wording import many
from reports.figures.agreement_forest import AgreementForest, ForestRow
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.many_tests import holm
from reports.statistics.minimums import Minimums


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One item. apart: first kind less second, beside the other items, in points; p_adjusted: after Holm.

    by_model: the same once the many-facet model has allowed for who saw what; undefined without a model.
    """

    gap: Gap
    apart: Estimate
    p_adjusted: float | None
    by_model: Estimate
    sentence: str


@dataclass(frozen=True, slots=True)
class WhatKindsSee:
    """Two kinds set against each other. said: what may be said first; warnings: what must be known beside it."""

    key: str
    first: str
    second: str
    said: tuple[str, ...]
    warnings: tuple[str, ...]
    items: tuple[ItemSeen, ...]
    method: str

    def figure(self) -> AgreementForest:
        """Every item with its interval; those that stand out have a diamond and a bold name."""
        known = [each.apart for each in self.items if each.apart.value is not None]
        ends = [abs(end) for each in known for end in (each.number, each.low, each.high) if end is not None]
        reach = max([*ends, 0.5]) * 1.05
        first = many(self.first)
        return AgreementForest(
            title=f"What each kind sees: {first} less {many(self.second)}",
            coefficient="Gap beside the other items, in points",
            rows=tuple(_row(each) for each in self.items),
            lowest=-reach,
            highest=reach,
            ends=(f"{first} lower", f"{first} higher"),
        )


def what_kinds_see(
    ratings: RatingSet, gaps: TypeGaps, fitted: SeverityModel | None, minimums: Minimums
) -> WhatKindsSee:
    """One pair of kinds. gaps: of this pair; fitted: the many-facet model, None when it could not be fitted."""
    place = {kind.name: at for at, kind in enumerate(ratings.types)}
    types = (place[gaps.first], place[gaps.second])
    left = None if fitted is None else model_gaps(ratings, fitted)
    apart = [_apart(gap, len(ratings.items)) for gap in gaps.items]
    adjusted = holm([each.p_value for each in apart])
    checks = [_by_model(ratings, left, at, types, gap) for at, gap in enumerate(gaps.items)]
    items = tuple(
        ItemSeen(gap, each, chance, check, item_sentence(gap, each, check, gaps.first, gaps.second))
        for gap, each, chance, check in zip(gaps.items, apart, adjusted, checks, strict=True)
    )
    return WhatKindsSee(
        gaps.key,
        gaps.first,
        gaps.second,
        opening([(each.gap, each.apart) for each in items], gaps.first, gaps.second),
        kind_warnings(ratings, types, minimums.observers_to_describe),
        items,
        method_words(sum(each.p_value is not None for each in apart), modelled=fitted is not None),
    )


def _apart(gap: Gap, items: int) -> Estimate:
    if gap.apart is not None:
        return gap.apart
    found = gap.difference
    if items < FEWEST_ITEMS:
        return undefined(f"It takes {FEWEST_ITEMS} items or more to set one beside the others.")
    return undefined(found.undefined or found.no_interval or "There is no likely range yet.")


def _by_model(ratings: RatingSet, left: Floats | None, item: int, types: tuple[int, int], gap: Gap) -> Estimate:
    """What is left of each person's ratings of the item, kind against kind."""
    if left is None:
        return undefined("Not everybody can be put on one ruler yet, so the model cannot be asked.")
    if not gap.difference.has_interval:
        return undefined(gap.difference.undefined or gap.difference.no_interval or "There is no likely range yet.")
    if np.isnan(left[:, item]).all():
        return undefined("This item is on another scale than most, so it is not in the model.")
    sides = [
        means_of_people(ratings.sheet_observer[mine], left[mine, item])
        for mine in (ratings.sheet_type == at for at in types)
    ]
    return between(sides, "observer", "type", "residuals of the many-facet Rasch model")


def _row(each: ItemSeen) -> ForestRow:
    found, people = each.apart, f"{each.gap.first.observers} and {each.gap.second.observers} people"
    if found.value is None:
        return ForestRow(each.gap.name, basis=people, undefined=found.undefined or "not known")
    return ForestRow(each.gap.name, found.value, found.low, found.high, people, stressed=each.gap.beyond_luck)
