"""A coefficient with its interval for every item and for the total; what is undefined is said in words."""

from dataclasses import dataclass

from reports.figures.lettering import lines
from reports.figures.picture import Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import LABEL_SIZE, SMALL_SIZE

_NUMBERS = 112.0


@dataclass(frozen=True, slots=True)
class ForestRow:
    """A value with its interval (either end may be missing), or `undefined`: why there is none.

    stressed: drawn as a diamond with a bold label.
    """

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    basis: str = ""
    undefined: str = ""
    stressed: bool = False

    def __post_init__(self) -> None:
        if (self.value is None) == (not self.undefined):
            raise ValueError(f"{self.label}: give either a value or the reason why there is none.")

    @property
    def words(self) -> str:
        if self.value is None:
            return self.undefined
        if self.low is None or self.high is None:
            return f"{number(self.value, 2)} (no interval)"
        return f"{number(self.value, 2)} ({number(self.low, 2)} to {number(self.high, 2)})"


@dataclass(frozen=True, slots=True)
class AgreementForest:
    """Rows from top to bottom on one axis, with a line at `reference`, the value that means *no better than
    chance* or *no difference*. ends: what it means to lie to the left and to the right, when that needs saying.
    """

    title: str
    coefficient: str
    rows: tuple[ForestRow, ...]
    lowest: float = -0.2
    highest: float = 1.0
    reference: float | None = 0.0
    ends: tuple[str, str] | None = None

    @property
    def description(self) -> str:
        said = [f"{self.coefficient}, with 95 % intervals."]
        if self.ends is not None:
            said.append(f"To the left: {self.ends[0]}. To the right: {self.ends[1]}.")
        for row in self.rows:
            basis = f", from {row.basis}" if row.basis else ""
            said.append(f"{row.label.rstrip('.?')}: {row.words.rstrip('.')}{basis}.")
        return " ".join(said)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Column heads and rows with the values drawn."""
        return ("Item", self.coefficient, "From"), tuple((row.label, row.words, row.basis) for row in self.rows)

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each item, its value and interval as numbers."""
        rows = tuple((row.label, row.value, row.low, row.high, row.basis, row.undefined) for row in self.rows)
        return ("item", self.coefficient, "low", "high", "from", "why undefined"), rows


def agreement_forest(forest: AgreementForest, width: float) -> Picture:
    """An interval bar and a diamond per row; an arrowhead-free bar that leaves the axis stops at its edge."""
    left, right = width * 0.36, width - _NUMBERS
    scale = HorizontalScale(forest.lowest, forest.highest, left, right)
    body: list[Mark] = []
    y = top = 4.0
    if forest.ends is not None:
        left_end, right_end = forest.ends
        body.append(Words("quiet-words", left, 9, left_end, SMALL_SIZE))
        body.append(Words("quiet-words", right, 9, right_end, SMALL_SIZE, "end"))
        y = top = 18.0
    for row in forest.rows:
        drawn, taken = _row(row, scale, y, width)
        body.extend(drawn)
        y += taken
    marks: list[Mark] = scale.axis(top - 2, y)
    if forest.reference is not None:
        at = scale.at(forest.reference)
        marks.append(Stroke("midline", at, top - 2, at, y))
    return Picture(width, y + 16, forest.title, forest.description, (*marks, *body))


def _row(row: ForestRow, scale: HorizontalScale, y: float, width: float) -> tuple[list[Mark], float]:
    label = lines(row.label, scale.left - 12, LABEL_SIZE)
    marks: list[Mark] = [
        Words("words", 0, y + 10 + 11 * at, line, LABEL_SIZE, bold=row.stressed) for at, line in enumerate(label)
    ]
    middle = y + 7.0
    if row.value is None:
        reason = lines(row.undefined, width - scale.left - 4, SMALL_SIZE, most=3)
        marks.extend(
            Words("quiet-words", scale.left + 4, y + 10 + 10 * at, line, SMALL_SIZE) for at, line in enumerate(reason)
        )
        return marks, max(len(label) * 11.0, len(reason) * 10.0) + 8
    if row.low is not None and row.high is not None:
        marks.append(Stroke("type-1-range", scale.at(row.low), middle, scale.at(row.high), middle))
    marks.append(Spot("type-1", "diamond" if row.stressed else "circle", scale.at(row.value), middle, 7.5))
    marks.append(Words("words", scale.right + 8, middle + 2.8, row.words, SMALL_SIZE))
    return marks, len(label) * 11.0 + 8
