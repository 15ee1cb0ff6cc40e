"""Ink, type and stroke of every figure; the only place that knows colours.

The two first observer-type inks differ in hue, in lightness (37 against 51 of 100) and by the shape of their
symbols, so they part in greyscale and for every kind of colour blindness. The rating ramp falls in
steps of lightness. On the web each role is the class `lf-<role>`; presentation attributes carry the colours
below, and any style sheet rule on the class overrides them.
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "words", "quiet-words", "words-on-light", "words-on-dark",
    "axis", "grid", "midline", "frame", "hatch", "divider", "band", "reach", "beside-range",
    "type-1", "type-2", "type-3", "type-4",
    "type-1-range", "type-2-range", "type-3-range", "type-4-range",
    "self",
    "ramp-0", "ramp-1", "ramp-2", "ramp-3", "ramp-4", "ramp-5", "ramp-6", "ramp-7", "ramp-8", "ramp-9",
    "not-scored", "left-blank",
    "link-1", "link-2", "link-3", "link-4", "weakest-link", "wanted-link",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours as #rrggbb; `width` and `dash` in points."""

    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    dash: tuple[float, ...] = ()


DARK = "#17242d"
QUIET = "#4a5965"
PAPER = "#ffffff"
TYPE_COLOURS = ("#005f73", "#bf5f10", "#5d3a8e", "#4b6a16")
RAMP = (
    "#dbe7ea", "#c6dade", "#b1cdd3", "#9bbfc7", "#83b0ba",
    "#6aa0ac", "#559aa7", "#2b7685", "#0c5c6c", "#05414e",
)  # fmt: skip
FIRST_DARK_STEP = 7

INKS: dict[Role, Ink] = {
    "words": Ink(fill=DARK),
    "quiet-words": Ink(fill=QUIET),
    "words-on-light": Ink(fill=DARK),
    "words-on-dark": Ink(fill=PAPER),
    "axis": Ink(stroke="#75838e", width=0.7),
    "grid": Ink(stroke="#d9e0e4", width=0.5),
    "midline": Ink(stroke=QUIET, width=0.7, dash=(2.0, 2.0)),
    "frame": Ink(fill=PAPER, stroke="#b9c4cb", width=0.5),
    "hatch": Ink(stroke="#b9c4cb", width=0.6),
    "divider": Ink(stroke=DARK, width=1.2),
    "band": Ink(fill="#e8eef0"),
    "reach": Ink(fill="#c9d3d8", stroke="#75838e", width=0.6),
    "beside-range": Ink(stroke=QUIET, width=1.1),
    "self": Ink(fill=PAPER, stroke=DARK, width=1.2),
    "not-scored": Ink(fill="#f4f4f1", stroke="#75838e", width=0.5),
    "left-blank": Ink(fill=PAPER, stroke="#75838e", width=0.5, dash=(1.5, 1.5)),
}
# A line's weight says how much two people share; the two that are singled out differ by their dashes.
for _weight, _width in enumerate((0.6, 1.3, 2.4, 4.0), start=1):
    INKS[f"link-{_weight}"] = Ink(stroke="#75838e", width=_width)  # pyright: ignore[reportArgumentType]
INKS["weakest-link"] = Ink(stroke="#a3262a", width=2.0, dash=(7.0, 2.5))
INKS["wanted-link"] = Ink(stroke="#005f73", width=2.0, dash=(1.5, 2.5))
for _number, _colour in enumerate(TYPE_COLOURS, start=1):
    INKS[f"type-{_number}"] = Ink(fill=_colour)  # pyright: ignore[reportArgumentType]
    INKS[f"type-{_number}-range"] = Ink(stroke=_colour, width=2.0)  # pyright: ignore[reportArgumentType]
for _step, _colour in enumerate(RAMP):
    INKS[f"ramp-{_step}"] = Ink(fill=_colour)  # pyright: ignore[reportArgumentType]

TYPE_ROLES: tuple[Role, ...] = ("type-1", "type-2", "type-3", "type-4")
RANGE_ROLES: tuple[Role, ...] = ("type-1-range", "type-2-range", "type-3-range", "type-4-range")
RAMP_ROLES: tuple[Role, ...] = (
    "ramp-0", "ramp-1", "ramp-2", "ramp-3", "ramp-4", "ramp-5", "ramp-6", "ramp-7", "ramp-8", "ramp-9",
)  # fmt: skip
LINK_ROLES: tuple[Role, ...] = ("link-1", "link-2", "link-3", "link-4")
TYPE_SHAPES: tuple[Literal["circle", "diamond", "square", "triangle"], ...] = (
    "circle", "diamond", "square", "triangle",
)  # fmt: skip

LABEL_SIZE = 8.5
SMALL_SIZE = 7.5
# DejaVu Sans is wide; a label that fits at this average width fits in any system font on the web too.
AVERAGE_CHARACTER = 0.58


def ramp_step(position: int, of: int) -> int:
    """Step 0 to 9 of the ramp for point number `position` (from 0) of a scale with `of` points."""
    if of < 2:
        return 5
    return round(position * (len(RAMP) - 1) / (of - 1))


def words_on(step: int) -> Role:
    """The ink that can be read on a step of the ramp."""
    return "words-on-dark" if step >= FIRST_DARK_STEP else "words-on-light"
