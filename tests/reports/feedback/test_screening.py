"""What a screener is shown in a comment, and the wording that is proposed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.feedback.screening import found_in, marked, proposed


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mrs Jones asked twice.", "patient"),
        ("She works at Riverside Bakery.", "patient"),
        ("They met at the Old Mill Surgery before.", "patient"),
        ("As a patient myself I would have liked more time.", "observer"),
        ("In my own clinic I ask this first.", "observer"),
        ("Her husband answered for her.", "other"),
        ("The surgeon told them otherwise.", "other"),
        ("He was lazy about explaining.", "unkind"),
        ("The patient spoke of suicidal thoughts.", "safety"),
        ("Nobody asked about the allergy.", "safety"),
    ],
)
def test_what_a_rule_can_find_is_found(text: str, kind: str) -> None:
    assert [each.kind for each in found_in(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "She listened well and drew a picture.",
        "Asked what mattered before naming any option.",
        "Said both choices twice and waited for the answer.",
        "The patient was asked how the knee was at work.",
    ],
)
def test_an_ordinary_comment_has_no_mark(text: str) -> None:
    assert found_in(text) == ()


def test_a_proposed_wording_leaves_out_what_could_tell_who_it_was() -> None:
    assert proposed("Mrs Lee, aged 64, came on 3 March with her daughter.") == (
        "[name], [age], came on [day] with somebody close to them."
    )


def test_what_has_no_neutral_word_is_left_to_the_screener() -> None:
    assert proposed("He was rude.") == "He was rude."


@given(st.text(max_size=300))
def test_the_pieces_are_the_comment(text: str) -> None:
    assert "".join(piece.text for piece in marked(text)) == text
