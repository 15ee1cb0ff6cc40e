"""The scale of a study that brings no instrument: its points, and which point a cell stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from instruments.definition import Item
from instruments.sheet import Answer, NotScored, Rated
from instruments.tree import Tree

MOST_POINTS = 30
MISSING = frozenset({"", "na", "nan", "n/a"})
_NUMBER = re.compile(r"[-+]?[0-9]{1,6}(\.[0-9]{1,6})?")
_COMMA = re.compile(r"[-+]?[0-9]{1,6},[0-9]+")
_RANGE = re.compile(r"(-?[0-9]{1,4}) *(?:\.\.|to) *(-?[0-9]{1,4})")


class ScaleProblem(Exception):
    """The scale, or a rating, cannot be read. ``str()`` is the sentence that says what to write."""


@dataclass(frozen=True, slots=True)
class StudyPoint:
    """One point: its number and its label."""

    value: Decimal
    label: str


def read_scale(written: Tree) -> tuple[StudyPoint, ...]:
    """``1..6``, a list of points, or point: label; in ascending order. Raises ScaleProblem."""
    if isinstance(written, str):
        values = _range(written)
    elif isinstance(written, list):
        values = {str(point): str(point) for point in written if isinstance(point, str)}
    else:
        values = {point: str(label) or point for point, label in written.items() if isinstance(label, str)}
    points = tuple(sorted((_point(value, label) for value, label in values.items()), key=lambda point: point.value))
    if not 2 <= len({point.value for point in points}) == len(points) <= MOST_POINTS:
        raise ScaleProblem(f"A scale has from 2 to {MOST_POINTS} different points.")
    return points


def marked(item: Item, text: str) -> Answer | None:
    """What a cell says about an item; None when it is missing. Raises ScaleProblem with what was expected."""
    point = item.scale.point(text)
    if point is not None:
        return Rated(point.code)
    option = item.scale.non_scoring_option(text)
    if option is not None:
        return NotScored(option.code, option.reason)
    if text.lower() in MISSING:
        return None
    if _COMMA.fullmatch(text):
        raise ScaleProblem(f"{_expected(item)}; write decimals with a point, not a comma")
    if _NUMBER.fullmatch(text):
        value = Decimal(text)
        same = next((point for point in item.scale.points if point.score == value), None)
        if same is not None:
            return Rated(same.code)
    raise ScaleProblem(_expected(item))


def _expected(item: Item) -> str:
    codes = [point.code for point in item.scale.points] + [option.code for option in item.scale.non_scoring]
    scores = [point.score for point in item.scale.points]
    steps = {later - earlier for earlier, later in pairwise(scores)}
    if len(codes) == len(scores) and steps == {Decimal(1)}:
        return f"expected a whole number from {min(scores)} to {max(scores)}, or nothing"
    words = [str(score.normalize()) for score in scores] if len(codes) == len(scores) else codes
    return f"expected one of {', '.join(words)}, or nothing"


def _range(written: str) -> dict[str, str]:
    found = _RANGE.fullmatch(written.strip())
    if found is None:
        raise ScaleProblem("Write the scale as its lowest and highest point, such as 1..6, or as a list of points.")
    low, high = int(found[1]), int(found[2])
    if high - low >= MOST_POINTS:
        raise ScaleProblem(f"A scale has from 2 to {MOST_POINTS} different points.")
    return {str(value): str(value) for value in range(low, high + 1)}


def _point(value: str, label: str) -> StudyPoint:
    if not _NUMBER.fullmatch(value):
        raise ScaleProblem(f"Points are numbers: {value[:20]} is none.")
    return StudyPoint(Decimal(value), label)
