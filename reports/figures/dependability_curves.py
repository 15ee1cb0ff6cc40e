"""How far a mean can be relied on as consultations are added: one line for each way of sending observers."""

from dataclasses import dataclass
from itertools import pairwise

from reports.figures.legend import group_key, legend
from reports.figures.picture import Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import RANGE_ROLES, SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES

_HEIGHT = 210.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A way of observing and the value at 1, 2, 3 ... consultations."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DependabilityCurves:
    """At most four curves of equal length; `wanted` is drawn as a line across."""

    title: str
    curves: tuple[Curve, ...]
    wanted: float

    @property
    def description(self) -> str:
        said = ["How far a mean can be relied on, 0 to 1, as consultations are added."]
        said += [
            f"{curve.name}: {number(curve.values[0], 2)} with 1 consultation, {number(curve.values[-1], 2)} with "
            f"{len(curve.values)}."
            for curve in self.curves
            if curve.values
        ]
        return " ".join([*said, f"The dashed line stands at {number(self.wanted, 2)}."])

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each number of consultations."""
        rows = zip(*(curve.values for curve in self.curves), strict=True)
        heads = ("consultations", *(curve.name for curve in self.curves))
        return heads, tuple((at, *values) for at, values in enumerate(rows, start=1))


def dependability_curves(figure: DependabilityCurves, width: float) -> Picture:
    """Symbols on every fifth and the first, so that lines part without colour."""
    key, taken = legend(group_key(tuple(curve.name for curve in figure.curves)), width)
    left, right, top, bottom = 30.0, width - 12, taken + 12, taken + 12 + _HEIGHT
    most = max((len(curve.values) for curve in figure.curves), default=2)
    across, upwards = HorizontalScale(1, max(most, 2), left, right), HorizontalScale(0, 1, bottom, top)
    marks: list[Mark] = list(key)
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        y = upwards.at(share)
        marks += [
            Stroke("grid", left, y, right, y),
            Words("quiet-words", left - 5, y + 2.6, number(share, 1), SMALL_SIZE, "end"),
        ]
    marks.append(Stroke("midline", left, upwards.at(figure.wanted), right, upwards.at(figure.wanted)))
    for at in range(1, most + 1):
        if at == 1 or at % 5 == 0:
            marks.append(Words("quiet-words", across.at(at), bottom + 11, str(at), SMALL_SIZE, "middle"))
    for place, curve in enumerate(figure.curves):
        spots = [(across.at(at), upwards.at(value)) for at, value in enumerate(curve.values, start=1)]
        marks += [Stroke(RANGE_ROLES[place], x1, y1, x2, y2) for (x1, y1), (x2, y2) in pairwise(spots)]
        marks += [
            Spot(TYPE_ROLES[place], TYPE_SHAPES[place], x, y, 6.0)
            for at, (x, y) in enumerate(spots, start=1)
            if at == 1 or at % 5 == 0
        ]
    marks.append(Words("quiet-words", (left + right) / 2, bottom + 23, "Consultations", SMALL_SIZE, "middle"))
    return Picture(width, bottom + 30, figure.title, figure.description, tuple(marks))
