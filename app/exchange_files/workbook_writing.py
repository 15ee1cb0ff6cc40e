"""Sheets of text cells to the bytes of an .xlsx workbook. Every cell is text: nothing in it can be a formula."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] - it comes without types

from instruments.exchange.sheets import Book

# Text only: what looks like a formula, an address or a number stays what it is.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# The same instrument gives the same bytes.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDTH = 24


def workbook(book: Book) -> bytes:
    """The workbook, with its first row of each sheet in bold and kept in sight."""
    out = io.BytesIO()
    written: Any = cast("Callable[..., Any]", xlsxwriter.Workbook)(out, _OPTIONS)
    written.set_properties({"created": _MADE})
    bold = written.add_format({"bold": True})
    for name, rows in book.items():
        sheet = written.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                sheet.write_string(r, c, cell, bold if r == 0 else None)
        sheet.set_column(0, max((len(row) for row in rows), default=1) - 1, _WIDTH)
    written.close()
    return out.getvalue()
