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
class FigureFile:
    """One form in which a figure can be taken along."""

    label: str
    address: str


@dataclass(frozen=True)
class Shown:
    """A figure, drawn, with its files. size: "fits" a page, or is "wide" or "widest" and scrolls."""

    title: str
    drawing: Markup
    caption: str
    files: tuple[FigureFile, ...]
    size: str = "fits"


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
class Place:
    """A view of the round: its name, the question it answers, its address, whether it is this one."""

    key: str
    name: str
    answers: str
    address: str
    here: bool


@dataclass(frozen=True)
class Places:
    """Where the other pages and files of this round are. has_warm_ups: whether they may be counted, and that makes a
    difference. left_out: what is not shown so that nobody can be worked out, each a sentence.
    """

    overview: str
    views: tuple[Place, ...]
    agreement_file: str
    ratings_file: str
    codebook_file: str
    other_warm_ups: str
    with_warm_ups: bool
    has_warm_ups: bool
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class ComparingPage(Page):
    """A page about one round."""

    round: RoundOfLead
    places: Places


@dataclass(frozen=True)
class SaidHere:
    """A sentence of the front page, what it answers, and where there is more."""

    about: str
    sentence: str
    more: str
    address: str


@dataclass(frozen=True)
class FrontPageShown(ComparingPage):
    """What can be said of a round, in sentences; then where to look further."""

    template: ClassVar[str] = "comparing/front.html"

    said: tuple[SaidHere, ...]
    notes: tuple[str, ...]
    has_ratings: bool
    fingerprint: str


@dataclass(frozen=True)
class AgreementPage(ComparingPage):
    """How far observers agree: the total for every group, then one group item by item."""

    template: ClassVar[str] = "comparing/agreement.html"

    columns: tuple[str, ...]
    groups: tuple[Line, ...]
    group_choices: tuple[Choice, ...]
    number_choices: tuple[Choice, ...]
    group_title: str
    number_name: str
    readings: tuple[str, ...]
    figure: Shown | None
    items: tuple[Line, ...]
    explanations: tuple[Explanation, ...]


@dataclass(frozen=True)
class MarginShown:
    """The two one-sided tests for two types. changes: what was changed after the first sheet, each a sentence."""

    sentence: str
    margin: str
    interval: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class TypesSideBySide:
    """Two types: are they alike, where do they part, and do they disagree more than people of one kind do?"""

    table: GapTable
    margin: MarginShown | None
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class TypesPage(ComparingPage):
    """Observer types side by side. nothing: why there is nothing to compare, when that is so."""

    template: ClassVar[str] = "comparing/types.html"

    pairs: tuple[TypesSideBySide, ...]
    nothing: str
    dots: Shown | None
    dot_heads: tuple[str, ...]
    dot_lines: tuple[tuple[str, ...], ...]


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
class ItemPage(ComparingPage):
    """One item: how it was used, how far observers agreed on it, how the types see it."""

    template: ClassVar[str] = "comparing/item.html"

    name: str
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
class ObserversPage(ComparingPage):
    """Observers beside each other. For those who run the programme only."""

    template: ClassVar[str] = "comparing/observers.html"

    lines: tuple[ObserverLine, ...]
    least: int
    shared: int
    total_range: str
    spread: Shown | None
    grid: Shown | None


@dataclass(frozen=True)
class ItemUse:
    """One item and how each kind of observer used its points."""

    name: str
    address: str
    counts: tuple[PointCount, ...]


@dataclass(frozen=True)
class ScaleUse:
    """The items that share one scale."""

    labels: tuple[str, ...]
    figure: Shown | None
    items: tuple[ItemUse, ...]


@dataclass(frozen=True)
class UsagePage(ComparingPage):
    """How the points were used, with floor and ceiling."""

    template: ClassVar[str] = "comparing/usage.html"

    sentences: tuple[str, ...]
    scales: tuple[ScaleUse, ...]


@dataclass(frozen=True)
class PairTable:
    """Items against items: heads, then rows of a name and its cells."""

    title: str
    caption: str
    figure: Shown | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ItemsPage(ComparingPage):
    """Which items move together."""

    template: ClassVar[str] = "comparing/items.html"

    sentences: tuple[str, ...]
    tables: tuple[PairTable, ...]


@dataclass(frozen=True)
class Person:
    """An observer to choose."""

    key: str
    name: str
    one: bool
    other: bool


@dataclass(frozen=True)
class DifferencesPage(ComparingPage):
    """How far two sides' totals lie apart. action: where the choice of two people is sent, by GET."""

    template: ClassVar[str] = "comparing/differences.html"

    title_of_sides: str
    sentences: tuple[str, ...]
    form_used: str
    figure: Shown | None
    numbers: tuple[tuple[str, str, str], ...]
    points: tuple[tuple[str, str, str], ...]
    first: str
    second: str
    named: bool
    type_choices: tuple[Choice, ...]
    people: tuple[Person, ...]
    action: str


@dataclass(frozen=True)
class KindsPage(ComparingPage):
    """Agreement by kind of consultation."""

    template: ClassVar[str] = "comparing/kinds.html"

    choices: tuple[Choice, ...]
    title_of_grouping: str
    overlapping: bool
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    explanations: tuple[Explanation, ...]
