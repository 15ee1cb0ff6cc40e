"""What the pages on severity and on more visits show."""

from dataclasses import dataclass
from typing import ClassVar

from app.comparing.pages import Cell, ComparingPage, Shown
from reports.statistics.generalizability.observing_plans import Plan


@dataclass(frozen=True)
class SevereLine:
    """One observer on the ruler. gives: a number or why there is none; ways: what stood out, each to be talked over."""

    number: int
    name: str
    type_name: str
    sheets: int
    gives: str
    reach: str
    ways: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class ObserverInTimePage(ComparingPage):
    """One observer, session by session. For those who run the programme only.

    practice: where practice with feedback is noted.
    """

    template: ClassVar[str] = "comparing/observer_in_time.html"

    name: str
    back: str
    practice: str
    sentences: tuple[str, ...]
    ways: tuple[str, ...]
    figure: Shown | None
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SeverityPage(ComparingPage):
    """Observers on one ruler with clinicians and items. For those who run the programme only.

    practice: where practice with feedback is noted.
    """

    template: ClassVar[str] = "comparing/severity.html"

    practice: str
    sentences: tuple[str, ...]
    refused: str
    mend: str
    who_observed: str
    left_out: tuple[str, ...]
    figure: Shown | None
    lines: tuple[SevereLine, ...]
    items: tuple[tuple[str, str, Cell], ...]
    item_range: str


@dataclass(frozen=True)
class MorePage(ComparingPage):
    """What more consultations and observers would buy. action: where the wishes are sent, by GET."""

    template: ClassVar[str] = "comparing/more.html"

    sentences: tuple[str, ...]
    has_numbers: bool
    plan: Plan
    wanted: str
    most_consultations: int
    most_observers: int
    action: str
    parts: tuple[tuple[str, Cell], ...]
    on_boundary: bool
    figure: Shown | None
    rows: tuple[tuple[str | Cell, ...], ...]
