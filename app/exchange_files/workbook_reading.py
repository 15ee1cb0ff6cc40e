"""The bytes of an .xlsx workbook to sheets of text cells, in bounded time and memory.

Refused before anything is unpacked: what is no workbook, too large, too much once unpacked, holds macros, links to
other workbooks, or defines entities in its XML. What is left is read cell by cell up to the limits.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol, cast

from openpyxl import load_workbook

from instruments.exchange.answers import number_of
from instruments.exchange.loss import Loss
from instruments.exchange.sheets import Book
from instruments.problems import DefinitionProblems
from instruments.tree import refusal
from instruments.writing import plain_decimal

LARGEST = 4 * 1024 * 1024
LARGEST_UNPACKED = 12 * 1024 * 1024
MOST_PARTS = 300
MOST_SHEETS = 40
MOST_ROWS = 5000
MOST_COLUMNS = 200
LONGEST_CELL = 32767

_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, RuntimeError, OSError, ValueError, EOFError)
_SAVE_AGAIN = "This workbook is damaged or not an .xlsx file: open it and save it again as .xlsx."


class _Cell(Protocol):
    """What a reader needs of a cell."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def coordinate(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ReadBook:
    """The sheets, and what was lost when they became text."""

    book: Book
    losses: tuple[Loss, ...]


def is_workbook(content: bytes) -> bool:
    """Whether the bytes begin as a workbook of Excel does, new or old."""
    return content.startswith((_WORKBOOK, _OLD_WORKBOOK))


def read_workbook(content: bytes) -> ReadBook:
    """The workbook's sheets. Raises DefinitionProblems with one sentence."""
    _refuse_hostile(content)
    losses: dict[Loss, None] = {}
    try:
        opened = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except DefinitionProblems:
        raise
    except Exception as error:
        raise refusal(None, _SAVE_AGAIN) from error
    try:
        if len(opened.sheetnames) > MOST_SHEETS:
            raise refusal(
                None, f"This workbook has more than {MOST_SHEETS} sheets: keep those that belong to the form."
            )
        book = {sheet.title: list(_rows(sheet, losses)) for sheet in opened.worksheets}
    except DefinitionProblems:
        raise
    except Exception as error:
        raise refusal(None, _SAVE_AGAIN) from error
    finally:
        opened.close()
    return ReadBook(book, tuple(losses))


def _refuse_hostile(content: bytes) -> None:
    if content.startswith(_OLD_WORKBOOK):
        raise refusal(None, "This is an old .xls workbook or one with a password: save it as .xlsx without a password.")
    if len(content) > LARGEST:
        raise refusal(None, f"This workbook is too large: keep it under {LARGEST // 1024 // 1024} megabytes.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_parts(packed)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        EOFError,
        zlib.error,
    ):
        raise refusal(None, _SAVE_AGAIN) from None


def _refuse_parts(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    # A part never unpacks to more than the size it declares: the reader stops there and finds it damaged.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise refusal(None, "This workbook is too large once unpacked: keep only the sheets of the form.")
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        raise refusal(None, _SAVE_AGAIN)
    if any("externallink" in name for name in names):
        raise refusal(None, "This workbook links to other workbooks: remove the links and save it again.")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise refusal(None, "This workbook holds macros: save it as .xlsx without them.")
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            # Entities and outside definitions can only be declared here, in any of XML's encodings.
            start = packed.read(part).replace(b"\0", b"")
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise refusal(None, "This workbook defines entities in its XML, which no form needs: save it again.")


class _Rows(Protocol):
    @property
    def title(self) -> str: ...
    def iter_rows(self, *, max_row: int, max_col: int) -> Iterator[tuple[object, ...]]: ...


def _rows(sheet: object, losses: dict[Loss, None]) -> Iterator[list[str]]:
    readable = cast("_Rows", sheet)
    for number, row in enumerate(readable.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), start=1):
        cells = [_text(readable.title, cast("_Cell", cell), losses) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if number > MOST_ROWS and cells:
            raise refusal(number, f"The sheet {readable.title} has more than {MOST_ROWS} rows: keep those of the form.")
        yield cells


def _text(sheet: str, cell: _Cell, losses: dict[Loss, None]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        losses[Loss(f"{sheet} {cell.coordinate}", "This cell holds a formula; its text was read, not its result.")] = (
            None
        )
        return str(getattr(value, "text", value))[:LONGEST_CELL]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime | date | time):
        losses[
            Loss(f"{sheet} {cell.coordinate}", "This cell holds a date; it was read as it is written in ISO form.")
        ] = None
        return value.isoformat()
    return str(value)[:LONGEST_CELL]


def _number(value: float) -> str:
    """A number as it was typed: codes like 1 are often kept as 1.0."""
    number = number_of(repr(value))
    return plain_decimal(number) if number is not None else repr(value)
