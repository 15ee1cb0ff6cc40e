"""A clinician's feedback as a tagged PDF: one page that says it all, then what stands behind it."""

from dataclasses import replace
from itertools import takewhile

from reports.feedback.about import CHECKING
from reports.feedback.shape import (
    Block,
    DataTable,
    Feedback,
    FigureBlock,
    Paragraph,
    Section,
    Subheading,
    WritingSpace,
)
from reports.figures.style import DARK, PAPER, QUIET
from reports.pdf.blocks import WRITING_LINE, set_block, set_title, wanted_below_heading
from reports.pdf.document import LEFT, RIGHT, About, Document
from reports.pdf.flow import BODY, CLOSE_BODY, CLOSEST_BODY, GRID, PART, PETROL, RULE, SECTION, TITLE, Flow, Style
from reports.pdf.furniture import furniture
from reports.pdf.left_out import note_on_letters
from reports.pdf.page import Letter
from reports.pdf.tables import table

_NAME = Style(Letter(14.0, DARK, bold=True), 19.0, after=5.0)
_FRONT_SECTION = Style(Letter(11.0, PETROL, bold=True), 14.0, before=8.0, after=3.0)
_CLOSE_SECTION = Style(Letter(10.5, PETROL, bold=True), 13.5, before=5.0, after=2.0)
_CLOSEST_SECTION = Style(Letter(9.5, PETROL, bold=True), 12.0, before=4.0, after=1.0)
FRONTS = ((BODY, _FRONT_SECTION), (CLOSE_BODY, _CLOSE_SECTION), (CLOSEST_BODY, _CLOSEST_SECTION))
_FACT_NAME = Letter(7.5, QUIET)
_FACT = Letter(8.6, DARK)
_FACT_LEADING = 11.5


def feedback_pdf(feedback: Feedback) -> bytes:
    """The same feedback always gives the same bytes. Raises FontsMissing when the set-up has put no fonts."""
    flow = _front(feedback)
    document, flow.body = flow.document, BODY
    flow.next_page()
    for section in feedback.sections:
        _section(flow, _with_fingerprint(section, feedback.fingerprint), SECTION)
    _twins(flow, feedback)
    return document.written()


def _with_fingerprint(section: Section, fingerprint: str) -> Section:
    """What somebody needs who checks a report ends with the report's own mark, which only the finished report has."""
    note = f"Fingerprint of this report: {fingerprint}"
    blocks = tuple(
        replace(each, note=note) if isinstance(each, DataTable) and each.id == CHECKING else each
        for each in section.blocks
    )
    return replace(section, blocks=blocks)


def _front(feedback: Feedback) -> Flow:
    """The summary, set closer until it is on one page: that is worth setting it again."""
    for body, heading in FRONTS[:-1]:
        flow = _front_in(feedback, body, heading)
        if len(flow.document.pages) == 1:
            return flow
    return _front_in(feedback, *FRONTS[-1])


def _front_in(feedback: Feedback, body: Style, heading: Style) -> Flow:
    flow = Flow(Document(_about(feedback)))
    flow.body = body
    _title_block(flow, feedback)
    for section in feedback.front:
        _section(flow, section, heading)
    return flow


def _about(feedback: Feedback) -> About:
    return About(
        title=f"{feedback.title}: {feedback.clinician}",
        subject=f"{feedback.title}. {feedback.status}.",
        language=feedback.language,
        producer="Levelfield",
        running_head=feedback.running_head,
        running_title=feedback.title,
        foot=f"{feedback.status} · {feedback.fingerprint[:12]}",
        day=feedback.prepared_on,
    )


def _title_block(flow: Flow, feedback: Feedback) -> None:
    set_title(flow, feedback.title, TITLE)
    flow.paragraph(feedback.clinician, _NAME)
    if not feedback.released:
        _draft_mark(flow, feedback.status)
    _facts(flow, feedback)


def _draft_mark(flow: Flow, status: str) -> None:
    """A dark label in the corner that nobody takes for a released report."""
    letter = Letter(8.5, PAPER, bold=True)
    width = flow.document.typeface(bold=True).width(status, letter.size) + 2 * GRID
    with flow.page.tagged(flow.section.child("P")):
        flow.page.box(RIGHT - width, 20, width, 19, DARK)
        flow.page.text(RIGHT - width + GRID, 32.5, status, letter)


def _facts(flow: Flow, feedback: Feedback) -> None:
    """The facts in three columns, each a small name over its text."""
    rows = [row for row in feedback.facts.rows if row[1] != feedback.clinician]
    width = (RIGHT - LEFT - 2 * GRID * 2) / 3
    with flow.page.artifact():
        flow.page.line(LEFT, flow.top, RIGHT, flow.top, RULE, 0.6)
    flow.top += GRID
    for start in range(0, len(rows), 3):
        tallest = 0
        shown = rows[start : start + 3]
        for at, (name, text) in enumerate(shown):
            x = LEFT + (width + GRID * 2) * at
            # The last of a row has what is left of it.
            lines = flow.broken(text, _FACT, width if at + 1 < len(shown) else RIGHT - x)
            tallest = max(tallest, len(lines))
            with flow.page.tagged(flow.section.child("P")):
                flow.page.lines(x, flow.top + 8, [name, ""], _FACT_NAME, 0)
                flow.page.lines(x, flow.top + 20, lines, _FACT, _FACT_LEADING)
        flow.top += 14 + tallest * _FACT_LEADING + GRID
    with flow.page.artifact():
        flow.page.line(LEFT, flow.top, RIGHT, flow.top, RULE, 0.6)


def _section(flow: Flow, section: Section, style: Style) -> None:
    flow.section = flow.document.tree.root.child("Sect")
    flow.need(style.before + style.leading + style.after + _kept_together(flow, section))
    flow.document.bookmark(section.title, flow.top)
    flow.heading(section.title, 2, style)
    waiting = list(section.blocks)
    if waiting:
        set_block(flow, waiting.pop(_next(flow, waiting)))
        note_on_letters(flow, section)
    while waiting:
        set_block(flow, waiting.pop(_next(flow, waiting)))


def _next(flow: Flow, waiting: list[Block]) -> int:
    """Which block comes next: words or a table go ahead of a figure that must go over the page, while they fit."""
    if not isinstance(waiting[0], FigureBlock) or wanted_below_heading(flow, waiting[0]) <= flow.room:
        return 0
    return 1 if len(waiting) > 1 and _goes_ahead(flow, waiting[1:]) else 0


def _goes_ahead(flow: Flow, following: list[Block]) -> bool:
    """Whether what follows the figure fits here: a table's first rows, or a part with its heading and all its words."""
    first, *rest = following
    if isinstance(first, DataTable):
        return flow.room > wanted_below_heading(flow, first)
    if isinstance(first, Paragraph):
        return flow.room > _set_height(flow, first)
    if not isinstance(first, Subheading):
        return False
    words = list(takewhile(lambda each: isinstance(each, Paragraph), rest))
    heights = [_set_height(flow, each) for each in words if isinstance(each, Paragraph)]
    return flow.room > PART.before + PART.leading + PART.after + max(sum(heights), 3 * BODY.leading)


def _set_height(flow: Flow, words: Paragraph) -> float:
    return len(flow.broken(words.text, flow.body.letter, RIGHT - LEFT)) * flow.body.leading + flow.body.after


def _kept_together(flow: Flow, section: Section) -> float:
    """Room a section wants below its heading: all of it when it is a page to write on, else a first few lines."""
    lines = sum(block.lines for block in section.blocks if isinstance(block, WritingSpace))
    spaces = sum(isinstance(block, WritingSpace) for block in section.blocks)
    if lines:
        return 60.0 + WRITING_LINE * lines + (PART.leading + PART.before + PART.after + GRID) * spaces
    # An opening sentence alone is not what the heading promises: the block after it counts as well.
    opening = 2 if section.blocks and isinstance(section.blocks[0], Paragraph) else 1
    wanted = [wanted_below_heading(flow, block) for block in section.blocks[:2]]
    if len(wanted) == 2 and isinstance(section.blocks[0], FigureBlock) and isinstance(section.blocks[1], DataTable):
        return min(wanted)
    return sum(wanted[:opening])


def _twins(flow: Flow, feedback: Feedback) -> None:
    """The figures once more as tables, at the end, for those who read rows better than bars."""
    twins: list[DataTable] = [
        block.twin for section in feedback.sections for block in section.blocks if isinstance(block, FigureBlock)
    ]
    if not twins:
        return
    flow.section = flow.document.tree.root.child("Sect")
    title = furniture(feedback.language).figures_as_tables
    flow.need(SECTION.before + SECTION.leading + SECTION.after + wanted_below_heading(flow, twins[0]))
    flow.document.bookmark(title, flow.top)
    flow.heading(title, 2, SECTION)
    for twin in twins:
        table(flow, twin.caption, twin.columns, twin.rows, twin.note)
