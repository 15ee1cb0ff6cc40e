"""What observers noticed, in their own screened words, by domain and kind of observer and nothing else."""

from collections import Counter
from dataclasses import dataclass

from instruments.definition import Instrument, in_language
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group
from reports.feedback.shape import Block, Paragraph, Quotation, Quotations
from reports.feedback.wording import count_of

ANY_OBSERVER = "An observer"
SHORT_COMMENT = 140
MOST_QUOTED = 2


@dataclass(frozen=True, slots=True)
class Readable:
    """A comment that may be shown, under the name it may carry."""

    entry: str
    text: str
    said_by: str


def may_be_read(evidence: FeedbackEvidence, groups: tuple[Group, ...]) -> tuple[Readable, ...]:
    """The comments that may be shown, in an order that does not tell who wrote which.

    With fewer than the minimum of observers in all, a comment would name its writer, so all are held back. With
    one kind of observer below the minimum, no comment is marked by kind: marking the others would give it away.
    """
    people = len({sheet.observer for group in groups for sheet in group.sheets})
    if people < evidence.minimums.observers_in_group:
        return ()
    names = _names(evidence, groups)
    places = {entry.id: at for at, entry in enumerate(evidence.instrument.entries)}
    # Text, not time, decides the order: the order of sitting in would show who wrote what.
    ordered = sorted(evidence.comments, key=lambda each: (places.get(each.entry, len(places)), each.text))
    return tuple(Readable(each.entry, each.text, names[each.observer_type]) for each in ordered)


def quoted_or_counted(written: tuple[Readable, ...], counted: str) -> tuple[Block, ...]:
    """Short comments where there are one or two, else how many there are and where: none is picked out of many."""
    if len(written) <= MOST_QUOTED and all(len(each.text) <= SHORT_COMMENT for each in written):
        return tuple(Paragraph(f"{_writer(each.said_by)} wrote: {_in_quotes(each.text.strip())}") for each in written)
    return (Paragraph(f"{counted} See “What observers noticed”."),)


def _writer(said_by: str) -> str:
    if said_by == ANY_OBSERVER:
        return said_by
    article = "An" if said_by[:1].lower() in "aeiou" else "A"
    return f"{article} {said_by[:1].lower()}{said_by[1:]}"


def _in_quotes(text: str) -> str:
    """Words that hold a quotation already are not put into a second pair of the same marks."""
    return text if "“" in text or "”" in text else f"“{text}”"


def remarks(evidence: FeedbackEvidence, groups: tuple[Group, ...]) -> tuple[Block, ...]:
    """Comments under the title of their part, or why there are none."""
    shown = may_be_read(evidence, groups)
    held = evidence.comments_held_back + len(evidence.comments) - len(shown)
    blocks: list[Block] = []
    if shown:
        blocks.append(
            Paragraph(
                "These are the observers’ own words, checked before release. You may know who sat in; we show"
                " only the kind of observer."
            )
        )
        blocks.extend(_quoted(evidence, shown))
    elif evidence.comments:
        blocks.append(
            Paragraph(
                f"Comments are held back until {evidence.minimums.observers_in_group} observers have taken part, so"
                " that no comment can be traced to one person. Your supporting colleague can talk them through"
                " with you."
            )
        )
    if not blocks:
        blocks.append(Paragraph("No comments have been released."))
    if held:
        blocks.append(Paragraph(f"{count_of(held, 'comment')} not shown after checking.", "note"))
    return tuple(blocks)


def _quoted(evidence: FeedbackEvidence, shown: tuple[Readable, ...]) -> list[Block]:
    """Under each title every text once: what was written twice in the same words is not set down twice."""
    titles = _titles(evidence.instrument, evidence.language)
    blocks: dict[str, dict[str, list[str]]] = {}
    for comment in shown:
        title = titles.get(comment.entry, "Other comments")
        blocks.setdefault(title, {}).setdefault(comment.text, []).append(comment.said_by)
    return [
        Quotations(title, tuple(Quotation(text, _said_by(names)) for text, names in texts.items()))
        for title, texts in blocks.items()
    ]


def _said_by(names: list[str]) -> str:
    """Who wrote a text: each kind once, with how many when there are several of a kind."""
    parts: list[str] = []
    for name, count in sorted(Counter(names).items()):
        shown = name if not parts else name[:1].lower() + name[1:]
        parts.append(shown if count == 1 else f"{shown}, twice" if count == 2 else f"{shown}, {count} times")
    return "; ".join(parts)


def _names(evidence: FeedbackEvidence, groups: tuple[Group, ...]) -> dict[str, str]:
    minimum = evidence.minimums.observers_in_group
    too_few = any(0 < group.observers < minimum for group in groups)
    names = {group.type.code: group.type.name for group in groups}
    wrote: set[str] = {comment.observer_type for comment in evidence.comments}
    unknown = wrote - names.keys()
    if too_few or unknown:
        return dict.fromkeys(names.keys() | wrote, ANY_OBSERVER)
    return names


def _titles(instrument: Instrument, language: str) -> dict[str, str]:
    titles: dict[str, str] = {}
    for section in instrument.sections:
        for entry in section.entries:
            titles[entry.id] = (
                entry.name("peer_clinician", language)
                if section.kind == "comments"
                else in_language(section.title, language)
            )
    return titles
