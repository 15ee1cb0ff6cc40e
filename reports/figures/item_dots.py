"""Each item's scale with one dot for every observer, patient partners beside peers, and the mean of each kind.

For those who run a programme: one dot is one person, unnamed.
"""

from collections import Counter
from dataclasses import dataclass

from reports.figures.legend import group_key, legend
from reports.figures.lettering import lines
from reports.figures.picture import Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import LABEL_SIZE, SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES

_BAND = 17.0
_DOT = 4.6
_NUMBERS = 96.0


@dataclass(frozen=True, slots=True)
class DotGroup:
    """The means of one kind's observers on one item, and the mean of these; `not_yet` when nothing may be shown."""

    observers: tuple[float, ...]
    mean: float | None = None
    not_yet: str = ""

    @property
    def words(self) -> str:
        if self.mean is None:
            return self.not_yet or "no ratings"
        people = "1 person" if len(self.observers) == 1 else f"{len(self.observers)} people"
        return f"{number(self.mean, 1)}, {people}"


@dataclass(frozen=True, slots=True)
class DotRow:
    """One item on its own scale, a group for each of `ItemDots.groups`."""

    label: str
    lowest: float
    highest: float
    groups: tuple[DotGroup, ...]


@dataclass(frozen=True, slots=True)
class ItemDots:
    """Items under each other. All rows are drawn from their lowest to their highest point."""

    title: str
    groups: tuple[str, ...]
    rows: tuple[DotRow, ...]

    @property
    def description(self) -> str:
        said = ["One dot is one observer’s mean rating of the item; the line is the mean of these means."]
        for row in self.rows:
            parts = [f"{name} {group.words}" for name, group in zip(self.groups, row.groups, strict=True)]
            ends = f"from {number(row.lowest)} to {number(row.highest)}"
            said.append(f"{row.label.rstrip('.?')}, {ends}: {'; '.join(parts)}.")
        return " ".join(said)

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each dot."""
        rows = tuple(
            (row.label, name, value)
            for row in self.rows
            for name, group in zip(self.groups, row.groups, strict=True)
            for value in group.observers
        )
        return ("item", "observer type", "one observer’s mean"), rows


def item_dots(figure: ItemDots, width: float) -> Picture:
    """A band for each kind of observer; dots that would cover each other are stacked."""
    key, top = legend(group_key(figure.groups), width)
    left, right = width * 0.34, width - _NUMBERS
    same = len({(row.lowest, row.highest) for row in figure.rows}) == 1
    body: list[Mark] = []
    y = top + 4
    for row in figure.rows:
        scale = HorizontalScale(row.lowest, max(row.highest, row.lowest + 1), left, right)
        drawn, taken = _row(row, scale, y)
        body.extend(drawn)
        if not same:
            body.append(Stroke("axis", left, y + taken, right, y + taken))
            body.append(Words("quiet-words", left, y + taken + 8, number(row.lowest), SMALL_SIZE))
            body.append(Words("quiet-words", right, y + taken + 8, number(row.highest), SMALL_SIZE, "end"))
            taken += 8
        y += taken + 8
    marks: list[Mark] = list(key)
    if same and figure.rows:
        first = figure.rows[0]
        marks.extend(HorizontalScale(first.lowest, max(first.highest, first.lowest + 1), left, right).axis(top + 2, y))
        y += 14
    return Picture(width, y + 2, figure.title, figure.description, (*marks, *body))


def _row(row: DotRow, scale: HorizontalScale, y: float) -> tuple[list[Mark], float]:
    label = lines(row.label, scale.left - 14, LABEL_SIZE, most=4)
    marks: list[Mark] = [Words("words", 0, y + 10 + 11 * at, line, LABEL_SIZE) for at, line in enumerate(label)]
    below = y
    for index, group in enumerate(row.groups):
        drawn, taken = _band(group, index, scale, below)
        marks.extend(drawn)
        below += taken
    return marks, max(len(label) * 11.0 + 4, below - y)


def _band(group: DotGroup, index: int, scale: HorizontalScale, y: float) -> tuple[list[Mark], float]:
    places = [round(scale.at(value) / _DOT) for value in sorted(group.observers)]
    tallest = max(Counter(places).values(), default=1)
    height = max(_BAND, tallest * _DOT + 8)
    base = y + height - 5
    marks: list[Mark] = []
    if group.mean is None:
        return [Words("quiet-words", scale.left + 4, base, group.words, SMALL_SIZE)], height
    marks.append(Stroke("divider", scale.at(group.mean), y + 2, scale.at(group.mean), base + 3))
    stacked: Counter[int] = Counter()
    for value, place in zip(sorted(group.observers), places, strict=True):
        spot = (scale.at(value), base - stacked[place] * _DOT - 1)
        marks.append(Spot(TYPE_ROLES[index % 4], TYPE_SHAPES[index % 4], *spot, _DOT))
        stacked[place] += 1
    marks.append(Words("quiet-words", scale.right + 10, base + 1, group.words, SMALL_SIZE))
    return marks, height
