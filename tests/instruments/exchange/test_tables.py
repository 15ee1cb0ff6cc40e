"""An instrument as CSV: a REDCap data dictionary and a codebook, both safe to open in a spreadsheet."""

import csv
import io

import pytest

from instruments.catalogue import shipped
from instruments.exchange.codebook import codebook
from instruments.exchange.redcap import data_dictionary
from instruments.loading import load
from tests.instruments.builders import SHORT_DEFINITION, a_short_instrument, ordinal

Row = dict[str, str]


def rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def fields(text: str = SHORT_DEFINITION) -> dict[str, Row]:
    found = rows(data_dictionary(load(text), "patient_partner")[0])
    assert len({row["Variable / Field Name"] for row in found}) == len(found)
    return {row["Variable / Field Name"]: row for row in found}


CHOICES = "Choices, Calculations, OR Slider Labels"
LOGIC = "Branching Logic (Show field only if...)"


def test_the_data_dictionary_has_a_record_first_and_then_every_entry_in_order() -> None:
    assert list(fields()) == ["record_id", "gate", "topics", "minutes", "plan", "plan_note", "goals", "more"]


def test_a_scale_becomes_choices_with_points_and_answers_without_score() -> None:
    assert fields()["plan"][CHOICES] == "0, Missing | 1, Partly | 2, Fully | na, Did not apply | unseen, Could not see"


def test_each_kind_of_question_finds_its_field_type() -> None:
    found = fields()
    kinds = {name: row["Field Type"] for name, row in found.items()}
    assert kinds == {
        "record_id": "text", "gate": "radio", "topics": "checkbox", "minutes": "text",
        "plan": "radio", "plan_note": "notes", "goals": "radio", "more": "notes",
    }  # fmt: skip
    assert (found["minutes"]["Text Validation Min"], found["minutes"]["Text Validation Max"]) == ("0", "180")


def test_a_section_title_stands_over_its_first_field_only() -> None:
    headers = {name: row["Section Header"] for name, row in fields().items() if row["Section Header"]}
    assert headers == {"gate": "Context", "plan": "The talk", "more": "Comments"}


@pytest.mark.parametrize(
    ("condition", "logic"),
    [
        ("{item: gate, in: ['yes']}", "[gate] = 'yes'"),
        ("{item: gate, not_in: ['no']}", "([gate] <> '' and [gate] <> 'no')"),
        ("{item: topics, in: [rest]}", "[topics(rest)] = '1'"),
        ("{item: topics, answered: 'true'}", "([topics(rest)] = '1' or [topics(work)] = '1')"),
        (
            "{all: [{any: [{item: gate, in: ['yes']}, {item: minutes, answered: 'true'}]}, "
            "{item: gate, not_in: ['no']}]}",
            "(([gate] = 'yes' or [minutes] <> '') and ([gate] <> '' and [gate] <> 'no'))",
        ),
    ],
)
def test_every_condition_becomes_branching_logic(condition: str, logic: str) -> None:
    goals = "text: {any: {en: Names goals}}\n        show_if: "
    text = SHORT_DEFINITION.replace(goals + '{item: gate, in: ["yes"]}', goals + condition)
    assert fields(text)["goals"][LOGIC] == logic


def test_names_redcap_would_confuse_are_told_apart() -> None:
    text = SHORT_DEFINITION.replace("id: goals", "id: pl-an").replace("id: plan\n", "id: pl_an\n")
    assert {"pl_an", "pl_an_2", "pl_an_note"} <= fields(text).keys()


def test_a_label_cannot_break_the_choices_or_run_as_a_formula() -> None:
    text = SHORT_DEFINITION.replace("{en: Partly}", "{en: 'half | done'}").replace("{en: Names goals}", "{en: =1+1}")
    assert "1, half / done |" in fields(text)["plan"][CHOICES]
    assert fields(text)["goals"]["Field Label"] == "'=1+1"


def test_behaviours_to_count_become_whole_numbers() -> None:
    tally = next(instrument for instrument in shipped() if instrument.id == "example-tally")
    content, report = data_dictionary(tally)
    found = {row["Variable / Field Name"]: row for row in rows(content)}
    assert found["opening_open"]["Text Validation Type OR Show Slider Number"] == "integer"
    assert (
        "opening: Other programs do not see its short name, the type of its scale, the scores of its points"
        in report.text()
    )


def test_other_languages_and_observer_types_are_reported_as_left_behind() -> None:
    text = SHORT_DEFINITION.replace("title: {en: Pilot}", "title: {en: Pilot}\nlanguages: [en, cy]")
    said = data_dictionary(load(text), "patient_partner")[1].text()
    assert "the list of its languages" in said
    assert "plan: Other programs do not see its short name and its wording for peer_clinician." in said


def test_a_codebook_has_a_row_for_each_answer_with_both_wordings() -> None:
    found = rows(codebook(a_short_instrument())[0])
    plan = [row for row in found if row["id"] == "plan"]
    assert [(row["code"], row["score"], row["reason"]) for row in plan] == [
        ("0", "0", ""), ("1", "1", ""), ("2", "2", ""), ("na", "", "not_applicable"), ("unseen", "", "not_observed"),
    ]  # fmt: skip
    assert plan[0]["wording_peer_clinician"] == "Agrees a plan with the person."
    assert [row["kind"] for row in found if row["id"] == "more"] == ["text"]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("{item: gate, in: ['yes', 'no']}", "gate is yes or no"),
        ("{item: gate, not_in: ['no']}", "gate is answered and not no"),
        ("{any: [{item: gate, in: ['yes']}, {all: [{item: minutes, answered: 'true'}]}]}",
         "(gate is yes) or ((minutes is answered))"),
    ],
)  # fmt: skip
def test_a_codebook_says_in_words_when_an_entry_is_shown(condition: str, said: str) -> None:
    goals = "text: {any: {en: Names goals}}\n        show_if: "
    text = SHORT_DEFINITION.replace(goals + '{item: gate, in: ["yes"]}', goals + condition)
    assert {row["shown_when"] for row in rows(codebook(load(text))[0]) if row["id"] == "goals"} == {said}


def test_a_codebook_lists_the_behaviours_that_are_counted() -> None:
    tally = next(instrument for instrument in shipped() if instrument.id == "example-tally")
    content, report = codebook(tally)
    counted = [row["code"] for row in rows(content) if row["reason"] == "counted" and row["id"] == "opening"]
    assert counted == ["open", "quiet", "echo"]
    assert [loss.place for loss in report.losses] == [""]


def test_whom_an_item_rates_is_reported_as_left_behind() -> None:
    instrument = ordinal(1, 0, 1, "{rule: profile}", actors={"i1": "[clinician, carer]"})
    assert "i1: Other programs do not see whom it rates." in data_dictionary(instrument)[1].text()
