"""The pages of a report for two other makers: every mark drawn raw on a bare canvas, and the same words as HTML."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from html import escape
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reports.feedback.shape import Bullets, DataTable, Feedback, FigureBlock, Subheading
from reports.figures.drawing import draw
from reports.figures.svg import svg
from reports.pdf.document import Document
from reports.pdf.feedback import feedback_pdf
from reports.pdf.fonts import BOLD, FONTS, REGULAR
from reports.pdf.page import HEIGHT, WIDTH, Page

Call = tuple[str, tuple[Any, ...], dict[str, Any]]
DRAWING = ("text", "lines", "box", "line", "polygon", "circle")


def marks_of(feedback: Feedback) -> list[list[Call]]:
    """What is drawn on each page of the report, in order."""
    calls: dict[Page, list[Call]] = {}
    pages: list[Page] = []
    with _recording(calls, pages):
        feedback_pdf(feedback)
    # A first page that was set twice was drawn twice: only what was written counts.
    return [calls[page] for page in pages]


@contextmanager
def _recording(calls: dict[Page, list[Call]], pages: list[Page]) -> Iterator[None]:
    plain = {name: getattr(Page, name) for name in DRAWING}
    written = Document.written

    def recorded(name: str) -> Callable[..., None]:
        def call(page: Page, *args: Any, **kwargs: Any) -> None:
            calls.setdefault(page, []).append((name, args, kwargs))
            plain[name](page, *args, **kwargs)

        return call

    def finished(self: Document) -> bytes:
        pages.extend(self.pages)
        return written(self)

    for name in DRAWING:
        setattr(Page, name, recorded(name))
    Document.written = finished
    try:
        yield
    finally:
        Document.written = written
        for name, method in plain.items():
            setattr(Page, name, method)


def register_fonts() -> None:
    pdfmetrics.registerFont(TTFont("Plain", str(FONTS / REGULAR)))
    pdfmetrics.registerFont(TTFont("Bold", str(FONTS / BOLD)))


def on_bare_canvas(pages: list[list[Call]]) -> bytes:
    """The same marks with ReportLab's own canvas: no layout, no tags, no headings."""
    file = io.BytesIO()
    canvas = Canvas(file, (WIDTH, HEIGHT))
    for page in pages:
        for name, args, kwargs in page:
            MAKERS[name](canvas, *args, **kwargs)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _text(canvas: Canvas, x: float, y: float, text: str, letter: Any, anchor: str = "start") -> None:
    canvas.setFont("Bold" if letter.bold else "Plain", letter.size)
    canvas.setFillColor(letter.colour)
    put = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}[anchor]
    put(x, HEIGHT - y, text)


def _lines(canvas: Canvas, x: float, y: float, lines: list[str], letter: Any, leading: float, *_: Any) -> None:
    block = canvas.beginText(x, HEIGHT - y)
    block.setFont("Bold" if letter.bold else "Plain", letter.size, leading)
    block.setFillColor(letter.colour)
    for line in lines:
        block.textLine(line)
    canvas.drawText(block)


def _inks(canvas: Canvas, fill: str | None, stroke: str | None, width: float) -> dict[str, int]:
    if fill:
        canvas.setFillColor(fill)
    if stroke:
        canvas.setStrokeColor(stroke)
        canvas.setLineWidth(width)
    return {"fill": int(bool(fill)), "stroke": int(bool(stroke))}


def _box(
    canvas: Canvas, x: float, y: float, width: float, height: float,
    fill: str | None, stroke: str | None = None, line: float = 0.0, *_: Any,
) -> None:  # fmt: skip
    canvas.rect(x, HEIGHT - y - height, width, height, **_inks(canvas, fill, stroke, line))


def _line(canvas: Canvas, x1: float, y1: float, x2: float, y2: float, colour: str, width: float, *_: Any) -> None:
    _inks(canvas, None, colour, width)
    canvas.line(x1, HEIGHT - y1, x2, HEIGHT - y2)


def _polygon(canvas: Canvas, corners: Any, fill: str | None, stroke: str | None, line: float) -> None:
    path = canvas.beginPath()
    path.moveTo(corners[0][0], HEIGHT - corners[0][1])
    for x, y in corners[1:]:
        path.lineTo(x, HEIGHT - y)
    path.close()
    canvas.drawPath(path, **_inks(canvas, fill, stroke, line))


def _circle(canvas: Canvas, x: float, y: float, r: float, fill: str | None, stroke: str | None, line: float) -> None:
    canvas.circle(x, HEIGHT - y, r, **_inks(canvas, fill, stroke, line))


MAKERS: dict[str, Callable[..., None]] = {
    "text": _text, "lines": _lines, "box": _box, "line": _line, "polygon": _polygon, "circle": _circle,
}  # fmt: skip


def as_html(feedback: Feedback) -> str:
    """The same words, tables and figures as a plain page of HTML for printing."""
    parts = [f"<h1>{escape(feedback.title)}</h1>"]
    for section in (*feedback.front, *feedback.sections):
        parts.append(f"<section><h2>{escape(section.title)}</h2>")
        parts += [_block(block) for block in section.blocks]
        parts.append("</section>")
    style = "@page{size:A4;margin:20mm}body{font:9pt 'DejaVu Sans'}td,th{text-align:left;border-bottom:1px solid #999}"
    body = "".join(parts)
    return f'<!doctype html><html lang="en"><title>{escape(feedback.title)}</title><style>{style}</style>{body}</html>'


def _block(block: object) -> str:
    match block:
        case Subheading():
            return f"<h3>{escape(block.text)}</h3>"
        case Bullets():
            return "<ul>" + "".join(f"<li>{escape(each)}</li>" for each in block.items) + "</ul>"
        case DataTable():
            heads = "".join(f"<th>{escape(each)}</th>" for each in block.columns)
            rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
            return f"<table><caption>{escape(block.caption)}</caption><tr>{heads}</tr>{rows}</table>"
        case FigureBlock():
            return f"<figure>{svg(draw(block.figure, 480.0), block.id)}</figure>{_block(block.twin)}"
        case _:
            return "".join(f"<p>{escape(each)}</p>" for each in _words(block))


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _words(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _words(getattr(value, field.name))
