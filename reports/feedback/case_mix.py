"""What kind of consultations were observed: the mix moves scores, so it is told beside them."""

from collections import Counter
from statistics import median

from instruments.definition import Instrument, Question, Role, in_language
from instruments.sheet import Chosen, Number
from instruments.visibility import visible
from reports.feedback.evidence import ObservedSheet
from reports.feedback.shape import Block, DataTable, Paragraph
from reports.figures.scale import number

DIFFERENTLY = "Observers saw this differently"
NOT_RECORDED = "Not recorded"
_ROLES: tuple[Role, ...] = ("decision_gate", "decision_kind", "duration", "part_not_observed")


def with_decision(instrument: Instrument, sheets: tuple[ObservedSheet, ...]) -> int | None:
    """Consultations in which every observer who answered saw a decision; None when the instrument does not ask."""
    gate = instrument.question_with_role("decision_gate")
    if gate is None or gate.option("yes") is None:
        return None
    return sum(answers == {("yes",)} for answers in _by_consultation(instrument, gate, sheets).values())


def case_mix(instrument: Instrument, sheets: tuple[ObservedSheet, ...], language: str) -> tuple[Block, ...]:
    """One table of the context questions the instrument asks; none asked or answered, one sentence."""
    rows: list[tuple[str, str, str]] = []
    several = False
    for role in _ROLES:
        question = instrument.question_with_role(role)
        if question is None or not sheets:
            continue
        name = question.name("peer_clinician", language)
        if question.kind == "number":
            rows.append((name, *_numbers(question, sheets)))
        elif question.kind in ("choice", "choices"):
            rows.extend((name, answer, count) for answer, count in _choices(instrument, question, sheets, language))
            several = several or question.kind == "choices"
    if not sheets:
        return (Paragraph("No consultation has been observed yet."),)
    if not rows:
        return (Paragraph("This instrument does not ask about the kind of consultation."),)
    note = "A consultation can count in more than one row of a question." if several else ""
    columns = ("Question to observers", "Answer", "Consultations")
    return (DataTable("case-mix", "The mix of consultations moves scores", columns, tuple(rows), note),)


def _choices(
    instrument: Instrument, question: Question, sheets: tuple[ObservedSheet, ...], language: str
) -> tuple[tuple[str, str], ...]:
    counts: Counter[str] = Counter()
    for answers in _by_consultation(instrument, question, sheets).values():
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
    return tuple((labels.get(code, code), str(counts[code])) for code in order if counts[code])


def _numbers(question: Question, sheets: tuple[ObservedSheet, ...]) -> tuple[str, str]:
    """The middle value and the range, each consultation counted once."""
    values: dict[str, list[float]] = {}
    for sheet in sheets:
        answer = sheet.sheet.get(question.id)
        if isinstance(answer, Number):
            values.setdefault(sheet.consultation, []).append(float(answer.value))
    if not values:
        return NOT_RECORDED, "0"
    middles = [median(each) for each in values.values()]
    if min(middles) == max(middles):
        return number(middles[0]), str(len(middles))
    middle, low, high = (number(each) for each in (median(middles), min(middles), max(middles)))
    return f"{low} to {high}, half of them up to {middle}", str(len(middles))


def _by_consultation(
    instrument: Instrument, question: Question, sheets: tuple[ObservedSheet, ...]
) -> dict[str, set[tuple[str, ...]]]:
    """Every consultation in which the question was asked, with the different answers its observers gave."""
    answers: dict[str, set[tuple[str, ...]]] = {}
    for sheet in sheets:
        if question.show_if is not None and question.id not in visible(instrument, sheet.sheet):
            continue
        given = answers.setdefault(sheet.consultation, set())
        answer = sheet.sheet.get(question.id)
        if isinstance(answer, Chosen) and answer.codes:
            given.add(answer.codes)
    return answers
