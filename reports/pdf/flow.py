"""Text set down a page and on to the next: breaking lines, keeping headings with what follows, lists, notes.

The grid: a base of 7 points. Leadings and the space around blocks are multiples of it or halves.
"""

from dataclasses import dataclass, replace

from reports.feedback.spoken_as import spoken_as
from reports.figures.style import DARK, QUIET
from reports.pdf.breaking import broken
from reports.pdf.document import BOTTOM, LEFT, RIGHT, TOP, Document
from reports.pdf.page import Letter, Page
from reports.pdf.printable import printable
from reports.pdf.right_to_left import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, has_right_to_left, runs_right_to_left
from reports.pdf.tagging import Element, Role

PETROL = "#005f73"
RULE = "#b9c4cb"
GRID = 7.0


@dataclass(frozen=True, slots=True)
class Style:
    """A letter with its leading and the space around a block of it."""

    letter: Letter
    leading: float
    before: float = 0.0
    after: float = 0.0


BODY = Style(Letter(9.2, DARK), 14.0, after=5.0)
CLOSE_BODY = Style(Letter(8.9, DARK), 13.0, after=4.0)
CLOSEST_BODY = Style(Letter(8.3, DARK), 11.2, after=2.5)
LEAD = Style(Letter(9.8, DARK), 15.0, after=6.0)
NOTE = Style(Letter(8.0, QUIET), 12.0, after=5.0)
QUIET_NOTE = Style(Letter(8.0, QUIET), 12.0)
STRONG = Style(Letter(9.2, DARK, bold=True), 14.0, after=3.5)
CAPTION = Style(Letter(8.0, QUIET), 12.0, before=3.5, after=3.5)
TITLE = Style(Letter(22.0, PETROL, bold=True), 28.0, after=3.5)
SECTION = Style(Letter(13.0, PETROL, bold=True), 17.5, before=17.5, after=7.0)
PART = Style(Letter(9.8, DARK, bold=True), 14.0, before=8.0, after=2.0)
QUESTION = Style(Letter(11.5, DARK), 17.5, after=7.0)


class Flow:
    """Where the next block goes. `top` is the first free height on the current page, `body` the running text.

    told_of_letters: whether the note on letters that cannot be printed has been set.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.body = BODY
        self.told_of_letters = False
        self.section: Element = document.tree.root
        self.next_page()

    @property
    def page(self) -> Page:
        return self.document.page

    @property
    def room(self) -> float:
        return BOTTOM - self.top

    def next_page(self) -> None:
        self.document.new_page()
        self.top = TOP

    def need(self, height: float) -> None:
        """Goes to the next page when less than `height` is left here and more would be there."""
        if height > self.room and self.top > TOP:
            self.next_page()

    def space(self, height: float) -> None:
        """White space, which is never carried over a page break."""
        if self.top > TOP:
            self.top += height

    def fit(self, text: str, *, bold: bool = False) -> str:
        return printable(text, self.document.typeface(bold=bold))

    def broken(self, text: str, letter: Letter, width: float) -> list[str]:
        """`text`, fitted to the font, as lines of at most `width` points."""
        face = self.document.typeface(bold=letter.bold)
        lines = broken(printable(text, face), face, letter.size, width)
        if has_right_to_left(text):
            mark = RIGHT_TO_LEFT_MARK if runs_right_to_left(text) else LEFT_TO_RIGHT_MARK
            return [mark + line for line in lines]
        return lines

    def looks_other(self, text: str, *, bold: bool = False) -> bool:
        """Whether what is drawn is not the text as it was typed, so that the text must stand beside it for the ear."""
        return self.fit(text, bold=bold) != text or has_right_to_left(text)

    def paragraph(
        self,
        text: str,
        style: Style = BODY,
        *,
        role: Role = "P",
        parent: Element | None = None,
        left: float = LEFT,
        width: float = RIGHT - LEFT,
        keep: float = 0.0,
    ) -> Element:
        """Sets a paragraph, over as many pages as it takes; never one line alone at the foot or the head.

        keep: the height of what must stand on one page with its last lines.
        """
        element = (parent or self.section).child(role)
        lines = self.broken(text, style.letter, width)
        if self.looks_other(text, bold=style.letter.bold):
            element.actual_text = text
        element.language = spoken_as(text)
        self.space(style.before)
        while lines:
            fitting = self._fitting(len(lines), style.leading, keep)
            if fitting:
                with self.page.tagged(element):
                    baseline = self.top + style.leading * 0.5 + style.letter.size * 0.36
                    self.page.lines(left, baseline, lines[:fitting], style.letter, style.leading, left + width)
                self.top += fitting * style.leading
                lines = lines[fitting:]
            if lines:
                self.next_page()
        self.top += style.after
        return element

    def _fitting(self, lines: int, leading: float, keep: float) -> int:
        """How many of the lines to set here: all, or at least two with at least two to follow, or none."""
        here = int((self.room + 0.01) / leading)
        if here >= lines and lines * leading + keep <= self.room:
            return lines
        here = min(here, lines - 2)
        return here if here >= 2 else 0 if self.top > TOP else max(1, int(self.room / leading))

    def heading(self, text: str, level: int, style: Style, keep: float = 60.0) -> Element:
        """A heading that stays with at least `keep` points of what follows."""
        role: Role = "H1" if level == 1 else "H2" if level == 2 else "H3"
        self.need(style.before + style.leading + style.after + keep)
        return self.paragraph(text, style, role=role)

    def bullet(self, entry: Element, style: Style) -> None:
        """The mark before an entry of a list, with room for two lines of the entry."""
        self.need(style.leading * 2)
        with self.page.tagged(entry.child("Lbl")):
            baseline = self.top + style.leading * 0.5 + style.letter.size * 0.36
            self.page.text(LEFT + 2, baseline, "•", replace(style.letter, colour=PETROL, bold=True))

    def bullets(self, items: tuple[str, ...], style: Style = BODY) -> None:
        """A list; each item indented behind its mark."""
        listing = self.section.child("L")
        for item in items:
            entry = listing.child("LI")
            self.bullet(entry, style)
            self.paragraph(item, style, role="LBody", parent=entry, left=LEFT + GRID * 2, width=RIGHT - LEFT - GRID * 2)
