"""What a clinician said back to a released report, and the answers: kept with it, on the page and in the PDF."""

from dataclasses import dataclass, replace
from datetime import date

from reports.feedback.shape import Block, Feedback, Paragraph, Quotation, Quotations, Section, Subheading
from reports.feedback.wording import on_day


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a comment, or a question about a result. ``about``: the part or the comment, in its own words."""

    asks: bool
    about: str
    text: str
    written_on: date
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None
    answer_by: date | None = None


def with_replies(feedback: Feedback, replies: tuple[Reply, ...]) -> Feedback:
    """An issued feedback with what was said since, after the reflection. The fingerprint stays as it was issued."""
    if not replies:
        return feedback
    section = Section("replies", "What you said back, and the answers", _blocks(replies))
    at = next(
        (place for place, each in enumerate(feedback.sections) if each.id == "reflection"), len(feedback.sections)
    )
    return replace(feedback, sections=(*feedback.sections[: at + 1], section, *feedback.sections[at + 1 :]))


def places_of(feedback: Feedback) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What can be spoken of: the titles of its parts, and each comment as it is shown."""
    titles = tuple(dict.fromkeys(section.title for section in (*feedback.front, *feedback.sections)))
    comments = tuple(
        quotation.text
        for section in feedback.sections
        for block in section.blocks
        if isinstance(block, Quotations)
        for quotation in block.quotations
    )
    return titles, tuple(dict.fromkeys(comments))


def _blocks(replies: tuple[Reply, ...]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for each in replies:
        kind = "Question" if each.asks else "Reply"
        blocks += [
            Subheading(f"{kind} of {on_day(each.written_on)}"),
            Quotations("About", (Quotation(each.about, "The report"),)),
            Paragraph(each.text),
        ]
        if each.answer:
            when = f" on {on_day(each.answered_on)}" if each.answered_on else ""
            blocks.append(Paragraph(f"{each.answered_by} answered{when}: {each.answer}"))
        elif each.asks:
            until = f" Somebody answers by {on_day(each.answer_by)}." if each.answer_by else ""
            blocks.append(Paragraph(f"Not answered yet.{until}", "note"))
    return tuple(blocks)
