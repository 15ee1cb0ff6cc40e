"""Who is set beside whom: all observers, two of one type, one of each of two types.

Consultations are units and observers columns, with gaps where an observer was not there. Between types, each row is one
meeting of an observer of the one type with an observer of the other in the same consultation, in two columns. A
consultation with two such meetings gives two rows, which is why intervals are made between clinicians.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RatingSet
from reports.comparison.wording import many
from reports.statistics.ratings import RatingsTable

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Group:
    """Which sheets are set side by side.

    key: "all", "within-<code>" or "between-<code>-<code>". types: positions of the types it is about.
    sheets: (rows, columns) the number of the sheet, -1 for none. consultation, clinician: (rows,).
    who: the subject of a sentence, "Two patient partners".
    """

    key: str
    title: str
    who: str
    types: tuple[int, ...]
    columns: tuple[str, ...]
    sheets: Whole
    consultation: Whole
    clinician: Whole

    @cached_property
    def unsigned(self) -> Group:
        """The same sheets side by side without who filled them in, as few columns as will hold them.

        For what does not ask who gave which rating: a hundred observers of whom two meet are then three columns. Two
        columns stay as they are.
        """
        if len(self.columns) < 3 or not len(self.sheets):
            return self
        # Never two columns: what is said of two raters is not said of many of whom two meet.
        most = max(int((self.sheets >= 0).sum(axis=1).max()), 3)
        sheets = -np.sort(-self.sheets, axis=1)[:, :most]
        return replace(self, columns=tuple(f"Sheet {at + 1}" for at in range(most)), sheets=sheets)

    def cells(self, values: Floats) -> Floats:
        """(rows, columns) the values of the sheets set side by side, NaN for none. values: (sheets,)."""
        if not len(values):
            return np.full(self.sheets.shape, np.nan)
        return np.where(self.sheets >= 0, values[self.sheets], np.nan)

    def rated_rows(self, values: Floats) -> NDArray[np.bool_]:
        """(rows,) whether two or more of the sheets have a value. values: (sheets,) of the whole set."""
        return (~np.isnan(self.cells(values))).sum(1) >= 2

    def table(self, values: Floats, points: tuple[float, ...], names: tuple[str, ...]) -> RatingsTable:
        """The values as units by raters: rows with two values or more, clustered by clinician.

        values: (sheets,); points: of the scale, empty for continuous scores; names: of the consultations.
        """
        rows = self.rated_rows(values)
        cells = self.cells(values)[rows]
        used = [at for at in range(len(self.columns)) if len(self.columns) < 3 or not np.isnan(cells[:, at]).all()]
        return RatingsTable(
            np.ascontiguousarray(cells[:, used]),
            points,
            tuple(names[int(unit)] for unit in self.consultation[rows]),
            tuple(self.columns[at] for at in used),
            self.clinician[rows],
        )

    def consultations(self, values: Floats) -> int:
        """How many different consultations have two values or more."""
        return len(np.unique(self.consultation[self.rated_rows(values)]))

    def sheets_used(self, values: Floats) -> Whole:
        """The numbers of the sheets that enter, each once."""
        chosen = self.sheets[self.rated_rows(values)]
        there = chosen[chosen >= 0]
        return np.unique(there[~np.isnan(values[there])])


def groups_of(ratings: RatingSet) -> tuple[Group, ...]:
    """All observers first, then each two types, then each type by itself. Types without sheets are left out."""
    present = [at for at in range(len(ratings.types)) if len(ratings.observers_of(at))]
    found = [everybody(ratings)]
    if len(present) > 1:
        found += [between_types(ratings, one, other) for one, other in combinations(present, 2)]
        found += [within_type(ratings, at) for at in present]
    return tuple(found)


def everybody(ratings: RatingSet) -> Group:
    """Every observer a column."""
    types = tuple(range(len(ratings.types)))
    columns = tuple(each.name for each in ratings.observers)
    return _side_by_side(ratings, "all", "All observers", "Two observers", types, columns)


def within_type(ratings: RatingSet, at: int) -> Group:
    """The observers of one type, each a column."""
    kind = ratings.types[at]
    columns = tuple(each.name for each in ratings.observers)
    who = f"Two {many(kind.name)}"
    title = f"{kind.name} with {kind.name[:1].lower()}{kind.name[1:]}"
    return _side_by_side(ratings, f"within-{kind.code}", title, who, (at,), columns)


def between_types(ratings: RatingSet, one: int, other: int) -> Group:
    """Every meeting of the two types in one consultation."""
    first, second = ratings.types[one], ratings.types[other]
    left = np.flatnonzero(ratings.sheet_type == one)
    right = np.flatnonzero(ratings.sheet_type == other)
    meets = ratings.sheet_unit[left][:, None] == ratings.sheet_unit[right][None, :]
    at_left, at_right = np.nonzero(meets)
    sheets = np.column_stack([left[at_left], right[at_right]])
    unit = ratings.sheet_unit[sheets[:, 0]]
    low = second.name[:1].lower() + second.name[1:]
    return Group(
        f"between-{first.code}-{second.code}",
        f"{first.name} with {low}",
        f"A {first.name[:1].lower()}{first.name[1:]} and a {low}",
        (one, other),
        (first.name, second.name),
        sheets,
        unit,
        ratings.unit_clinician[unit],
    )


def _side_by_side(
    ratings: RatingSet, key: str, title: str, who: str, types: tuple[int, ...], columns: tuple[str, ...]
) -> Group:
    chosen = np.flatnonzero(np.isin(ratings.sheet_type, types))
    sheets = np.full((len(ratings.unit_names), len(columns)), -1, dtype=np.int64)
    sheets[ratings.sheet_unit[chosen], ratings.sheet_observer[chosen]] = chosen
    return Group(key, title, who, types, columns, sheets, np.arange(len(ratings.unit_names)), ratings.unit_clinician)
