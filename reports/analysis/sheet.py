"""A CSV as named columns that remember their lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.analysis.problems import Problem, UnusableInput, refuse

Floats = NDArray[np.float64]
MISSING = frozenset({"", "NA", "NaN", "nan"})


@dataclass(frozen=True)
class Sheet:
    """header: column names; cells: rows of equally many trimmed cells; lines: the file's line of each row."""

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    comma_is_decimal: bool = False

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of one column. Raises UnusableInput naming the columns there are."""
        place = self.place(name)
        return tuple(row[place] for row in self.cells)

    def place(self, name: str) -> int:
        """Where a column stands. Raises UnusableInput naming the columns there are."""
        if name not in self.header:
            raise refuse(f"there is no column {name}; the columns are {', '.join(self.header)}", line=1)
        return self.header.index(name)

    def numbers(self, name: str) -> Floats:
        """A column as numbers, NaN where missing. Raises UnusableInput with every cell that is no number."""
        values, problems = np.full(len(self.cells), np.nan), list[Problem]()
        for i, cell in enumerate(self.column(name)):
            if cell in MISSING:
                continue
            number = as_number(cell, comma_is_decimal=self.comma_is_decimal)
            if number is None:
                problems.append(Problem(self.lines[i], f"found {cell!r} in {name}, expected a number"))
            else:
                values[i] = number
        if problems:
            raise UnusableInput(problems)
        return values

    def labels(self, name: str) -> tuple[str, ...]:
        """A column of names; raises UnusableInput where one is missing. `a:b` joins two columns."""
        parts = [self.column(part) for part in name.split(":")] if name not in self.header else [self.column(name)]
        joined = tuple(":".join(cells) for cells in zip(*parts, strict=True))
        problems = [
            Problem(self.lines[i], f"found nothing in {name}, expected a name")
            for i, cells in enumerate(zip(*parts, strict=True))
            if any(cell in MISSING for cell in cells)
        ]
        if problems:
            raise UnusableInput(problems)
        return joined


def read_sheet(raw: bytes) -> Sheet:
    """Parse UTF-8 text with a header row; comma, semicolon or tab is found by itself.

    Raises UnusableInput for other encodings, an empty file, a column named twice and rows of another width.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = raw[: trouble.start].count(b"\n") + 1
        raise refuse("found a character that is not UTF-8, expected a UTF-8 file", line) from trouble
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: tuple[str, ...] = ()
    cells: list[tuple[str, ...]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    for row in reader:
        trimmed = tuple(cell.strip() for cell in row)
        if not any(trimmed) and len(trimmed) <= 1:
            continue
        if not header:
            header = trimmed
            continue
        if len(trimmed) != len(header):
            sentence = f"found {len(trimmed)} cells, expected {len(header)}"
            problems.append(Problem(reader.line_num, sentence))
            continue
        cells.append(trimmed)
        lines.append(reader.line_num)
    if not header:
        raise refuse("found an empty file, expected a header row")
    twice = [name for i, name in enumerate(header) if name in header[:i]]
    problems = [Problem(1, f"found the column {name or '(no name)'} twice") for name in twice] + problems
    if problems:
        raise UnusableInput(problems)
    return Sheet(header, tuple(cells), tuple(lines), comma_is_decimal=delimiter != ",")


def as_number(cell: str, *, comma_is_decimal: bool = False) -> float | None:
    """A cell as a finite number, None when it is none. A decimal comma counts where commas do not separate."""
    try:
        number = float(cell.replace(",", ".") if comma_is_decimal else cell)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def all_numbers(cells: Sequence[str]) -> bool:
    """Whether every cell that is not missing is a number."""
    return all(as_number(cell) is not None for cell in cells if cell not in MISSING)
