"""Who is to observe which session: sessions in rows in their order of time, observers in columns.

A filled symbol is somebody proposed, a square with a dot somebody asked already. Hatched: cannot come then. A cross:
must not observe this clinician.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.figures.legend import KeyEntry, group_key, legend
from reports.figures.lettering import lines
from reports.figures.observer_key import column_heads, observer_key
from reports.figures.picture import Box, Mark, Picture, Spot, Stroke, Words
from reports.figures.rating_graph import Watcher
from reports.figures.style import SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES

_CELL, _ROW, _NAMES, _HEADS = 21.0, 26.0, 176.0, 30.0

Seated = Literal["", "proposed", "asked", "away", "barred"]
_WORDS: dict[Seated, str] = {
    "": "",
    "proposed": "proposed",
    "asked": "asked already",
    "away": "cannot come",
    "barred": "conflict of interest",
}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One session: when and where, the clinician, and what each observer (in the order of the columns) is in it."""

    when: str
    clinician: str
    cells: tuple[Seated, ...]


@dataclass(frozen=True, slots=True)
class ObservingPlan:
    """rows: sessions. observers: columns."""

    title: str
    kinds: tuple[str, ...]
    observers: tuple[Watcher, ...]
    rows: tuple[PlanRow, ...]

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.observers) for row in self.rows):
            raise ValueError("A plan needs a cell for every observer in every session.")

    @property
    def description(self) -> str:
        """Session by session, who is asked already and who is proposed."""
        said: list[str] = []
        for row in self.rows:
            people = [
                f"{one.name} ({_WORDS[cell]})"
                for one, cell in zip(self.observers, row.cells, strict=True)
                if cell in ("proposed", "asked")
            ]
            who = ", ".join(people) if people else "nobody"
            said.append(f"{row.when}, {row.clinician}: {who}.")
        return " ".join(said) if said else "There is no session."

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each session and observer who sits in it or cannot."""
        rows = tuple(
            (row.when, row.clinician, one.name, self.kinds[one.kind], _WORDS[cell])
            for row in self.rows
            for one, cell in zip(self.observers, row.cells, strict=True)
            if cell
        )
        return ("session", "clinician", "observer", "observer type", "place"), rows


def observing_plan(figure: ObservingPlan, width: float) -> Picture:
    """As wide as its columns need, whatever width is offered."""
    # What is read without scrolling keeps to the width that was offered.
    key, taken = legend(_key(figure), width)
    offered, width = width, max(width, _NAMES + _CELL * len(figure.observers) + 2)
    top = taken + _HEADS
    marks: list[Mark] = [*key, *column_heads(figure.observers, _NAMES, _CELL, top)]
    right = _NAMES + _CELL * len(figure.observers)
    for at, row in enumerate(figure.rows):
        y = top + _ROW * at
        marks.append(Stroke("grid", 0, y, right, y))
        for line, (text, role) in enumerate(((row.when, "quiet-words"), (row.clinician, "words"))):
            cut = lines(text, _NAMES - 6, SMALL_SIZE, most=1)
            marks += [
                Words("words" if role == "words" else "quiet-words", 0, y + 10.5 + 10.5 * line, part, SMALL_SIZE)
                for part in cut
            ]
        for column, (one, cell) in enumerate(zip(figure.observers, row.cells, strict=True)):
            marks += _cell(cell, one, _NAMES + _CELL * column, y)
    bottom = top + _ROW * len(figure.rows)
    marks.append(Stroke("grid", 0, bottom, right, bottom))
    below, end = observer_key(figure.observers, bottom + 16, offered)
    return Picture(width, end, figure.title, figure.description, (*marks, *below))


def _key(figure: ObservingPlan) -> tuple[KeyEntry, ...]:
    return (
        *(KeyEntry(each.role, f"{each.text} proposed", each.shape) for each in group_key(figure.kinds)),
        KeyEntry("self", "Asked already", "square"),
        KeyEntry("hatch", "Cannot come", line=True),
        KeyEntry("band", "× Conflict of interest"),
    )


def _cell(cell: Seated, one: Watcher, x: float, y: float) -> list[Mark]:
    middle, centre = x + _CELL / 2, y + _ROW / 2
    if cell == "proposed":
        return [Spot(TYPE_ROLES[one.kind], TYPE_SHAPES[one.kind], middle, centre, 11.0)]
    if cell == "asked":
        return [
            Spot("self", "square", middle, centre, 11.0),
            Spot(TYPE_ROLES[one.kind], TYPE_SHAPES[one.kind], middle, centre, 4.5),
        ]
    if cell == "away":
        foot = y + _ROW - 4
        ends = [(step, min(12.0, _CELL - 2 - step)) for step in (2.0, 7.0, 12.0)]
        return [Stroke("hatch", x + step, foot, x + step + long, foot - long) for step, long in ends]
    if cell == "barred":
        half = 4.0
        return [
            Box("band", x + 1, y + 1, _CELL - 2, _ROW - 2),
            Stroke("axis", middle - half, centre - half, middle + half, centre + half),
            Stroke("axis", middle - half, centre + half, middle + half, centre - half),
        ]
    return []
