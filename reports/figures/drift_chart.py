"""A control chart: one observer's sessions in order, each with the limits that chance alone keeps to."""

from dataclasses import dataclass
from itertools import pairwise

from reports.figures.picture import Box, Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import SMALL_SIZE

_HEIGHT = 180.0


@dataclass(frozen=True, slots=True)
class DriftPoint:
    """A session: its name, mean rating less expected in points, the standard error, whether it lies outside.

    centre: what its limits lie around; restart: the first session after a practice with feedback.
    """

    name: str
    gap: float
    error: float
    outside: bool
    centre: float = 0.0
    restart: bool = False


@dataclass(frozen=True, slots=True)
class DriftChart:
    """limit: how many standard errors the band reaches to either side of nought."""

    title: str
    points: tuple[DriftPoint, ...]
    limit: float

    @property
    def description(self) -> str:
        outside = [point.name for point in self.points if point.outside]
        said = f"{len(self.points)} sessions in order. Upwards: milder than usual for this observer; down: more severe."
        anew = [point.name for point in self.points if point.restart]
        restarts = f" The chart begins anew at {', '.join(anew)}, after practice with feedback." if anew else ""
        return f"{said} Outside the limits: {', '.join(outside) if outside else 'none'}.{restarts}"

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each session."""
        heads = (
            "session",
            "mean rating less expected",
            "standard error",
            "centre",
            "outside the limits",
            "begins anew",
        )
        rows = tuple(
            (p.name, p.gap, p.error, p.centre, "yes" if p.outside else "no", "yes" if p.restart else "no")
            for p in self.points
        )
        return heads, rows


def drift_chart(figure: DriftChart, width: float) -> Picture:
    """Bands behind the dots; sessions outside are squares, so that colour is not needed to see them."""
    left, right, top, bottom = 34.0, width - 10, 16.0, 16.0 + _HEIGHT
    reach = max((max(abs(p.gap), abs(p.centre) + figure.limit * p.error) for p in figure.points), default=1.0) * 1.1
    upwards = HorizontalScale(-reach, reach, bottom, top)
    across = HorizontalScale(0.5, max(len(figure.points), 1) + 0.5, left, right)
    half = min(12.0, (right - left) / max(len(figure.points), 1) / 2 - 1)
    marks: list[Mark] = [Words("quiet-words", 0, 9, "Points above or below what was expected", SMALL_SIZE, bold=True)]
    for at, point in enumerate(figure.points, start=1):
        reach_here = figure.limit * point.error
        high, low = upwards.at(point.centre + reach_here), upwards.at(point.centre - reach_here)
        marks.append(Box("band", across.at(at) - half, high, 2 * half, low - high))
    for tick in upwards.ticks():
        y = upwards.at(tick)
        marks.append(Stroke("grid", left, y, right, y))
        marks.append(Words("quiet-words", left - 5, y + 2.6, number(tick), SMALL_SIZE, "end"))
    marks.append(Stroke("midline", left, upwards.at(0), right, upwards.at(0)))
    spots = [(across.at(at), upwards.at(point.gap)) for at, point in enumerate(figure.points, start=1)]
    # What came before a practice is not joined to what comes after it.
    joined = zip(pairwise(spots), figure.points[1:], strict=True) if spots else ()
    marks += [Stroke("axis", *one, *other) for (one, other), point in joined if not point.restart]
    for at, point in enumerate(figure.points, start=1):
        if point.restart:
            x = across.at(at - 0.5)
            marks.append(Stroke("divider", x, top, x, bottom))
            marks.append(Words("quiet-words", x, top - 3, "practice", SMALL_SIZE, "middle"))
    for (x, y), point in zip(spots, figure.points, strict=True):
        marks.append(Spot("type-2" if point.outside else "type-1", "square" if point.outside else "circle", x, y, 6.0))
    shown = range(1, len(figure.points) + 1, max(1, len(figure.points) // 12))
    marks += [Words("quiet-words", across.at(at), bottom + 11, str(at), SMALL_SIZE, "middle") for at in shown]
    marks.append(Words("quiet-words", (left + right) / 2, bottom + 23, "Session, in order", SMALL_SIZE, "middle"))
    return Picture(width, bottom + 30, figure.title, figure.description, tuple(marks))
