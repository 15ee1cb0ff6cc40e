"""A report as data for an appraisal portfolio: the words, tables and texts in reading order, without the drawings.

Schema `levelfield-report/1`. Numbers stand as they are printed: what was suppressed on paper is not in the data.
"""

from __future__ import annotations

from typing import Any

from reports.feedback.shape import (
    Block,
    Bullets,
    DataTable,
    Facts,
    Feedback,
    FigureBlock,
    Paragraph,
    Pointers,
    Quotations,
    Section,
    SideBySide,
    Subheading,
    WritingSpace,
)

SCHEMA = "levelfield-report/1"


def appraisal_json(feedback: Feedback) -> dict[str, Any]:
    """Plain dictionaries, lists and texts."""
    return {
        "schema": SCHEMA,
        "title": feedback.title,
        "clinician": feedback.clinician,
        "status": feedback.status,
        "language": feedback.language,
        "prepared_on": feedback.prepared_on.isoformat(),
        "fingerprint": feedback.fingerprint,
        "facts": [{"name": name, "value": value} for name, value in feedback.facts.rows],
        "summary": [_section(each) for each in feedback.front],
        "sections": [_section(each) for each in feedback.sections],
    }


def contents_page(feedback: Feedback) -> str:
    """What each file is, for whoever opens the folder."""
    return (
        f"{feedback.title}: {feedback.clinician}\n{feedback.status}\n\n"
        "report.pdf              the report with the reflection and replies written since it came out\n"
        "report-as-released.pdf  the report byte for byte as it was released\n"
        f"report.json             the words and tables of report.pdf as data ({SCHEMA})\n\n"
        f"Fingerprint of what was released: {feedback.fingerprint}\n"
    )


def _section(section: Section) -> dict[str, Any]:
    return {"id": section.id, "title": section.title, "content": [_block(each) for each in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case DataTable():
            return _table(block)
        case FigureBlock():
            return {"type": "figure", "caption": block.caption, "message": block.message, "table": _table(block.twin)}
        case SideBySide():
            return _side_by_side(block)
        case _:
            return _words(block)


def _words(block: Paragraph | Subheading | Bullets | Pointers | Facts | Quotations | WritingSpace) -> dict[str, Any]:
    match block:
        case Paragraph(text, kind):
            found: dict[str, Any] = {"type": "text", "kind": kind, "text": text}
        case Subheading(text):
            found = {"type": "heading", "text": text}
        case Bullets(items):
            found = {"type": "list", "items": list(items)}
        case Pointers(items):
            named = [{"name": each.name, "text": each.text, "rests_on": each.rests_on} for each in items]
            found = {"type": "points", "items": named}
        case Facts(rows):
            found = {"type": "facts", "rows": [list(row) for row in rows]}
        case Quotations(heading, quotations):
            said = [{"text": each.text, "said_by": each.said_by} for each in quotations]
            found = {"type": "comments", "heading": heading, "comments": said}
        case WritingSpace():
            found = {"type": "own_words", "prompt": block.prompt, "written": block.written}
    return found


def _side_by_side(block: SideBySide) -> dict[str, Any]:
    columns = [
        {"heading": each.heading, "result": each.result, "reach": each.reach, "basis": each.basis}
        | ({"not_yet": each.not_yet} if each.not_yet else {})
        for each in block.columns
    ]
    return {"type": "side_by_side", "caption": block.caption, "columns": columns, "gap": block.gap}


def _table(table: DataTable) -> dict[str, Any]:
    return {
        "type": "table",
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
        "note": table.note,
    }
