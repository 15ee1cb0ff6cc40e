"""A list of items, pasted from a spreadsheet, as the draft of an instrument.

Columns: `text`, and if wanted `item` (an id or a few words), `low anchor` and `high anchor`. Every item gets a
scale from 0 to 4, and nothing is added up until somebody writes a scoring rule.
"""

from instruments.building import build
from instruments.definition import FORMAT, Instrument
from instruments.exchange.cells import csv_text
from instruments.exchange.loss import Loss, LossReport
from instruments.exchange.rows import Names, Row, read_rows
from instruments.exchange.sheets import Book
from instruments.problems import DefinitionProblems, Problem
from instruments.tree import Source, Tree

_HIGHEST = 4


def from_item_list(content: str | bytes, instrument_id: str, title: str) -> tuple[Instrument, LossReport]:
    """The draft, and what had to be assumed. Raises DefinitionProblems by line."""
    rows = read_rows(content, ("text",))
    without_text = tuple(Problem(row.line, "text", "Write the text of this item.") for row in rows if not row["text"])
    if without_text:
        raise DefinitionProblems(without_text)
    names = Names()
    tree: dict[str, Tree] = {
        "format": FORMAT,
        "id": instrument_id,
        "version": "1",
        "title": title,
        "attribution": {"source": "Made from a list of items"},
        "scales": {"steps": {"points": [_point(step) for step in range(_HIGHEST + 1)]}},
        "sections": [{"id": "items", "title": title, "items": [_item(row, names) for row in rows]}],
        "scoring": {"rule": "profile"},
    }
    assumed = (
        Loss("scales", f"Every item got a scale from 0 to {_HIGHEST}: change the points to yours."),
        Loss("scoring", "No score is made yet: write the scoring rule."),
    )
    return build(Source(tree)), LossReport(assumed)


def table_of_items(book: Book) -> bytes | None:
    """The first sheet of a workbook with a column called text, as CSV; None where there is none."""
    for sheet in book.values():
        rows = [row for row in sheet if any(cell.strip() for cell in row)]
        if rows and "text" in {cell.strip().casefold() for cell in rows[0]}:
            return csv_text([*rows[0]], rows[1:]).encode()
    return None


def _point(step: int) -> Tree:
    return {"code": str(step), "score": str(step), "label": str(step)}


def _item(row: Row, names: Names) -> Tree:
    ends = (("0", row["low anchor"]), (str(_HIGHEST), row["high anchor"]))
    points: list[Tree] = [{"code": code, "anchor": anchor} for code, anchor in ends if anchor]
    item: dict[str, Tree] = {
        "id": names.fresh(row["item"] or row["text"], "item"),
        "scale": "steps",
        "required": "true",
        "text": row["text"],
    }
    return {**item, "points": points} if points else item
