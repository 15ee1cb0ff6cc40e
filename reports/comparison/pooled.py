"""Same rating, and within one step, over all items together: the plainest thing to say about a group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.coefficients import as_share
from reports.comparison.groups import Group
from reports.comparison.rating_set import RatingSet
from reports.statistics.agreement import exact_agreement, within_one_agreement
from reports.statistics.estimate import Estimate
from reports.statistics.minimums import Minimums
from reports.statistics.ratings import RatingsTable

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pooled:
    """Shares over all pairs of item ratings, with intervals that spread between clinicians."""

    exact: Estimate
    within_one: Estimate
    consultations: int


def pooled_agreement(ratings: RatingSet, group: Group, minimums: Minimums) -> Pooled | None:
    """All items under each other. None when too few consultations were seen twice, or items differ in points."""
    lengths = {len(item.points) for item in ratings.items}
    if len(lengths) != 1:
        return None
    group = group.unsigned
    columns = [_steps(ratings, at) for at in range(len(ratings.items))]
    consultations = max(group.consultations(column) for column in columns)
    if consultations < minimums.paired_consultations:
        return None
    rows = [group.rated_rows(column) for column in columns]
    cells = np.concatenate([group.cells(column)[kept] for column, kept in zip(columns, rows, strict=True)])
    clinicians = np.concatenate([group.clinician[kept] for kept in rows])
    points = tuple(float(step) for step in range(lengths.pop()))
    table = RatingsTable.from_wide(cells, points, clusters=clinicians)
    return Pooled(as_share(exact_agreement(table)), as_share(within_one_agreement(table)), consultations)


def _steps(ratings: RatingSet, item: int) -> Floats:
    """(sheets,) the number of the point chosen, counted from the lowest."""
    column = ratings.ratings[:, item]
    step = np.searchsorted(np.asarray(ratings.items[item].points), column).astype(np.float64)
    return np.where(np.isnan(column), np.nan, step)
