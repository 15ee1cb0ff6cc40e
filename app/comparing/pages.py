"""What the comparing pages show."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from app.queries.programmes import RoundOfLead
from app.queries.ratings_to_compare import RoundToCompare
from app.web.page import Page


@dataclass(frozen=True)
class RoundsPage(Page):
    """Which round to compare."""

    template: ClassVar[str] = "comparing/rounds.html"

    rounds: tuple[RoundToCompare, ...]


@dataclass(frozen=True)
class Choice:
    """One of several views of the page: its name, its address, whether it is the one shown."""

    label: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Cell:
    """A table cell: a value with its interval or basis below it, or the reason why there is none."""

    words: str
    is_value: bool
    below: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a table: its head (with an address to go deeper), its cells, what it rests on."""

    head: str
    address: str
    cells: tuple[Cell, ...]
    basis: str
    total: bool = False


@dataclass(frozen=True)
class Shown:
    """A figure, drawn, with where to fetch it."""

    title: str
    drawing: Markup
    caption: str
    address: str


@dataclass(frozen=True)
class Explanation:
    """What a number means, and how it was made here."""

    name: str
    meaning: str
    methods: tuple[str, ...]


@dataclass(frozen=True)
class GapTable:
    """Two types set against each other, item by item and on the total."""

    title: str
    first: str
    second: str
    how_to_read: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Places:
    """Where the other pages and files of this round are."""

    overview: str
    observers: str
    agreement_file: str
    ratings_file: str
    codebook_file: str
    other_warm_ups: str
    with_warm_ups: bool


@dataclass(frozen=True)
class OverviewPage(Page):
    """What can be said of a round's observers and observer types."""

    template: ClassVar[str] = "comparing/overview.html"

    round: RoundOfLead
    places: Places
    fingerprint: str
    sentences: tuple[str, ...]
    has_ratings: bool
    has_warm_ups: bool
    columns: tuple[str, ...]
    groups: tuple[Line, ...]
    group_choices: tuple[Choice, ...]
    number_choices: tuple[Choice, ...]
    group_title: str
    number_name: str
    readings: tuple[str, ...]
    figure: Shown | None
    items: tuple[Line, ...]
    gaps: tuple[GapTable, ...]
    explanations: tuple[Explanation, ...]


@dataclass(frozen=True)
class PointCount:
    """How often one observer type gave each point of an item."""

    type_name: str
    observers: int
    points: tuple[int, ...]
    not_applicable: int
    not_observed: int
    insufficient_evidence: int
    left_blank: int
    floor: str
    ceiling: str


@dataclass(frozen=True)
class GridTable:
    """Two types' ratings cell by cell, as a figure and as a table."""

    title: str
    first: str
    second: str
    points: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    reading: str
    figure: Shown


@dataclass(frozen=True)
class ItemPage(Page):
    """One item: how it was used, how far observers agreed on it, how the types see it."""

    template: ClassVar[str] = "comparing/item.html"

    name: str
    round: RoundOfLead
    places: Places
    wordings: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    groups: tuple[Line, ...]
    readings: tuple[str, ...]
    gap_sentences: tuple[str, ...]
    labels: tuple[str, ...]
    counts: tuple[PointCount, ...]
    distribution: Shown | None
    grids: tuple[GridTable, ...]
    explanations: tuple[Explanation, ...]
    before: Choice | None
    after: Choice | None


@dataclass(frozen=True)
class ObserverLine:
    """One observer beside all others, and beside each of them (in the order of the lines)."""

    number: int
    name: str
    type_name: str
    sheets: int
    mean_total: str
    consultations: int
    same: str
    within_one: str
    with_each: tuple[str, ...]


@dataclass(frozen=True)
class ObserversPage(Page):
    """Observers beside each other. For those who run the programme only."""

    template: ClassVar[str] = "comparing/observers.html"

    round: RoundOfLead
    places: Places
    lines: tuple[ObserverLine, ...]
    least: int
    total_range: str
    spread: Shown | None
    grid: Shown | None
