"""From a sheet to a table of ratings, for each way of laying them out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.analysis.options import Options
from reports.analysis.problems import Problem, UnusableInput, refuse
from reports.analysis.sheet import MISSING, Sheet, all_numbers, as_number
from reports.statistics.ratings import RatingsTable

Floats = NDArray[np.float64]
MOST_CATEGORIES = 60


@dataclass(frozen=True)
class Scale:
    """Category labels in order, and the numbers that stand for them (their own, or positions)."""

    labels: tuple[str, ...]
    points: tuple[float, ...]
    numeric: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Labels, or the points themselves where there are none."""
        return self.labels or tuple(f"{point:g}" for point in self.points)


def ratings_table(sheet: Sheet, options: Options, *, continuous: bool) -> tuple[RatingsTable, Scale]:
    """The table to analyse. continuous: any number is a score, and no scale is kept.

    Raises UnusableInput for cells that are no numbers or not on the scale.
    """
    layout = options.layout or ("long" if options.unit and options.rater else "wide")
    if layout == "table":
        return _square(sheet, options)
    if layout == "counts":
        return _counts(sheet, options)
    return _long(sheet, options, continuous) if layout == "long" else _wide(sheet, options, continuous)


def _wide(sheet: Sheet, options: Options, continuous: bool) -> tuple[RatingsTable, Scale]:
    aside = {options.unit, options.cluster}
    names = options.columns or tuple(name for name in sheet.header if name not in aside)
    columns = [sheet.column(name) for name in names]
    scale = _scale([cell for column in columns for cell in column], options, continuous)
    values, problems = np.full((len(sheet.cells), len(names)), np.nan), list[Problem]()
    for j, column in enumerate(columns):
        for i, cell in enumerate(column):
            values[i, j] = _valued(cell, scale, f"{names[j]}", sheet.lines[i], problems)
    if problems:
        raise UnusableInput(sorted(problems, key=lambda p: p.line))
    units = sheet.labels(options.unit) if options.unit else tuple(f"row {line}" for line in sheet.lines)
    clusters = sheet.labels(options.cluster) if options.cluster else None
    return RatingsTable.from_wide(values, () if continuous else scale.points, units, names, clusters), scale


def _long(sheet: Sheet, options: Options, continuous: bool) -> tuple[RatingsTable, Scale]:
    if not (options.unit and options.rater and options.rating):
        raise refuse("the long layout needs --unit, --rater and --rating")
    cells = sheet.column(options.rating)
    units, raters = sheet.labels(options.unit), sheet.labels(options.rater)
    scale = _scale(cells, options, continuous)
    problems: list[Problem] = []
    values = np.array(
        [_valued(cell, scale, str(options.rating), sheet.lines[i], problems) for i, cell in enumerate(cells)]
    )
    first: dict[tuple[str, str], int] = {}
    for i, key in enumerate(zip(units, raters, strict=True)):
        if key in first:
            sentence = f"found {key[1]} rating {key[0]} again, first on line {sheet.lines[first[key]]}"
            problems.append(Problem(sheet.lines[i], sentence))
        first.setdefault(key, i)
    if problems:
        raise UnusableInput(sorted(problems, key=lambda p: p.line))
    clusters = sheet.labels(options.cluster) if options.cluster and not options.by_rater else None
    try:
        table = RatingsTable.from_long(units, raters, values, () if continuous else scale.points, clusters)
    except ValueError as trouble:
        raise refuse(str(trouble)) from trouble
    return table, scale


def _square(sheet: Sheet, options: Options) -> tuple[RatingsTable, Scale]:
    labels = sheet.header[1:]
    if tuple(row[0] for row in sheet.cells) != labels:
        raise refuse(f"the rows of a table must be named like its columns: {', '.join(labels)}", line=1)
    counts = _whole_counts(sheet, labels, "units")
    order = [labels.index(name) for name in options.categories] if options.categories else list(range(len(labels)))
    scale = _labelled(tuple(labels[i] for i in order))
    try:
        return RatingsTable.from_contingency(counts[np.ix_(order, order)], scale.points), scale
    except ValueError as trouble:
        raise refuse(str(trouble)) from trouble


def _counts(sheet: Sheet, options: Options) -> tuple[RatingsTable, Scale]:
    names = options.columns or tuple(name for name in sheet.header if name not in {options.unit, options.cluster})
    counts = _whole_counts(sheet, names, "raters")
    scale = _labelled(names)
    return RatingsTable.from_counts(counts.astype(np.int64), scale.points), scale


def _whole_counts(sheet: Sheet, names: tuple[str, ...], of: str) -> Floats:
    counts = np.column_stack([sheet.numbers(name) for name in names])
    off = ~((counts >= 0) & (counts == counts.round()))
    if off.any():
        problems: list[Problem] = []
        for row, column in np.argwhere(off).tolist():
            name = names[column]
            cell = sheet.cells[row][sheet.place(name)]
            problems.append(Problem(sheet.lines[row], f"found {cell!r} in {name}, expected how many {of}"))
        raise UnusableInput(problems)
    return counts


def _scale(cells: tuple[str, ...] | list[str], options: Options, continuous: bool) -> Scale:
    if continuous:
        return Scale((), (), numeric=True)
    if options.categories:
        return _labelled(options.categories)
    used = sorted({cell for cell in cells if cell not in MISSING})
    if all_numbers(used):
        numbers = sorted({number for cell in used if (number := as_number(cell)) is not None})
        used = [f"{number:g}" for number in numbers]
    if not used:
        # Nothing was rated: any scale will do to say so.
        return Scale((), (0.0, 1.0), numeric=True)
    if len(used) > MOST_CATEGORIES:
        raise refuse(f"found {len(used)} different ratings, expected categories: use `analyse reliability`")
    return _labelled(tuple(used))


def _labelled(labels: tuple[str, ...]) -> Scale:
    if len(set(labels)) != len(labels):
        raise refuse("found a category twice")
    numbers = [as_number(label) for label in labels]
    points = tuple(number for number in numbers if number is not None)
    if len(points) == len(labels) and len(set(points)) == len(points):
        return Scale(labels, points, numeric=True)
    return Scale(labels, tuple(float(i + 1) for i in range(len(labels))), numeric=False)


def _valued(cell: str, scale: Scale, where: str, line: int, problems: list[Problem]) -> float:
    if cell in MISSING:
        return float("nan")
    number = as_number(cell, comma_is_decimal=not scale.labels)
    if not scale.labels:
        if number is None:
            problems.append(Problem(line, f"found {cell!r} in {where}, expected a number"))
        return float("nan") if number is None else number
    if scale.numeric and number in scale.points:
        return number
    if not scale.numeric and cell in scale.labels:
        return scale.points[scale.labels.index(cell)]
    problems.append(Problem(line, f"found {cell!r} in {where}, expected one of {', '.join(scale.labels)}"))
    return float("nan")
