"""An instrument as an HL7 FHIR Questionnaire, release 4 or 5 (JSON).

Sources: hl7.org/fhir/R4/questionnaire.html and R5; score per answer as the extension `ordinalValue` in
release 4 and `itemWeight` in release 5; translations as the extension `translation`.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from instruments.answer_reading import TEXT_LIMIT
from instruments.canonical import fingerprint
from instruments.conditions import AllOf, CodeIn, CodeNotIn, Condition, IsAnswered
from instruments.definition import (
    Entry,
    Instrument,
    Item,
    Question,
    Section,
    Wording,
    for_observer,
    in_language,
)
from instruments.exchange.loss import Loss, LossReport
from instruments.exchange.losses import (
    actor_losses,
    help_text,
    note_losses,
    reason_losses,
    scoring_losses,
    wording_losses,
)

Release = Literal["R4", "R5"]
Json: TypeAlias = dict[str, Any]

_EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
_WEIGHT = {"R4": "ordinalValue", "R5": "itemWeight"}
_CHOICE = {"R4": "choice", "R5": "coding"}
_STATUS = {"draft": "draft", "published": "active", "retired": "retired"}


def questionnaire(
    instrument: Instrument, release: Release = "R4", observer_type: str = "any", language: str = "en"
) -> tuple[bytes, LossReport]:
    """The Questionnaire in UTF-8 JSON, worded for one observer type, and what it could not carry."""
    writer = _Writer(instrument, release, observer_type, language)
    content = json.dumps(writer.questionnaire(), ensure_ascii=False, indent=2).encode()
    return content, LossReport(tuple(_losses(instrument, observer_type, language)))


def canonical_url(instrument_id: str) -> str:
    """The name of an instrument in other systems: a URI that is the same at every site."""
    return f"urn:levelfield:instrument:{instrument_id}"


def _losses(instrument: Instrument, observer_type: str, language: str) -> Iterator[Loss]:
    yield from wording_losses(instrument, observer_type)
    others = [code for code in instrument.languages if code != language]
    if others:
        yield Loss("", f"Guidance and anchors in {', '.join(others)} are not in this file.")
    yield from scoring_losses(instrument)
    for entry in instrument.entries:
        if entry.show_if and _flat(entry.show_if) is None:
            yield Loss(entry.id, "It is always shown there: when it is shown mixes all and any.")
        if isinstance(entry, Item) and any(point.anchor for point in entry.scale.points):
            yield Loss(entry.id, "The anchors stand in its help text, not beside the points.")
    yield from reason_losses(instrument)
    yield from note_losses(instrument)
    yield from actor_losses(instrument)


class _Writer:
    """Writes one instrument for one release, observer type and language."""

    def __init__(self, instrument: Instrument, release: Release, observer_type: str, language: str) -> None:
        self.instrument = instrument
        self.release: Release = release
        self.observer_type = observer_type
        self.language = language

    def questionnaire(self) -> Json:
        instrument, attribution = self.instrument, self.instrument.attribution
        linking = instrument.linking
        replaced = f"{canonical_url(linking.replaces_id)}|{linking.replaces_version}" if linking else ""
        rights = [attribution.owner, attribution.licence, attribution.permission_reference]
        return _kept(
            resourceType="Questionnaire",
            language=self.language,
            url=canonical_url(instrument.id),
            identifier=[{"system": "urn:levelfield:fingerprint:sha256", "value": fingerprint(instrument)}],
            version=instrument.version,
            name=re.sub(r"\W", "_", instrument.id).title().replace("_", ""),
            **self.words("title", instrument.title),
            derivedFrom=[replaced] if replaced else [],
            status=_STATUS[instrument.status],
            **(self.words("description", instrument.introduction) if instrument.introduction else {}),
            purpose=attribution.validation,
            copyright=". ".join(part for part in (attribution.source, *rights) if part),
            item=[self.section(section) for section in instrument.sections],
        )

    def words(self, key: str, wording: Wording) -> Json:
        """A text with its translations beside it."""
        translations = [
            {
                "url": f"{_EXTENSION}translation",
                "extension": [
                    {"url": "lang", "valueCode": language},
                    {"url": "content", "valueString": text},
                ],
            }
            for language, text in sorted(wording.items())
            if language != self.language
        ]
        told: Json = {key: in_language(wording, self.language)}
        return {**told, f"_{key}": {"extension": translations}} if translations else told

    def section(self, section: Section) -> Json:
        return {
            "linkId": f"section.{section.id}",
            **self.words("text", section.title),
            "type": "group",
            "item": [self.entry(entry) for entry in section.entries],
        }

    def entry(self, entry: Entry) -> Json:
        flat = _flat(entry.show_if) if entry.show_if else None
        behaviour, conditions = flat or ("all", [])
        return _kept(
            linkId=entry.id,
            **self.words("text", for_observer(entry.text, self.observer_type)),
            type=self.type_of(entry),
            enableWhen=[self.condition(condition) for condition in conditions],
            enableBehavior=behaviour if len(conditions) > 1 else "",
            required=entry.required,
            repeats=isinstance(entry, Question) and entry.kind == "choices",
            maxLength=TEXT_LIMIT if isinstance(entry, Question) and entry.kind == "text" else None,
            answerOption=self.options(entry),
            extension=_limits(entry) if isinstance(entry, Question) else [],
            item=[*self.counts(entry), *self.note(entry), *self.help(entry)],
        )

    def type_of(self, entry: Entry) -> str:
        if isinstance(entry, Item):
            return _CHOICE[self.release]
        return {"text": "text", "number": "decimal"}.get(entry.kind, _CHOICE[self.release])

    def system(self, entry: Entry) -> str:
        owner = entry.scale.id if isinstance(entry, Item) else entry.id
        return f"{canonical_url(self.instrument.id)}:{owner}"

    def options(self, entry: Entry) -> list[Json]:
        if isinstance(entry, Question):
            return [self.option(entry, option.code, option.label) for option in entry.options]
        scored = [self.option(entry, point.code, point.label, point.score) for point in entry.scale.points]
        return scored + [self.option(entry, gap.code, gap.label) for gap in entry.scale.non_scoring]

    def option(self, entry: Entry, code: str, label: Wording, score: Decimal | None = None) -> Json:
        weight = {"url": f"{_EXTENSION}{_WEIGHT[self.release]}", "valueDecimal": _number(score or Decimal(0))}
        coding = {"system": self.system(entry), "code": code, **self.words("display", label)}
        return _kept(extension=[] if score is None else [weight], valueCoding=coding)

    def condition(self, leaf: "_EnableWhen") -> Json:
        entry_id, operator, code = leaf
        if operator == "exists":
            return {"question": entry_id, "operator": "exists", "answerBoolean": True}
        entry = next(entry for entry in self.instrument.entries if entry.id == entry_id)
        return {
            "question": entry_id,
            "operator": operator,
            "answerCoding": {"system": self.system(entry), "code": code},
        }

    def counts(self, entry: Entry) -> Iterator[Json]:
        for behaviour in entry.scale.behaviours if isinstance(entry, Item) else ():
            link = f"{entry.id}.count.{behaviour.code}"
            yield {"linkId": link, **self.words("text", behaviour.label), "type": "integer"}

    def note(self, entry: Entry) -> Iterator[Json]:
        if isinstance(entry, Item) and entry.evidence_note != "none":
            text = "What did you see or hear?"
            yield {"linkId": f"{entry.id}.note", "text": text, "type": "text", "maxLength": TEXT_LIMIT}

    def help(self, entry: Entry) -> Iterator[Json]:
        guidance = in_language(entry.guidance, self.language) if entry.guidance else ""
        text = help_text(guidance, entry if isinstance(entry, Item) else None, self.language)
        if text:
            control = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}]}
            extension = {"url": f"{_EXTENSION}questionnaire-itemControl", "valueCodeableConcept": control}
            yield {"linkId": f"{entry.id}.help", "text": text, "type": "display", "extension": [extension]}


_EnableWhen: TypeAlias = tuple[str, str, str]
"""Entry, operator, code (unused for exists)."""


def _flat(condition: Condition) -> tuple[str, list[_EnableWhen]] | None:
    """The condition as one list joined by all or any, or None where it nests the two."""
    match condition:
        case CodeIn(entry, codes):
            return "any", [(entry, "=", code) for code in codes]
        case CodeNotIn(entry, codes):
            # There an unequal answer may be no answer at all, so that it must also be asked for.
            return "all", [(entry, "exists", ""), *((entry, "!=", code) for code in codes)]
        case IsAnswered(entry):
            return "all", [(entry, "exists", "")]
        case AllOf(conditions):
            return _joined("all", conditions)
        case _:
            return _joined("any", condition.conditions)


def _joined(behaviour: str, conditions: tuple[Condition, ...]) -> tuple[str, list[_EnableWhen]] | None:
    joined: list[_EnableWhen] = []
    for part in conditions:
        flat = _flat(part)
        if flat is None or (flat[0] != behaviour and len(flat[1]) > 1):
            return None
        joined += flat[1]
    return behaviour, joined


def _limits(question: Question) -> list[Json]:
    limits = (("minValue", question.minimum), ("maxValue", question.maximum))
    return [
        {"url": f"{_EXTENSION}{name}", "valueDecimal": _number(limit)} for name, limit in limits if limit is not None
    ]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _kept(**values: Any) -> Json:
    return {key: value for key, value in values.items() if value not in (None, "", [], False)}
