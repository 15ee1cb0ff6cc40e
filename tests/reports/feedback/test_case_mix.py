"""What kind of consultations were observed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from instruments.conditions import CodeIn
from instruments.definition import Instrument, Question
from instruments.sheet import Answer, Chosen, Number
from reports.feedback.content import build_feedback
from reports.feedback.evidence import ObservedSheet
from reports.feedback.shape import Feedback
from tests.reports.builders import a_feedback_evidence, an_instrument
from tests.reports.feedback.parts import said, section


@pytest.fixture(scope="module")
def feedback() -> Feedback:
    return build_feedback(a_feedback_evidence())


def test_the_mix_of_consultations_is_told(feedback: Feedback) -> None:
    (_, table) = section(feedback, "case-mix")
    assert table.rows == (
        ("Was there a decision?", "Yes", "9"),
        ("What was it about?", "Exercise", "9"),
        ("How many minutes?", "30", "9"),
        ("First visit or follow-up", "Not recorded: this version does not ask", "–"),
        ("A carer, relative or friend there", "Not recorded: this version does not ask", "–"),
        ("Face to face or remote", "Not recorded: this version does not ask", "–"),
        ("Part not observed", "Not recorded: this version does not ask", "–"),
    )


def test_minutes_are_told_as_a_range_when_they_differ() -> None:
    from_sheets = a_feedback_evidence().observations
    fifty = Number(Decimal(50))
    longer = replace(from_sheets[0], sheet={**from_sheets[0].sheet, "minutes": fifty})
    longer_too = replace(from_sheets[9], sheet={**from_sheets[9].sheet, "minutes": fifty})
    sheets = (longer, *from_sheets[1:9], longer_too, *from_sheets[10:])
    (_, table) = section(build_feedback(a_feedback_evidence(observations=sheets)), "case-mix")
    assert ("How many minutes?", "30 to 50, half of them up to 30", "9") in table.rows


def test_observers_who_saw_the_decision_differently_are_told_apart() -> None:
    sheets = a_feedback_evidence().observations
    other = replace(sheets[0], sheet={**sheets[0].sheet, "gate": Chosen(("no",))})
    (_, table) = section(build_feedback(a_feedback_evidence(observations=(other, *sheets[1:]))), "case-mix")
    assert ("Was there a decision?", "Observers saw this differently", "1") in table.rows


def with_answers(**answers: Answer) -> tuple[ObservedSheet, ...]:
    """The usual sheets, the first of them with other answers."""
    first, *rest = a_feedback_evidence().observations
    return (replace(first, sheet={**first.sheet, **answers}), *rest)


def changed(role: str, **changes: Any) -> Instrument:
    """The usual instrument with the question that plays a part changed."""
    instrument = an_instrument()
    context, *rest = instrument.sections
    entries = tuple(
        replace(entry, **changes) if isinstance(entry, Question) and entry.role == role else entry
        for entry in context.entries
    )
    return replace(instrument, sections=(replace(context, entries=entries), *rest))


def told(**changes: Any) -> tuple[Any, ...]:
    return section(build_feedback(a_feedback_evidence(**changes)), "case-mix")


def test_a_consultation_about_two_things_counts_for_both_and_the_table_says_so() -> None:
    (_, table) = told(
        instrument=changed("decision_kind", kind="choices"),
        observations=with_answers(kind=Chosen(("exercise", "surgery"))),
    )
    assert ("What was it about?", "Exercise", "9") in table.rows
    assert ("What was it about?", "Surgery", "1") in table.rows
    assert "more than one row" in table.note


def test_a_question_that_was_not_asked_counts_nowhere() -> None:
    gated = changed("decision_kind", show_if=CodeIn("gate", ("yes",)))
    sheets = tuple(
        replace(sheet, sheet={**sheet.sheet, "gate": Chosen(("no",))}) if sheet.consultation == "c1" else sheet
        for sheet in a_feedback_evidence().observations
    )
    (_, table) = told(instrument=gated, observations=sheets)
    assert ("What was it about?", "Exercise", "8") in table.rows


def test_an_answer_nobody_gave_is_not_recorded_rather_than_guessed() -> None:
    sheets = tuple(
        replace(sheet, sheet={name: answer for name, answer in sheet.sheet.items() if name not in ("gate", "minutes")})
        for sheet in a_feedback_evidence().observations
    )
    (_, table) = told(observations=sheets)
    assert ("Was there a decision?", "Not recorded", "9") in table.rows
    assert ("How many minutes?", "Not recorded", "0") in table.rows


def test_an_instrument_without_context_questions_says_so() -> None:
    instrument = an_instrument()
    bare = replace(instrument, sections=instrument.sections[1:])
    built = build_feedback(a_feedback_evidence(instrument=bare))
    (_, table) = section(built, "case-mix")
    assert {row[1] for row in table.rows} == {"Not recorded: this version does not ask"}
    assert "'With a decision to make', 'Not asked'" in said(built, "basis")
