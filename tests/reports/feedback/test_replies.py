"""What a clinician said back stands in the report after the reflection."""

from datetime import date

from reports.feedback.content import build_feedback
from reports.feedback.replies import Reply, places_of, with_replies
from tests.reports.builders import a_feedback_evidence
from tests.reports.feedback.parts import said

ASKED = Reply(asks=True, about="Overall result", text="Why?", written_on=date(2026, 5, 4), answer_by=date(2026, 5, 18))
ANSWERED = Reply(
    asks=True,
    about="Overall result",
    text="Why?",
    written_on=date(2026, 5, 4),
    answer="Because of two visits.",
    answered_by="Sunniva",
    answered_on=date(2026, 5, 6),
)


def test_without_replies_a_report_is_as_it_was_issued() -> None:
    issued = build_feedback(a_feedback_evidence())
    assert with_replies(issued, ()) is issued


def test_replies_follow_the_reflection_and_leave_the_fingerprint() -> None:
    issued = build_feedback(a_feedback_evidence())
    replied = with_replies(issued, (ASKED,))
    order = [each.id for each in replied.sections]
    assert order.index("replies") == order.index("reflection") + 1
    assert replied.fingerprint == issued.fingerprint


def test_an_open_question_says_by_when_it_is_answered() -> None:
    printed = said(with_replies(build_feedback(a_feedback_evidence()), (ASKED,)), "replies")
    assert "Somebody answers by 18 May 2026." in printed


def test_an_answer_says_whose_it_is() -> None:
    printed = said(with_replies(build_feedback(a_feedback_evidence()), (ANSWERED,)), "replies")
    assert "Sunniva answered on 6 May 2026: Because of two visits." in printed


def test_every_part_can_be_spoken_of() -> None:
    feedback = build_feedback(a_feedback_evidence())
    titles, _ = places_of(feedback)
    assert {each.title for each in feedback.sections} <= set(titles)
