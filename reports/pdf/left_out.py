"""What is said once where letters could only be named: that they are whole elsewhere."""

from collections.abc import Iterator

from reports.feedback.shape import Block, Bullets, Paragraph, Quotations, Section, WritingSpace
from reports.pdf.flow import NOTE, Flow
from reports.pdf.printable import is_left_out

NOT_ALL_PRINTED = (
    "Words in square brackets stand for letters this page cannot print. The letters themselves are on the web page, and"
    " in this file for whoever has it read out."
)


def note_on_letters(flow: Flow, section: Section) -> None:
    """Sets the note in the first section that needs it; where it stands, the first such words follow or went before."""
    face = flow.document.typeface(bold=False)
    if flow.told_of_letters or not any(is_left_out(text, face) for block in section.blocks for text in _texts(block)):
        return
    flow.told_of_letters = True
    flow.paragraph(NOT_ALL_PRINTED, NOTE)


def _texts(block: Block) -> Iterator[str]:
    """What people wrote themselves; the words around it are in letters that are there."""
    match block:
        case Paragraph(text):
            yield text
        case Bullets(items):
            yield from items
        case Quotations():
            yield from (each.text for each in block.quotations)
        case WritingSpace():
            yield block.written
        case _:
            return
