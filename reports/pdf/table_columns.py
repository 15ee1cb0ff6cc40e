"""How a table shares its width among columns, and where the figures of a column end."""

from dataclasses import dataclass

from reports.feedback.columns import Holds, leading_number, units_of
from reports.feedback.shape import columns_hold
from reports.figures.style import DARK
from reports.pdf.document import LEFT, RIGHT
from reports.pdf.flow import Flow
from reports.pdf.fonts import Typeface
from reports.pdf.page import Letter

CELL = Letter(8.2, DARK)
HEAD = Letter(8.2, DARK, bold=True)
GUTTER = 9.0


@dataclass(frozen=True, slots=True)
class Column:
    """Its width, what it holds, and the edge its figures end at: counts whole, results with the units of the first.

    fraction: the room before that edge for what follows a decimal point, where some counts have one.
    """

    width: float
    holds: Holds = "words"
    edge: float = 0.0
    fraction: float = 0.0


def columns_of(flow: Flow, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> tuple[Column, ...]:
    """Widths, and where figures end: counts under the end of their heading, results by their units."""
    holds = columns_hold(rows, len(columns))
    widths = _widths(flow, columns, rows, holds)
    face = flow.document.typeface(bold=False)
    found: list[Column] = []
    for at, (held, width) in enumerate(zip(holds, widths, strict=True)):
        cells = [row[at] for row in rows]
        units = max((face.width(units_of(cell), CELL.size) for cell in cells), default=0.0)
        if held == "counts":
            fraction = max(fraction_width(face, cell) for cell in cells)
            head = (
                flow.document.typeface(bold=True).width(line, HEAD.size) for line in _head(flow, columns[at], width)
            )
            whole = max(face.width(cell, CELL.size) for cell in cells)
            found.append(Column(width, held, max(units + fraction, whole, *head), fraction))
        else:
            found.append(Column(width, held, units if held == "results" else 0.0))
    return tuple(found)


def fraction_width(face: Typeface, cell: str) -> float:
    """How wide what follows the units of a count is."""
    units = units_of(cell)
    return face.width(cell.removeprefix(units), CELL.size) if units else 0.0


def _head(flow: Flow, text: str, width: float) -> list[str]:
    return flow.broken(text, HEAD, width - GUTTER)


def _widths(
    flow: Flow, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], holds: tuple[Holds, ...]
) -> tuple[float, ...]:
    """Short columns get what they need, the others share the rest by the length of what they hold."""
    face = flow.document.typeface(bold=True)
    total = RIGHT - LEFT
    cells = [[column, *(row[at] for row in rows)] for at, column in enumerate(columns)]
    natural = [max(face.width(flow.fit(text), CELL.size) for text in texts) + GUTTER for texts in cells]
    if sum(natural) <= total:
        spare = (total - sum(natural)) / len(natural)
        return tuple(each + spare for each in natural)
    # The longest word of a column is the least it can do with, up to a fair part of the page.
    least = [
        min(
            total / len(cells) * 1.3,
            max(face.width(piece, CELL.size) for piece in _whole(flow, texts, held)) + GUTTER,
        )
        for texts, held in zip(cells, holds, strict=True)
    ]
    if sum(least) >= total:
        return tuple(each * total / sum(least) for each in least)
    # Columns of figures keep to what they hold; what is left goes to the columns of words.
    wanted = [
        0.0 if held != "words" else max(0.0, want - need) ** 0.5
        for want, need, held in zip(natural, least, holds, strict=True)
    ]
    if not any(wanted):
        wanted = [1.0] * len(least)
    share = (total - sum(least)) / sum(wanted)
    return tuple(need + want * share for need, want in zip(least, wanted, strict=True))


def _whole(flow: Flow, texts: list[str], held: Holds) -> list[str]:
    """The pieces of a column that are never parted: a count, a result with its interval, else each word."""
    head, *rest = texts
    pieces = flow.fit(head).split()
    for text in rest:
        pieces += [text] if held == "counts" or (held == "results" and leading_number(text)) else flow.fit(text).split()
    return pieces or [""]
