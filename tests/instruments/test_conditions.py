"""When a condition holds, fails or stays open."""

import pytest

from instruments.conditions import AllOf, AnyOf, CodeIn, CodeNotIn, Condition, IsAnswered, holds, leaves, verdict

ANSWERS = {"gate": frozenset({"yes"}), "topics": frozenset({"rest", "work"}), "words": frozenset[str]()}

GATE_YES = CodeIn("gate", ("yes",))
GATE_NO = CodeIn("gate", ("no",))
BLANK = CodeIn("blank", ("yes",))

TABLE: list[tuple[Condition, bool | None]] = [
    (GATE_YES, True),
    (GATE_NO, False),
    (CodeIn("topics", ("work", "play")), True),
    (BLANK, None),
    (CodeNotIn("gate", ("no",)), True),
    (CodeNotIn("topics", ("work",)), False),
    (CodeNotIn("blank", ("no",)), None),
    (IsAnswered("words"), True),
    (IsAnswered("blank"), False),
    (AllOf((GATE_YES, GATE_YES)), True),
    (AllOf((GATE_YES, BLANK)), None),
    (AllOf((GATE_NO, BLANK)), False),
    (AnyOf((GATE_NO, GATE_YES)), True),
    (AnyOf((GATE_NO, BLANK)), None),
    (AnyOf((GATE_NO, GATE_NO)), False),
]


@pytest.mark.parametrize(("condition", "expected"), TABLE)
def test_a_condition_is_met_not_met_or_left_open_by_a_blank(
    condition: Condition,
    expected: bool | None,
) -> None:
    assert verdict(condition, ANSWERS.get) is expected


@pytest.mark.parametrize(("condition", "expected"), TABLE)
def test_what_is_left_open_does_not_show_an_entry(
    condition: Condition,
    expected: bool | None,
) -> None:
    assert holds(condition, ANSWERS.get) is (expected is True)


def test_the_single_questions_of_a_nested_condition_are_found_in_order() -> None:
    assert leaves(AllOf((AnyOf((GATE_YES, BLANK)), IsAnswered("words")))) == (
        GATE_YES,
        BLANK,
        IsAnswered("words"),
    )
