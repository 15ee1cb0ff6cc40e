"""The clinician's own question and what the observations say to it."""

from typing import Any

from reports.feedback.content import build_feedback
from reports.feedback.evidence import ObservedSheet, ObserverType, Preparation, ScreenedComment
from reports.feedback.question import parts_to_ask_about
from tests.reports.builders import PARTNER, PEER, a_feedback_evidence, a_sheet, an_instrument, some_sheets
from tests.reports.feedback.parts import said

QUESTION = "Is waiting a real choice with me?"


def sheets(kind: ObserverType, ratings: tuple[int, ...]) -> tuple[ObservedSheet, ...]:
    return tuple(
        a_sheet(at, f"{kind.code}-{at % 4}", kind, (2, 2, 2, 2, rating, 2, 2, 2)) for at, rating in enumerate(ratings)
    )


def answer(about: tuple[str, ...] = ("nothing",), question: str = QUESTION, **changes: Any) -> str:
    return said(
        build_feedback(a_feedback_evidence(preparation=Preparation(question, about=about), **changes)), "question"
    )


def test_an_item_is_answered_with_how_often_each_kind_saw_it() -> None:
    often, rarely = sheets(PARTNER, (4, 3, 2, 4, 3, 2, 4, 0)), sheets(PEER, (0, 0, 1, 0, 1, 0, 2, 0))
    told = answer(observations=often + rarely)
    assert "It depends on who looked: patient partners saw it often and peer clinicians saw it rarely." in told
    assert "Rated “Some” or better by patient partners in 7 of 8 and peer clinicians in 1 of 8 ratings." in told


def test_when_both_kinds_agree_it_is_said_once() -> None:
    high = (4, 3, 2, 4, 3, 2, 4, 0)
    assert "This was often seen." in answer(observations=sheets(PARTNER, high) + sheets(PEER, high))


def test_a_domain_is_answered_with_each_kinds_score_and_its_reach() -> None:
    assert "Patient partners gave " in answer(("options",))
    assert "95 % interval" in answer(("options",))


def test_a_kind_with_too_few_observers_is_not_known_yet() -> None:
    told = answer(observations=some_sheets(PARTNER, 1, 2) + some_sheets(PEER, 4, 8))
    assert "Patient partners: not yet: 2 more patient partners and 2 more consultations needed." in told


def test_nothing_observed_is_said_to_be_unknown() -> None:
    assert "Not known yet." in answer(observations=(), comments=())


def test_a_question_about_no_part_is_not_answered_by_guessing() -> None:
    assert "You did not say which part of the score sheet your question is about" in answer(())


def test_one_short_comment_on_the_part_is_quoted_under_its_kind() -> None:
    assert "A patient partner wrote: “I was not sure that waiting was a real choice.”" in answer()


def test_many_comments_on_the_part_are_counted_and_none_is_picked() -> None:
    many = tuple(ScreenedComment("nothing", PARTNER.code, f"Comment {at}.") for at in range(5))
    told = answer(comments=many)
    assert "5 comments are about this." in told
    assert "Comment 3" not in told


def test_comments_held_back_for_few_observers_are_not_quoted_on_the_front_either() -> None:
    two = some_sheets(PARTNER, 1, 9) + some_sheets(PEER, 1, 8)
    assert "I was not sure" not in answer(observations=two)


def test_a_very_long_question_is_cut_in_front_and_stands_whole_further_on() -> None:
    question = "Do I " + "really " * 200 + "listen?"
    made = build_feedback(a_feedback_evidence(preparation=Preparation(question)))
    assert "really …”" in said(made, "question")
    assert question in said(made, "self")


def test_the_parts_to_ask_about_are_the_domains_and_their_items() -> None:
    parts = [part.id for part in parts_to_ask_about(an_instrument())]
    assert parts[:4] == ["matters", "asks", "listens", "options"]
    assert len(parts) == 11
