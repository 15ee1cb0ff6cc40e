"""Who has observed whom, as squares: clinicians in rows, observers in columns, those who met near to each other.

The observers' names stand below under the numbers of their columns, so that thirty of them can be read on paper.
"""

from __future__ import annotations

from reports.figures.legend import KeyEntry, group_key, legend
from reports.figures.lettering import lines
from reports.figures.observer_key import column_heads, observer_key
from reports.figures.picture import Box, Mark, Picture, Stroke, Words
from reports.figures.rating_graph import GraphGroup, Meeting, RatingGraph, group_words
from reports.figures.style import LABEL_SIZE, RAMP_ROLES, SMALL_SIZE, words_on

_CELL, _ROW = 21.0, 15.0
_NAMES, _HEADS, _GROUP = 150.0, 30.0, 16.0
# The most that were shared is as dark as it gets, but never fewer than these.
DARKEST = 4


def rating_matrix(figure: RatingGraph, width: float) -> Picture:
    """As wide as its columns need, whatever width is offered."""
    observers = figure.observers
    # What is read without scrolling keeps to the width that was offered.
    key, taken = legend(_key(figure), width)
    offered, width = width, max(width, _NAMES + _CELL * len(observers) + 2)
    column = {each.number: at for at, each in enumerate(observers)}
    most, met = _most(figure), figure.met
    top = taken + _HEADS
    marks: list[Mark] = [*key, *column_heads(observers, _NAMES, _CELL, top)]
    y = top
    for at, group in enumerate(figure.groups, start=1):
        if len(figure.groups) > 1:
            marks.append(Words("words", 0, y + 11, group_words(at, len(figure.groups)), LABEL_SIZE, bold=True))
            marks += _frame(group, column, y + _GROUP)
            y += _GROUP
        for who in group.clinicians:
            name = lines(f"{who.number}. {who.name}", _NAMES - 6, SMALL_SIZE, most=1)
            marks += [Words("words", 0, y + 10.5, part, SMALL_SIZE) for part in name]
            marks.append(Stroke("grid", _NAMES, y + _ROW, _NAMES + _CELL * len(observers), y + _ROW))
            for each in met.get(who.number, ()):
                marks += _met(each, _NAMES + _CELL * column[each.observer], y, most)
                if (each.clinician, each.observer) == figure.weakest:
                    marks += _ring("weakest-link", _NAMES + _CELL * column[each.observer], y)
            if figure.wanted is not None and figure.wanted[0] == who.number:
                marks += _would_help(_NAMES + _CELL * column[figure.wanted[1]], y)
            y += _ROW
    below, bottom = observer_key(observers, y + 14, offered)
    return Picture(width, bottom, figure.title, figure.description, (*marks, *below))


def _key(figure: RatingGraph) -> tuple[KeyEntry, ...]:
    entries = [*group_key(figure.kinds), KeyEntry(RAMP_ROLES[0], "1 consultation")]
    entries.append(KeyEntry(RAMP_ROLES[9], f"{_most(figure)} consultations"))
    if figure.weakest is not None:
        entries.append(KeyEntry("weakest-link", "Weakest link (ringed)", line=True))
    if figure.wanted is not None:
        entries.append(KeyEntry("wanted-link", "Would help most (+)", line=True))
    return tuple(entries)


def _most(figure: RatingGraph) -> int:
    return max((DARKEST, *(each.consultations for each in figure.meetings)))


def _met(each: Meeting, x: float, y: float, most: int) -> list[Mark]:
    step = round(9 * (each.consultations - 1) / (most - 1))
    return [
        Box(RAMP_ROLES[step], x + 0.5, y + 0.5, _CELL - 1, _ROW - 1),
        Words(words_on(step), x + _CELL / 2, y + 10.3, str(each.consultations), SMALL_SIZE, "middle", bold=True),
    ]


def _would_help(x: float, y: float) -> list[Mark]:
    plus = Words("words", x + _CELL / 2, y + 10.8, "+", LABEL_SIZE, "middle", bold=True)
    return [*_ring("wanted-link", x, y), plus]


def _ring(role: str, x: float, y: float) -> list[Mark]:
    name = "weakest-link" if role == "weakest-link" else "wanted-link"
    right, bottom = x + _CELL, y + _ROW
    return [
        Stroke(name, x, y, right, y),
        Stroke(name, right, y, right, bottom),
        Stroke(name, right, bottom, x, bottom),
        Stroke(name, x, bottom, x, y),
    ]


def _frame(group: GraphGroup, column: dict[int, int], y: float) -> list[Mark]:
    """A box behind the squares a group could have: those of its own observers."""
    if not group.observers or not group.clinicians:
        return []
    first = min(column[each.number] for each in group.observers)
    return [Box("frame", _NAMES + _CELL * first, y, _CELL * len(group.observers), _ROW * len(group.clinicians))]
