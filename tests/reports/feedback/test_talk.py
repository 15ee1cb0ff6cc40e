"""What a report prints of the talk about it, and the guide for whoever holds it."""

from datetime import date

from reports.feedback.content import build_feedback, with_reflection
from reports.feedback.evidence import AgreedAction, Conversation, Preparation, Reflection
from reports.feedback.shape import WritingSpace
from reports.feedback.talk import BECAME, WORKS_THROUGH, guide, talk_blocks
from tests.reports.builders import a_feedback_evidence

ACTION = AgreedAction(
    "Ask and wait",
    "People finish their first sentence",
    date(2026, 9, 1),
    in_whom="People in pain",
    how_known="They say more than one sentence.",
    works_through="patients",
)
TALK = Conversation("", "A surprise.", "The gap.", "Ask.", held_with="Sam Okoro", held_on=date(2026, 6, 9))


def written(reflection: Reflection) -> list[str]:
    return [each.written for each in talk_blocks(reflection) if isinstance(each, WritingSpace)]


def test_what_was_written_takes_the_place_of_empty_lines() -> None:
    told = written(Reflection("I talk more than I thought.", (ACTION,), TALK))
    assert told[0] == "I talk more than I thought."
    assert all(told)
    assert "Talked through with Sam Okoro on 9 June 2026" in repr(talk_blocks(Reflection(conversation=TALK)))


def test_a_heading_without_notes_is_left_out() -> None:
    assert "talk-relationship" not in repr(talk_blocks(Reflection(conversation=TALK)))


def test_an_action_is_told_a_line_for_each_thing_that_is_asked_of_it() -> None:
    assert written(Reflection("", (ACTION,)))[1].split("\n") == [
        "Ask and wait.",
        "What will change: People finish their first sentence.",
        "In whom: People in pain.",
        "How we will know: They say more than one sentence.",
        "It works through what patients think, feel or do.",
        "Look again on 1 September 2026.",
    ]


def test_without_a_talk_there_is_room_to_write() -> None:
    assert not any(written(Reflection()))


def test_what_is_written_later_leaves_the_fingerprint() -> None:
    feedback = build_feedback(a_feedback_evidence())
    later = with_reflection(feedback, Reflection("A surprise.", (ACTION,), TALK))
    assert later.fingerprint == feedback.fingerprint


def test_the_guide_has_four_steps_of_two_or_three_questions_from_the_report() -> None:
    asked = Preparation("Do I ask before I tell?")
    steps = guide(build_feedback(a_feedback_evidence(preparation=asked)))
    assert [each.code for each in steps] == ["relationship", "reaction", "content", "coaching"]
    assert all(2 <= len(each.prompts) <= 3 for each in steps)
    assert "Do I ask before I tell?" in steps[0].prompts[1]
    assert "furthest apart on" in steps[2].prompts[1]


def test_a_report_without_results_still_gives_a_guide() -> None:
    steps = guide(build_feedback(a_feedback_evidence(observations=(), preparation=Preparation())))
    assert all(2 <= len(each.prompts) <= 3 for each in steps)


def test_every_mechanism_and_every_end_has_words() -> None:
    from app.words import ACTION_STATES, MECHANISMS  # noqa: PLC0415 - the core does not know the shell

    assert set(WORKS_THROUGH) == set(MECHANISMS)
    assert set(BECAME) == {state for state in ACTION_STATES if state != "open"}
