"""Figures made ready for a page or for a file of their own."""

from flask import Response
from markupsafe import Markup

from app.comparing.pages import Shown
from reports.figures.drawing import Figure, draw
from reports.figures.svg import svg

WIDTH = 640.0
# A figure's own words stay the same size, so a short column wants a narrower drawing.
NARROW = 420.0


def shown(figure: Figure, prefix: str, caption: str, address: str, width: float = WIDTH) -> Shown:
    """The figure inside the page. `prefix` begins its ids."""
    # The words inside were escaped when the picture was written.
    return Shown(Markup(svg(draw(figure, width), prefix)), caption, address)  # noqa: S704


def as_file(figure: Figure, name: str, width: float = WIDTH) -> Response:
    """The figure as an SVG file."""
    return Response(
        svg(draw(figure, width), "figure"),
        mimetype="image/svg+xml",
        headers={"Content-Disposition": f'attachment; filename="{name}.svg"'},
    )
