"""One ruler for all: clinicians, observers by type and items, side by side (Wright map).

For those who run the programme. Clinicians are dots without names; observers and items carry the numbers of the table
that stands beside the figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.figures.legend import group_key, legend
from reports.figures.picture import Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import LABEL_SIZE, SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES

_HEIGHT = 330.0
_LEAST_GAP = 9.5
_DOT = 4.6


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark on the ruler with the number it carries in the table. error: standard error, in logits."""

    number: int
    name: str
    at: float
    error: float | None = None


@dataclass(frozen=True, slots=True)
class SeverityMap:
    """clinicians: measures without names. observers: per type, its name and its people. items: see `Placed`.

    clinician_errors: a standard error for each of the clinicians, or none at all.
    """

    title: str
    clinicians: tuple[float, ...]
    observers: tuple[tuple[str, tuple[Placed, ...]], ...]
    items: tuple[Placed, ...]
    clinician_errors: tuple[float, ...] = ()

    @property
    def description(self) -> str:
        said = [
            "One upright ruler. Clinicians stand higher the higher they were scored, observers the more severe they "
            "are, items the harder they are to score highly on."
        ]
        if self.clinicians:
            said.append(_range_words(f"{len(self.clinicians)} clinicians", self.clinicians))
        for name, people in self.observers:
            if people:
                said.append(_range_words(f"{name}, {len(people)} observers", tuple(each.at for each in people)))
        if self.items:
            hardest = max(self.items, key=lambda each: each.at)
            easiest = min(self.items, key=lambda each: each.at)
            said.append(f"Hardest item: {hardest.name}; easiest: {easiest.name}.")
        return " ".join(said)

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each mark; clinicians without any name."""
        errors = self.clinician_errors or (None,) * len(self.clinicians)
        both = zip(self.clinicians, errors, strict=True)
        rows: list[tuple[object, ...]] = [("clinician", "", "", measure, error) for measure, error in both]
        for name, people in self.observers:
            rows += [(name, each.number, each.name, each.at, each.error) for each in people]
        rows += [("item", each.number, each.name, each.at, each.error) for each in self.items]
        return ("facet", "number", "name", "measure in logits", "standard error"), tuple(rows)


def _range_words(who: str, measures: tuple[float, ...]) -> str:
    return f"{who} from {number(min(measures), 1)} to {number(max(measures), 1)}."


def severity_map(figure: SeverityMap, width: float) -> Picture:
    """Columns from left to right: ruler, clinicians, one column for each type, items."""
    kinds = [name for name, _ in figure.observers]
    key, taken = legend(group_key(tuple(kinds)), width)
    top, bottom = taken + 22, taken + 22 + _HEIGHT
    everything = [*figure.clinicians, *(p.at for _, people in figure.observers for p in people)]
    everything += [each.at for each in figure.items]
    low, high = min(everything, default=-1.0), max(everything, default=1.0)
    reach = max(high - low, 1.0)
    ruler = HorizontalScale(low - 0.06 * reach, high + 0.06 * reach, bottom, top)
    left = 30.0
    column = (width - left) / (len(kinds) + 2)
    marks: list[Mark] = list(key)
    for tick in ruler.ticks():
        y = ruler.at(tick)
        marks.append(Stroke("grid", left, y, width, y))
        marks.append(Words("quiet-words", left - 5, y + 2.6, number(tick), SMALL_SIZE, "end"))
    marks.append(Stroke("axis", left, top, left, bottom))
    heads = ["Clinicians", *kinds, "Items"]
    for place, head in enumerate(heads):
        marks.append(Words("words", left + 8 + place * column, top - 8, head, LABEL_SIZE, bold=True))
    marks += _stacked(figure.clinicians, ruler, left + 10, column)
    for place, (_, people) in enumerate(figure.observers):
        marks += _labelled(people, ruler, left + 10 + (place + 1) * column, place)
    marks += _labelled(figure.items, ruler, left + 10 + (len(kinds) + 1) * column, None)
    marks.append(Words("quiet-words", left + 8, bottom + 13, "higher scores ↑", SMALL_SIZE))
    for place in range(len(kinds)):
        marks.append(Words("quiet-words", left + 8 + (place + 1) * column, bottom + 13, "more severe ↑", SMALL_SIZE))
    marks.append(Words("quiet-words", left + 8 + (len(kinds) + 1) * column, bottom + 13, "harder ↑", SMALL_SIZE))
    return Picture(width, bottom + 20, figure.title, figure.description, tuple(marks))


def _stacked(measures: tuple[float, ...], ruler: HorizontalScale, x: float, column: float) -> list[Mark]:
    """Dots that would overlap stand beside each other."""
    marks: list[Mark] = []
    beside: dict[int, int] = {}
    most = max(1, int((column - 16) / (_DOT + 1)))
    for measure in sorted(measures):
        y = ruler.at(measure)
        row = round(y / _DOT)
        place = beside.get(row, 0)
        beside[row] = place + 1
        marks.append(Spot("self", "circle", x + (place % most) * (_DOT + 1), y, _DOT))
    return marks


def apart(heights: Sequence[float], gap: float) -> list[float]:
    """Places for labels, at least `gap` from each other and as near to their marks as that allows (least squares).

    heights: ascending. Labels that would touch become one block, which stands where its marks are on average.
    """
    blocks: list[tuple[float, int]] = []
    for height in heights:
        middle, many = height, 1
        while blocks and blocks[-1][0] + gap * (blocks[-1][1] + many) / 2 > middle:
            before, size = blocks.pop()
            middle, many = (before * size + middle * many) / (size + many), size + many
        blocks.append((middle, many))
    return [middle + gap * (at - (many - 1) / 2) for middle, many in blocks for at in range(many)]


def _labelled(placed: tuple[Placed, ...], ruler: HorizontalScale, x: float, kind: int | None) -> list[Mark]:
    """A symbol at the measure, and its number beside it, moved where numbers would touch."""
    marks: list[Mark] = []
    ordered = sorted(placed, key=lambda one: -one.at)
    heights = [ruler.at(each.at) for each in ordered]
    for each, y, label in zip(ordered, heights, apart(heights, _LEAST_GAP), strict=True):
        if kind is None:
            marks.append(Spot("self", "square", x, y, 6.0))
        else:
            marks.append(Spot(TYPE_ROLES[kind], TYPE_SHAPES[kind], x, y, 6.5))
        if abs(label - y) > 1:
            marks.append(Stroke("axis", x + 4, y, x + 13, label))
        marks.append(Words("words", x + 15, label + 2.8, str(each.number), SMALL_SIZE))
    return marks
