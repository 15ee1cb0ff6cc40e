"""A delimited text file as rows that know their line: comma, semicolon or tab, quoted or not, with or without BOM."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from app.studies.problems import StudyProblem, StudyProblems, refused, shown

SIZE_LIMIT = 100 * 1024 * 1024
DELIMITERS = (",", ";", "\t")
CELL_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on, and its cells without outer white space."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of the same width."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def place(self, column: str) -> int:
        """Where a column stands. Raises ValueError when there is none of this name."""
        return self.header.index(column)


def read_table(content: bytes) -> Table:
    """The table in a file. Raises StudyProblems with every row that does not fit its header."""
    text = _decoded(content)
    lines = _rows(text)
    if not lines:
        raise refused(1, "The file is empty. Its first row must name the columns.")
    first, rows = lines[0], lines[1:]
    problems = _header_problems(first)
    for row in rows:
        if len(row.cells) != len(first.cells):
            sentence = f"This row has {len(row.cells)} cells, but the first row names {len(first.cells)} columns."
            problems.append(StudyProblem(row.line, sentence))
    if problems:
        raise StudyProblems(problems)
    if not rows:
        raise refused(first.line, "There is nothing below the first row.")
    return Table(first.cells, tuple(rows))


def _decoded(content: bytes) -> str:
    if len(content) > SIZE_LIMIT:
        raise refused(None, f"The file is too large: keep it under {SIZE_LIMIT // 1024 // 1024} megabytes.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused(1, "The file is in UTF-16. Save it again as CSV in UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refused(line, "This line is not UTF-8 text. Save the file again as CSV in UTF-8.") from None
    if "\x00" in text:
        raise refused(text.count("\n", 0, text.index("\x00")) + 1, "This is not a text file.")
    return text


def _rows(text: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            trimmed = tuple(cell.strip() for cell in cells)
            if any(len(cell) > CELL_LIMIT for cell in trimmed):
                raise refused(line, "A cell of this row is far too long: a quotation mark may be missing.")
            if any(trimmed):
                rows.append(Row(line, trimmed))
            line = reader.line_num + 1
    except csv.Error:
        raise refused(line, "The quotation marks of this row do not match.") from None
    return rows


def _delimiter(text: str) -> str:
    """The separator that the first row uses most, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _header_problems(header: Row) -> list[StudyProblem]:
    problems = [
        StudyProblem(header.line, f"Two columns are called {shown(name)}. Give each its own name.")
        for name, number in Counter(header.cells).items()
        if number > 1 and name
    ]
    if "" in header.cells:
        place = header.cells.index("") + 1
        problems.append(StudyProblem(header.line, f"Column {place} has no name. Name it in the first row."))
    return problems
