"""A pasted or exported table as rows, whichever of the usual separators it came with."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from instruments.fields import ID
from instruments.problems import DefinitionProblems, Problem
from instruments.tree import SIZE_LIMIT, UNSEEN_CHARACTERS, decoded, refusal, tidied


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on and its cells by column name."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_rows(content: str | bytes, required: tuple[str, ...], *, limit: int = SIZE_LIMIT) -> tuple[Row, ...]:
    """The rows under a header line, at most `limit` bytes. Raises DefinitionProblems by line."""
    text = decoded(content, limit=limit)
    header_line = text.partition("\n")[0]
    separator = max(",;\t", key=header_line.count)
    try:
        lines = list(_lines(text, separator))
    except csv.Error:
        raise refusal(None, "This is not a table: save it as CSV and try again.") from None
    if not lines:
        raise refusal(1, "This table is empty: write a header line and a line for each item.")
    header = [cell.casefold() for cell in lines[0][1]]
    missing = [column for column in required if column.casefold() not in header]
    if missing:
        raise refusal(1, f"Add a column called {' and one called '.join(missing)} to the header line.")
    return tuple(Row(line, dict(zip(header, cells, strict=False))) for line, cells in lines[1:] if any(cells))


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    for cells in reader:
        tidy = [tidied(cell) for cell in cells]
        if None in tidy:
            raise DefinitionProblems((Problem(line, "", UNSEEN_CHARACTERS),))
        yield line, [cell for cell in tidy if cell is not None]
        line = reader.line_num + 1


class Names:
    """Ids made from words, each used once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def kept(self, text: str, otherwise: str) -> str:
        """The text itself where it is an id that nobody has, else one near to it."""
        if ID.fullmatch(text) and text not in self._taken:
            self._taken.add(text)
            return text
        return self.fresh(text, otherwise)

    def fresh(self, text: str, otherwise: str) -> str:
        """An id as near to the text as ids allow."""
        plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:40].strip("_")
        base = plain if plain[:1].isalpha() else f"{otherwise}_{plain}".strip("_")
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name)
        return name

    def code(self, wanted: str) -> str:
        """This code, or one with a number after it that nobody has."""
        code, number = wanted, 1
        while code in self._taken:
            number += 1
            code = f"{wanted[:28]}_{number}"
        self._taken.add(code)
        return code
