"""Figures made ready for a page or for a file of their own."""

from flask import Response
from markupsafe import Markup

from app.comparing.pages import Shown
from reports.figures.drawing import Figure, draw
from reports.figures.svg import svg

# A figure's own words keep their size within the drawing: the narrower it is drawn, the larger they are on the screen.
WIDTH = 480.0
NARROW = 400.0
WIDE = 640.0


def shown(figure: Figure, prefix: str, caption: str, address: str, width: float = WIDTH) -> Shown:
    """The figure inside the page. `prefix` begins its ids."""
    # The words inside were escaped when the picture was written.
    return Shown(figure.title, Markup(svg(draw(figure, width), prefix)), caption, address)  # noqa: S704


def as_file(figure: Figure, name: str, width: float = WIDTH) -> Response:
    """The figure as an SVG file."""
    return Response(
        svg(draw(figure, width), "figure"),
        mimetype="image/svg+xml",
        headers={"Content-Disposition": f'attachment; filename="{name}.svg"'},
    )
