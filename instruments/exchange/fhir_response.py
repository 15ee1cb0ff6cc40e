"""One observer's sheet as a FHIR QuestionnaireResponse, release 4 or 5, to the Questionnaire of its instrument.

Sources: hl7.org/fhir/R4/questionnaireresponse.html and R5. It names no patient: the consultation is known here
only. What was hidden or left blank has no item; an answer without a score is an answer with its own code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from instruments.definition import Entry, Instrument, Item, Question, for_observer, in_language
from instruments.exchange.fhir_names import Release, canonical_url
from instruments.sheet import Answer, Chosen, NotScored, Number, Rated, Sheet, Tallied, Written

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a sheet beside its answers: its id, who observed (a type, never a person's name), whose wording
    they read, when it was locked."""

    observation_id: str
    observer_type: str
    wording: str
    locked_at: datetime


def questionnaire_response(
    instrument: Instrument, sheet: Sheet, about: About, release: Release = "R4", language: str = "en"
) -> Json:
    """The resource as JSON values. Codes and linkIds are those of `fhir.questionnaire` for the same instrument."""
    identifier = {"system": "urn:levelfield:observation", "value": about.observation_id}
    sections = (
        {
            "linkId": f"section.{section.id}",
            "text": in_language(section.title, language),
            "item": [
                _item(instrument, entry, sheet[entry.id], about, language)
                for entry in section.entries
                if entry.id in sheet
            ],
        }
        for section in instrument.sections
    )
    return {
        "resourceType": "QuestionnaireResponse",
        # One identifier in release 4, a list of them in release 5.
        "identifier": identifier if release == "R4" else [identifier],
        "questionnaire": f"{canonical_url(instrument.id)}|{instrument.version}",
        "status": "completed",
        "authored": about.locked_at.astimezone(UTC).isoformat(),
        "author": {"display": about.observer_type},
        "item": [section for section in sections if section["item"]],
    }


def _item(instrument: Instrument, entry: Entry, answer: Answer, about: About, language: str) -> Json:
    text = in_language(for_observer(entry.text, about.wording), language)
    answers = list(_answers(instrument, entry, answer, language))
    return {"linkId": entry.id, "text": text, "answer": answers}


def _answers(instrument: Instrument, entry: Entry, answer: Answer, language: str) -> Iterator[Json]:
    match answer:
        case Rated(code) | NotScored(code) | Tallied(_, code):
            yield {"valueCoding": _coding(instrument, entry, code, language), **_inside(entry, answer)}
        case Chosen(codes):
            yield from ({"valueCoding": _coding(instrument, entry, code, language)} for code in codes)
        case Written(text):
            yield {"valueString": text}
        case Number(value):
            yield {"valueDecimal": int(value) if value == value.to_integral_value() else float(value)}


def _inside(entry: Entry, mark: Rated | NotScored | Tallied) -> Json:
    """What stands beside a mark: counts, the minutes tapped while watching, the note."""
    counts = {f"count.{code}": [count] for code, count in mark.counts.items()} if isinstance(mark, Tallied) else {}
    marked = {f"marked.{code}": list(minutes) for code, minutes in mark.marked.items()}
    numbers = {**counts, "taps": list(mark.taps), **marked}
    items: list[Json] = [
        {"linkId": f"{entry.id}.{name}", "answer": [{"valueInteger": number} for number in values]}
        for name, values in numbers.items()
        if values
    ]
    if mark.note:
        items.append({"linkId": f"{entry.id}.note", "answer": [{"valueString": mark.note}]})
    return {"item": items} if items else {}


def _coding(instrument: Instrument, entry: Entry, code: str, language: str) -> Json:
    owner = entry.scale.id if isinstance(entry, Item) else entry.id
    options = entry.options if isinstance(entry, Question) else (*entry.scale.points, *entry.scale.non_scoring)
    label = next((in_language(option.label, language) for option in options if option.code == code), code)
    return {"system": f"{canonical_url(instrument.id)}:{owner}", "code": code, "display": label}
