"""How often each point of the scale was given, item by item, observer types under each other."""

from dataclasses import dataclass

from reports.figures.legend import KeyEntry, group_key, legend
from reports.figures.lettering import lines, width_of
from reports.figures.picture import Box, Mark, Picture, Spot, Words
from reports.figures.style import (
    LABEL_SIZE,
    RAMP_ROLES,
    SMALL_SIZE,
    TYPE_ROLES,
    TYPE_SHAPES,
    Role,
    ramp_step,
    words_on,
)

_BAR = 11.5
_LINE = 14.5
_ROW_GAP = 8.0
_COUNT = 62.0


@dataclass(frozen=True, slots=True)
class Distribution:
    """Ratings one observer type gave one item: counts along the scale, then those that are no score.

    `not_yet` stands instead of all counts when the group is too small to show.
    """

    points: tuple[int, ...] = ()
    not_scored: int = 0
    left_blank: int = 0
    not_yet: str = ""

    @property
    def rated(self) -> int:
        return sum(self.points)

    @property
    def sheets(self) -> int:
        return self.rated + self.not_scored + self.left_blank


@dataclass(frozen=True, slots=True)
class DistributionRow:
    label: str
    groups: tuple[Distribution, ...]


@dataclass(frozen=True, slots=True)
class RatingDistribution:
    """All rows share the scale `points` (labels, lowest first)."""

    title: str
    points: tuple[str, ...]
    groups: tuple[str, ...]
    rows: tuple[DistributionRow, ...]

    @property
    def description(self) -> str:
        """Every count in words."""
        said: list[str] = []
        for row in self.rows:
            parts = [f"{group}: {self._in_words(each)}" for group, each in zip(self.groups, row.groups, strict=True)]
            said.append(f"{row.label.rstrip('.?')}. {'. '.join(parts)}.")
        return " ".join(said) or "There are no ratings to show."

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each point of each item, for each kind of observer."""
        rows = tuple(
            (row.label, group, point, count)
            for row in self.rows
            for group, each in zip(self.groups, row.groups, strict=True)
            for point, count in (
                *zip(self.points, each.points, strict=False),
                ("not scored", each.not_scored),
                ("left blank", each.left_blank),
            )
        )
        return ("item", "observer type", "point", "ratings"), rows

    def _in_words(self, each: Distribution) -> str:
        if each.not_yet:
            return each.not_yet
        parts = [f"{count} {label}" for label, count in zip(self.points, each.points, strict=True) if count]
        if each.not_scored:
            parts.append(f"{each.not_scored} not scored")
        if each.left_blank:
            parts.append(f"{each.left_blank} left blank")
        return ", ".join(parts) or "no ratings"


def rating_distribution(distribution: RatingDistribution, width: float) -> Picture:
    """Bars of equal length cut by shares; the counts stand inside and the number of ratings at the end."""
    key, top = _key(distribution, width)
    marks: list[Mark] = list(key)
    left, right = width * 0.42, width - _COUNT
    y = top + 6
    for row in distribution.rows:
        label = lines(row.label, left - 24, LABEL_SIZE, most=4)
        marks.extend(Words("words", 0, y + 8.5 + 11 * at, line, LABEL_SIZE) for at, line in enumerate(label))
        for index, each in enumerate(row.groups):
            marks.extend(_bar(each, index, y + _LINE * index, left, right))
        y += max(len(label) * 11.0, len(row.groups) * _LINE) + _ROW_GAP
    return Picture(width, y, distribution.title, distribution.description, tuple(marks))


def _key(distribution: RatingDistribution, width: float) -> tuple[list[Mark], float]:
    count = len(distribution.points)
    entries = [KeyEntry(RAMP_ROLES[ramp_step(at, count)], label) for at, label in enumerate(distribution.points)]
    everything = [each for row in distribution.rows for each in row.groups]
    if any(each.not_scored for each in everything):
        entries.append(KeyEntry("not-scored", "Not scored"))
    if any(each.left_blank for each in everything):
        entries.append(KeyEntry("left-blank", "Left blank"))
    groups, height = legend(group_key(distribution.groups), width)
    scale, scale_height = legend(tuple(entries), width)
    return [*groups, *(_lower(mark, height) for mark in scale)], height + scale_height


def _lower(mark: Mark, by: float) -> Mark:
    match mark:
        case Box():
            return Box(mark.role, mark.x, mark.y + by, mark.width, mark.height)
        case Words():
            return Words(mark.role, mark.x, mark.y + by, mark.text, mark.size, mark.anchor, mark.bold)
        case _:
            raise TypeError("A key of boxes holds boxes and words only.")


def _bar(each: Distribution, index: int, y: float, left: float, right: float) -> list[Mark]:
    middle = y + _BAR / 2
    marks: list[Mark] = [Spot(TYPE_ROLES[index], TYPE_SHAPES[index], left - 9, middle, 6.5)]
    if each.not_yet or not each.sheets:
        marks.append(Words("quiet-words", left, middle + 2.8, each.not_yet or "No ratings", SMALL_SIZE))
        return marks
    x = left
    for role, ink, count in _segments(each):
        share = (right - left) * count / each.sheets
        marks.append(Box(role, x, y, share, _BAR))
        if share > width_of(str(count), SMALL_SIZE) + 3:
            marks.append(Words(ink, x + share / 2, middle + 2.7, str(count), SMALL_SIZE, "middle"))
        x += share
    total = "1 rating" if each.rated == 1 else f"{each.rated} ratings"
    marks.append(Words("quiet-words", right + 7, middle + 2.8, total, SMALL_SIZE))
    return marks


def _segments(each: Distribution) -> list[tuple[Role, Role, int]]:
    segments: list[tuple[Role, Role, int]] = []
    for at, count in enumerate(each.points):
        step = ramp_step(at, len(each.points))
        segments.append((RAMP_ROLES[step], words_on(step), count))
    segments.append(("not-scored", "words-on-light", each.not_scored))
    segments.append(("left-blank", "words-on-light", each.left_blank))
    return [segment for segment in segments if segment[2]]
