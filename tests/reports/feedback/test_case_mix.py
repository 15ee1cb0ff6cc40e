"""What kind of consultations were observed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from instruments.sheet import Chosen, Number
from reports.feedback.content import build_feedback
from reports.feedback.shape import (
    Feedback,
)
from tests.reports.builders import (
    a_feedback_evidence,
)
from tests.reports.feedback.parts import section


@pytest.fixture(scope="module")
def feedback() -> Feedback:
    return build_feedback(a_feedback_evidence())


def test_the_mix_of_consultations_is_told(feedback: Feedback) -> None:
    (table,) = section(feedback, "case-mix")
    assert table.rows == (
        ("Was there a decision?", "Yes", "9"),
        ("What was it about?", "Exercise", "9"),
        ("How many minutes?", "30", "9"),
    )


def test_minutes_are_told_as_a_range_when_they_differ() -> None:
    from_sheets = a_feedback_evidence().observations
    fifty = Number(Decimal(50))
    longer = replace(from_sheets[0], sheet={**from_sheets[0].sheet, "minutes": fifty})
    longer_too = replace(from_sheets[9], sheet={**from_sheets[9].sheet, "minutes": fifty})
    sheets = (longer, *from_sheets[1:9], longer_too, *from_sheets[10:])
    (table,) = section(build_feedback(a_feedback_evidence(observations=sheets)), "case-mix")
    assert table.rows[-1][1] == "30 to 50, half of them up to 30"


def test_observers_who_saw_the_decision_differently_are_told_apart() -> None:
    sheets = a_feedback_evidence().observations
    other = replace(sheets[0], sheet={**sheets[0].sheet, "gate": Chosen(("no",))})
    (table,) = section(build_feedback(a_feedback_evidence(observations=(other, *sheets[1:]))), "case-mix")
    assert ("Was there a decision?", "Observers saw this differently", "1") in table.rows
