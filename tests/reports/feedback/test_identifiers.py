"""The finder asks about whatever might tell who a patient is."""

import json

import pytest

from reports.feedback.identifiers import identifiers_in
from tests.conftest import ROOT

# The tablet asks before a sheet is locked; this table holds its finder and this one together.
CASES = json.loads((ROOT / "tests/identifier_cases.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("comment", "what"),
    [
        ("Her number 943 476 5919 was read out.", "NHS or telephone number"),
        ("Ring 07700 900123 he said.", "NHS or telephone number"),
        ("The operation of 3 March was named.", "a date"),
        ("Seen on 03/04/2026.", "a date"),
        ("Came in at 10:35.", "a time of day"),
        ("A 47-year-old teacher.", "an age"),
        ("Lives in M1 4BT.", "a post code"),
        ("Write to jo@example.org.", "an e-mail address"),
        ("Mrs O’Neill was tired.", "a name after a title"),
        ("A man called Ravi asked.", "someone called by name"),
    ],
)
def test_a_comment_with_an_identifier_is_asked_about(comment: str, what: str) -> None:
    assert any(what in sentence for sentence in identifiers_in(comment))


@pytest.mark.parametrize(
    "comment",
    [
        "Drew the two choices on paper and gave 10 minutes for questions.",
        "Said 3 in 10 people do well without surgery.",
        "Named doing nothing as a choice. Nobody interrupted.",
        "Scored 4 of 5 on the first part, 12 exercises in all.",
    ],
)
def test_an_ordinary_comment_passes(comment: str) -> None:
    assert identifiers_in(comment) == ()


@pytest.mark.parametrize(("text", "sentences"), CASES)
def test_the_server_finds_what_the_tablet_finds(text: str, sentences: list[str]) -> None:
    assert list(identifiers_in(text)) == sentences
