"""The finished feedback: words, rows and figure data in reading order. Web page and PDF lay out the same
value."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from reports.feedback.columns import Holds, column_holds
from reports.figures.drawing import Figure

ParagraphKind = Literal["body", "lead", "question", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    kind: ParagraphKind = "body"


@dataclass(frozen=True, slots=True)
class Subheading:
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """One thing by its name, what is said of it, and in small what that rests on. The last two may be empty."""

    name: str
    text: str
    rests_on: str = ""


@dataclass(frozen=True, slots=True)
class Pointers:
    items: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a short name and what it is."""

    rows: tuple[tuple[str, str], ...]


def head_spans(rows: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """For each row over how many rows its first cell stands; 0 where it is the one above."""
    lengths = [len(list(same)) for _, same in groupby(rows, key=lambda row: row[0])]
    return tuple(length if place == 0 else 0 for length in lengths for place in range(length))


def columns_hold(rows: tuple[tuple[str, ...], ...], columns: int) -> tuple[Holds, ...]:
    """What each column of these rows holds; the first one heads the rows, so it is words."""
    return ("words", *(column_holds(tuple(row[at] for row in rows)) for at in range(1, columns)))


@dataclass(frozen=True, slots=True)
class DataTable:
    """`columns` heads every column; the first cell of each row heads the row, and rows that follow each other with
    the same head share it. All rows are as long as `columns`."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"Table {self.id}: a row has {len(row)} cells under {len(self.columns)} columns.")

    @property
    def spans(self) -> tuple[int, ...]:
        """For each row over how many rows its head stands; 0 where it stands above already."""
        return head_spans(self.rows)

    @property
    def holds(self) -> tuple[Holds, ...]:
        """What each column holds; the first one heads the rows."""
        return columns_hold(self.rows, len(self.columns))


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A figure with its message first, a note on how to read it if need be, and the same values as a table
    for those who prefer rows."""

    id: str
    caption: str
    message: str
    figure: Figure
    twin: DataTable
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One observer type's result. `result` and `reach` are words; when nothing may be shown, `not_yet` says
    why."""

    heading: str
    result: str
    reach: str
    basis: str
    not_yet: str = ""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Observer types beside each other: equal width, equal type, the gap below."""

    caption: str
    columns: tuple[ResultColumn, ...]
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    text: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Quotations:
    heading: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class WritingSpace:
    """A prompt with what was written under it, or `lines` empty lines to write on."""

    id: str
    prompt: str
    lines: int
    written: str = ""


Block = (
    Paragraph
    | Subheading
    | Bullets
    | Pointers
    | Facts
    | DataTable
    | FigureBlock
    | SideBySide
    | Quotations
    | WritingSpace
)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One report.

    front        the first page: purpose and status in `facts`, then the summary in words
    sections     everything after it, in reading order
    fingerprint  sha256 of all that is said, so two copies can be compared
    """

    title: str
    clinician: str
    status: str
    released: bool
    running_head: str
    language: str
    prepared_on: date
    facts: Facts
    front: tuple[Section, ...]
    sections: tuple[Section, ...]
    fingerprint: str = ""
