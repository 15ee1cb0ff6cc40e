"""Rows to CSV that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table as CSV text (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def words(text: str) -> str:
    """A text that a spreadsheet takes for words: one that starts like a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def unguarded(cell: str) -> str:
    """The words of a cell that `words` wrote."""
    return cell[1:] if cell.startswith("'") and words(cell[1:]) == cell else cell
