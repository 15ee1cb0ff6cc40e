"""An instrument as an HL7 FHIR Questionnaire, release 4 or 5 (JSON).

Sources: hl7.org/fhir/R4/questionnaire.html and R5; score per answer as the extension `ordinalValue` in
release 4 and `itemWeight` in release 5; translations as the extension `translation`.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeAlias

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
from instruments.exchange.anchors import anchors_text
from instruments.exchange.differences import losses_between
from instruments.exchange.fhir_import import native_draft
from instruments.exchange.fhir_names import EXTENSION, ITEM_CONTROL, KEPT, Release, canonical_url
from instruments.exchange.loss import LossReport
from instruments.exchange.remainder import branch, remainder
from instruments.json_reading import read_json
from instruments.tree import DEPTH_LIMIT
from instruments.writing import written

Json: TypeAlias = dict[str, Any]

_WEIGHT = {"R4": "ordinalValue", "R5": "itemWeight"}
_CHOICE = {"R4": "choice", "R5": "coding"}
TAPPED: Wording = {"en": "Tapped while watching, in these minutes"}
_STATUS = {"draft": "draft", "published": "active", "retired": "retired"}
_INSTEAD = {
    "show_if": "It is always shown there.",
    "anchor": "The anchors stand in a help text, not beside the points.",
    "example": "The examples stand in a help text, not beside the points.",
    "evidence_note": "The note is an item of its own inside it.",
    "behaviours": "The behaviours counted are items of their own inside it.",
    "markers": "The behaviours tapped while watching are hidden items of their own inside it.",
    "licence": "The licence is part of the copyright.",
    "permission_reference": "Where the permission is recorded is part of the copyright.",
}


def questionnaire(
    instrument: Instrument, release: Release = "R4", observer_type: str = "any", language: str = "en"
) -> tuple[bytes, LossReport]:
    """The Questionnaire in UTF-8 JSON, worded for one observer type, and what other programs do not see of it.

    What FHIR has no element for stands in extensions of our own, which other programs pass over.
    """
    writer = _Writer(instrument, release, observer_type, language)
    resource = writer.questionnaire()
    whole = written(instrument)
    there = branch(read_json(json.dumps(resource), depth=4 * DEPTH_LIMIT).tree)
    native = native_draft(there, writer.parts).tree()
    kept = remainder(whole, native, fingerprint(instrument), writer.parts)
    _keep(resource, json.dumps(kept.form, ensure_ascii=False))
    for item in _items(resource):
        if item["linkId"] in kept.entries:
            _keep(item, json.dumps(kept.entries[item["linkId"]], ensure_ascii=False))
    losses = LossReport(tuple(losses_between(whole, native, _INSTEAD)))
    return json.dumps(resource, ensure_ascii=False, indent=1).encode(), losses


def _keep(element: Json, content: str) -> None:
    element.setdefault("extension", []).append({"url": KEPT, "valueString": content})


def _items(element: Json) -> Iterator[Json]:
    for item in element.get("item", ()):
        yield item
        yield from _items(item)


class _Writer:
    """Writes one instrument for one release, observer type and language."""

    def __init__(self, instrument: Instrument, release: Release, observer_type: str, language: str) -> None:
        self.instrument = instrument
        self.release: Release = release
        self.observer_type = observer_type
        self.language = language
        self.parts: dict[str, str] = {}

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
            publisher=attribution.owner,
            copyright=". ".join(part for part in (attribution.source, *rights) if part),
            item=[self.section(section) for section in instrument.sections],
        )

    def words(self, key: str, wording: Wording) -> Json:
        """A text with its translations beside it."""
        translations = [
            {
                "url": f"{EXTENSION}translation",
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
        return _kept(
            linkId=f"section.{section.id}",
            **self.words("text", section.title),
            type="group",
            item=[self.entry(entry) for entry in section.entries],
        )

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
            item=[*self.counts(entry), *self.taps(entry), *self.note(entry), *self.help(entry)],
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
        weight = {"url": f"{EXTENSION}{_WEIGHT[self.release]}", "valueDecimal": _number(score or Decimal(0))}
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
            link = self.part(entry, f"count.{behaviour.code}")
            yield {"linkId": link, **self.words("text", behaviour.label), "type": "integer"}

    def taps(self, entry: Entry) -> Iterator[Json]:
        """The minutes in which something was tapped while watching: answers hold them, no form asks for them."""
        if not isinstance(entry, Item):
            return
        asked = [(f"marked.{marker.code}", marker.label) for marker in entry.markers] or [("taps", TAPPED)]
        for name, label in asked:
            link = self.part(entry, name)
            hidden = {"url": f"{EXTENSION}questionnaire-hidden", "valueBoolean": True}
            told = {"linkId": link, **self.words("text", label), "type": "integer", "repeats": True}
            yield {**told, "extension": [hidden]}

    def note(self, entry: Entry) -> Iterator[Json]:
        if isinstance(entry, Item) and entry.evidence_note != "none":
            text = "What did you see or hear?"
            yield {"linkId": self.part(entry, "note"), "text": text, "type": "text", "maxLength": TEXT_LIMIT}

    def help(self, entry: Entry) -> Iterator[Json]:
        """The guidance, and the anchors of the points, which have no place beside the points."""
        if entry.guidance:
            yield self.display(f"{entry.id}.help", entry.guidance)
        languages = tuple(dict.fromkeys(("en", *self.instrument.languages)))
        anchors = anchors_text(entry, languages) if isinstance(entry, Item) else None
        if anchors:
            yield self.display(self.part(entry, "anchors"), anchors)

    def display(self, link: str, wording: Wording) -> Json:
        control = {"coding": [{"system": ITEM_CONTROL, "code": "help"}]}
        extension = {"url": f"{EXTENSION}questionnaire-itemControl", "valueCodeableConcept": control}
        return {"linkId": link, **self.words("text", wording), "type": "display", "extension": [extension]}

    def part(self, entry: Entry, name: str) -> str:
        """The name of an item that belongs to another."""
        link = f"{entry.id}.{name}"
        self.parts[link] = entry.id
        return link


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
        {"url": f"{EXTENSION}{name}", "valueDecimal": _number(limit)} for name, limit in limits if limit is not None
    ]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _kept(**values: Any) -> Json:
    return {key: value for key, value in values.items() if value not in (None, "", [], False)}
