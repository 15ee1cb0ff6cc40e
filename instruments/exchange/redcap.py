"""An instrument as a REDCap data dictionary: one CSV row for each field, in REDCap's 18 columns.

Source: the column reference of REDCap's own data dictionary help. Names may hold small letters, digits and
underscores only; choices are packed into one cell as `code, label | code, label`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from instruments.conditions import AllOf, CodeIn, CodeNotIn, Condition, IsAnswered
from instruments.definition import Entry, Instrument, Question, Wording, for_observer, in_language
from instruments.exchange.cells import csv_text, words
from instruments.exchange.loss import Loss, LossReport
from instruments.exchange.losses import (
    actor_losses,
    help_text,
    language_losses,
    note_losses,
    reason_losses,
    scoring_losses,
    wording_losses,
)
from instruments.writing import plain_decimal

HEADER = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)


@dataclass(frozen=True, slots=True)
class _Field:
    """One row; the columns not named here stay empty."""

    name: str
    kind: str
    label: str
    choices: str = ""
    note: str = ""
    validation: str = ""
    minimum: str = ""
    maximum: str = ""
    logic: str = ""
    required: bool = False

    def row(self, form: str, header: str) -> tuple[str, ...]:
        validation = (self.validation, self.minimum, self.maximum, "", self.logic)
        shown = (self.name, form, words(header), self.kind, words(self.label), words(self.choices), words(self.note))
        return (*shown, *validation, "y" if self.required else "", "", "", "", "", "")


def data_dictionary(
    instrument: Instrument, observer_type: str = "any", language: str = "en"
) -> tuple[bytes, LossReport]:
    """The data dictionary in UTF-8, worded for one observer type, and what it could not carry."""
    writer = _Writer(instrument, observer_type, language)
    losses = tuple(_losses(instrument, observer_type, language))
    return csv_text(HEADER, writer.rows()).encode(), LossReport(losses)


def _losses(instrument: Instrument, observer_type: str, language: str) -> Iterator[Loss]:
    yield Loss("", "The version, the licence and the attribution have no place in this file: keep them with it.")
    yield from wording_losses(instrument, observer_type)
    yield from language_losses(instrument, language)
    yield from scoring_losses(instrument)
    for item in instrument.items:
        if any(point.code != plain_decimal(point.score) for point in item.scale.points):
            yield Loss(item.id, "The scores of its points are not the codes, and only the codes are carried.")
        if any(point.anchor for point in item.scale.points):
            yield Loss(item.id, "The anchors stand in the field note, not beside the points.")
    yield from reason_losses(instrument)
    yield from note_losses(instrument)
    yield from actor_losses(instrument)


class _Writer:
    """Writes one instrument for one observer type in one language."""

    def __init__(self, instrument: Instrument, observer_type: str, language: str) -> None:
        self.instrument = instrument
        self.observer_type = observer_type
        self.language = language
        self.taken = {"record_id"}
        self.entries = {entry.id: entry for entry in instrument.entries}
        self.names = {entry.id: self.fresh(entry.id) for entry in instrument.entries}

    def fresh(self, wanted: str) -> str:
        """A name REDCap accepts that no other field has."""
        plain = re.sub(r"[^a-z0-9_]", "_", wanted.lower())
        name = next(name for n in count(1) if (name := plain if n == 1 else f"{plain}_{n}") not in self.taken)
        self.taken.add(name)
        return name

    def rows(self) -> Iterator[tuple[str, ...]]:
        form = re.sub(r"[^a-z0-9_]", "_", self.instrument.id)
        yield _Field("record_id", "text", "Record").row(form, "")
        for section in self.instrument.sections:
            header = in_language(section.title, self.language)
            for entry in section.entries:
                for field in self.fields(entry):
                    yield field.row(form, header)
                    header = ""

    def fields(self, entry: Entry) -> Iterator[_Field]:
        name, label = self.names[entry.id], in_language(for_observer(entry.text, self.observer_type), self.language)
        logic = self.logic(entry.show_if) if entry.show_if else ""
        guidance = in_language(entry.guidance, self.language) if entry.guidance else ""
        if isinstance(entry, Question):
            yield self.question(entry, name, label, guidance, logic)
            return
        for behaviour in entry.scale.behaviours:
            field_name = self.fresh(f"{name}_{behaviour.code}")
            told = in_language(behaviour.label, self.language)
            yield _Field(field_name, "text", told, validation="integer", minimum="0", logic=logic)
        options = [(option.code, option.label) for option in (*entry.scale.points, *entry.scale.non_scoring)]
        choices, note = _choices(options, self.language), help_text(guidance, entry, self.language)
        yield _Field(name, "radio", label, choices, note, logic=logic, required=entry.required)
        if entry.evidence_note != "none":
            yield _Field(self.fresh(f"{name}_note"), "notes", "What did you see or hear?", logic=logic)

    def question(self, question: Question, name: str, label: str, guidance: str, logic: str) -> _Field:
        kinds = {"choice": "radio", "choices": "checkbox", "text": "notes", "number": "text"}
        return _Field(
            name=name,
            kind=kinds[question.kind],
            label=label,
            choices=_choices([(option.code, option.label) for option in question.options], self.language),
            note=guidance,
            validation="number" if question.kind == "number" else "",
            minimum="" if question.minimum is None else plain_decimal(question.minimum),
            maximum="" if question.maximum is None else plain_decimal(question.maximum),
            logic=logic,
            required=question.required,
        )

    def logic(self, condition: Condition) -> str:
        match condition:
            case CodeIn(entry_id, codes):
                return _joined((self.equal(entry_id, code) for code in codes), " or ")
            case CodeNotIn(entry_id, codes):
                unequal = (self.equal(entry_id, code, "<>") for code in codes)
                return _joined([self.answered(entry_id), *unequal], " and ")
            case IsAnswered(entry_id):
                return self.answered(entry_id)
            case AllOf(conditions):
                return _joined(map(self.logic, conditions), " and ")
            case _:
                return _joined(map(self.logic, condition.conditions), " or ")

    def equal(self, entry_id: str, code: str, operator: str = "=") -> str:
        if _many(self.entries[entry_id]):
            return f"[{self.names[entry_id]}({_code(code)})] {operator} '1'"
        return f"[{self.names[entry_id]}] {operator} '{_code(code)}'"

    def answered(self, entry_id: str) -> str:
        if question := _many(self.entries[entry_id]):
            return _joined((self.equal(entry_id, option.code) for option in question.options), " or ")
        return f"[{self.names[entry_id]}] <> ''"


def _many(entry: Entry) -> Question | None:
    return entry if isinstance(entry, Question) and entry.kind == "choices" else None


def _code(code: str) -> str:
    return code.replace("-", "_")


def _joined(parts: Iterable[str], word: str) -> str:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else f"({word.join(listed)})"


def _choices(options: Iterable[tuple[str, Wording]], language: str) -> str:
    # A bar would end the choice, and a line break the row.
    labels = ((code, in_language(label, language).replace("|", "/")) for code, label in options)
    return " | ".join(f"{_code(code)}, {' '.join(label.split())}" for code, label in labels)
