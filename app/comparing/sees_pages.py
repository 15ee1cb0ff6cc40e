"""What the pages on what each kind of observer sees show."""

from dataclasses import dataclass
from typing import ClassVar

from app.comparing.pages import Choice, ComparingPage, Line, Shown


@dataclass(frozen=True)
class Quote:
    """A note as it was written, and the point given beside it ("" for a written answer)."""

    words: str
    point: str


@dataclass(frozen=True)
class NotesOfKind:
    """One kind of observer's notes. more: how many others there are; why_not: a sentence on those not shown, or ""."""

    name: str
    quotes: tuple[Quote, ...]
    more: int
    why_not: str


@dataclass(frozen=True)
class ItemToSee:
    """An item: what is said of it for each two kinds, and the notes behind it. address: all notes of it."""

    name: str
    address: str
    sentences: tuple[str, ...]
    notes: tuple[NotesOfKind, ...]


@dataclass(frozen=True)
class KindsSeen:
    """Two kinds: sentences, warnings, figure, table. method: for a methods section."""

    key: str
    title: str
    said: tuple[str, ...]
    warnings: tuple[str, ...]
    figure: Shown | None
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    method: str


@dataclass(frozen=True)
class GroupsSeen:
    """One way of sorting: what stands out, the table, and which groups are left out, each with why."""

    title: str
    said: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: tuple[str, ...]
    method: str


@dataclass(frozen=True)
class SeesPage(ComparingPage):
    """What each kind of observer sees, item by item, with what they wrote. nothing: why no kinds can be compared."""

    template: ClassVar[str] = "comparing/sees.html"

    pairs: tuple[KindsSeen, ...]
    nothing: str
    items: tuple[ItemToSee, ...]
    written: tuple[Choice, ...]
    groupings: tuple[GroupsSeen, ...]


@dataclass(frozen=True)
class SeenItemPage(ComparingPage):
    """All notes of one item, or all answers to one question, kind beside kind."""

    template: ClassVar[str] = "comparing/seen_item.html"

    back: str
    item: ItemToSee
    before: Choice | None
    after: Choice | None
