"""What each score of the old version is worth on the new one, with the reach of the linking."""

from dataclasses import dataclass

from reports.figures.legend import KeyEntry, legend
from reports.figures.picture import Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import LABEL_SIZE, SMALL_SIZE

_HEIGHT = 230.0


@dataclass(frozen=True, slots=True)
class LinkedPoint:
    """A score of the old version, what it is worth, and the ends of its interval."""

    score: float
    linked: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LinkingCurve:
    """Old scores along the bottom, new ones up the side. Both ranges are whole, so that bends at the ends show."""

    title: str
    old: str
    new: str
    points: tuple[LinkedPoint, ...]
    old_range: tuple[float, float]
    new_range: tuple[float, float]

    @property
    def description(self) -> str:
        said = [f"{self.new} for every score of {self.old}, with 95 % intervals."]
        step = max(1, len(self.points) // 6)
        said += [
            f"{number(each.score)} is worth {number(each.linked, 1)} ({number(each.low, 1)} to {number(each.high, 1)})."
            for each in self.points[::step]
        ]
        return " ".join(said)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Column heads and rows with the values drawn."""
        heads = (self.old, self.new, "95 % interval")
        return heads, tuple(
            (number(each.score, 1), number(each.linked, 1), f"{number(each.low, 1)} to {number(each.high, 1)}")
            for each in self.points
        )


def linking_curve(curve: LinkingCurve, width: float) -> Picture:
    """An upright bar for each interval, a symbol on each linked score, and the line on which nothing would change."""
    key, top = legend((KeyEntry("type-1", "Linked score with its 95 % interval", "circle"),), width)
    left, right, floor = 34.0, width - 14, top + _HEIGHT
    across = HorizontalScale(*curve.old_range, left, right)
    upwards = HorizontalScale(*curve.new_range, 0.0, _HEIGHT)

    def height(score: float) -> float:
        return floor - upwards.at(score)

    marks: list[Mark] = [*key]
    for tick in upwards.ticks():
        marks.append(Stroke("grid", left, height(tick), right, height(tick)))
        marks.append(Words("quiet-words", left - 6, height(tick) + 2.6, number(tick), SMALL_SIZE, "end"))
    marks.extend(across.axis(top, floor))
    low, high = max(curve.old_range[0], curve.new_range[0]), min(curve.old_range[1], curve.new_range[1])
    if low < high:
        marks.append(Stroke("midline", across.at(low), height(low), across.at(high), height(high)))
    marks.extend(
        Stroke("type-1-range", across.at(each.score), height(each.low), across.at(each.score), height(each.high))
        for each in curve.points
    )
    marks.extend(Spot("type-1", "circle", across.at(each.score), height(each.linked), 4.5) for each in curve.points)
    marks.append(Words("words", (left + right) / 2, floor + 24, curve.old, LABEL_SIZE, "middle"))
    marks.append(Words("words", 0, top + 2, curve.new, LABEL_SIZE))
    return Picture(width, floor + 30, curve.title, curve.description, tuple(marks))
