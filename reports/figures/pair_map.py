"""Everybody against everybody: one square per pair, its shade and number the value, hatched while there is too little.

Used for observers (who agrees with whom) and for items (which move together). The map is symmetric; the diagonal, where
something would be compared with itself, stays empty.
"""

from dataclasses import dataclass

from reports.figures.lettering import lines
from reports.figures.picture import Box, Mark, Picture, Stroke, Words
from reports.figures.style import LABEL_SIZE, RAMP_ROLES, SMALL_SIZE, words_on

_CELL, _LOW = 34.0, 24.0
_NAMES = 148.0
_TINY = 6.0
_LEAST = 300.0


@dataclass(frozen=True, slots=True)
class MapCell:
    """A pair: `text` (the value, or how many more are needed), `basis` below it, `shade` 0 to 1.

    shade None: there is too little to say, and the square is hatched. low, high: of the value's interval.
    words: the whole cell for a table and for the ear.
    """

    text: str
    basis: str
    words: str
    shade: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class PairMap:
    """cells[row][column], None on the diagonal. group_ends: after which rows a new group begins. reading: how to read
    it, in one or two sentences."""

    title: str
    what: str
    names: tuple[str, ...]
    cells: tuple[tuple[MapCell | None, ...], ...]
    reading: str
    group_ends: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.names) for row in (self.cells, *self.cells)):
            raise ValueError("A map of pairs needs as many rows and columns as there are names.")

    @property
    def description(self) -> str:
        """Every pair once, in words."""
        said = [self.reading]
        for at, name in enumerate(self.names):
            pairs = [
                f"{self.names[other]} {cell.words}"
                for other, cell in enumerate(self.cells[at][:at])
                if cell is not None and cell.text
            ]
            if pairs:
                said.append(f"{name} with {'; '.join(pairs)}.")
        return " ".join(said)

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each pair: who, with whom, value, interval, basis, and what is missing."""
        rows = tuple(
            (
                self.names[other],
                name,
                cell.value,
                cell.low,
                cell.high,
                cell.basis,
                "" if cell.value is not None else cell.words,
            )
            for at, name in enumerate(self.names)
            for other, cell in enumerate(self.cells[at][:at])
            if cell is not None
        )
        return ("first", "second", self.what, "low", "high", "from", "why not"), rows


def map_width(count: int) -> float:
    """How wide a map of so many names is drawn."""
    return _NAMES + _CELL * count + 2


def pair_map(figure: PairMap, width: float) -> Picture:
    """Squares of one size; the map is as wide as it needs to be, whatever width is offered, so that numbers fit."""
    width = max(min(width, _LEAST), map_width(len(figure.names)))
    top = 26.0
    marks: list[Mark] = []
    for column in range(len(figure.names)):
        middle = _NAMES + _CELL * (column + 0.5)
        marks.append(Words("words", middle, top - 6, str(column + 1), SMALL_SIZE, "middle", bold=True))
    for at, name in enumerate(figure.names):
        y = top + _LOW * at
        label = lines(f"{at + 1}. {name}", _NAMES - 8, LABEL_SIZE, most=2)
        first = y + _LOW / 2 + 3 - 4.5 * (len(label) - 1)
        marks.extend(Words("words", 0, first + 9.5 * line, text, LABEL_SIZE) for line, text in enumerate(label))
        for column, cell in enumerate(figure.cells[at]):
            marks.extend(_cell(cell, _NAMES + _CELL * column, y))
    bottom = top + _LOW * len(figure.names)
    for end in figure.group_ends:
        x, y = _NAMES + _CELL * end, top + _LOW * end
        right = _NAMES + _CELL * len(figure.names)
        marks.append(Stroke("divider", _NAMES, y, right, y))
        marks.append(Stroke("divider", x, top, x, bottom))
    return Picture(width, bottom + 4, figure.title, figure.description, tuple(marks))


def _cell(cell: MapCell | None, x: float, y: float) -> list[Mark]:
    if cell is None:
        return [Box("band", x + 0.5, y + 0.5, _CELL - 1, _LOW - 1)]
    marks: list[Mark] = [Box("frame", x, y, _CELL, _LOW)]
    middle = x + _CELL / 2
    if cell.shade is None:
        marks.extend(_hatching(x, y))
        if cell.text:
            marks.append(Box("frame", middle - 11, y + 6.5, 22, 11))
            marks.append(Words("quiet-words", middle, y + 14.6, cell.text, SMALL_SIZE, "middle"))
        return marks
    step = round(min(1.0, max(0.0, cell.shade)) * 9)
    ink = words_on(step)
    marks.append(Box(RAMP_ROLES[step], x + 0.5, y + 0.5, _CELL - 1, _LOW - 1))
    marks.append(Words(ink, middle, y + 11.5, cell.text, SMALL_SIZE + 0.5, "middle", bold=True))
    marks.append(Words(ink, middle, y + 20, cell.basis, _TINY, "middle"))
    return marks


def _hatching(x: float, y: float) -> list[Mark]:
    """Slanting lines across a square, cut at its edges."""
    found: list[Mark] = []
    start = -_LOW + 6.0
    while start < _CELL:
        left, right = max(start, 0.0), min(start + _LOW, _CELL)
        found.append(Stroke("hatch", x + left, y + _LOW - (left - start), x + right, y + _LOW - (right - start)))
        start += 6.0
    return found
