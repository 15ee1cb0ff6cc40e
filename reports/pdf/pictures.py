"""A picture from `reports.figures` drawn with inks on a page."""

from reports.figures.picture import Box, Mark, Picture, Spot, Stroke, Words
from reports.figures.style import INKS
from reports.pdf.fonts import Typeface
from reports.pdf.page import Letter, Page
from reports.pdf.printable import printable


def draw_picture(page: Page, picture: Picture, left: float, top: float, face: Typeface) -> None:
    """Draws every mark; must be called inside the figure's tagged content."""
    for mark in picture.marks:
        _draw(page, mark, left, top, face)


def _draw(page: Page, mark: Mark, left: float, top: float, face: Typeface) -> None:
    ink = INKS[mark.role]
    match mark:
        case Box():
            x, y = left + mark.x, top + mark.y
            page.box(x, y, mark.width, mark.height, ink.fill, ink.stroke, ink.width, ink.dash)
        case Stroke():
            ends = (left + mark.x1, top + mark.y1, left + mark.x2, top + mark.y2)
            page.line(*ends, ink.stroke or "#000000", ink.width, ink.dash)
        case Words():
            letter = Letter(mark.size, ink.fill or "#000000", mark.bold)
            text = printable(mark.text, face).replace("\n", " ")
            page.text(left + mark.x, top + mark.y, text, letter, mark.anchor)
        case Spot():
            x, y = left + mark.x, top + mark.y
            if mark.shape == "circle":
                page.circle(x, y, mark.size / 2, ink.fill, ink.stroke, ink.width)
            else:
                corners = tuple((left + each_x, top + each_y) for each_x, each_y in mark.corners())
                page.polygon(corners, ink.fill, ink.stroke, ink.width)
