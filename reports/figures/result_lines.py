"""One result and everything it may be held against, each on a line with its name: nothing hangs on colour."""

from dataclasses import dataclass
from typing import Literal

from reports.figures.lettering import lines
from reports.figures.picture import Box, Mark, Picture, Spot, SpotShape, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import LABEL_SIZE, RANGE_ROLES, SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES, Role

LineKind = Literal["raw", "fair", "earlier", "band", "own", "published"]

_LINE = 15.0
_NAME_LINE = 10.0
_HEAD = 17.0
_GAP = 6.0
_NUMBERS = 96.0
_LABELS = 0.36


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One value with its interval, a range without a value, or the reason there is neither."""

    kind: LineKind
    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    not_yet: str = ""

    def __post_init__(self) -> None:
        shown = self.value is not None or self.low is not None
        if shown == bool(self.not_yet):
            raise ValueError("A line has either something to show or a reason why not.")

    @property
    def words(self) -> str:
        reach = "" if self.low is None or self.high is None else f"{number(self.low)} to {number(self.high)}"
        if self.value is None:
            return reach or self.not_yet
        if not reach and self.kind in ("raw", "fair", "earlier"):
            reach = "no interval"
        return f"{number(self.value)} ({reach})" if reach else number(self.value)


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """The lines of one kind of observer; `kind_at` is its place among them, None for lines that are nobody's."""

    name: str
    lines: tuple[ResultLine, ...]
    kind_at: int | None = None


@dataclass(frozen=True, slots=True)
class ResultLines:
    """Everything on one axis from `lowest` to `highest`."""

    title: str
    groups: tuple[ResultGroup, ...]
    lowest: float = 0.0
    highest: float = 100.0

    @property
    def description(self) -> str:
        """Every line in words."""
        said = [f"Scores can run from {number(self.lowest)} to {number(self.highest)}."]
        for group in self.groups:
            parts = "; ".join(f"{line.name[:1].lower()}{line.name[1:]} {line.words}" for line in group.lines)
            said.append(f"{group.name}: {parts}." if group.name else f"{parts[:1].upper()}{parts[1:]}.")
        return " ".join(said)


def result_lines(figure: ResultLines, width: float) -> Picture:
    """Names at the left, symbols with interval bars on a shared axis, the numbers at the right."""
    left, right = width * _LABELS, width - _NUMBERS
    scale = HorizontalScale(figure.lowest, figure.highest, left, right)
    body: list[Mark] = []
    y = 4.0
    for group in figure.groups:
        if group.name:
            body.append(Words("words", 0, y + 10, group.name, LABEL_SIZE, bold=True))
            y += _HEAD
        for line in group.lines:
            drawn, taken = _line(line, group.kind_at, scale, y)
            body.extend(drawn)
            y += taken
        y += _GAP
    marks = (*scale.axis(2, y), *body)
    return Picture(width, y + 14, figure.title, figure.description, marks)


def _line(line: ResultLine, kind_at: int | None, scale: HorizontalScale, y: float) -> tuple[list[Mark], float]:
    name = lines(line.name, scale.left - 14, SMALL_SIZE)
    taken = max(_LINE, _NAME_LINE * len(name) + 4)
    middle = y + taken / 2
    top = middle + 2.8 - _NAME_LINE * (len(name) - 1) / 2
    marks: list[Mark] = [
        Words("quiet-words", 8, top + _NAME_LINE * at, text, SMALL_SIZE) for at, text in enumerate(name)
    ]
    if line.not_yet:
        return [*marks, Words("quiet-words", scale.right + 10, middle + 2.8, line.not_yet, SMALL_SIZE)], taken
    marks.extend(_drawn(line, kind_at, scale, middle))
    marks.append(Words("words", scale.right + 10, middle + 2.8, line.words, SMALL_SIZE))
    return marks, taken


def _drawn(line: ResultLine, kind_at: int | None, scale: HorizontalScale, middle: float) -> list[Mark]:
    marks: list[Mark] = []
    if line.low is not None and line.high is not None:
        ends = scale.at(line.low), scale.at(line.high)
        if line.kind == "band":
            marks.append(Box("reach", ends[0], middle - 4.5, max(ends[1] - ends[0], 1.5), 9.0))
        else:
            thin: Role = "beside-range" if line.kind != "raw" or kind_at is None else RANGE_ROLES[kind_at]
            marks.append(Stroke(thin, ends[0], middle, ends[1], middle))
    if line.value is not None:
        role, shape = _symbol(line.kind, kind_at)
        marks.append(Spot(role, shape, scale.at(line.value), middle, 8.5))
    return marks


def _symbol(kind: LineKind, kind_at: int | None) -> tuple[Role, SpotShape]:
    """The result itself is filled in its observers' ink; what it is held against is hollow."""
    if kind == "published":
        return "self", "triangle"
    if kind == "own" or kind_at is None:
        return "self", "square"
    return (TYPE_ROLES[kind_at], TYPE_SHAPES[kind_at]) if kind == "raw" else ("self", TYPE_SHAPES[kind_at])
