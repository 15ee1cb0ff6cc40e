"""How the points of the scale were used, item by item and type by type, with floor and ceiling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.minimums import PRODUCT_MINIMUMS
from reports.comparison.rating_set import (
    INSUFFICIENT_EVIDENCE,
    LEFT_BLANK,
    NOT_APPLICABLE,
    NOT_OBSERVED,
    RATED,
    ComparedType,
    RatingSet,
)
from reports.comparison.small_kinds import present_kinds, small_kinds
from reports.comparison.wording import counted, many
from reports.statistics.minimums import Minimums

Floats = NDArray[np.float64]
# From this share on the lowest or highest point we speak of crowding.
CROWDED = 0.5
EVERYBODY = ComparedType("everybody", "All observers")


@dataclass(frozen=True, slots=True)
class TypeCounts:
    """What one observer type did with one item. points: how often each point was given, lowest first."""

    type_code: str
    type_name: str
    observers: int
    points: tuple[int, ...]
    not_applicable: int
    not_observed: int
    insufficient_evidence: int
    left_blank: int
    mean: float | None

    @property
    def rated(self) -> int:
        return sum(self.points)

    @property
    def sheets(self) -> int:
        return self.rated + self.not_applicable + self.not_observed + self.insufficient_evidence + self.left_blank

    @property
    def floor(self) -> float | None:
        """Share of ratings on the lowest point; None without ratings."""
        return self.points[0] / self.rated if self.rated else None

    @property
    def ceiling(self) -> float | None:
        """Share of ratings on the highest point; None without ratings."""
        return self.points[-1] / self.rated if self.rated else None


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """One item's use by each type, in the types' order."""

    id: str
    name: str
    labels: tuple[str, ...]
    types: tuple[TypeCounts, ...]


def item_counts(ratings: RatingSet, minimums: Minimums = PRODUCT_MINIMUMS) -> tuple[ItemCounts, ...]:
    """Every item, over all sheets, whether or not somebody else rated the same consultation.

    Kinds with too few people are not shown apart; where no kind has enough, everybody is counted together.
    """
    small = small_kinds(ratings, minimums)
    present = present_kinds(ratings)
    shown = [(ratings.types[at], ratings.sheet_type == at) for at in present if at not in small]
    if present and not shown:
        shown = [(EVERYBODY, np.ones(len(ratings.sheet_type), dtype=np.bool_))]
    return tuple(
        ItemCounts(
            item.id, item.name, item.labels, tuple(_type_counts(ratings, at, kind, sheets) for kind, sheets in shown)
        )
        for at, item in enumerate(ratings.items)
    )


def _type_counts(ratings: RatingSet, item: int, kind: ComparedType, sheets: NDArray[np.bool_]) -> TypeCounts:
    scores, answers = ratings.ratings[sheets, item], ratings.answers[sheets, item]
    given: Floats = scores[answers == RATED]
    points = np.asarray(ratings.items[item].points)
    counts = np.bincount(np.searchsorted(points, given), minlength=len(points))

    def how_often(answer: int) -> int:
        return int((answers == answer).sum())

    return TypeCounts(
        type_code=kind.code,
        type_name=kind.name,
        observers=len(np.unique(ratings.sheet_observer[sheets][answers == RATED])),
        points=tuple(int(count) for count in counts),
        not_applicable=how_often(NOT_APPLICABLE),
        not_observed=how_often(NOT_OBSERVED),
        insufficient_evidence=how_often(INSUFFICIENT_EVIDENCE),
        left_blank=how_often(LEFT_BLANK),
        mean=float(given.mean()) if len(given) else None,
    )


def usage_sentences(counts: Sequence[ItemCounts]) -> tuple[str, ...]:
    """Where ratings crowd at one end, said for the items where it is worst, and what that does to other numbers."""
    rated = [(item, kind) for item in counts for kind in item.types if kind.rated]
    if not rated:
        return ("No item has a rating yet.",)
    ends = {
        "lowest": [(kind.floor or 0.0, item.name, kind) for item, kind in rated],
        "highest": [(kind.ceiling or 0.0, item.name, kind) for item, kind in rated],
    }
    said: list[str] = []
    for end, found in ends.items():
        crowded = [each for each in found if each[0] >= CROWDED]
        if crowded:
            share, name, kind = max(crowded, key=lambda each: each[0])
            items = counted(len({each[1] for each in crowded}), "item")
            said.append(
                f"On {items} at least half of the ratings of one kind of observer are the {end} point, most of all on "
                f"“{name}”: {round(share * 100)} of 100 of the {kind.rated} ratings by {many(kind.type_name)}."
            )
    if not said:
        return ("On no item do half of the ratings or more sit at one end of the scale.",)
    said.append(
        "Crowding is common and is nobody’s fault. It makes kappa and the intraclass correlation look low even when "
        "observers agree, so read Gwet’s AC2 and the plain shares beside them."
    )
    return tuple(said)
