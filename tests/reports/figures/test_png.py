"""Figures as PNG: crisp, described, the same bytes each time, and never larger than a request can bear."""

import io

from PIL import Image

from reports.figures.drawing import draw
from reports.figures.picture import Box, Picture, Spot, Stroke, Words
from reports.figures.png import MOST_PIXELS, png
from reports.figures.style import INKS
from tests.reports.figures.test_svg import FIGURES, every_figure


def opened(picture: Picture, scale: float = 2.0) -> Image.Image:
    return Image.open(io.BytesIO(png(picture, scale)))


def a_picture(*marks: Box | Stroke | Spot | Words) -> Picture:
    return Picture(100, 50, "A title – with a dash", "What it shows", marks)


@every_figure
def test_every_figure_is_drawn_at_double_density_with_its_words(name: str) -> None:
    picture = draw(FIGURES[name])
    image = opened(picture)
    assert image.width == round((picture.width + 16) * 2)
    assert image.info["Title"] == picture.title
    assert image.info["Description"] == picture.description


def test_the_same_picture_gives_the_same_bytes() -> None:
    picture = draw(FIGURES["agreement grid"])
    assert png(picture) == png(picture)


def test_a_box_has_its_ink_and_the_paper_stays_white() -> None:
    image = opened(a_picture(Box("ramp-9", 10, 10, 20, 20)))
    assert image.getpixel((56, 56)) == (5, 65, 78)
    assert image.getpixel((2, 2)) == (255, 255, 255)
    assert INKS["ramp-9"].fill == "#05414e"


def test_a_dashed_line_has_gaps_and_a_plain_one_has_none() -> None:
    dashed = opened(a_picture(Stroke("midline", 0, 20, 90, 20)), 4)
    plain = opened(a_picture(Stroke("divider", 0, 20, 90, 20)), 4)
    ink = [
        sum(image.convert("L").crop((x, 112, x + 1, 113)).tobytes()[0] < 160 for x in range(40, 380))
        for image in (dashed, plain)
    ]
    assert 100 < ink[0] < 260
    assert ink[1] == 340


def test_a_huge_figure_is_drawn_smaller_and_not_refused() -> None:
    image = opened(Picture(6000, 6000, "Many", "Many people", ()))
    assert image.width * image.height <= MOST_PIXELS * 1.01
