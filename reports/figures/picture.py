"""A figure as a value: a handful of marks in reading order, each with a role instead of a colour.

The same picture becomes SVG on the web (roles are class names, so a dark theme can restyle them) and
vectors in the PDF (roles are inks). A charting library's drawing holds colours where roles are needed.

Units are points (1/72 inch; one SVG user unit). x grows to the right, y grows downwards from the top.
"""

from dataclasses import dataclass
from typing import Literal

from reports.figures.style import Role

Anchor = Literal["start", "middle", "end"]
SpotShape = Literal["circle", "diamond", "square", "triangle"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle from its top left corner."""

    role: Role
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    role: Role
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A small symbol centred on a point; its shape tells groups apart when colour cannot."""

    role: Role
    shape: SpotShape
    x: float
    y: float
    size: float

    def corners(self) -> tuple[tuple[float, float], ...]:
        """Corners of a diamond, square or triangle of about the area of a circle of the same size."""
        x, y, half = self.x, self.y, self.size / 2
        if self.shape == "diamond":
            reach = half * 1.25
            return (x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)
        if self.shape == "triangle":
            reach = half * 1.2
            return (x, y - reach), (x + reach, y + reach * 0.8), (x - reach, y + reach * 0.8)
        side = half * 0.9
        return (x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text standing on its baseline."""

    role: Role
    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "start"
    bold: bool = False


Mark = Box | Stroke | Spot | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """`title` names the figure, `description` says what it shows to somebody who cannot see it."""

    width: float
    height: float
    title: str
    description: str
    marks: tuple[Mark, ...]

    def __post_init__(self) -> None:
        if not self.title or not self.description:
            raise ValueError("A picture needs a title and a description in words.")
