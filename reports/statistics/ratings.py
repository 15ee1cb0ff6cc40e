"""Ratings laid out as units by raters, with the instrument's scale beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.numbered_names import NumberedNames

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class RatingsTable:
    """Who gave what to which unit.

    values: (units, raters), NaN where there is no rating.
    points: the scale's points in order, used or not; empty when the scores are continuous.
    unit_names, rater_names: in the order of rows and columns; units without names are numbered.
    clusters: (units,) whole numbers, units with the same number belong together (consultations of
        one clinician); None when every unit stands alone.
    """

    values: Floats
    points: tuple[float, ...]
    unit_names: Sequence[str]
    rater_names: tuple[str, ...]
    clusters: Whole | None = None

    def __post_init__(self) -> None:
        if self.values.ndim != 2:
            raise ValueError(f"Ratings must have units in rows and raters in columns, not {self.values.ndim} axes.")
        if self.values.shape != (len(self.unit_names), len(self.rater_names)):
            raise ValueError(
                f"Ratings of shape {self.values.shape} do not fit {len(self.unit_names)} unit names "
                f"and {len(self.rater_names)} rater names."
            )
        if np.isinf(self.values).any():
            raise ValueError("A rating must be a finite number; leave it out when it is missing.")
        if self.clusters is not None and self.clusters.shape != (len(self.unit_names),):
            raise ValueError(
                f"Every unit needs one cluster: {len(self.unit_names)} units, clusters {self.clusters.shape}."
            )
        if len(set(self.points)) != len(self.points):
            raise ValueError("Each point of the scale may stand in it once.")
        if self.points:
            self._refuse_values_off_the_scale()
        self.values.setflags(write=False)

    def _refuse_values_off_the_scale(self) -> None:
        off = ~np.isnan(self.values) & (self.codes < 0)
        if off.any():
            row, column = np.argwhere(off)[0]
            raise ValueError(
                f"{self.rater_names[column]} gave {self.values[row, column]:g} to {self.unit_names[row]}, "
                f"which is not a point of the scale {', '.join(f'{p:g}' for p in self.points)}."
            )

    @classmethod
    def from_wide(
        cls,
        values: ArrayLike,
        points: Sequence[float] = (),
        unit_names: Sequence[str] | None = None,
        rater_names: Sequence[str] | None = None,
        clusters: ArrayLike | None = None,
    ) -> RatingsTable:
        """A table from a rectangle (units, raters) of numbers; NaN or None is a missing rating."""
        array = np.array(values, dtype=np.float64, order="C")
        if array.size == 0 and array.ndim != 2:
            array = array.reshape(0, len(rater_names) if rater_names is not None else 0)
        units = tuple(unit_names) if unit_names is not None else NumberedNames.up_to("unit", len(array))
        raters = (
            tuple(rater_names)
            if rater_names is not None
            else tuple(f"rater {j + 1}" for j in range(array.shape[1] if array.ndim == 2 else 0))
        )
        return cls(array, tuple(float(p) for p in points), units, raters, _numbered(clusters))

    @classmethod
    def from_long(
        cls,
        units: Sequence[object],
        raters: Sequence[object],
        ratings: ArrayLike,
        points: Sequence[float] = (),
        clusters: Sequence[object] | None = None,
    ) -> RatingsTable:
        """A table from three equally long columns, one entry per rating.

        clusters: one entry per rating; a unit must have the same cluster on all its rows.
        Units and raters keep the order of their first appearance. Raises ValueError when the columns
        differ in length, a rater rated a unit twice, or a unit lies in two clusters.
        """
        numbers = np.asarray(ratings, dtype=np.float64)
        if not len(units) == len(raters) == len(numbers):
            raise ValueError(
                f"Units, raters and ratings must be equally long, not {len(units)}, {len(raters)} and {len(numbers)}."
            )
        unit_of, unit_names = _by_first_appearance(units)
        rater_of, rater_names = _by_first_appearance(raters)
        cells = unit_of * max(len(rater_names), 1) + rater_of
        distinct, first, counts = np.unique(cells, return_index=True, return_counts=True)
        if len(distinct) != len(cells):
            again = first[np.argmax(counts > 1)]
            raise ValueError(f"{rater_names[rater_of[again]]} rated {unit_names[unit_of[again]]} more than once.")
        values = np.full((len(unit_names), len(rater_names)), np.nan)
        values[unit_of, rater_of] = numbers
        groups = None
        if clusters is not None:
            groups = _cluster_of_each_unit(clusters, unit_of, unit_names)
        return cls(values, tuple(float(p) for p in points), unit_names, rater_names, groups)

    @classmethod
    def from_counts(cls, counts: ArrayLike, points: Sequence[float]) -> RatingsTable:
        """A table from counts (units, points) of how many raters chose each point; raters are anonymous.

        Only coefficients that do not ask who gave which rating may be read from such a table
        (not Cohen's or Conger's kappa).
        """
        chosen = np.asarray(counts, dtype=np.int64)
        if chosen.ndim != 2 or chosen.shape[1] != len(points) or (chosen < 0).any():
            raise ValueError(f"Counts must be whole numbers with one column for each of the {len(points)} points.")
        widest = int(chosen.sum(1).max(initial=0))
        ends = chosen.cumsum(1)
        seat = np.arange(widest)
        code = (seat[None, :, None] >= ends[:, None, :]).sum(2)
        scale = np.append(np.asarray(points, dtype=np.float64), np.nan)
        return cls.from_wide(scale[code], points)

    @classmethod
    def from_contingency(cls, counts: ArrayLike, points: Sequence[float], raters: Sequence[str] = ()) -> RatingsTable:
        """Two raters from a square table of counts: first rater in rows, second in columns."""
        cells = np.asarray(counts, dtype=np.float64)
        if cells.shape != (len(points), len(points)) or (cells < 0).any() or (cells != cells.round()).any():
            raise ValueError(f"A contingency table needs {len(points)} rows and columns of whole counts.")
        scale = np.asarray(points, dtype=np.float64)
        row, column = np.divmod(np.arange(cells.size), len(points))
        pairs = np.repeat(np.column_stack([scale[row], scale[column]]), cells.ravel().astype(np.int64), axis=0)
        return cls.from_wide(pairs, points, rater_names=tuple(raters) or ("rater 1", "rater 2"))

    @cached_property
    def codes(self) -> Whole:
        """(units, raters): the position of each rating on the scale, -1 where missing."""
        scale = np.asarray(self.points)
        if not len(scale):
            raise ValueError("These scores are continuous: name the points of the scale to count agreement.")
        if np.array_equal(scale, scale[0] + np.arange(len(scale))):
            return _steps_from(self.values, float(scale[0]), len(scale))
        order = np.argsort(scale)
        place = np.clip(np.searchsorted(scale[order], self.values), 0, len(scale) - 1)
        matched = scale[order][place] == self.values
        return np.where(matched, order[place], -1)

    @property
    def complete(self) -> bool:
        """Whether every rater rated every unit."""
        return not np.isnan(self.values).any()

    @property
    def ratings(self) -> int:
        """How many ratings there are."""
        return int((~np.isnan(self.values)).sum())

    def pairs(self, first: str, second: str) -> RatingsTable:
        """The two named raters, on the units both rated."""
        columns = [self._column(first), self._column(second)]
        both = ~np.isnan(self.values[:, columns]).any(1)
        return self.rows(both).columns(columns)

    def columns(self, which: ArrayLike) -> RatingsTable:
        """The table with some raters only: a mask or positions. The table itself when that is all of them."""
        positions = _positions(which, len(self.rater_names))
        if positions is None:
            return self
        names = tuple(self.rater_names[int(position)] for position in positions)
        values = np.ascontiguousarray(self.values[:, positions])
        return RatingsTable(values, self.points, self.unit_names, names, self.clusters)

    def rows(self, which: ArrayLike) -> RatingsTable:
        """The table with some units only: a mask or positions. The table itself when that is all of them."""
        positions = _positions(which, len(self.unit_names))
        if positions is None:
            return self
        names = _chosen(self.unit_names, positions)
        clusters = None if self.clusters is None else self.clusters[positions]
        return RatingsTable(self.values[positions], self.points, names, self.rater_names, clusters)

    def without_clusters(self) -> RatingsTable:
        """The same table with every unit standing alone."""
        return self if self.clusters is None else replace(self, clusters=None)

    def _column(self, name: str) -> int:
        if name not in self.rater_names:
            raise ValueError(f"There is no rater called {name}.")
        return self.rater_names.index(name)


def _steps_from(values: Floats, first: float, number: int) -> Whole:
    """Positions on a scale whose points follow one another by ones, without searching for them."""
    away = values - first
    # What is missing, or no whole number, becomes some number here and is told apart by not being itself.
    with np.errstate(invalid="ignore"):
        steps = away.astype(np.int64)
    return np.where((steps == away) & (steps >= 0) & (steps < number), steps, -1)


def _positions(which: ArrayLike, number: int) -> Whole | None:
    """Where a mask or positions point among so many; None when that is everything in its own order."""
    everything = np.arange(number)
    positions: Whole = everything[np.asarray(which)]
    return None if np.array_equal(positions, everything) else positions


def _chosen(names: Sequence[str], positions: Whole) -> Sequence[str]:
    if isinstance(names, NumberedNames):
        return names.at(positions)
    return tuple(names[int(position)] for position in positions)


def _by_first_appearance(entries: Sequence[object]) -> tuple[Whole, tuple[str, ...]]:
    places: dict[object, int] = {}
    numbered = np.fromiter((places.setdefault(entry, len(places)) for entry in entries), np.int64, len(entries))
    return numbered, tuple(str(entry) for entry in places)


def _numbered(clusters: ArrayLike | None) -> Whole | None:
    if clusters is None:
        return None
    return np.unique(np.asarray(clusters), return_inverse=True)[1].astype(np.int64)


def _cluster_of_each_unit(clusters: Sequence[object], unit_of: Whole, unit_names: tuple[str, ...]) -> Whole:
    if len(clusters) != len(unit_of):
        raise ValueError(f"Clusters must be as long as the ratings: {len(clusters)} for {len(unit_of)} ratings.")
    number, _ = _by_first_appearance(clusters)
    of_unit = np.zeros(len(unit_names), dtype=np.int64)
    of_unit[unit_of] = number
    astray = of_unit[unit_of] != number
    if astray.any():
        raise ValueError(f"{unit_names[unit_of[np.argmax(astray)]]} lies in two clusters.")
    return of_unit
