"""Who has observed whom, as lines from clinicians on the left to observers on the right, one box for each group."""

from __future__ import annotations

from reports.figures.legend import KeyEntry, group_key, legend
from reports.figures.lettering import lines
from reports.figures.picture import Box, Mark, Picture, Spot, Stroke, Words
from reports.figures.rating_graph import GraphGroup, RatingGraph, group_words
from reports.figures.style import LABEL_SIZE, LINK_ROLES, SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES, Role

_ROW, _HEAD, _PAD, _BETWEEN = 21.0, 18.0, 6.0, 12.0
_NAMES = 0.34
_SYMBOL = 8.0
# Up to so many shared consultations a line has the first weight, the second, the third; the last beyond.
WEIGHTS = (2, 5, 9)

Place = tuple[float, float]


def weight_of(consultations: int) -> Role:
    """The line for so many shared consultations."""
    return LINK_ROLES[sum(consultations > most for most in WEIGHTS)]


def rating_lines(figure: RatingGraph, width: float) -> Picture:
    """Groups from top to bottom. Only for as many people as `RatingGraph.as_lines` allows."""
    key, taken = legend(_key(figure), width)
    left, right = width * _NAMES, width * (1 - _NAMES)
    boxes: list[Mark] = []
    people: list[Mark] = []
    clinicians: dict[int, Place] = {}
    observers: dict[int, Place] = {}
    y = taken + 4
    for at, group in enumerate(figure.groups, start=1):
        rows = max(len(group.clinicians), len(group.observers))
        top, height = y + _HEAD, _ROW * rows
        several = len(figure.groups) > 1
        if several:
            boxes.append(Box("frame", 0.5, y, width - 1, _HEAD + height + _PAD))
        if several:
            head = group_words(at, len(figure.groups))
            people.append(Words("words", _PAD, y + 13, head, LABEL_SIZE, bold=True))
        else:
            people.append(Words("words", left - _SYMBOL, y + 9, "Clinicians", LABEL_SIZE, "end", bold=True))
            people.append(Words("words", right + _SYMBOL, y + 9, "Observers", LABEL_SIZE, bold=True))
        clinicians |= _column([each.number for each in group.clinicians], left, top, height)
        observers |= _column([each.number for each in group.observers], right, top, height)
        people += _names(group, clinicians, observers, left, width)
        y += _HEAD + height + _PAD + _BETWEEN
    marks = [*key, *boxes, *_links(figure, clinicians, observers), *people]
    return Picture(width, y - _BETWEEN + 2, figure.title, figure.description, tuple(marks))


def _key(figure: RatingGraph) -> tuple[KeyEntry, ...]:
    """Kinds, what each weight of line stands for, and the two lines that are singled out."""
    least = (1, *(most + 1 for most in WEIGHTS))
    words = [f"{low} to {most}" for low, most in zip(least, WEIGHTS, strict=False)]
    words += [f"{least[-1]} or more consultations"]
    entries = [KeyEntry("self", "Clinician", "square"), *group_key(figure.kinds)]
    entries += [KeyEntry(role, text, line=True) for role, text in zip(LINK_ROLES, words, strict=True)]
    if figure.weakest is not None:
        entries.append(KeyEntry("weakest-link", "Weakest link", line=True))
    if figure.wanted is not None:
        entries.append(KeyEntry("wanted-link", "Would help most", line=True))
    return tuple(entries)


def _column(numbers: list[int], x: float, top: float, height: float) -> dict[int, Place]:
    """People spread evenly over the height of their group."""
    pitch = height / max(len(numbers), 1)
    return {number: (x, top + pitch * (at + 0.5)) for at, number in enumerate(numbers)}


def _links(figure: RatingGraph, clinicians: dict[int, Place], observers: dict[int, Place]) -> list[Mark]:
    """Light lines first, so that heavy ones and the two that are singled out lie on top."""
    marks: list[Mark] = []
    for each in sorted(figure.meetings, key=lambda one: one.consultations):
        pair = (each.clinician, each.observer)
        role = "weakest-link" if pair == figure.weakest else weight_of(each.consultations)
        marks.append(Stroke(role, *clinicians[each.clinician], *observers[each.observer]))
    if figure.wanted is not None:
        marks.append(Stroke("wanted-link", *clinicians[figure.wanted[0]], *observers[figure.wanted[1]]))
    return marks


def _names(
    group: GraphGroup, clinicians: dict[int, Place], observers: dict[int, Place], room: float, width: float
) -> list[Mark]:
    marks: list[Mark] = []
    for who in group.clinicians:
        x, y = clinicians[who.number]
        marks.append(Spot("self", "square", x, y, _SYMBOL))
        marks += _name(f"{who.number}. {who.name}", x - _SYMBOL, y, room - 2 * _SYMBOL, "end")
    for one in group.observers:
        x, y = observers[one.number]
        marks.append(Spot(TYPE_ROLES[one.kind], TYPE_SHAPES[one.kind], x, y, _SYMBOL))
        marks += _name(f"{one.number}. {one.name}", x + _SYMBOL, y, width - x - 2 * _SYMBOL, "start")
    return marks


def _name(text: str, x: float, y: float, room: float, anchor: str) -> list[Mark]:
    broken = lines(text, room, SMALL_SIZE, most=2)
    first = y + 2.8 - 4.3 * (len(broken) - 1)
    end = "end" if anchor == "end" else "start"
    return [Words("words", x, first + 8.6 * at, part, SMALL_SIZE, end) for at, part in enumerate(broken)]
