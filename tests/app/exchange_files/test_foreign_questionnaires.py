"""FHIR Questionnaires as other programs write them, release 4 and 5, odd ones included."""

import json
from typing import Any

import pytest

from app.exchange_files.door import import_file
from tests.app.exchange_files.shapes import shape

Json = dict[str, Any]
SD = "http://hl7.org/fhir/StructureDefinition/"


def coding(code: str, display: str = "", score: float | None = None, name: str = "ordinalValue") -> Json:
    extension = {} if score is None else {"extension": [{"url": SD + name, "valueDecimal": score}]}
    return {**extension, "valueCoding": {"system": "urn:x", "code": code, "display": display or code}}


def item(link: str, kind: str = "choice", *options: Json, **more: Any) -> Json:
    return {
        "linkId": link,
        "text": f"Text of {link}",
        "type": kind,
        **({"answerOption": list(options)} if options else {}),
        **more,
    }


def rated(link: str, **more: Any) -> Json:
    return item(link, "choice", coding("a", "Never", 0), coding("b", "Always", 1), **more)


def form(*items: Json, **more: Any) -> Json:
    return {"resourceType": "Questionnaire", "status": "active", "item": list(items), **more}


def when(question: str, operator: str, **answer: Any) -> Json:
    return {"question": question, "operator": operator, **answer}


def display(link: str, text: str, control: str = "help") -> Json:
    extension = {"url": SD + "questionnaire-itemControl", "valueCodeableConcept": {"coding": [{"code": control}]}}
    return {"linkId": link, "type": "display", "text": text, "extension": [extension]}


CONTAINED = {
    "resourceType": "ValueSet",
    "id": "often",
    "compose": {
        "include": [
            {
                "system": "urn:o",
                "concept": [
                    {"code": "n", "display": "Never", "extension": [{"url": SD + "ordinalValue", "valueDecimal": 0}]},
                    {"code": "o", "display": "Often", "extension": [{"url": SD + "ordinalValue", "valueDecimal": 2}]},
                ],
            }
        ]
    },
}
EXPANDED = {
    "resourceType": "ValueSet",
    "id": "often",
    "expansion": {"contains": [{"code": "1", "display": "No"}, {"code": "2", "display": "Yes"}]},
}

FILES: dict[str, tuple[Json, str, tuple[str, ...]]] = {
    "scores of release 4": (form(rated("1.1")), "questions[question_1_1(a b)]", ()),
    "weights of release 5": (
        form(
            item(
                "q",
                "coding",
                coding("a", "A", 1, "itemWeight"),
                coding("b", "B", 2.5, "itemWeight"),
                coding("dk", "Don't know"),
            )
        ),
        "questions[q(a b/dk)]",
        ('"dk" means not applicable',),
    ),
    "scores on the coding": (
        form(
            item(
                "q",
                "choice",
                *(
                    {
                        "valueCoding": {
                            "code": c,
                            "display": c,
                            "extension": [{"url": SD + "ordinalValue", "valueDecimal": n}],
                        }
                    }
                    for n, c in enumerate("xyz")
                ),
            )
        ),
        "questions[q(x y z)]",
        (),
    ),
    "whole numbers as answers": (
        form(item("q", "integer", *({"valueInteger": n} for n in range(1, 4)))),
        "questions[q(1 2 3)]",
        (),
    ),
    "words as answers": (
        form(rated("r"), item("q", "choice", {"valueString": "Red"}, {"valueString": "Dark blue"})),
        "questions[r(a b) q=choice]",
        ('"Dark blue" is written "Dark_blue"',),
    ),
    "a contained set of answers": (
        form(item("q", answerValueSet="#often"), contained=[CONTAINED]),
        "questions[q(n o)]",
        (),
    ),
    "an expanded set of answers": (
        form(item("q", answerValueSet="#often"), contained=[EXPANDED]),
        "questions[q(1 2)]",
        (),
    ),
    "a set of answers elsewhere": (
        form(rated("r"), item("q", answerValueSet="http://loinc.org/vs/LL1")),
        "questions[r(a b)]",
        ("q: It is left out: its answers are not in this file",),
    ),
    "groups in groups": (
        form(item("g", "group", item=[rated("a"), item("h", "group", item=[rated("b")], text="Inner"), rated("c")])),
        "g[a(a b)] h[b(a b)] g_2[c(a b)]",
        ("h: This group stands inside another",),
    ),
    "a group without words, repeated": (
        form({"linkId": "g", "type": "group", "repeats": True, "item": [rated("a")]}),
        "questions[a(a b)]",
        ("g: This group can be answered many times",),
    ),
    "conditions": (
        form(
            item("gate", "boolean"),
            rated("a", enableWhen=[when("gate", "=", answerBoolean=True)]),
            item(
                "t",
                "choice",
                coding("x"),
                coding("y"),
                repeats=True,
                enableWhen=[when("a", "exists", answerBoolean=True), when("a", "!=", answerCoding={"code": "b"})],
            ),
            rated(
                "b",
                enableWhen=[when("t", "=", answerCoding={"code": "x"}), when("gate", "=", answerBoolean=False)],
                enableBehavior="any",
            ),
            rated("c", enableWhen=[when("gate", "exists", answerBoolean=False)]),
            rated("d", enableWhen=[when("later", "=", answerString="x")]),
        ),
        "questions[gate=choice a(a b){gate is yes} t=choices{a is answered and not b} "
        "b(a b){(t is x) or (gate is no)} c(a b) d(a b)]",
        ("c: It is always shown", "d: It is always shown"),
    ),
    "a condition on a group": (
        form(
            item("gate", "boolean"),
            item("g", "group", item=[rated("a")], enableWhen=[when("gate", "=", answerBoolean=True)]),
        ),
        "questions[gate=choice] g[a(a b){gate is yes}]",
        (),
    ),
    "help, display and questions inside questions": (
        form(
            display("top", "Welcome", ""),
            rated("a", item=[display("a.h", "Look closely"), item("a.why", "text")]),
            display("end", "Thanks", ""),
        ),
        "questions[a(a b) a_why=text]",
        ("a.why: It stands below a there", "end: This text without a question is left out: “Thanks”"),
    ),
    "kinds without a counterpart": (
        form(
            rated("a", code=[{"code": "123-4"}], initial=[{"valueString": "x"}], readOnly=True),
            item("d", "date"),
            item("f", "attachment"),
            item("q", "quantity"),
            item("o", "open-choice", coding("1"), coding("2")),
            item("hid", "string", extension=[{"url": SD + "questionnaire-hidden", "valueBoolean": True}]),
            item(
                "sum",
                "decimal",
                extension=[
                    {
                        "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
                        "valueExpression": {},
                    }
                ],
            ),
        ),
        "questions[a(a b) q=number o(1 2)]",
        (
            "a: Its codes in other systems",
            "a: It starts blank",
            "a: It can be answered here",
            "d: A question of the type “date”",
            "f: A question",
            "o: Only the answers listed",
            "hid: It is left out",
            "sum: It is left out: there it is calculated",
        ),
    ),
    "200 items": (
        form(*(rated(f"i{n}") for n in range(200))),
        f"questions[{' '.join(f'i{n}(a b)' for n in range(200))}]",
        (),
    ),
}


@pytest.mark.parametrize(("resource", "expected", "said"), FILES.values(), ids=FILES)
def test_a_foreign_questionnaire_becomes_a_draft_with_everything_assumed_said(
    resource: Json, expected: str, said: tuple[str, ...]
) -> None:
    back = import_file("q.json", json.dumps(resource).encode())
    assert back.instrument is not None, back.problems
    assert back.form == "fhir"
    assert shape(back.instrument) == expected
    told = "\n".join(f"{loss.place}: {loss.sentence}" for loss in back.losses)
    assert [part for part in said if part not in told] == [], told


def test_translations_name_and_rights_of_a_questionnaire_arrive() -> None:
    welsh = {
        "extension": [
            {
                "url": SD + "translation",
                "extension": [{"url": "lang", "valueCode": "cy"}, {"url": "content", "valueString": "Teitl"}],
            }
        ]
    }
    resource = form(
        rated("a"),
        language="en-GB",
        title="Title",
        _title=welsh,
        name="OurTool",
        version="3",
        publisher="Us",
        copyright="CC BY 4.0",
    )
    instrument = import_file("q.json", json.dumps(resource).encode()).instrument
    assert instrument is not None
    assert (instrument.id, instrument.version, instrument.title) == ("our-tool", "3", {"en": "Title", "cy": "Teitl"})
    assert (instrument.attribution.owner, instrument.attribution.licence) == ("Us", "CC BY 4.0")


def test_help_texts_become_guidance() -> None:
    instrument = import_file(
        "q.json", json.dumps(FILES["help, display and questions inside questions"][0]).encode()
    ).instrument
    assert instrument is not None
    assert (instrument.item("a").guidance, instrument.introduction) == ({"en": "Look closely"}, {"en": "Welcome"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"resourceType": "Bundle"}', "This is not a FHIR Questionnaire: its resourceType says otherwise."),
        (b'{"resourceType": "Questionnaire"', "This is not well-formed JSON: check the quotes and commas here."),
        (b'{"resourceType": "Questionnaire", "item": "x"}', "Nothing in this file is rated"),
    ],
)
def test_a_questionnaire_that_cannot_be_used_says_why(content: bytes, sentence: str) -> None:
    back = import_file("q.json", content)
    assert back.instrument is None
    assert back.problems[0].sentence.startswith(sentence)
