"""Differences over means (Bland and Altman): a dot per consultation, the mean gap, and the limits with their reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.figures.picture import Box, Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import SMALL_SIZE

_HEIGHT = 250.0
_NUMBERS = 104.0


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal line: its name, its height, and the ends of its interval where it has one."""

    name: str
    at: float
    low: float | None = None
    high: float | None = None

    @property
    def words(self) -> str:
        if self.low is None or self.high is None:
            return f"{self.name} {number(self.at, 1)}"
        return f"{self.name} {number(self.at, 1)} ({number(self.low, 1)} to {number(self.high, 1)})"


@dataclass(frozen=True, slots=True)
class DifferencePlot:
    """points: (mean, difference) of each consultation, in points of the score from `lowest` to `highest`.

    levels: upper limit, mean gap, lower limit; none while there is too little to say.
    """

    title: str
    first: str
    second: str
    lowest: float
    highest: float
    points: tuple[tuple[float, float], ...]
    levels: tuple[Level, ...]

    @property
    def description(self) -> str:
        said = [
            f"Each dot is one consultation. Across: the mean of both scores, {number(self.lowest)} to "
            f"{number(self.highest)}. Upwards: {self.first} less {self.second}. {len(self.points)} consultations."
        ]
        if self.levels:
            said.append("; ".join(level.words for level in self.levels) + ".")
        return " ".join(said)

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each dot."""
        return ("mean of both", f"{self.first} less {self.second}"), self.points


def difference_plot(figure: DifferencePlot, width: float) -> Picture:
    """The zero line is dashed and named; bands show how well each limit is known."""
    left, right, top, bottom = 34.0, width - _NUMBERS, 18.0, _HEIGHT
    across = HorizontalScale(figure.lowest, figure.highest, left, right)
    reach = _reach(figure)
    upwards = HorizontalScale(-reach, reach, bottom, top)
    marks: list[Mark] = [
        Words("quiet-words", 0, 9, f"{figure.first} less {figure.second}, points", SMALL_SIZE, bold=True)
    ]
    for level in figure.levels:
        if level.low is not None and level.high is not None:
            high, low = upwards.at(level.high), upwards.at(level.low)
            marks.append(Box("band", left, high, right - left, max(low - high, 0.5)))
    marks.extend(across.axis(top, bottom))
    for tick in upwards.ticks():
        y = upwards.at(tick)
        marks.append(Stroke("grid", left, y, right, y))
        marks.append(Words("quiet-words", left - 5, y + 2.6, number(tick), SMALL_SIZE, "end"))
    marks.append(Stroke("midline", left, upwards.at(0), right, upwards.at(0)))
    marks.extend(Spot("type-1", "circle", across.at(x), upwards.at(y), 4.4) for x, y in figure.points)
    marks.extend(_levels(figure.levels, upwards, left, right))
    marks.append(Words("quiet-words", (left + right) / 2, bottom + 22, "Mean of both scores", SMALL_SIZE, "middle"))
    return Picture(width, bottom + 28, figure.title, figure.description, tuple(marks))


def _levels(levels: Sequence[Level], upwards: HorizontalScale, left: float, right: float) -> list[Mark]:
    """The lines with their numbers at the right, moved apart where they would touch."""
    marks: list[Mark] = []
    last = -100.0
    for level in sorted(levels, key=lambda each: -each.at):
        y = upwards.at(level.at)
        marks.append(Stroke("divider", left, y, right, y))
        place = max(y - 1, last + 24)
        marks.append(Words("words", right + 6, place, f"{level.name} {number(level.at, 1)}", SMALL_SIZE, bold=True))
        if level.low is not None and level.high is not None:
            ends = f"{number(level.low, 1)} to {number(level.high, 1)}"
            marks.append(Words("quiet-words", right + 6, place + 9.5, ends, SMALL_SIZE))
        last = place
    return marks


def _reach(figure: DifferencePlot) -> float:
    """How far up and down the drawing goes: everything drawn, and never nothing."""
    heights = [abs(y) for _, y in figure.points]
    heights += [abs(end) for level in figure.levels for end in (level.at, level.low, level.high) if end is not None]
    return max(max(heights, default=0.0) * 1.08, (figure.highest - figure.lowest) * 0.05)
