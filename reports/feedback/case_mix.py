"""What kind of consultations were observed: the mix moves scores, so it is told beside them."""

from collections import Counter
from statistics import median

from instruments.definition import Instrument, Question, in_language
from instruments.sheet import Chosen, Number
from reports.feedback.evidence import ObservedSheet
from reports.feedback.shape import Block, DataTable, Paragraph
from reports.feedback.wording import count_of
from reports.figures.scale import number

DIFFERENTLY = "Observers saw this differently"
NOT_RECORDED = "Not recorded"


def with_decision(instrument: Instrument, sheets: tuple[ObservedSheet, ...]) -> int | None:
    """Consultations in which every observer who answered saw a decision; None when the instrument does not ask."""
    gate = instrument.question_with_role("decision_gate")
    if gate is None or gate.option("yes") is None:
        return None
    return sum(answers == {("yes",)} for answers in _by_consultation(gate, sheets).values())


def case_mix(instrument: Instrument, sheets: tuple[ObservedSheet, ...], language: str) -> tuple[Block, ...]:
    """A table for each context question the instrument asks; none asked, one sentence."""
    blocks: list[Block] = []
    for role in ("decision_gate", "decision_kind", "duration", "part_not_observed"):
        question = instrument.question_with_role(role)
        if question is None or not sheets:
            continue
        if question.kind == "number":
            blocks.append(_numbers(question, sheets, language))
        elif question.kind in ("choice", "choices"):
            blocks.append(_choices(question, sheets, language))
    if not blocks:
        blocks.append(Paragraph("This instrument does not ask about the kind of consultation."))
    return tuple(blocks)


def _choices(question: Question, sheets: tuple[ObservedSheet, ...], language: str) -> DataTable:
    counts: Counter[str] = Counter()
    for answers in _by_consultation(question, sheets).values():
        if not answers:
            counts[NOT_RECORDED] += 1
        elif question.kind == "choices":
            counts.update({code for codes in answers for code in codes})
        elif len(answers) > 1:
            counts[DIFFERENTLY] += 1
        else:
            counts.update(next(iter(answers)))
    labels = {option.code: in_language(option.label, language) for option in question.options}
    order = [*labels, DIFFERENTLY, NOT_RECORDED]
    rows = tuple((labels.get(code, code), str(counts[code])) for code in order if counts[code])
    caption = question.name("peer_clinician", language)
    note = "A consultation can count in more than one row." if question.kind == "choices" else ""
    return DataTable(f"case-mix-{question.id}", caption, ("Answer", "Consultations"), rows, note)


def _numbers(question: Question, sheets: tuple[ObservedSheet, ...], language: str) -> Paragraph:
    values: dict[str, list[float]] = {}
    for sheet in sheets:
        answer = sheet.sheet.get(question.id)
        if isinstance(answer, Number):
            values.setdefault(sheet.consultation, []).append(float(answer.value))
    name = question.name("peer_clinician", language).rstrip("?.:")
    if not values:
        return Paragraph(f"{name}: not recorded.")
    middles = [median(each) for each in values.values()]
    return Paragraph(
        f"{name}: {number(median(middles))} in the middle, from {number(min(middles))} to {number(max(middles))},"
        f" in {count_of(len(middles), 'consultation')}."
    )


def _by_consultation(question: Question, sheets: tuple[ObservedSheet, ...]) -> dict[str, set[tuple[str, ...]]]:
    """Every consultation with the different answers its observers gave."""
    answers: dict[str, set[tuple[str, ...]]] = {}
    for sheet in sheets:
        given = answers.setdefault(sheet.consultation, set())
        answer = sheet.sheet.get(question.id)
        if isinstance(answer, Chosen) and answer.codes:
            given.add(answer.codes)
    return answers
