"""The report's own wording suits a reader of about eleven."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from reports.feedback.content import build_feedback
from reports.feedback.evidence import FeedbackEvidence, Preparation
from reports.feedback.shape import Bullets, DataTable, Feedback, FigureBlock, Paragraph, Pointers, Section
from tests.instruments.test_catalogue import readers_age
from tests.reports.builders import PARTNER, a_feedback_evidence, some_sheets

# What is said in the programme's, the observers' and the instrument's words is theirs.
OTHERS_WORDS = {"noticed"}
HARDEST_SECTION = 13.5

EVIDENCE: dict[str, FeedbackEvidence] = {
    "full": a_feedback_evidence(),
    "few": a_feedback_evidence(observations=some_sheets(PARTNER, 2, 3), preparation=Preparation()),
    "doctor": a_feedback_evidence(profession="doctor"),
    "reissued": replace(a_feedback_evidence(), withdrawn=1),
}


def sentences(section: Section) -> Iterator[str]:
    for block in section.blocks:
        match block:
            case Paragraph() if block.kind in ("body", "note"):
                yield block.text
            case Bullets(items):
                yield from (item if item.endswith((".", "?")) else f"{item}." for item in items)
            case Pointers(items):
                yield from (f"{item.text} {item.rests_on}" for item in items)
            case FigureBlock():
                yield f"{block.message} {block.note}"
            case DataTable():
                yield block.note
            case _:
                pass


def own_words(feedback: Feedback) -> dict[str, str]:
    """Per section all that the product says."""
    sections = [each for each in feedback.front + feedback.sections if each.id not in OTHERS_WORDS]
    said = {each.id: " ".join(filter(None, sentences(each))) for each in sections}
    return {name: text for name, text in said.items() if len(text.split()) > 15}


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_whole_report_suits_an_eleven_year_old(name: str) -> None:
    assert readers_age(" ".join(own_words(build_feedback(EVIDENCE[name])).values())) < 11.5


@pytest.mark.parametrize("name", EVIDENCE)
def test_no_section_is_much_harder_than_the_rest(name: str) -> None:
    ages = {section: readers_age(text) for section, text in own_words(build_feedback(EVIDENCE[name])).items()}
    assert {section: age for section, age in ages.items() if age > HARDEST_SECTION} == {}
