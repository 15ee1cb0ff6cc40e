"""A picture as a PNG file, without a browser: for slides and word processors that know no SVG.

Shapes are drawn finely and made smaller, letters are set at their final size, so that both are crisp. The title and
the description travel inside the file.
"""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont, PngImagePlugin

from reports.figures.picture import Box, Picture, Spot, Stroke, Words
from reports.figures.style import INKS, PAPER

FONTS = Path(__file__).parents[1] / "pdf" / "fonts"
REGULAR, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
# Pixels to a point: at 144 to the inch a figure stays crisp on a screen of double density.
SCALE = 2.0
FINE = 3
MARGIN = 8.0
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
# A figure of many people is drawn smaller rather than let one request take all memory.
MOST_PIXELS = 12_000_000

Colour = tuple[int, ...]


def png(picture: Picture, scale: float = SCALE) -> bytes:
    """The bytes of a PNG, `scale` pixels to a point, on white paper with a small margin. Same picture, same bytes."""
    width, height = picture.width + 2 * MARGIN, picture.height + 2 * MARGIN
    scale = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    paper = ImageColor.getrgb(PAPER)
    fine = Image.new("RGB", (size[0] * FINE, size[1] * FINE), paper)
    pen = ImageDraw.Draw(fine)
    for mark in picture.marks:
        if not isinstance(mark, Words):
            _shape(pen, mark, scale * FINE)
    image = fine.reduce(FINE)
    letters = ImageDraw.Draw(image)
    for mark in picture.marks:
        if isinstance(mark, Words):
            place = ((mark.x + MARGIN) * scale, (mark.y + MARGIN) * scale)
            font = _font(BOLD if mark.bold else REGULAR, mark.size * scale)
            letters.text(place, mark.text, _colour(INKS[mark.role].fill), font, ANCHORS[mark.anchor])
    return _bytes(image, picture, scale)


def _shape(pen: ImageDraw.ImageDraw, mark: Box | Stroke | Spot, scale: float) -> None:
    ink = INKS[mark.role]
    fill, outline = _colour(ink.fill), _colour(ink.stroke)
    width = max(1, round(ink.width * scale))

    def at(x: float, y: float) -> tuple[float, float]:
        return (x + MARGIN) * scale, (y + MARGIN) * scale

    match mark:
        case Box():
            if mark.width > 0 and mark.height > 0:
                ends = (*at(mark.x, mark.y), *at(mark.x + mark.width, mark.y + mark.height))
                pen.rectangle(ends, fill, outline, width if outline else 0)
        case Stroke():
            _line(pen, at(mark.x1, mark.y1), at(mark.x2, mark.y2), outline, width, [each * scale for each in ink.dash])
        case Spot() if mark.shape == "circle":
            half = mark.size / 2
            ends = (*at(mark.x - half, mark.y - half), *at(mark.x + half, mark.y + half))
            pen.ellipse(ends, fill, outline, width if outline else 0)
        case Spot():
            pen.polygon([at(x, y) for x, y in mark.corners()], fill, outline, width if outline else 0)


def _line(
    pen: ImageDraw.ImageDraw,
    start: tuple[float, float],
    end: tuple[float, float],
    ink: Colour | None,
    width: int,
    dash: list[float],
) -> None:
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    if not dash or not length:
        pen.line((*start, *end), ink, width)
        return
    on, off = dash[0], dash[-1]
    step = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    done = 0.0
    while done < length:
        until = min(done + on, length)
        ends = [start[axis] + step[axis] * place for place in (done, until) for axis in (0, 1)]
        pen.line(ends, ink, width)
        done = until + off


def _colour(ink: str | None) -> Colour | None:
    return ImageColor.getrgb(ink) if ink else None


@lru_cache(maxsize=64)
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / name), size)


def _bytes(image: Image.Image, picture: Picture, scale: float) -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_itxt("Title", picture.title)
    said.add_itxt("Description", picture.description)
    file = io.BytesIO()
    resolution = 72 * scale
    image.save(file, "PNG", pnginfo=said, dpi=(resolution, resolution), optimize=False)
    return file.getvalue()
