"""Tables with tagged heads, over as many pages as they take; the head is repeated, but read out once."""

from dataclasses import dataclass, replace

from reports.feedback.columns import units_of
from reports.feedback.shape import head_spans
from reports.feedback.spoken_as import spoken_as
from reports.figures.style import DARK
from reports.pdf.document import LEFT, RIGHT
from reports.pdf.flow import CAPTION, NOTE, PETROL, RULE, STRONG, Flow
from reports.pdf.page import Letter
from reports.pdf.table_columns import CELL, GUTTER, HEAD, Column, columns_of, fraction_width
from reports.pdf.tagging import Element

_ROW_HEAD = Letter(8.2, DARK)
_LEADING = 11.5
_PAD = 3.5
_ROWS_KEPT = 3
_ROWS_OF_A_SHORT_ONE = 8


@dataclass(frozen=True, slots=True)
class _Set:
    """A row broken to lines, cell by cell."""

    cells: tuple[list[str], ...]
    height: float


def table(
    flow: Flow, caption: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], note: str = ""
) -> None:
    """Sets caption, head, rows and note."""
    laid = columns_of(flow, columns, rows)
    head = _set(flow, columns, laid, HEAD)
    spans = head_spans(rows)
    body = _as_tall_as_needed([_set(flow, row, laid, CELL) for row in rows], spans)
    below = _note_height(flow, note)
    flow.need(_insisted(head, body, below))
    element = flow.section.child("Table")
    flow.space(7)
    flow.paragraph(caption, STRONG, role="Caption", parent=element)
    _draw_head(flow, element.child("THead").child("TR"), head, laid)
    rest = element.child("TBody")
    for at, (source, row) in enumerate(zip(rows, body, strict=True)):
        again = False
        if _kept_with(body, spans, at, below) > flow.room:
            flow.next_page()
            _draw_head(flow, None, head, laid)
            again = not spans[at]
        _draw_row(flow, rest.child("TR"), source, row, laid, spans[at], again=again)
        if at + 1 == len(rows) or spans[at + 1]:
            _rule(flow)
    flow.top += CAPTION.before
    if note:
        flow.paragraph(note, NOTE)
    flow.top += 3.5


def least_height(flow: Flow, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], note: str = "") -> float:
    """The room a table insists on: all of a short one with its note, else its caption, its head and its first rows."""
    laid = columns_of(flow, columns, rows)
    body = _as_tall_as_needed([_set(flow, row, laid, CELL) for row in rows], head_spans(rows))
    return _insisted(_set(flow, columns, laid, HEAD), body, _note_height(flow, note))


def _insisted(head: _Set, body: list[_Set], below: float) -> float:
    short = len(body) <= _ROWS_OF_A_SHORT_ONE
    kept = sum(row.height for row in (body if short else body[:_ROWS_KEPT]))
    return STRONG.leading + 10 + head.height + kept + (below if short else 0.0)


def _note_height(flow: Flow, note: str) -> float:
    return CAPTION.before + len(flow.broken(note, NOTE.letter, RIGHT - LEFT)) * NOTE.leading if note else 0.0


def facts(flow: Flow, rows: tuple[tuple[str, str], ...]) -> None:
    """Pairs of name and text: a table of two columns whose names head the rows."""
    halves = (Column((RIGHT - LEFT) * 0.34), Column((RIGHT - LEFT) * 0.66))
    body = flow.section.child("Table").child("TBody")
    for row in rows:
        laid = _set(flow, row, halves, CELL)
        flow.need(laid.height)
        _draw_row(flow, body.child("TR"), row, laid, halves)
        _rule(flow)
    flow.top += 7


def _set(flow: Flow, row: tuple[str, ...], columns: tuple[Column, ...], letter: Letter) -> _Set:
    cells = tuple(flow.broken(text, letter, each.width - GUTTER) for text, each in zip(row, columns, strict=True))
    return _Set(cells, _height(cells))


def _kept_with(body: list[_Set], spans: tuple[int, ...], at: int, below: float) -> float:
    """The height that must fit where row `at` begins: no row is cut, no head over several rows stands alone with the
    first of them, and the last two heads stay with each other and with the note below.
    """
    last_heads = [place for place, span in enumerate(spans) if span][-2:]
    if at == last_heads[0] and len(body) - at <= _ROWS_KEPT + 1:
        return sum(row.height for row in body[at:]) + below
    until = at + max(1, min(spans[at], 2))
    return sum(row.height for row in body[at:until])


def _as_tall_as_needed(rows: list[_Set], spans: tuple[int, ...]) -> list[_Set]:
    """A head over several rows may run on beside the second; if two rows are too low for it, the first is taller."""
    fitted = list(rows)
    for at, span in enumerate(spans):
        if span == 1:
            continue
        fitted[at] = replace(rows[at], height=_height(rows[at].cells[1:]))
        if span > 1 and _height(rows[at].cells[:1]) > fitted[at].height + _height(rows[at + 1].cells[1:]):
            fitted[at] = rows[at]
    return fitted


def _height(cells: tuple[list[str], ...]) -> float:
    return max(len(lines) for lines in cells) * _LEADING + 2 * _PAD


def _draw_head(flow: Flow, row: Element | None, head: _Set, columns: tuple[Column, ...]) -> None:
    """The head under a strong rule. On later pages it is an artifact: it has been read already."""
    page, x = flow.page, LEFT
    with page.artifact():
        page.line(LEFT, flow.top + head.height, RIGHT, flow.top + head.height, PETROL, 1.0)
    for lines, column in zip(head.cells, columns, strict=True):
        baseline = flow.top + head.height - _PAD - _LEADING * (len(lines) - 1) - 2.6
        if row is None:
            with page.artifact("/Type/Pagination"):
                _draw_cell(flow, x, baseline, lines, HEAD, column)
        else:
            cell = row.child("TH")
            cell.heads = "Column"
            with page.tagged(cell):
                _draw_cell(flow, x, baseline, lines, HEAD, column)
        x += column.width
    flow.top += head.height


def _draw_row(
    flow: Flow,
    row: Element,
    source: tuple[str, ...],
    laid: _Set,
    columns: tuple[Column, ...],
    span: int = 1,
    *,
    again: bool = False,
) -> None:
    """A row whose head stands over `span` rows; 0 when it stands above. On a new page it is drawn `again`."""
    page, x = flow.page, LEFT
    baseline = flow.top + _PAD + 8.4
    for at, (lines, column) in enumerate(zip(laid.cells, columns, strict=True)):
        if at == 0 and not span:
            if again:
                with page.artifact("/Type/Pagination"):
                    page.lines(x, baseline, lines, _ROW_HEAD, _LEADING)
            x += column.width
            continue
        cell = row.child("TH" if at == 0 else "TD")
        if at == 0:
            cell.heads, cell.rows = "Row", span
        if flow.looks_other(source[at]):
            cell.actual_text = source[at]
            cell.language = spoken_as(source[at])
        with page.tagged(cell):
            _draw_cell(flow, x, baseline, lines, _ROW_HEAD if at == 0 else CELL, column)
        x += column.width
    flow.top += laid.height


def _draw_cell(flow: Flow, x: float, baseline: float, lines: list[str], letter: Letter, column: Column) -> None:
    """Words from the left; a count so that it ends at the column's edge, a result so that its first number does."""
    face = flow.document.typeface(bold=letter.bold)
    if column.holds == "counts":
        for at, line in enumerate(lines):
            after = column.fraction - fraction_width(face, line) if units_of(line) else 0.0
            left = x + column.edge - after - face.width(line, letter.size)
            flow.page.lines(left, baseline + _LEADING * at, [line, ""][: 2 - (at + 1 == len(lines))], letter, 0)
        return
    lead = units_of(lines[0]) if column.holds == "results" else ""
    if lead:
        x += column.edge - face.width(lead, letter.size)
    flow.page.lines(x, baseline, lines, letter, _LEADING)


def _rule(flow: Flow) -> None:
    with flow.page.artifact():
        flow.page.line(LEFT, flow.top, RIGHT, flow.top, RULE, 0.5)
