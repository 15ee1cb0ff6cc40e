"""Each kind of block of a feedback, laid out."""

from dataclasses import replace

from reports.feedback.shape import (
    Block,
    Bullets,
    DataTable,
    Facts,
    FigureBlock,
    Paragraph,
    Pointer,
    Pointers,
    Quotations,
    ResultColumn,
    SideBySide,
    Subheading,
    WritingSpace,
)
from reports.figures.drawing import draw
from reports.figures.picture import Picture, Spot
from reports.figures.style import DARK, TYPE_COLOURS, TYPE_ROLES, TYPE_SHAPES
from reports.pdf.document import BOTTOM, LEFT, RIGHT, TOP
from reports.pdf.flow import (
    BODY,
    CAPTION,
    GRID,
    LEAD,
    NOTE,
    PART,
    PETROL,
    QUESTION,
    QUIET_NOTE,
    RULE,
    STRONG,
    Flow,
    Style,
)
from reports.pdf.page import HEIGHT, Letter
from reports.pdf.pictures import draw_picture
from reports.pdf.tables import facts, least_height, table
from reports.pdf.tagging import Element

_PARAGRAPHS = {"lead": LEAD, "note": NOTE, "warning": STRONG}
_RESULT = Letter(19.0, DARK, bold=True)
_COLUMN_GAP = 18.0
WRITING_LINE = 24.5

_Part = tuple[list[str], Style]


def set_title(flow: Flow, title: str, style: Style) -> None:
    """The title that opens a document, under its mark."""
    flow.top -= 26
    flow.section = flow.document.tree.root.child("Sect")
    with flow.page.artifact():
        flow.page.box(LEFT, flow.top - 10, 42, 4, PETROL)
    flow.document.bookmark(title, flow.top)
    flow.paragraph(title, style, role="H1")


def set_block(flow: Flow, block: Block) -> None:
    """Sets one block where the flow stands."""
    match block:
        case Facts(rows):
            facts(flow, rows)
        case DataTable():
            table(flow, block.caption, block.columns, block.rows, block.note)
        case FigureBlock():
            set_figure(flow, block)
        case SideBySide():
            side_by_side(flow, block)
        case _:
            _words(flow, block)


def _words(flow: Flow, block: Paragraph | Subheading | Bullets | Pointers | Quotations | WritingSpace) -> None:
    match block:
        case Paragraph():
            _paragraph(flow, block)
        case Subheading(text):
            # Three lines: a paragraph of three is never parted.
            flow.heading(text, 3, PART, keep=3 * BODY.leading)
        case Bullets(items):
            flow.bullets(items, flow.body)
            flow.top += 2
        case Pointers(pointers):
            _pointers(flow, pointers)
        case Quotations():
            _quotations(flow, block)
        case WritingSpace():
            _writing_space(flow, block)


def _paragraph(flow: Flow, block: Paragraph) -> None:
    if block.kind == "question":
        _with_bar(flow, block.text, QUESTION, PETROL)
    else:
        flow.paragraph(block.text, _PARAGRAPHS.get(block.kind, flow.body))


def _pointers(flow: Flow, pointers: tuple[Pointer, ...]) -> None:
    """A list whose entries each have a name in bold, a text and a small line on what it rests on."""
    listing = flow.section.child("L")
    for pointer in pointers:
        entry = listing.child("LI")
        flow.bullet(entry, flow.body)
        body = entry.child("LBody")
        name = Style(replace(flow.body.letter, bold=True), flow.body.leading)
        text = replace(flow.body, after=0.0)
        for words, style in ((pointer.name, name), (pointer.text, text), (pointer.rests_on, QUIET_NOTE)):
            if words:
                flow.paragraph(words, style, parent=body, left=LEFT + GRID * 2, width=RIGHT - LEFT - GRID * 2)
        flow.top += flow.body.after


def set_figure(flow: Flow, block: FigureBlock) -> None:
    """The message first, then the figure, which is never cut, with its caption."""
    picture = draw(block.figure, RIGHT - LEFT)
    flow.need(_figure_height(flow, block, picture))
    flow.paragraph(block.message, STRONG)
    flow.space(3.5)
    element = flow.section.child("Figure")
    element.alternative = picture.description
    element.title = picture.title
    element.box = (LEFT, HEIGHT - flow.top - picture.height, RIGHT, HEIGHT - flow.top)
    with flow.page.tagged(element):
        draw_picture(flow.page, picture, LEFT, flow.top, flow.document.typeface(bold=False))
    flow.top += picture.height
    flow.paragraph(_caption(block), CAPTION, role="Caption")
    flow.top += GRID


def _figure_height(flow: Flow, block: FigureBlock, picture: Picture) -> float:
    message = len(flow.broken(block.message, STRONG.letter, RIGHT - LEFT)) * STRONG.leading
    caption = len(flow.broken(_caption(block), CAPTION.letter, RIGHT - LEFT)) * CAPTION.leading
    return picture.height + message + STRONG.after + 3.5 + CAPTION.before + caption


def _caption(block: FigureBlock) -> str:
    return f"{block.caption}. {block.note}" if block.note else block.caption


def wanted_below_heading(flow: Flow, block: Block) -> float:
    """Room that a heading wants for the block under it, so that it never stands alone at the foot of a page."""
    if isinstance(block, FigureBlock):
        return _figure_height(flow, block, draw(block.figure, RIGHT - LEFT))
    if isinstance(block, DataTable):
        return least_height(flow, block.columns, block.rows, block.note)
    if isinstance(block, SideBySide):
        laid = [_column(flow, column, _column_width(block) - 2 * GRID) for column in block.columns]
        return _columns_height(laid) + BODY.leading * 2
    if isinstance(block, Paragraph):
        lines = len(flow.broken(block.text, flow.body.letter, RIGHT - LEFT))
        return flow.body.leading * (lines if lines <= 3 else 2)
    return 70.0


def side_by_side(flow: Flow, block: SideBySide) -> None:
    """Columns of equal width and equal letters, then the gap over the full width."""
    width = _column_width(block)
    laid = [_column(flow, column, width - 2 * GRID) for column in block.columns]
    height = _columns_height(laid)
    flow.need(height + BODY.leading * 2)
    for at, parts in enumerate(laid):
        x = LEFT + (width + _COLUMN_GAP) * at
        with flow.page.artifact():
            flow.page.box(x, flow.top, width, height, "#f4f7f8")
            flow.page.box(x, flow.top, width, 2.5, TYPE_COLOURS[at % len(TYPE_COLOURS)])
            _symbol(flow, at, x + width - GRID * 2, flow.top + GRID * 2 + 2)
        _draw_column(flow, parts, x + GRID, flow.section.child("Sect"))
    flow.top += height + flow.body.leading / 2
    if block.gap:
        flow.paragraph(block.gap, flow.body)


def _column_width(block: SideBySide) -> float:
    count = max(1, len(block.columns))
    return (RIGHT - LEFT - _COLUMN_GAP * (count - 1)) / count


def _columns_height(laid: list[list[_Part]]) -> float:
    return max((sum(style.leading * len(lines) for lines, style in each) for each in laid), default=0.0) + 3 * GRID


def _symbol(flow: Flow, at: int, x: float, y: float) -> None:
    spot = Spot(TYPE_ROLES[at % 4], TYPE_SHAPES[at % 4], x, y, 8.0)
    colour = TYPE_COLOURS[at % len(TYPE_COLOURS)]
    if spot.shape == "circle":
        flow.page.circle(x, y, spot.size / 2, colour, None, 0.0)
    else:
        flow.page.polygon(spot.corners(), colour, None, 0.0)


def _column(flow: Flow, column: ResultColumn, width: float) -> list[_Part]:
    """Heading, result, reach and basis, broken to the column's width."""
    pieces = [
        (column.heading, STRONG),
        ("" if column.not_yet else column.result, Style(_RESULT, 28.0)),
        (column.reach, BODY),
        (column.basis, NOTE),
        (column.not_yet, BODY),
    ]
    return [(flow.broken(text, style.letter, width), style) for text, style in pieces if text]


def _draw_column(flow: Flow, parts: list[_Part], x: float, section: Element) -> None:
    y = flow.top + GRID * 1.5
    for at, (lines, style) in enumerate(parts):
        with flow.page.tagged(section.child("H3" if at == 0 else "P")):
            baseline = y + style.leading * 0.5 + style.letter.size * 0.36
            flow.page.lines(x, baseline, lines, style.letter, style.leading)
        y += style.leading * len(lines)


def _with_bar(
    flow: Flow, text: str, style: Style, colour: str, parent: Element | None = None, keep: float = 0.0
) -> None:
    """Indented text with a bar down its left side, on every page it runs over."""
    lines = flow.broken(text, style.letter, RIGHT - LEFT - GRID * 2)
    flow.need(min(len(lines), 3) * style.leading)
    first, top = flow.page, flow.top
    flow.paragraph(text, style, parent=parent, left=LEFT + GRID * 2, width=RIGHT - LEFT - GRID * 2, keep=keep)
    if flow.page is first:
        spans = [(first, top, flow.top - style.after)]
    else:
        spans = [(first, top, BOTTOM), (flow.page, TOP, flow.top - style.after)]
    for page, start, end in spans:
        with page.artifact():
            page.box(LEFT, start + 1, 2.5, max(0.0, end - start - 2), colour)


def _quotations(flow: Flow, block: Quotations) -> None:
    flow.heading(block.heading, 3, PART, keep=42)
    for quotation in block.quotations:
        element = flow.section.child("BlockQuote")
        # Who said it stays with the last lines of what was said.
        lines = len(flow.broken(quotation.text, BODY.letter, RIGHT - LEFT - GRID * 2))
        flow.need(min(lines, 3) * BODY.leading + NOTE.leading)
        _with_bar(flow, quotation.text, Style(BODY.letter, BODY.leading), RULE, element, NOTE.leading)
        flow.paragraph(quotation.said_by, NOTE, parent=element, left=LEFT + GRID * 2)
        flow.top += 2


def _writing_space(flow: Flow, block: WritingSpace) -> None:
    written = BODY.leading * 2 if block.written else WRITING_LINE * min(block.lines, 3)
    flow.need(PART.before + PART.leading + PART.after + written)
    flow.paragraph(block.prompt, PART, role="H3")
    if block.written:
        flow.paragraph(block.written)
        return
    for _ in range(block.lines):
        flow.need(WRITING_LINE)
        flow.top += WRITING_LINE
        with flow.page.artifact():
            flow.page.line(LEFT, flow.top - 3, RIGHT, flow.top - 3, RULE, 0.6, (1.0, 2.0))
    flow.top += GRID
