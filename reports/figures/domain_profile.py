"""Each domain's score with its interval, observer types on lines of their own, never joined or merged."""

from dataclasses import dataclass

from reports.figures.legend import group_key, legend
from reports.figures.lettering import lines
from reports.figures.picture import Mark, Picture, Spot, Stroke, Words
from reports.figures.scale import HorizontalScale, number
from reports.figures.style import LABEL_SIZE, RANGE_ROLES, SMALL_SIZE, TYPE_ROLES, TYPE_SHAPES

_LINE = 14.0
_LABEL_LINE = 11.5
_ROW_GAP = 9.0
_NUMBERS = 84.0


@dataclass(frozen=True, slots=True)
class ProfilePoint:
    """A score with the ends of its interval, or the reason there is none. Exactly one of the two."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    not_yet: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (not self.not_yet):
            raise ValueError("A profile point has either a score or a reason why not.")

    @property
    def words(self) -> str:
        if self.value is None:
            return self.not_yet
        if self.low is None or self.high is None:
            return f"{number(self.value)} (no interval)"
        return f"{number(self.value)} ({number(self.low)} to {number(self.high)})"


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One domain: a point for every group in the order of `DomainProfile.groups`, the clinician's own score, and
    a note under the label, such as the gap between two groups.
    """

    label: str
    points: tuple[ProfilePoint, ...]
    own: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DomainProfile:
    """Scores on one axis from `lowest` to `highest`; at most four groups."""

    title: str
    groups: tuple[str, ...]
    rows: tuple[ProfileRow, ...]
    lowest: float = 0.0
    highest: float = 100.0
    own_name: str = "Your own rating"

    @property
    def description(self) -> str:
        """Every value in words."""
        said = [f"Scores can run from {number(self.lowest)} to {number(self.highest)}."]
        for row in self.rows:
            parts = [f"{group} {point.words}" for group, point in zip(self.groups, row.points, strict=True)]
            if row.own is not None:
                parts.append(f"{self.own_name.lower()} {number(row.own)}")
            if row.note:
                parts.append(row.note[:1].lower() + row.note[1:])
            said.append(f"{row.label}: {'; '.join(parts)}.")
        return " ".join(said)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Column heads and rows with the values drawn."""
        own = any(row.own is not None for row in self.rows)
        columns = ("Domain", *self.groups, *((self.own_name,) if own else ()))
        rows = tuple(
            (
                row.label,
                *(point.words for point in row.points),
                *((("not given" if row.own is None else number(row.own)),) if own else ()),
            )
            for row in self.rows
        )
        return columns, rows


def domain_profile(profile: DomainProfile, width: float) -> Picture:
    """Symbols with interval bars on a shared axis, the numbers written out at the right."""
    has_own = any(row.own is not None for row in profile.rows)
    key, top = legend(group_key(profile.groups, profile.own_name if has_own else ""), width)
    left, right = width * 0.31, width - _NUMBERS
    scale = HorizontalScale(profile.lowest, profile.highest, left, right)
    body: list[Mark] = []
    y = top + 6
    for row in profile.rows:
        drawn, taken = _row(row, scale, y, left, right)
        body.extend(drawn)
        y += taken + _ROW_GAP
    marks = (*key, *scale.axis(top, y - 2), *body)
    return Picture(width, y + 14, profile.title, profile.description, tuple(marks))


def _row(row: ProfileRow, scale: HorizontalScale, y: float, left: float, right: float) -> tuple[list[Mark], float]:
    label = lines(row.label, left - 12, LABEL_SIZE)
    count = len(row.points) + (row.own is not None)
    taken = max(count * _LINE, (len(label) + bool(row.note)) * _LABEL_LINE)
    marks: list[Mark] = [
        Words("words", 0, y + 9 + _LABEL_LINE * at, line, LABEL_SIZE, bold=True) for at, line in enumerate(label)
    ]
    if row.note:
        marks.append(Words("quiet-words", 0, y + 9.5 + _LABEL_LINE * len(label), row.note, SMALL_SIZE))
    for index, point in enumerate(row.points):
        middle = y + _LINE * (index + 0.5)
        if point.value is None:
            # Short reasons stand where the numbers do; a long one has no room there.
            beside = len(lines(point.not_yet, _NUMBERS - 10, SMALL_SIZE)) == 1
            marks.extend(_not_yet(point.not_yet, right + 10 if beside else left + 4, middle))
            continue
        if point.low is not None and point.high is not None:
            marks.append(Stroke(RANGE_ROLES[index], scale.at(point.low), middle, scale.at(point.high), middle))
        marks.append(Spot(TYPE_ROLES[index], TYPE_SHAPES[index], scale.at(point.value), middle, 8.5))
        marks.append(Words("words", right + 10, middle + 2.8, point.words, SMALL_SIZE))
    if row.own is not None:
        middle = y + _LINE * (len(row.points) + 0.5)
        marks.append(Spot("self", "square", scale.at(row.own), middle, 7.5))
        marks.append(Words("quiet-words", right + 10, middle + 2.8, number(row.own), SMALL_SIZE))
    return marks, taken


def _not_yet(reason: str, x: float, middle: float) -> list[Mark]:
    return [Words("quiet-words", x, middle + 2.8, reason, SMALL_SIZE)]
