"""The first page: the clinician's own question, the results side by side, what stood out, how sure we are."""

from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group
from reports.feedback.highlights import highlights
from reports.feedback.profile import NOT_YET, Profile, Row
from reports.feedback.shape import Block, Bullets, Paragraph, ResultColumn, Section, SideBySide
from reports.feedback.wording import (
    between,
    gap_in_words,
    interval,
    number_out_of,
    seen_from,
    surety,
)

_USE = (
    "Use it to reflect and to plan, together with other evidence and a supporting colleague."
    " It must not be used on its own to judge, rank or discipline anybody."
)


def front_sections(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> tuple[Section, ...]:
    """The one-page summary in words."""
    found = highlights(evidence.instrument, results.items, groups, evidence.language)
    well: list[Block] = [Bullets(found.went_well)] if found.went_well else []
    if found.nothing_singled_out:
        well.append(Paragraph(found.nothing_singled_out))
    to_try: list[Block] = [Bullets(found.to_try)] if found.to_try else [_pick_yourself(evidence)]
    sections = [
        Section("purpose", "What this is for", _purpose(evidence)),
        Section("question", "Your own question", _question(evidence)),
        Section("result", "The result in short", (side_by_side(groups, results.whole),)),
        Section("went-well", "What went well", tuple(well)),
        Section("to-try", "What you might try", tuple(to_try)),
        Section("surety", "How sure we are", _surety(groups, results.whole)),
    ]
    return tuple(section for section in sections if section.blocks)


def side_by_side(groups: tuple[Group, ...], row: Row) -> SideBySide:
    """A column for each observer type in the programme's order, all built the same way, and the gaps in words."""
    columns: list[ResultColumn] = []
    for group, cell in zip(groups, row.cells, strict=True):
        estimate = cell.estimate
        if estimate.value is None:
            reason = group.not_yet or estimate.undefined or NOT_YET
            columns.append(ResultColumn(group.type.plural, NOT_YET, "", "", reason))
            continue
        columns.append(
            ResultColumn(
                group.type.plural,
                number_out_of(estimate.value, row.part.highest),
                f"95 % interval: {interval(estimate)}" if estimate.has_interval else interval(estimate),
                seen_from(estimate, group.type),
            )
        )
    gaps = " ".join(gap_in_words(each.first, each.second, each.estimate) for each in row.gaps)
    return SideBySide("Overall score by kind of observer", tuple(columns), gaps)


def _purpose(evidence: FeedbackEvidence) -> tuple[Block, ...]:
    programme = evidence.programme
    blocks: list[Block] = [Paragraph(f"{programme.purpose} {_USE}".strip())]
    if programme.priority:
        blocks.append(Paragraph(f"What the service is working on: {programme.priority}"))
    return tuple(blocks)


def _question(evidence: FeedbackEvidence) -> tuple[Block, ...]:
    question = evidence.preparation.question.strip()
    if question:
        return (Paragraph(f"“{question}”", "question"),)
    return (Paragraph("You did not write down a question beforehand. What did you most want to learn?"),)


def _pick_yourself(evidence: FeedbackEvidence) -> Block:
    if evidence.preparation.question.strip():
        return Paragraph("Start from your own question. Which one thing would answer it on your next clinic day?")
    return Paragraph("Choose one thing with your supporting colleague that you can try on your next clinic day.")


def _surety(groups: tuple[Group, ...], whole: Row) -> tuple[Block, ...]:
    results = tuple(
        (group.type, cell.estimate) for group, cell in zip(groups, whole.cells, strict=True) if cell.estimate.defined
    )
    if results:
        return tuple(Paragraph(text) for text in surety(results))
    days = sorted(sheet.session_date for group in groups for sheet in group.sheets)
    when = f" The observations so far are from {between(days[0], days[-1])}." if days else ""
    return (Paragraph(f"There is not enough yet to give a result, so nothing here is a verdict.{when}"),)
