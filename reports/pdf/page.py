"""One page's drawing: text, boxes and lines, every mark inside tagged content or inside an artifact.

Lengths are points. y grows downwards from the top edge, as one reads.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache

from reports.figures.picture import Anchor
from reports.pdf.fonts import UsedFont
from reports.pdf.right_to_left import RIGHT_TO_LEFT_MARK, drawn_order, has_right_to_left, is_marked
from reports.pdf.tagging import Element, StructureTree

WIDTH, HEIGHT = 595.28, 841.89


@dataclass(frozen=True, slots=True)
class Letter:
    """How a line of text is set."""

    size: float
    colour: str
    bold: bool = False


class Page:
    """Collects drawing operators. Drawing outside `tagged` and `artifact` is refused: it would be unread noise."""

    def __init__(self, fonts: tuple[UsedFont, UsedFont], tree: StructureTree) -> None:
        self._fonts = fonts
        self._tree = tree
        self._operators: list[str] = []
        self._open = False
        self._fill = ""
        self._pen = ("", 0.0, "")

    @property
    def content(self) -> bytes:
        return "\n".join(self._operators).encode("ascii")

    def tagged(self, element: Element) -> AbstractContextManager[None]:
        """What is drawn inside belongs to `element`."""
        return _Bracket(self, f"/{element.role} <</MCID {self._tree.mark(element)}>> BDC")

    def artifact(self, kind: str = "/Type/Layout") -> AbstractContextManager[None]:
        """What is drawn inside is decoration, which assistive technology passes over."""
        return _Bracket(self, f"/Artifact <<{kind}>> BDC")

    def open(self, opening: str) -> None:
        """Begins marked content, which is never nested here."""
        if self._open:
            raise RuntimeError("Close the marked content before opening more.")
        self._open = True
        self._operators.append(opening)

    def close(self) -> None:
        """Ends marked content."""
        self._operators.append("EMC")
        self._open = False

    def text(self, x: float, y: float, text: str, letter: Letter, anchor: Anchor = "start") -> None:
        """One line standing on the baseline y."""
        font = self._fonts[letter.bold]
        text = drawn_order(text) if has_right_to_left(text) else text
        if anchor != "start":
            width = font.typeface.width(text, letter.size)
            x -= width if anchor == "end" else width / 2
        self._colour(letter.colour)
        at = f"{x:.2f} {HEIGHT - y:.2f}"
        self._add(f"BT /{font.name} {letter.size:.2f} Tf {at} Td <{font.encoded(text)}> Tj ET")

    def lines(
        self, x: float, y: float, lines: list[str], letter: Letter, leading: float, right: float | None = None
    ) -> None:
        """Lines under each other, the first on the baseline y. Each but the last ends in a space when read out.

        Lines of a paragraph that runs from right to left end at `right` where it is given.
        """
        if any(map(is_marked, lines)):
            self._either_way(x, y, lines, letter, leading, right)
            return
        font = self._fonts[letter.bold]
        self._colour(letter.colour)
        shown = [f"<{font.encoded(line)}> Tj" for line in _with_spaces(lines)]
        step = f"\n0 {-leading:.2f} Td "
        head = f"BT /{font.name} {letter.size:.2f} Tf {x:.2f} {HEIGHT - y:.2f} Td "
        self._add(f"{head}{step.join(shown)} ET")

    def _either_way(
        self, x: float, y: float, lines: list[str], letter: Letter, leading: float, right: float | None
    ) -> None:
        for at, line in enumerate(lines):
            down = y + leading * at
            if right is not None and line.startswith(RIGHT_TO_LEFT_MARK):
                self.text(right, down, line, letter, "end")
            else:
                self.text(x, down, line, letter)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str | None,
        stroke: str | None = None,
        line: float = 0.0,
        dash: tuple[float, ...] = (),
    ) -> None:
        """A rectangle from its top left corner."""
        self._paint(f"{x:.2f} {HEIGHT - y - height:.2f} {width:.2f} {height:.2f} re", fill, stroke, line, dash)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dash: tuple[float, ...] = ()
    ) -> None:
        path = f"{x1:.2f} {HEIGHT - y1:.2f} m {x2:.2f} {HEIGHT - y2:.2f} l"
        self._paint(path, None, colour, width, dash)

    def polygon(
        self, corners: tuple[tuple[float, float], ...], fill: str | None, stroke: str | None, line: float
    ) -> None:
        path = " ".join(f"{x:.2f} {HEIGHT - y:.2f} {'l' if at else 'm'}" for at, (x, y) in enumerate(corners))
        self._paint(f"{path} h", fill, stroke, line, ())

    def circle(self, x: float, y: float, radius: float, fill: str | None, stroke: str | None, line: float) -> None:
        """Four Bézier arcs; 0.5523 of the radius makes the nearest thing to a circle."""
        up, k = HEIGHT - y, radius * 0.5523
        arcs = (
            (radius, k, k, radius, 0.0, radius),
            (-k, radius, -radius, k, -radius, 0.0),
            (-radius, -k, -k, -radius, 0.0, -radius),
            (k, -radius, radius, -k, radius, 0.0),
        )
        path = [f"{x + radius:.2f} {up:.2f} m"]
        for a, b, c, d, e, f in arcs:
            points = (x + a, up + b, x + c, up + d, x + e, up + f)
            path.append(" ".join(f"{each:.2f}" for each in points) + " c")
        self._paint(" ".join(path) + " h", fill, stroke, line, ())

    def _paint(self, path: str, fill: str | None, stroke: str | None, width: float, dash: tuple[float, ...]) -> None:
        if fill:
            self._colour(fill)
        if stroke:
            pen = (stroke, width, " ".join(f"{length:.2f}" for length in dash))
            if pen != self._pen:
                self._pen = pen
                self._add(f"{_rgb(stroke)} RG {width:.2f} w [{pen[2]}] 0 d")
        self._add(f"{path} {'B' if fill and stroke else 'f' if fill else 'S'}")

    def _colour(self, colour: str) -> None:
        if colour != self._fill:
            self._fill = colour
            self._add(f"{_rgb(colour)} rg")

    def _add(self, operator: str) -> None:
        if not self._open:
            raise RuntimeError("Draw inside tagged content or an artifact.")
        self._operators.append(operator)


class _Bracket(AbstractContextManager[None]):
    """Marked content for the length of a `with`; a thousand of them make a report, so it is kept bare."""

    __slots__ = ("_opening", "_page")

    def __init__(self, page: Page, opening: str) -> None:
        self._page = page
        self._opening = opening

    def __enter__(self) -> None:
        self._page.open(self._opening)

    def __exit__(self, *_problem: object) -> None:
        self._page.close()


def _with_spaces(lines: list[str]) -> list[str]:
    # Readers that reflow or read aloud join lines as they stand; without the space words run together.
    return [*(f"{line} " for line in lines[:-1]), *lines[-1:]]


@lru_cache(maxsize=256)
def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))
