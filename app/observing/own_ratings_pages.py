"""What an observer's own page on how their ratings compare shows."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from app.queries.rounds_observed import RoundObserved
from app.web.page import Page


@dataclass(frozen=True)
class MyRoundsPage(Page):
    """Which round to look at."""

    template: ClassVar[str] = "observing/my_rounds.html"

    rounds: tuple[RoundObserved, ...]


@dataclass(frozen=True)
class OwnPart:
    """One thing about my ratings: a heading, what it means for me, and the numbers behind it ("" for none)."""

    title: str
    sentences: tuple[str, ...]
    numbers: str = ""


@dataclass(frozen=True)
class OwnKind:
    """My ratings as one kind of observer. not_yet: why nothing is said, or "". rows: the chart's numbers."""

    kind: str
    sheets: int
    not_yet: str
    parts: tuple[OwnPart, ...]
    drawing: Markup | None
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class MyRatingsPage(Page):
    """How my ratings compare, for me alone."""

    template: ClassVar[str] = "observing/my_ratings.html"

    round: str
    programme: str
    kinds: tuple[OwnKind, ...]
