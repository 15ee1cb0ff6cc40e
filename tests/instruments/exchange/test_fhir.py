"""An instrument as a FHIR Questionnaire: accepted by an independent reader, and honest about what is lost."""

import importlib
import json
from typing import Any

import pytest

from instruments.catalogue import shipped
from instruments.definition import Instrument
from instruments.exchange.fhir import questionnaire
from instruments.loading import fingerprint, load
from tests.instruments.builders import SHORT_DEFINITION, ordinal

DEFAULT = shipped()[0]
NESTED = (
    "{all: [{any: [{item: gate, in: ['yes']}, {item: topics, answered: 'true'}]}, {item: minutes, answered: 'true'}]}"
)


def short(*changes: tuple[str, str]) -> Instrument:
    text = SHORT_DEFINITION
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load(text)


def written(instrument: Instrument, *how: Any) -> dict[str, Any]:
    return json.loads(questionnaire(instrument, *how)[0])


def entries(questionnaire: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    stack = list(questionnaire["item"])
    while stack:
        item = stack.pop()
        assert item["linkId"] not in found
        found[item["linkId"]] = item
        stack += item.get("item", [])
    return found


@pytest.mark.parametrize("instrument", [*shipped(), short()], ids=lambda instrument: instrument.id)
@pytest.mark.parametrize(("release", "module"), [("R4", "fhir.resources.R4B"), ("R5", "fhir.resources")])
def test_an_independent_reader_accepts_every_instrument(instrument: Instrument, release: str, module: str) -> None:
    reader = importlib.import_module(f"{module}.questionnaire")
    content, _ = questionnaire(instrument, release, "patient_partner")  # type: ignore[arg-type]
    assert reader.Questionnaire.model_validate_json(content).version == instrument.version


def test_the_questionnaire_names_the_version_by_its_fingerprint() -> None:
    value = written(DEFAULT)
    assert value["identifier"][0]["value"] == fingerprint(DEFAULT)
    assert (value["status"], value["version"], value["name"]) == ("active", "3", "LevelfieldSdm")


@pytest.mark.parametrize(
    ("release", "name", "kind"), [("R4", "ordinalValue", "choice"), ("R5", "itemWeight", "coding")]
)
def test_every_point_carries_its_score_and_an_answer_without_score_carries_none(
    release: str, name: str, kind: str
) -> None:
    plan = entries(written(short(('score: "2"', 'score: "2.5"')), release))["plan"]
    assert plan["type"] == kind
    weights = [option.get("extension") for option in plan["answerOption"]]
    assert [weight and weight[0]["valueDecimal"] for weight in weights] == [0, 1, 2.5, None, None]
    assert weights[0][0]["url"] == f"http://hl7.org/fhir/StructureDefinition/{name}"


def test_the_wording_is_that_of_the_observer_type_asked_for() -> None:
    assert entries(written(short(), "R4", "peer_clinician"))["plan"]["text"] == "Agrees a plan with the person."
    assert "its wording for patient_partner" in questionnaire(short(), "R4", "peer_clinician")[1].text()


@pytest.mark.parametrize(
    ("condition", "behaviour", "operators"),
    [
        ("{item: gate, in: ['yes']}", None, ["="]),
        ("{item: gate, in: ['yes', 'no']}", "any", ["=", "="]),
        ("{item: gate, not_in: ['no']}", "all", ["exists", "!="]),
        ("{item: minutes, answered: 'true'}", None, ["exists"]),
        ("{all: [{item: gate, in: ['yes']}, {item: minutes, answered: 'true'}]}", "all", ["=", "exists"]),
        ("{any: [{item: gate, in: ['yes', 'no']}, {item: minutes, answered: 'true'}]}", "any", ["=", "=", "exists"]),
        (NESTED, None, None),
    ],
)  # fmt: skip
def test_when_an_item_is_shown_is_carried_where_the_format_can_say_it(
    condition: str, behaviour: str | None, operators: list[str] | None
) -> None:
    goals = "text: {any: {en: Names goals}}\n        show_if: "
    instrument = short((goals + '{item: gate, in: ["yes"]}', goals + condition))
    content, report = questionnaire(instrument)
    item = entries(json.loads(content))["goals"]
    assert item.get("enableBehavior") == behaviour
    assert [when["operator"] for when in item.get("enableWhen", [])] == (operators or [])
    assert ("goals: It is always shown there" in report.text()) == (operators is None)


def test_notes_counts_and_help_become_entries_of_their_own() -> None:
    tally = next(instrument for instrument in shipped() if instrument.id == "example-tally")
    found = entries(written(tally))
    assert found["opening.count.open"]["type"] == "integer"
    assert found["opening.anchors"]["type"] == "display"
    assert entries(written(short()))["plan.note"]["type"] == "text"
    assert entries(written(short()))["minutes"]["extension"][1]["valueDecimal"] == 180


def test_translations_stand_beside_the_english_words() -> None:
    welsh = short(("title: {en: Pilot}", "title: {en: Pilot, cy: Peilot}\nlanguages: [en, cy]"))
    content, report = questionnaire(welsh)
    told = json.loads(content)["_title"]["extension"][0]["extension"]
    assert told[1]["valueString"] == "Peilot"
    assert " in cy" not in report.text()
    assert written(welsh, "R4", "any", "cy")["title"] == "Peilot"


def test_the_version_it_replaces_and_the_introduction_are_carried() -> None:
    linked = "introduction: Watch.\nlinking: {replaces: {id: pilot, version: '0'}}\nscales:\n"
    value = written(short(("\nscales:\n", f"\n{linked}")))
    assert value["derivedFrom"] == ["urn:levelfield:instrument:pilot|0"]
    assert value["description"] == "Watch."


def test_what_could_not_be_carried_is_said() -> None:
    standard = "standard: {title: Enough, met_when: {item: i1, in: ['1']}}\ndomain_scoring: {rule: sum}"
    instrument = ordinal(1, 0, 1, "{rule: sum}", extra=standard, actors={"i1": "[clinician]"})
    report = questionnaire(instrument)[1]
    assert report
    assert report.text() == (
        "Other programs do not see where its wording comes from, its scoring rule, the scoring rule of its domains "
        "and its minimum standard.\n"
        "Other programs see something for its licence, where there is nothing here.\n"
        "i1: Other programs do not see whom it rates.\n"
    )


def test_a_profile_without_anything_special_loses_only_the_name_of_its_source() -> None:
    assert questionnaire(ordinal(1, 0, 1, "{rule: profile}"))[1].text() == (
        "Other programs do not see where its wording comes from.\n"
        "Other programs see something for its licence, where there is nothing here.\n"
    )
