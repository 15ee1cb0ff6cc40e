"""Observers in the columns of a figure: a symbol and a number above, and below which name each number stands for."""

from __future__ import annotations

from collections.abc import Sequence

from reports.figures.lettering import lines
from reports.figures.picture import Mark, Spot, Words
from reports.figures.rating_graph import Watcher
from reports.figures.style import LABEL_SIZE, SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES

_KEY_COLUMN, _KEY_ROW = 155.0, 11.5


def column_heads(observers: Sequence[Watcher], left: float, cell: float, bottom: float) -> list[Mark]:
    """A symbol and a number above each column. bottom: where the columns begin."""
    marks: list[Mark] = []
    for at, one in enumerate(observers):
        middle = left + cell * (at + 0.5)
        marks.append(Spot(TYPE_ROLES[one.kind], TYPE_SHAPES[one.kind], middle, bottom - 18, 6.5))
        marks.append(Words("words", middle, bottom - 5, str(one.number), SMALL_SIZE, "middle", bold=True))
    return marks


def observer_key(observers: Sequence[Watcher], top: float, width: float) -> tuple[list[Mark], float]:
    """Number and name of each, in as many columns as fit; and where it ends."""
    across = max(1, int(width // _KEY_COLUMN))
    marks: list[Mark] = [Words("words", 0, top, "Observers", LABEL_SIZE, bold=True)]
    deep = max(-(-len(observers) // across), 1)
    for at, one in enumerate(observers):
        x, y = _KEY_COLUMN * (at // deep), top + 14 + _KEY_ROW * (at % deep)
        marks.append(Spot(TYPE_ROLES[one.kind], TYPE_SHAPES[one.kind], x + 4, y - 2.6, 6.0))
        name = lines(f"{one.number}. {one.name}", _KEY_COLUMN - 14, SMALL_SIZE, most=1)
        marks += [Words("words", x + 11, y, part, SMALL_SIZE) for part in name]
    return marks, top + 14 + _KEY_ROW * deep
