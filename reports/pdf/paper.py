"""A paper as a tagged PDF: a title, facts, and sections of blocks; leaflet and poster, the same on one large page."""

from dataclasses import replace

from reports.documents.paper import Paper
from reports.feedback.shape import DataTable, FigureBlock, Section, WritingSpace
from reports.figures.style import DARK
from reports.pdf.blocks import WRITING_LINE, set_block, set_title, wanted_below_heading
from reports.pdf.document import About, Document
from reports.pdf.flow import BODY, GRID, PETROL, SECTION, TITLE, Flow, Style
from reports.pdf.furniture import furniture
from reports.pdf.left_out import note_on_letters
from reports.pdf.page import Letter
from reports.pdf.tables import facts, table

_SUBTITLE = Style(Letter(13.0, DARK, bold=True), 18.0, after=7.0)
# Read from two metres.
_POSTER_TITLE = Style(Letter(38.0, PETROL, bold=True), 46.0, after=14.0)
_POSTER_SUBTITLE = Style(Letter(20.0, DARK, bold=True), 28.0, after=14.0)
_POSTER_SECTION = Style(Letter(22.0, PETROL, bold=True), 28.0, before=21.0, after=7.0)
_POSTER_BODY = Style(Letter(17.0, DARK), 24.5, after=10.5)
_CLOSER = 0.97
# Shares of the space around blocks; the letters keep their size.
_AIR = (1.0, 0.75, 0.5, 0.4)
_SMALLEST = 0.5


def paper_pdf(paper: Paper) -> bytes:
    """The same paper always gives the same bytes. Raises FontsMissing when the set-up has put no fonts."""
    flow = Flow(Document(_about(paper)))
    flow.body = BODY
    _title(flow, paper, TITLE, _SUBTITLE)
    if paper.facts.rows:
        facts(flow, paper.facts.rows)
        flow.top += GRID
    for section in paper.sections:
        _section(flow, section, SECTION)
    _twins(flow, paper)
    return flow.document.written()


def leaflet_pdf(paper: Paper) -> bytes:
    """One page to take away, in letters of about 14 points, as patients are promised."""
    return _one_page(paper, 0.82)


def poster_pdf(paper: Paper) -> bytes:
    """One page for a wall, as large as it goes."""
    return _one_page(paper, 1.7)


def _one_page(paper: Paper, largest: float) -> bytes:
    """Set closer, and only then smaller, until it is one page: white space is given up before letters are.

    What would still not fit goes over the page rather than out of sight.
    """
    scale = largest
    while True:
        for air in _AIR:
            flow = _set_out(paper, scale, air)
            if len(flow.document.pages) == 1:
                return flow.document.written()
        if scale < _SMALLEST:
            return _set_out(paper, scale, _AIR[-1]).document.written()
        scale *= _CLOSER


def _set_out(paper: Paper, scale: float, air: float) -> Flow:
    flow = Flow(Document(_about(paper, numbered=False)))
    flow.body = _scaled(_POSTER_BODY, scale, air)
    _title(flow, paper, _scaled(_POSTER_TITLE, scale, air), _scaled(_POSTER_SUBTITLE, scale, air))
    for section in paper.sections:
        _section(flow, section, _scaled(_POSTER_SECTION, scale, air))
    return flow


def _about(paper: Paper, *, numbered: bool = True) -> About:
    name = f"{paper.title}: {paper.subtitle}" if paper.subtitle else paper.title
    return About(
        title=name,
        subject=name,
        language=paper.language,
        producer="Levelfield",
        running_head=paper.subtitle,
        running_title=paper.title,
        foot=paper.foot,
        day=paper.day,
        numbered=numbered,
    )


def _title(flow: Flow, paper: Paper, title: Style, subtitle: Style) -> None:
    set_title(flow, paper.title, title)
    if paper.subtitle:
        flow.paragraph(paper.subtitle, subtitle)


def _section(flow: Flow, section: Section, style: Style) -> None:
    flow.section = flow.document.tree.root.child("Sect")
    flow.need(style.before + style.leading + style.after + _kept_together(flow, section))
    flow.document.bookmark(section.title, flow.top)
    flow.heading(section.title, 2, style)
    for block in section.blocks:
        set_block(flow, block)
    note_on_letters(flow, section)


def _kept_together(flow: Flow, section: Section) -> float:
    lines = sum(block.lines for block in section.blocks if isinstance(block, WritingSpace))
    if lines:
        return 60.0 + WRITING_LINE * lines
    return wanted_below_heading(flow, section.blocks[0]) if section.blocks else 0.0


def _twins(flow: Flow, paper: Paper) -> None:
    twins: list[DataTable] = [
        block.twin for section in paper.sections for block in section.blocks if isinstance(block, FigureBlock)
    ]
    if not twins:
        return
    title = furniture(paper.language).figures_as_tables
    flow.section = flow.document.tree.root.child("Sect")
    flow.need(SECTION.before + SECTION.leading + SECTION.after + wanted_below_heading(flow, twins[0]))
    flow.document.bookmark(title, flow.top)
    flow.heading(title, 2, SECTION)
    for twin in twins:
        table(flow, twin.caption, twin.columns, twin.rows, twin.note)


def _scaled(style: Style, scale: float, air: float) -> Style:
    letter = replace(style.letter, size=style.letter.size * scale)
    leading = style.leading * scale * (0.8 + 0.2 * air)
    return Style(letter, leading, style.before * scale * air, style.after * scale * air)
