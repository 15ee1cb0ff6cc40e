"""A workbook as named sheets of text cells: what XLSForm is read from and written to, without any file format."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from instruments.exchange.remainder import Branch, Remainder, branch
from instruments.json_reading import read_json
from instruments.problems import DefinitionProblems
from instruments.tree import DEPTH_LIMIT

Sheet: TypeAlias = Sequence[Sequence[str]]
Book: TypeAlias = Mapping[str, Sheet]
"""Sheet name to rows of cells. Rows may be of different length; a missing cell is blank."""

ASIDE = "levelfield"
# A cell of a spreadsheet holds 32767 characters.
_CELL = 30000


@dataclass(frozen=True, slots=True)
class Line:
    """One row under a header: its number in the sheet, counted from 1, and its cells by column name."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def sheet_named(book: Book, name: str) -> Sheet | None:
    """The sheet of this name, however it is written; None when there is none."""
    return next((sheet for title, sheet in book.items() if title.strip().casefold() == name), None)


def lines(sheet: Sheet) -> Iterator[Line]:
    """The rows under the first row that is not blank, by column name in small letters; blank rows left out."""
    header: list[str] = []
    for number, row in enumerate(sheet, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if not header:
            header = cells
        else:
            yield Line(number, {name: cell for name, cell in zip(header, cells, strict=False) if name})


def aside_sheet(kept: Remainder) -> list[list[str]]:
    """The remainder as a sheet that other programs pass over: the entry's name and its values, in pieces that fit."""
    rows = [["about", "kept for Levelfield"]]
    for name, tree in (("", kept.form), *kept.entries.items()):
        content = json.dumps(tree, ensure_ascii=False)
        rows += [[name, content[start : start + _CELL]] for start in range(0, len(content), _CELL)]
    return rows


def aside_read(book: Book) -> Remainder:
    """The remainder of a workbook; an empty one where there is none or it cannot be read."""
    pieces: dict[str, str] = {}
    for row in list(sheet_named(book, ASIDE) or ())[1:]:
        if len(row) > 1:
            pieces[row[0]] = pieces.get(row[0], "") + row[1]
    trees = {name: tree_of(content) for name, content in pieces.items()}
    form = trees.pop("", {})
    return Remainder(form, trees)


def tree_of(content: str) -> Branch:
    """A kept value as a tree; an empty one where somebody spoiled it."""
    try:
        return branch(read_json(content, depth=2 * DEPTH_LIMIT).tree)
    except DefinitionProblems:
        return {}
