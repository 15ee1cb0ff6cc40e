"""The first page, in words: what it is for, the own question and its answer, what stood out, how sure we are."""

from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group
from reports.feedback.highlights import Highlights, highlights
from reports.feedback.profile import Profile, Row
from reports.feedback.purpose import purpose_section
from reports.feedback.question import items_asked_about, question_section
from reports.feedback.remarks import may_be_read, quoted_or_counted
from reports.feedback.shape import Block, Bullets, Paragraph, Pointers, Section
from reports.feedback.wording import between, count_of, listed, people, surety


def front_sections(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> tuple[Section, ...]:
    """The one-page summary in words."""
    asked = items_asked_about(evidence)
    found = highlights(evidence.instrument, results.items, groups, evidence.language, asked)
    sections = (
        purpose_section(evidence),
        question_section(evidence, groups, results),
        Section("went-well", "What went well", _went_well(evidence, groups, found)),
        Section("to-try", "What to try next", _to_try(evidence, found)),
        Section("surety", "How sure we are", _surety(groups, results.whole)),
    )
    return tuple(section for section in sections if section.blocks)


def _went_well(evidence: FeedbackEvidence, groups: tuple[Group, ...], found: Highlights) -> tuple[Block, ...]:
    blocks: list[Block] = [Pointers(found.went_well)] if found.went_well else []
    if found.equally_well:
        tied = "Next come these, equally often seen:" if blocks else "Seen most, and equally often:"
        blocks += [Paragraph(tied), Bullets(found.equally_well)]
    if found.nothing_singled_out:
        blocks += [Paragraph(found.nothing_singled_out), *_praise(evidence, groups)]
    return tuple(blocks)


def _praise(evidence: FeedbackEvidence, groups: tuple[Group, ...]) -> tuple[Block, ...]:
    """Where ratings single nothing out, what observers wrote down as going well."""
    asked = evidence.instrument.question_with_role("went_well")
    written = tuple(each for each in may_be_read(evidence, groups) if asked is not None and each.entry == asked.id)
    if not written:
        return ()
    return quoted_or_counted(written, f"Observers wrote {count_of(len(written), 'comment')} on what went well.")


def _to_try(evidence: FeedbackEvidence, found: Highlights) -> tuple[Block, ...]:
    blocks: list[Block] = [Pointers(found.to_try)] if found.to_try else []
    if found.equally_rare:
        tied = "Seen least, and equally rarely. Pick one of these to try:"
        if blocks:
            tied = "Next come these, equally rarely seen. Add one of them if you like:"
        blocks += [Paragraph(tied), Pointers(found.equally_rare)]
    return tuple(blocks) or (_pick_yourself(evidence),)


def _pick_yourself(evidence: FeedbackEvidence) -> Block:
    if evidence.preparation.question.strip():
        return Paragraph("Start from your own question. Which one thing would answer it on your next clinic day?")
    return Paragraph("Choose one thing with your supporting colleague that you can try on your next clinic day.")


def _surety(groups: tuple[Group, ...], whole: Row) -> tuple[Block, ...]:
    results = tuple(
        (group.type, cell.estimate) for group, cell in zip(groups, whole.cells, strict=True) if cell.estimate.defined
    )
    rests_on = _rests_on(groups)
    if results:
        said = surety(results, whole.part.highest, whole.part.places)
        return (Paragraph(" ".join((rests_on, *said[:1])).strip()), *(Paragraph(text) for text in said[1:]))
    days = sorted(sheet.session_date for group in groups for sheet in group.sheets)
    when = f" The observations so far are from {between(days[0], days[-1])}." if days else ""
    return (Paragraph(f"There is not enough yet to give a result, so nothing here is a verdict.{when}"),)


def _rests_on(groups: tuple[Group, ...]) -> str:
    consultations = {sheet.consultation for group in groups for sheet in group.sheets}
    if not consultations:
        return ""
    who = listed(tuple(people(group.type, group.observers) for group in groups if group.sheets))
    return f"All this rests on {count_of(len(consultations), 'consultation')}, seen by {who}."
