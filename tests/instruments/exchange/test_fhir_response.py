"""One observer's sheet as a QuestionnaireResponse: the codes of its Questionnaire, and nothing about a patient."""

import importlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from instruments.catalogue import shipped
from instruments.definition import Instrument, Item
from instruments.exchange.fhir import questionnaire
from instruments.exchange.fhir_names import Release
from instruments.exchange.fhir_response import About, questionnaire_response
from instruments.sheet import Chosen, Marked, NotScored, Number, Rated, Sheet, Tallied, Taps, Written
from tests.instruments.builders import a_short_instrument

ABOUT = About("0195", "Patient partner", "patient_partner", datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
SHEET: Sheet = {
    "gate": Chosen(("yes",)),
    "topics": Chosen(("rest", "work")),
    "minutes": Number(Decimal("12.5")),
    "plan": Rated("2", "They wrote it down."),
    "goals": NotScored("na", "not_applicable"),
    "more": Written("Good."),
}


def answers(response: dict[str, Any]) -> dict[str, Any]:
    return {item["linkId"]: item["answer"] for section in response["item"] for item in section["item"]}


def links(items: list[Any]) -> set[str]:
    return {each["linkId"] for each in items} | {link for each in items for link in links(each.get("item", []))}


def tapped(item: Item) -> tuple[Taps, Marked]:
    return ((), {marker.code: (4,) for marker in item.markers}) if item.markers else ((4,), {})


def test_every_answer_stands_under_its_item_with_its_code_and_words() -> None:
    found = answers(questionnaire_response(a_short_instrument(), SHEET, ABOUT))
    coding = {"system": "urn:levelfield:instrument:pilot:steps", "code": "2", "display": "Fully"}
    note = {"linkId": "plan.note", "answer": [{"valueString": "They wrote it down."}]}
    assert found["plan"] == [{"valueCoding": coding, "item": [note]}]
    assert [each["valueCoding"]["code"] for each in found["topics"]] == ["rest", "work"]
    assert (found["minutes"], found["more"]) == ([{"valueDecimal": 12.5}], [{"valueString": "Good."}])
    assert found["goals"][0]["valueCoding"]["display"] == "Did not apply"


def test_what_was_left_blank_is_not_there() -> None:
    assert answers(questionnaire_response(a_short_instrument(), {"plan": Rated("0")}, ABOUT)).keys() == {"plan"}


def test_counts_stand_inside_the_level_chosen_from_them() -> None:
    tally = next(each for each in shipped() if each.id == "example-tally")
    response = questionnaire_response(tally, {"opening": Tallied({"open": 2, "quiet": 0}, "b")}, ABOUT)
    (answer,) = answers(response)["opening"]
    assert [each["answer"][0]["valueInteger"] for each in answer["item"]] == [2, 0]


def test_what_was_tapped_while_watching_stands_inside_the_mark_by_behaviour_and_minute() -> None:
    marks = {"plan": Rated("2", taps=(3, 12)), "goals": NotScored("na", "not_applicable", marked={"asks": (5, 5)})}
    found = answers(questionnaire_response(a_short_instrument(), marks, ABOUT))
    minutes = {item["linkId"]: [each["valueInteger"] for each in item["answer"]]
               for entry in marks for item in found[entry][0]["item"]}  # fmt: skip
    assert minutes == {"plan.taps": [3, 12], "goals.marked.asks": [5, 5]}


@pytest.mark.parametrize(
    ("release", "module"),
    [("R4", "fhir.resources.R4B.questionnaireresponse"), ("R5", "fhir.resources.questionnaireresponse")],
)
def test_an_independent_reader_accepts_it(release: Release, module: str) -> None:
    reader = importlib.import_module(module).QuestionnaireResponse
    response = questionnaire_response(a_short_instrument(), SHEET, ABOUT, release)
    assert reader.model_validate_json(json.dumps(response)).questionnaire == "urn:levelfield:instrument:pilot|1"


@pytest.mark.parametrize("instrument", [a_short_instrument(), *shipped()], ids=lambda each: each.id)
def test_every_link_of_a_response_is_one_of_its_questionnaire(instrument: Instrument) -> None:
    sheet: Sheet = {
        item.id: Tallied({each.code: 1 for each in item.scale.behaviours}, item.scale.points[0].code)
        if item.scale.behaviours
        else Rated(item.scale.points[0].code, "Seen." if item.evidence_note != "none" else "", *tapped(item))
        for item in instrument.items
    }
    form = json.loads(questionnaire(instrument)[0])
    answered = questionnaire_response(instrument, sheet, ABOUT)["item"]
    inside = [
        each["item"] for section in answered for item in section["item"] for each in item["answer"] if "item" in each
    ]
    assert links(answered) | {link for items in inside for link in links(items)} <= links(form["item"])


def test_it_says_nothing_about_a_patient() -> None:
    response = questionnaire_response(a_short_instrument(), SHEET, ABOUT)
    assert response.keys() == {
        "resourceType", "identifier", "questionnaire", "status", "authored", "author", "item",
    }  # fmt: skip
    assert response["author"] == {"display": "Patient partner"}
