"""Boxes to tick, side by side, each with the key that is typed when the form is copied."""

from dataclasses import dataclass
from typing import TypeAlias

from reports.figures.style import DARK
from reports.pdf.document import LEFT, RIGHT
from reports.pdf.flow import Flow
from reports.pdf.page import Letter
from reports.pdf.tagging import Element

_CHOICE = Letter(8.6, DARK)
_BOLD = Letter(8.6, DARK, bold=True)
_AFTER_KEY = 4.0
_ANCHOR = Letter(7.6, DARK)
_LEADING, _ANCHOR_LEADING = 11.0, 9.8
_BOX = 9.0
_PEN = 1.0
_WIDEST_ROW = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick, with the key that is typed when the form is copied."""

    key: str
    label: str
    anchor: str = ""


Groups: TypeAlias = tuple[tuple[Choice, ...], ...]


def _row_width(choices: tuple[Choice, ...]) -> int:
    """How many boxes stand side by side: all of them when they are few, else rows of equal length."""
    count = len(choices)
    if count <= _WIDEST_ROW:
        return max(1, count)
    rows = -(-count // _WIDEST_ROW)
    return -(-count // rows)


@dataclass(frozen=True, slots=True)
class _Cell:
    key: str
    words: list[str]
    anchor: list[str]

    @property
    def height(self) -> float:
        return len(self.words) * _LEADING + len(self.anchor) * _ANCHOR_LEADING + 5


def _beside_key(flow: Flow, groups: Groups) -> float:
    """How far the words stand from where the keys begin: the widest key decides, so that all words line up."""
    face = flow.document.typeface(bold=True)
    widths = [face.width(each.key, _BOLD.size) for choices in groups for each in choices]
    return max(widths, default=0.0) + _AFTER_KEY


def _rows(flow: Flow, groups: Groups) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = []
    beside_key = _beside_key(flow, groups)
    for choices in groups:
        across = _row_width(choices)
        width = (RIGHT - LEFT) / across - _BOX - 12
        cells = [
            _Cell(
                each.key,
                flow.broken(each.label, _CHOICE, width - (beside_key if each.key else 0)),
                flow.broken(each.anchor, _ANCHOR, width - beside_key) if each.anchor else [],
            )
            for each in choices
        ]
        rows += [cells[start : start + across] for start in range(0, len(cells), across)]
    return rows


def boxes(flow: Flow, groups: Groups) -> Element | None:
    """Boxes to tick, in rows; each is an entry of a list when read aloud."""
    rows = _rows(flow, groups)
    if not rows:
        return None
    beside_key = _beside_key(flow, groups)
    listing = flow.section.child("L")
    across = 1
    for row in rows:
        # A shorter last row keeps the columns of the row above it.
        across = len(row) if len(row) > across or len(row) < 3 else across
        tallest = max(cell.height for cell in row)
        flow.need(tallest)
        for at, cell in enumerate(row):
            x = LEFT + (RIGHT - LEFT) / across * at
            with flow.page.artifact():
                flow.page.box(x + 1, flow.top + 2, _BOX, _BOX, None, DARK, _PEN)
            body = listing.child("LI").child("LBody")
            with flow.page.tagged(body):
                left = x + _BOX + 6
                if cell.key:
                    flow.page.text(left, flow.top + 9.5, cell.key, _BOLD)
                    left += beside_key
                flow.page.lines(left, flow.top + 9.5, cell.words, _CHOICE, _LEADING)
                if cell.anchor:
                    below = flow.top + 9.5 + len(cell.words) * _LEADING - 1
                    flow.page.lines(left, below, cell.anchor, _ANCHOR, _ANCHOR_LEADING)
        flow.top += tallest
    return listing


def boxes_height(flow: Flow, groups: Groups) -> float:
    """The room that all rows of boxes take."""
    return sum(max(cell.height for cell in row) for row in _rows(flow, groups))
