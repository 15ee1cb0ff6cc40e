"""Each observer's mean on each item, kind beside kind: where the kinds part, and how much people of one kind differ."""

from __future__ import annotations

import numpy as np

from reports.comparison.rating_set import RatingSet
from reports.figures.item_dots import DotGroup, DotRow, ItemDots
from reports.statistics.minimums import Minimums


def item_dots_of(ratings: RatingSet, minimums: Minimums) -> ItemDots:
    """A dot for everybody with ratings enough of an item; a kind with too few such people is not drawn."""
    present = [at for at in range(len(ratings.types)) if len(ratings.observers_of(at))]
    return ItemDots(
        title="Every observer’s mean on each item, kind beside kind",
        groups=tuple(ratings.types[at].name for at in present),
        rows=tuple(
            DotRow(
                item.name,
                item.points[0],
                item.points[-1],
                tuple(_group(ratings, at, kind, minimums) for kind in present),
            )
            for at, item in enumerate(ratings.items)
        ),
    )


def _group(ratings: RatingSet, item: int, kind: int, minimums: Minimums) -> DotGroup:
    column = ratings.ratings[:, item]
    mine = (ratings.sheet_type == kind) & ~np.isnan(column)
    size = len(ratings.observers)
    times = np.bincount(ratings.sheet_observer[mine], minlength=size)
    sums = np.bincount(ratings.sheet_observer[mine], column[mine], minlength=size)
    enough = times >= minimums.ratings_of_observer
    if enough.sum() < minimums.observers_in_group:
        need = f"{minimums.observers_in_group} people with {minimums.ratings_of_observer} ratings each"
        return DotGroup((), None, f"not yet: it takes {need}")
    means = sums[enough] / times[enough]
    return DotGroup(tuple(float(mean) for mean in means), float(means.mean()))
