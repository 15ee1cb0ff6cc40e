"""What observers noticed, in their own words."""

import pytest

from reports.feedback.content import build_feedback
from reports.feedback.evidence import (
    ScreenedComment,
)
from reports.feedback.shape import (
    Feedback,
    Quotations,
)
from tests.reports.builders import (
    PARTNER,
    PEER,
    a_feedback_evidence,
    some_sheets,
)
from tests.reports.feedback.parts import said, section


@pytest.fixture(scope="module")
def feedback() -> Feedback:
    return build_feedback(a_feedback_evidence())


def test_comments_stand_by_domain_under_the_kind_of_observer_only(feedback: Feedback) -> None:
    blocks = [each for each in section(feedback, "noticed") if isinstance(each, Quotations)]
    assert [each.heading for each in blocks] == [
        "What matters to the person",
        "Options, with benefits and harms",
        "What went well",
        "One thing to try",
    ]
    assert {quotation.said_by for each in blocks for quotation in each.quotations} == {
        "Patient partner",
        "Peer clinician",
    }


def test_when_one_kind_has_too_few_observers_no_comment_names_a_kind() -> None:
    few = some_sheets(PARTNER, 1, 9) + some_sheets(PEER, 4, 8)
    blocks = section(build_feedback(a_feedback_evidence(observations=few)), "noticed")
    names = {q.said_by for each in blocks if isinstance(each, Quotations) for q in each.quotations}
    assert names == {"An observer"}


def test_with_two_observers_in_all_no_comment_is_shown() -> None:
    two = some_sheets(PARTNER, 1, 9) + some_sheets(PEER, 1, 8)
    blocks = section(build_feedback(a_feedback_evidence(observations=two)), "noticed")
    assert not any(isinstance(each, Quotations) for each in blocks)
    assert "5 comments not shown" in repr(blocks)


def test_the_order_of_comments_does_not_follow_the_order_of_sitting_in() -> None:
    comments = a_feedback_evidence().comments
    turned = build_feedback(a_feedback_evidence(comments=comments[::-1]))
    assert section(turned, "noticed") == section(build_feedback(a_feedback_evidence()), "noticed")


def test_comments_of_an_unknown_kind_stay_without_a_label() -> None:
    comments = (ScreenedComment("asks", "visitor", "Calm and clear."),)
    assert "An observer" in said(build_feedback(a_feedback_evidence(comments=comments)), "noticed")


def test_what_was_written_twice_in_the_same_words_is_set_down_once() -> None:
    written = (("asks", PARTNER), ("asks", PEER), ("asks", PEER), ("well", PEER))
    comments = tuple(ScreenedComment(entry, kind.code, "Calm and clear.") for entry, kind in written)
    blocks = section(build_feedback(a_feedback_evidence(comments=comments)), "noticed")
    quoted = [(q.text, q.said_by) for each in blocks if isinstance(each, Quotations) for q in each.quotations]
    assert quoted == [
        ("Calm and clear.", "Patient partner; peer clinician, twice"),
        ("Calm and clear.", "Peer clinician"),
    ]
