"""What kind of consultations were observed: the mix moves scores, so it is told beside them."""

from collections import Counter
from statistics import median

from instruments.definition import Instrument, Question, Role, in_language
from instruments.sheet import Chosen, Number
from instruments.visibility import visible
from reports.feedback.evidence import ObservedSheet
from reports.feedback.shape import DataTable, Paragraph, Section
from reports.figures.scale import number

DIFFERENTLY = "Observers saw this differently"
NOT_RECORDED = "Not recorded"
# Sources: Mathijssen and others 2020 (rheumatology), Driever and others 2022, Hacquebord and others 2025.
WHY_IT_MATTERS = (
    "The kind of consultation moves scores. In studies, visits with a decision to start or stop a treatment scored"
    " higher, and so did longer ones. Read your results with this mix in mind."
)
NOT_ASKED = "Not recorded: this version does not ask"

# What moves scores, in the order it is told, with the words for an instrument that does not ask it.
_ASKED: tuple[tuple[Role, str], ...] = (
    ("decision_gate", "Was there a decision to make?"),
    ("decision_kind", "What the decision was about"),
    ("duration", "How long it took"),
    ("visit_kind", "First visit or follow-up"),
    ("carer_present", "A carer, relative or friend there"),
    ("way_of_meeting", "Face to face or remote"),
    ("part_not_observed", "Part not observed"),
)


def with_decision(instrument: Instrument, sheets: tuple[ObservedSheet, ...]) -> int | None:
    """Consultations in which every observer who answered saw a decision; None when the instrument does not ask."""
    gate = instrument.question_with_role("decision_gate")
    if gate is None or gate.option("yes") is None:
        return None
    return sum(answers == {("yes",)} for answers in _by_consultation(instrument, gate, sheets).values())


def case_mix_section(instrument: Instrument, sheets: tuple[ObservedSheet, ...], language: str) -> Section:
    """One table of all that is known to move scores; what the instrument does not ask is said to be not recorded."""
    title = "What kind of consultations these were"
    if not sheets:
        return Section("case-mix", title, (Paragraph("No consultation has been observed yet."),))
    rows: list[tuple[str, str, str]] = []
    several = False
    for role, name in _ASKED:
        question = instrument.question_with_role(role)
        if question is None:
            rows.append((name, NOT_ASKED, "–"))
        elif question.kind == "number":
            rows.append((question.name("peer_clinician", language), *_numbers(question, sheets)))
        elif question.kind in ("choice", "choices"):
            asked = question.name("peer_clinician", language)
            rows.extend((asked, answer, count) for answer, count in _choices(instrument, question, sheets, language))
            several = several or question.kind == "choices"
    note = "A consultation can count in more than one row of a question." if several else ""
    table = DataTable(
        "case-mix",
        "Consultations by what they were",
        ("Observers were asked", "They said", "Consultations"),
        tuple(rows),
        note,
    )
    return Section("case-mix", title, (Paragraph(WHY_IT_MATTERS), table))


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
