"""The clinician's own question, first of all, and what the observations say to it.

The clinician says beforehand which parts of the instrument the question is about. The answer is made from the
results of those parts and from the comments written beside them, or says what is not known.
"""

from dataclasses import dataclass

from instruments.definition import Instrument, Item
from reports.feedback.evidence import FeedbackEvidence
from reports.feedback.groups import Group
from reports.feedback.profile import Profile, Row
from reports.feedback.remarks import may_be_read, quoted_or_counted
from reports.feedback.seen import Counts, Seen, item_name, seen_by
from reports.feedback.shape import Block, Paragraph, Pointer, Pointers, Section
from reports.feedback.wording import count_of, interval, listed, number_out_of
from reports.statistics.estimate import Estimate

MOST_PARTS = 2
LONGEST_ON_THE_FRONT = 320

# Shares of ratings that are at least halfway up the scale. Three words, because counts this small carry no more.
OFTEN, RARELY = 2 / 3, 1 / 3
_AS_ONE = {"often": "often seen", "rarely": "rarely seen", "some of the time": "seen some of the time"}


@dataclass(frozen=True, slots=True)
class PartToAskAbout:
    """A part of the instrument that a question can be about: a domain with all its items, or one item."""

    id: str
    label: str


def parts_to_ask_about(instrument: Instrument, language: str = "en") -> tuple[PartToAskAbout, ...]:
    """Every domain, each followed by its items."""
    parts: list[PartToAskAbout] = []
    for domain in instrument.domains:
        title = domain.title.get(language) or domain.title["en"]
        items = [entry for entry in domain.entries if isinstance(entry, Item)]
        if len(items) > 1:
            parts.append(PartToAskAbout(domain.id, f"{title}: all of it"))
        parts.extend(PartToAskAbout(item.id, item_name(item, language)) for item in items)
    return tuple(parts)


def items_asked_about(evidence: FeedbackEvidence) -> frozenset[str]:
    """The items that the question is about, each by itself or with all of its domain."""
    about = evidence.preparation.about
    return frozenset(
        entry.id
        for domain in evidence.instrument.domains
        for entry in domain.entries
        if entry.id in about or domain.id in about
    )


def question_section(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> Section:
    """The question in the clinician's words, then the answer, or why there is none."""
    title = "Your own question"
    question = evidence.preparation.question.strip()
    if not question:
        asked = Paragraph("You did not write down a question beforehand. What did you most want to learn?")
        return Section("question", title, (asked,))
    blocks: list[Block] = [Paragraph(f"“{_shortened(question)}”", "question")]
    if len(question) > LONGEST_ON_THE_FRONT:
        blocks.append(Paragraph("The whole of it stands under “How you rated yourself”.", "note"))
    return Section("question", title, (*blocks, *_answer(evidence, groups, results)))


def _answer(evidence: FeedbackEvidence, groups: tuple[Group, ...], results: Profile) -> tuple[Block, ...]:
    about = evidence.preparation.about
    rows = [row for row in (*results.domains, *results.items) if row.part.id in about]
    if not rows:
        return (
            Paragraph(
                "You did not say which part of the score sheet your question is about, so the ratings alone"
                " cannot answer it. Read the comments with your question in mind."
            ),
        )
    told = tuple(_told(evidence, groups, row) for row in rows)
    return (Paragraph("What the observations say to it:"), Pointers(told), *_comments(evidence, groups))


def _told(evidence: FeedbackEvidence, groups: tuple[Group, ...], row: Row) -> Pointer:
    domain = next((each for each in evidence.instrument.domains if each.id == row.part.id), None)
    if domain is None:
        return _told_of_item(evidence, groups, row)
    return _told_of_domain(groups, row)


def _told_of_item(evidence: FeedbackEvidence, groups: tuple[Group, ...], row: Row) -> Pointer:
    found = seen_by(evidence.instrument, row, groups)
    name = item_name(evidence.instrument.item(row.part.id), evidence.language)
    unknown = _not_known(groups, row)
    if found is None:
        return Pointer(name, "Not known yet.", unknown)
    at = found.halfway
    better = "" if at == len(found.points) - 1 else " or better"
    said = listed(
        tuple(f"{each.kind.plural.lower()} in {each.at_or_above(at)} of {each.total}" for each in found.counts)
    )
    label = found.label(at, evidence.language)
    return Pointer(name, _how_often(found), f"Rated “{label}”{better} by {said} ratings. {unknown}".strip())


def _told_of_domain(groups: tuple[Group, ...], row: Row) -> Pointer:
    known = tuple(
        f"{group.type.plural} gave {number_out_of(cell.estimate.value, row.part.highest, row.part.places)}"
        f"{_reach(cell.estimate, row.part.places)}."
        for group, cell in zip(groups, row.cells, strict=True)
        if cell.estimate.value is not None
    )
    unknown = _not_known(groups, row)
    if not known:
        return Pointer(row.part.label, "Not known yet.", unknown)
    return Pointer(row.part.label, " ".join(known), unknown)


def _reach(estimate: Estimate, places: int) -> str:
    return f" (95 % interval {interval(estimate, places)})" if estimate.has_interval else ""


def _how_often(found: Seen) -> str:
    words = {_word(each) for each in found.counts}
    if len(words) == 1:
        return f"This was {_AS_ONE[words.pop()]}."
    seen = tuple(f"{each.kind.plural.lower()} saw it {_word(each)}" for each in found.counts)
    return f"It depends on who looked: {listed(seen)}."


def _word(counts: Counts) -> str:
    share = counts.at_or_above(max(1, len(counts.points) // 2)) / counts.total if counts.total else 0.0
    return "often" if share >= OFTEN else "rarely" if share <= RARELY else "some of the time"


def _not_known(groups: tuple[Group, ...], row: Row) -> str:
    return " ".join(
        f"{group.type.plural}: {_lower(group.not_yet or cell.estimate.undefined or 'not yet')}".rstrip(".") + "."
        for group, cell in zip(groups, row.cells, strict=True)
        if cell.estimate.value is None
    )


def _comments(evidence: FeedbackEvidence, groups: tuple[Group, ...]) -> tuple[Block, ...]:
    """Short comments on the parts asked about where there are one or two, else how many there are and where."""
    items = items_asked_about(evidence)
    written = tuple(each for each in may_be_read(evidence, groups) if each.entry in items)
    if not written:
        return (Paragraph("No comment that may be shown is about this part."),)
    verb = "is" if len(written) == 1 else "are"
    return quoted_or_counted(written, f"{count_of(len(written), 'comment')} {verb} about this.")


def _shortened(question: str) -> str:
    if len(question) <= LONGEST_ON_THE_FRONT:
        return question
    return question[:LONGEST_ON_THE_FRONT].rsplit(None, 1)[0] + " …"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
