"""A picture as inline SVG that a strict content policy lets through: no style attribute, no script, no
DOCTYPE.

Every mark carries the class `lf-<role>` (roles in style.py). Colours stand in presentation attributes,
which any style sheet rule overrides. The figure scales with its column; ids begin with the caller's prefix.
"""

import re
from xml.sax.saxutils import escape

from reports.figures.picture import Box, Mark, Picture, Spot, Stroke, Words
from reports.figures.style import INKS, Role

# XML 1.0 has no way at all to write these, not even as references.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def svg(picture: Picture, prefix: str) -> str:
    """Inline SVG with title and description. `prefix` must be a plain id, unique on the page.

    Raises ValueError when `prefix` is not letters, digits, hyphens and underscores after a first letter.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", prefix):
        raise ValueError(f"{prefix!r} cannot begin an id: use letters, digits and hyphens.")
    marks = "".join(_mark(mark) for mark in picture.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lf-figure" role="img"'
        f' viewBox="0 0 {_n(picture.width)} {_n(picture.height)}"'
        f' aria-labelledby="{prefix}-title {prefix}-desc" focusable="false">'
        f'<title id="{prefix}-title">{_text(picture.title)}</title>'
        f'<desc id="{prefix}-desc">{_text(picture.description)}</desc>'
        f"{marks}</svg>"
    )


def _mark(mark: Mark) -> str:
    match mark:
        case Box():
            place = f'x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" height="{_n(mark.height)}"'
            return f"<rect {_look(mark.role)} {place}/>"
        case Stroke():
            ends = f'x1="{_n(mark.x1)}" y1="{_n(mark.y1)}" x2="{_n(mark.x2)}" y2="{_n(mark.y2)}"'
            return f"<line {_look(mark.role)} {ends}/>"
        case Spot():
            return _spot(mark)
        case Words():
            weight = ' font-weight="bold"' if mark.bold else ""
            return (
                f'<text {_look(mark.role)} x="{_n(mark.x)}" y="{_n(mark.y)}" font-size="{_n(mark.size)}"'
                f' text-anchor="{mark.anchor}"{weight}>{_text(mark.text)}</text>'
            )


def _spot(spot: Spot) -> str:
    if spot.shape == "circle":
        centre = f'cx="{_n(spot.x)}" cy="{_n(spot.y)}" r="{_n(spot.size / 2)}"'
        return f"<circle {_look(spot.role)} {centre}/>"
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in spot.corners())
    return f'<polygon {_look(spot.role)} points="{points}"/>'


def _attributes(role: Role) -> str:
    ink = INKS[role]
    parts = [f'class="lf-{role}"', f'fill="{ink.fill or "none"}"']
    if ink.stroke:
        parts.append(f'stroke="{ink.stroke}" stroke-width="{_n(ink.width)}"')
    if ink.dash:
        parts.append(f'stroke-dasharray="{" ".join(_n(length) for length in ink.dash)}"')
    return " ".join(parts)


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text))


_LOOKS: dict[Role, str] = {role: _attributes(role) for role in INKS}


def _look(role: Role) -> str:
    return _LOOKS[role]
