"""Instruments that come from elsewhere: read as drafts, with everything assumed said aloud."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.definition import Instrument, Question
from instruments.exchange.item_list import from_item_list
from instruments.exchange.redcap_import import from_data_dictionary
from instruments.loading import DefinitionProblems


def pasted(text: str | bytes) -> Instrument:
    return from_item_list(text, "mine", "Mine")[0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_pasted_list_becomes_a_draft_whatever_separates_its_columns(separator: str) -> None:
    lines = (("Item", "Text", "Low anchor", "High anchor"), ("Listens", "Did they listen?", "Never", "Always"))
    draft = pasted("\n".join(separator.join(line) for line in lines))
    item = draft.item("listens")
    assert (draft.status, item.wording("any")) == ("draft", "Did they listen?")
    assert [point.anchor and point.anchor["en"] for point in item.scale.points] == ["Never", None, None, None, "Always"]


def test_an_item_without_a_name_is_named_after_its_words_and_names_are_never_used_twice() -> None:
    draft = pasted('text\n"Listens, and waits"\n"Listens, and waits"\n99 things\n…\n')
    assert [item.id for item in draft.items] == ["listens_and_waits", "listens_and_waits_2", "item_99_things", "item"]


def test_words_in_a_column_called_item_are_the_texts_where_no_other_column_has_them() -> None:
    made = pasted("Item\tScale\nAsks what matters\t0-4\nNames the choices\t0-4\n")
    assert [item.wording("any") for item in made.items] == ["Asks what matters", "Names the choices"]


def test_what_a_pasted_list_leaves_open_is_said() -> None:
    assert from_item_list("text\nListens", "mine", "Mine")[1].text() == (
        "scales: Every item got a scale from 0 to 4: change the points to yours.\n"
        "scoring: No score is made yet: write the scoring rule.\n"
    )


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        ("", 1, "This table is empty: write a header line and a line for each item."),
        ("code\nx", 1, "Add a column called text to the header line."),
        ("item,text\na,Listens\n\nb,\n", 4, "Write the text of this item."),
        ("text\nbell \x07", 2, "This text holds an invisible control character: delete it and type the text again."),
        ('text\n"never closed', None, "This is not a table: save it as CSV and try again."),
        (b"text\n\xff", 2, "This line is not UTF-8 text: save the file again as UTF-8."),
    ],
)
def test_a_list_that_cannot_be_read_says_where_and_why(content: str | bytes, line: int | None, sentence: str) -> None:
    with pytest.raises(DefinitionProblems) as caught:
        pasted(content)
    assert [(problem.line, problem.sentence) for problem in caught.value.problems] == [(line, sentence)]


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_no_pasted_text_gives_anything_but_a_draft_or_problems(content: str | bytes) -> None:
    with contextlib.suppress(DefinitionProblems):
        pasted(content)


FOREIGN = """\
Variable / Field Name,Section Header,Field Type,Field Label,"Choices, Calculations, OR Slider Labels",Identifier?
id,,text,Record,,
NAME,,text,Your name,,y
score-1,How it went,radio,How was it?,"2, Good | 1, Poor | -9, Missing",
seen,,yesno,Seen before?,,
place,,dropdown,Where?,"gp, Surgery | home, | ,",
total,,calc,Total,,
colour,,text,Favourite colour?,,
"""


@given(
    st.lists(st.sampled_from([*'",|\n\t;', "radio", "checkbox", "text", "1, A | 2, B", "y", "\x00", "é"]), max_size=30)
)
def test_no_data_dictionary_gives_anything_but_a_draft_or_problems(parts: list[str]) -> None:
    with contextlib.suppress(DefinitionProblems):
        from_data_dictionary(FOREIGN + "".join(parts), "foreign", "Foreign")


def test_a_foreign_dictionary_is_read_as_far_as_it_goes() -> None:
    draft, report = from_data_dictionary(FOREIGN, "foreign", "Foreign")
    scale = draft.item("score-1").scale
    assert [(point.code, str(point.score)) for point in scale.points] == [("1", "1"), ("2", "2")]
    assert [option.code for option in scale.non_scoring] == ["minus_9"]
    assert [question.kind for question in draft.questions] == ["choice", "choice", "text"]
    place = draft.questions[1]
    assert isinstance(place, Question)
    assert [option.label["en"] for option in place.options] == ["Surgery", "home"]
    assert report.text() == (
        "name: It is left out because it is marked as identifying a person.\n"
        'score-1: That "-9" means not applicable is assumed: check it.\n'
        "total: A field of type calc has no counterpart here and is left out.\n"
        "scoring: No score is made yet: write the scoring rule.\n"
    )
