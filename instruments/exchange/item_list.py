"""A table of items, pasted or from a spreadsheet, as the draft of an instrument.

Columns: `text` (or question, wording, item text; `item` where there is no other), and if wanted `item` (an id or a
few words), `section`, `guidance`, `scale` (such as 1-5), `low anchor` and `high anchor`. A single column without a
heading is taken for the items themselves. Items get a scale from 0 to 4 where the table names none.
"""

import re
from collections.abc import Mapping

from instruments.definition import Instrument
from instruments.exchange.cells import csv_text, unguarded
from instruments.exchange.draft import Draft, finished
from instruments.exchange.loss import LossReport
from instruments.exchange.remainder import Branch
from instruments.exchange.rows import Row, read_rows
from instruments.exchange.sheets import Book
from instruments.problems import DefinitionProblems, Problem
from instruments.scale_reading import POINT_LIMIT
from instruments.tree import Tree, decoded

_USUAL = (0, 4)
_TEXT = ("text", "question", "wording", "item text", "item wording", "statement")
_SAME: Mapping[str, tuple[str, ...]] = {
    "item": ("item", "id", "name", "code", "short name"),
    "section": ("section", "domain", "group", "heading"),
    "guidance": ("guidance", "hint", "help", "note"),
    "scale": ("scale", "range", "points"),
    "low anchor": ("low anchor", "lowest", "low", "minimum anchor"),
    "high anchor": ("high anchor", "highest", "high", "maximum anchor"),
}
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|to|\.\.)\s*(\d{1,3})")


def from_item_list(content: str | bytes, instrument_id: str, title: str) -> tuple[Instrument, LossReport]:
    """The draft, and what had to be assumed. Raises DefinitionProblems by line."""
    draft = Draft("Made from a list of items")
    rows = _rows(content, draft)
    without_text = tuple(Problem(row.line, "text", "Write the text of this item.") for row in rows if not _text(row))
    if without_text:
        raise DefinitionProblems(without_text)
    section = ""
    draft.open_group({"en": title}, "items", "")
    for row in rows:
        named = _cell(row, "section")
        if named and named != section:
            draft.close_group()
            draft.open_group(draft.words(named, "sections"), named, "sections")
            section = named
        draft.add(_item(row, draft), row.line)
    if any(not _cell(row, "scale") for row in rows):
        low, high = _USUAL
        draft.lose("scales", f"Every item got a scale from {low} to {high}: change the points to yours.")
    return finished(draft, instrument_id, title)


def table_of_items(book: Book) -> bytes | None:
    """The first sheet of a workbook with a column of texts, as CSV; None where there is none."""
    for sheet in book.values():
        rows = [row for row in sheet if any(cell.strip() for cell in row)]
        if rows and not {cell.strip().casefold() for cell in rows[0]}.isdisjoint(_TEXT):
            return csv_text([*rows[0]], rows[1:]).encode()
    return None


def _rows(content: str | bytes, draft: Draft) -> tuple[Row, ...]:
    text = decoded(content)
    header = next((line for line in text.splitlines() if line.strip()), "")
    names = {name.strip(' "').casefold() for name in re.split(r"[,;\t]", header)}
    if names.isdisjoint(_TEXT) and header and not any(mark in text for mark in ';\t"'):
        lines = [(number, line.strip(" -•*")) for number, line in enumerate(text.splitlines(), start=1)]
        is_list = all(re.search(r"\w+\W+\w+\W+\w", line) for _, line in lines if line)
        if is_list:
            draft.lose("", "There was no line of headings, so each line was taken for the text of an item.")
            return tuple(Row(number, {"text": line}) for number, line in lines if line)
    # People head the words themselves "Item": that is a short name only beside a column of texts.
    if names.isdisjoint(_TEXT) and "item" in names:
        return tuple(Row(row.line, {**row.cells, "text": row["item"]}) for row in read_rows(content, ("item",)))
    known = next((name for name in _TEXT if name in names), "text")
    return read_rows(content, (known,))


def _text(row: Row) -> str:
    return next((unguarded(row[name]) for name in _TEXT if row[name]), "")


def _cell(row: Row, kind: str) -> str:
    return next((unguarded(row[name]) for name in _SAME[kind] if row[name]), "")


def _item(row: Row, draft: Draft) -> Branch:
    text = _text(row)
    item_id = draft.names.fresh(_cell(row, "item") or text, "item")
    low, high = _ends(_cell(row, "scale"), item_id, draft)
    scale = draft.scale(
        {"type": "ordinal", "points": [_point(step) for step in range(low, high + 1)]}, f"steps_{low}_{high}"
    )
    ends = ((str(low), _cell(row, "low anchor")), (str(high), _cell(row, "high anchor")))
    points: list[Tree] = [{"code": code, "anchor": draft.words(anchor, item_id)} for code, anchor in ends if anchor]
    return {
        "id": item_id,
        "scale": scale,
        "required": "true",
        "text": {"any": draft.words(text, item_id, item_id)},
        "guidance": draft.words(_cell(row, "guidance"), item_id),
        "points": points,
    }


def _ends(written: str, item_id: str, draft: Draft) -> tuple[int, int]:
    found = _RANGE.fullmatch(written.strip().lower())
    if found and 0 < int(found[2]) - int(found[1]) < POINT_LIMIT:
        return int(found[1]), int(found[2])
    if written:
        draft.lose(item_id, f"Its scale “{written[:40]}” is no range such as 1-5; it got {_USUAL[0]} to {_USUAL[1]}.")
    return _USUAL


def _point(step: int) -> Tree:
    return {"code": str(step), "score": str(step), "label": {"en": str(step)}}
