"""Rows as a CSV file that a spreadsheet reads as text and numbers, never as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from flask import Response

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The file's text, with the byte order mark that spreadsheets need to read accents right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(head) for head in heads])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A UTF-8 file to take along."""
    return Response(
        csv_text(heads, rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def guarded(cell: object) -> str:
    """The cell as text. What a spreadsheet would take for a formula gets an apostrophe before it."""
    if cell is None:
        return ""
    text = repr(float(cell)) if isinstance(cell, float) else str(cell)
    if text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text
