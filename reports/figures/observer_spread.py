"""Patient partners beside peers: one symbol per observer, each type on its own band, for those who run a
programme.

Never part of a clinician's feedback, where one symbol would be one person.
"""

from collections import Counter
from dataclasses import dataclass

from reports.figures.lettering import lines
from reports.figures.picture import Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import LABEL_SIZE, RANGE_ROLES, SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES

_STACK = 7.0


@dataclass(frozen=True, slots=True)
class SpreadGroup:
    """Mean score of every observer of one type, and the type's mean with interval or the reason there is
    none."""

    name: str
    observers: tuple[float, ...]
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    not_yet: str = ""

    @property
    def words(self) -> str:
        if self.mean is None:
            return self.not_yet or "no mean yet"
        if self.low is None or self.high is None:
            return f"mean {number(self.mean, 1)}"
        return f"mean {number(self.mean, 1)} ({number(self.low, 1)} to {number(self.high, 1)})"


@dataclass(frozen=True, slots=True)
class ObserverSpread:
    """At most four groups on one axis."""

    title: str
    groups: tuple[SpreadGroup, ...]
    lowest: float = 0.0
    highest: float = 100.0

    @property
    def description(self) -> str:
        said = [f"Observers' own mean scores, from {number(self.lowest)} to {number(self.highest)}."]
        for group in self.groups:
            count = len(group.observers)
            spread = f" from {number(min(group.observers), 1)} to {number(max(group.observers), 1)}" if count else ""
            said.append(f"{group.name}: {count} {'observer' if count == 1 else 'observers'}{spread}; {group.words}.")
        return " ".join(said)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Column heads and rows with the values drawn."""
        rows = tuple(
            (
                group.name,
                str(len(group.observers)),
                ", ".join(number(value, 1) for value in sorted(group.observers)) or "none",
                group.words,
            )
            for group in self.groups
        )
        return ("Observer type", "Observers", "Each observer's mean", "Mean of the type"), rows

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each symbol."""
        return ("observer type", "one observer’s mean"), tuple(
            (group.name, value) for group in self.groups for value in group.observers
        )


def observer_spread(spread: ObserverSpread, width: float) -> Picture:
    """Symbols stacked where they would overlap; the interval of the type's mean under them."""
    left, right = width * 0.24, width - 12
    scale = HorizontalScale(spread.lowest, spread.highest, left, right)
    body: list[Mark] = []
    y = 4.0
    for index, group in enumerate(spread.groups):
        drawn, taken = _band(group, index, scale, y)
        body.extend(drawn)
        y += taken
    marks = (*scale.axis(2, y), *body)
    return Picture(width, y + 16, spread.title, spread.description, tuple(marks))


def _band(group: SpreadGroup, index: int, scale: HorizontalScale, y: float) -> tuple[list[Mark], float]:
    steps = [round(scale.at(value) / _STACK) for value in sorted(group.observers)]
    tallest = max(Counter(steps).values(), default=1)
    base = y + 6 + tallest * _STACK
    marks: list[Mark] = [
        Words("words", 0, y + 14 + 11 * at, line, LABEL_SIZE, bold=True)
        for at, line in enumerate(lines(group.name, scale.left - 10, LABEL_SIZE, most=2))
    ]
    height: Counter[int] = Counter()
    for value, step in zip(sorted(group.observers), steps, strict=True):
        marks.append(Spot(TYPE_ROLES[index], TYPE_SHAPES[index], scale.at(value), base - height[step] * _STACK, 6.5))
        height[step] += 1
    below = base + 9
    if group.mean is not None:
        if group.low is not None and group.high is not None:
            marks.append(Stroke(RANGE_ROLES[index], scale.at(group.low), below, scale.at(group.high), below))
        marks.append(Stroke("axis", scale.at(group.mean), below - 4, scale.at(group.mean), below + 4))
    marks.append(Words("quiet-words", scale.left + 2, below + 13, group.words, SMALL_SIZE))
    return marks, below + 22 - y
