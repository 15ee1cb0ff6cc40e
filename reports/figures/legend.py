"""The key that stands above a figure."""

from dataclasses import dataclass

from reports.figures.lettering import width_of
from reports.figures.picture import Box, Mark, Spot, SpotShape, Stroke, Words
from reports.figures.style import SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES, Role

ROW_HEIGHT = 14.0
_GAP = 14.0
_SYMBOL = 12.0


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One symbol and its words; `shape` None means a filled box, or a line."""

    role: Role
    text: str
    shape: SpotShape | None = None
    line: bool = False


def group_key(names: tuple[str, ...], own: str = "") -> tuple[KeyEntry, ...]:
    """The key of observer types in their order, with the clinician's own mark last when there is one."""
    entries = [KeyEntry(role, name, shape) for name, role, shape in zip(names, TYPE_ROLES, TYPE_SHAPES, strict=False)]
    if own:
        entries.append(KeyEntry("self", own, "square"))
    return tuple(entries)


def legend(entries: tuple[KeyEntry, ...], width: float) -> tuple[list[Mark], float]:
    """Marks of the key, wrapped to `width`, and the height it takes."""
    marks: list[Mark] = []
    x, y = 0.0, ROW_HEIGHT - 4
    for entry in entries:
        needed = _SYMBOL + width_of(entry.text, SMALL_SIZE)
        if x and x + needed > width:
            x, y = 0.0, y + ROW_HEIGHT
        if entry.shape:
            marks.append(Spot(entry.role, entry.shape, x + 4, y - 2.8, 6.5))
        elif entry.line:
            marks.append(Stroke(entry.role, x - 2, y - 2.8, x + 10, y - 2.8))
        else:
            marks.append(Box(entry.role, x, y - 7, 9, 8.5))
        marks.append(Words("quiet-words", x + _SYMBOL + 1, y, entry.text, SMALL_SIZE))
        x += needed + _GAP
    return marks, y + 6
