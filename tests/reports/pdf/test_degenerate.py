"""Reports made from too little, too much and the unusual still look like reports."""

from dataclasses import replace
from typing import Any

import pytest

from reports.feedback.content import build_feedback
from reports.feedback.evidence import FeedbackEvidence, Preparation, ScreenedComment
from reports.pdf.document import BOTTOM, LEFT, RIGHT
from reports.pdf.feedback import feedback_pdf
from tests.reports.builders import PARTNER, PEER, a_feedback_evidence, a_programme, a_sheet
from tests.reports.pdf.opened import Opened, texts

NAME = ("Wolfeschlegelsteinhausenbergerdorff" * 4)[:120]
SCRIPTS = (
    "Ŵynnŷ Nguyễn was heard. ",
    "Было понятно. ",
    "Η επιλογή ήταν σαφής. ",
    "كان القرار مشتركا. ",
    "他们谈到了选择。",
)


def nothing_prepared() -> FeedbackEvidence:
    return a_feedback_evidence(preparation=Preparation())


def one_observation() -> FeedbackEvidence:
    return a_feedback_evidence(observations=(a_sheet(),), preparation=Preparation(), comments=())


def no_observation() -> FeedbackEvidence:
    return a_feedback_evidence(observations=(), preparation=Preparation(), comments=())


def all_noughts() -> FeedbackEvidence:
    zeros = tuple(a_sheet(at, f"{kind.code}-{at % 4}", kind, (0,) * 8) for kind in (PARTNER, PEER) for at in range(8))
    return a_feedback_evidence(observations=zeros)


def a_name_of_120_letters() -> FeedbackEvidence:
    programme = replace(a_programme(), name=NAME, round_name=NAME)
    return a_feedback_evidence(clinician=NAME, role=NAME, clinic=NAME, programme=programme)


def a_very_long_question() -> FeedbackEvidence:
    question = "Do I really listen when people tell me what matters to them? " * 60
    return a_feedback_evidence(preparation=Preparation(question, about=("matters", "options")))


def _two_thousand_letters(at: int) -> str:
    return f"{at} {SCRIPTS[at % 5] * 99}"[:2000]


def forty_comments_in_five_scripts() -> FeedbackEvidence:
    comments = tuple(
        ScreenedComment(("asks", "names", "well")[at % 3], (PARTNER, PEER)[at % 2].code, _two_thousand_letters(at))
        for at in range(40)
    )
    return a_feedback_evidence(comments=comments)


CASES = (
    nothing_prepared, one_observation, no_observation, all_noughts, a_name_of_120_letters, a_very_long_question,
    forty_comments_in_five_scripts,
)  # fmt: skip


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.__name__)
def opened(request: Any) -> Opened:
    return Opened(feedback_pdf(build_feedback(request.param())))


def test_the_summary_fits_on_the_first_page(opened: Opened) -> None:
    first = " ".join(text for mark, text in opened.marked[0].items() if mark >= 0)
    assert "How sure we are" in first
    second = " ".join(text for mark, text in opened.marked[1].items() if mark >= 0)
    assert second.startswith("What this report rests on")


def test_no_page_ends_in_a_heading(opened: Opened) -> None:
    headings = {text for role in ("H2", "H3") for node in opened.tree.all(role) for text in [node.text]}
    for page in opened.marked:
        last = [text for mark, text in page.items() if mark >= 0][-1]
        # Over lines to write on stands a heading of its own; they follow it as decoration.
        assert last not in headings or last in ("Talked through with, and when", "When we look again")


def test_nothing_stands_outside_the_margins(opened: Opened) -> None:
    for page in opened.pdf.pages:
        for x, y, width, text in texts(page):
            assert x >= LEFT - 1, text
            assert x + width <= RIGHT + 1, text
            assert y <= BOTTOM + 30, text
