"""An instrument as a REDCap data dictionary: one CSV row for each field, in REDCap's 18 columns.

Source: the column reference of REDCap's own data dictionary help. Names may hold small letters, digits and
underscores only; choices are packed into one cell as `code, label | code, label`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from instruments.canonical import fingerprint
from instruments.conditions import AllOf, CodeIn, CodeNotIn, Condition, IsAnswered
from instruments.definition import Entry, Instrument, Question, Wording, for_observer, in_language
from instruments.exchange.anchors import help_text
from instruments.exchange.cells import csv_text, words
from instruments.exchange.differences import losses_between
from instruments.exchange.loss import LossReport
from instruments.exchange.redcap_columns import HEADER, aside_cell
from instruments.exchange.redcap_import import native_draft
from instruments.exchange.remainder import remainder
from instruments.exchange.rows import Names, Row
from instruments.writing import plain_decimal, written

_INSTEAD = {
    "show_if": "It is always shown there.",
    "anchor": "The anchors stand in the field note, after the guidance.",
    "example": "The examples stand in the field note, with the anchors.",
    "guidance": "The guidance is the first part of the field note.",
    "label": "Bars and line breaks in its answers are written as strokes and blanks.",
    "code": "Hyphens in the codes of its answers are written as underscores.",
    "evidence_note": "The note is a field of its own below it.",
    "behaviours": "The behaviours counted are fields of their own above it.",
}


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
    form: str = ""
    header: str = ""

    def row(self, annotation: str) -> tuple[str, ...]:
        validation = (self.validation, self.minimum, self.maximum, "", self.logic)
        place = (self.name, self.form, words(self.header), self.kind)
        shown = (*place, words(self.label), words(self.choices), words(self.note))
        return (*shown, *validation, "y" if self.required else "", "", "", "", "", annotation)


def data_dictionary(
    instrument: Instrument, observer_type: str = "any", language: str = "en"
) -> tuple[bytes, LossReport]:
    """The data dictionary in UTF-8, worded for one observer type, and what REDCap does not see of it.

    What has no column stands coded in the field annotations, which REDCap passes over.
    """
    writer = _Writer(instrument, observer_type, language)
    fields = list(writer.fields_of_all())
    whole = written(instrument)
    native = native_draft([_row(field) for field in fields], writer.parts).tree()
    kept = remainder(whole, native, fingerprint(instrument), writer.parts)
    asides = {name: aside_cell(tree) for name, tree in (("record_id", kept.form), *kept.entries.items())}
    rows = (field.row(asides.get(field.name, "")) for field in fields)
    return csv_text(HEADER, rows).encode(), LossReport(tuple(losses_between(whole, native, _INSTEAD)))


def _row(field: "_Field") -> Row:
    names = (name.casefold() for name in HEADER)
    return Row(1, dict(zip(names, field.row(""), strict=True)))


class _Writer:
    """Writes one instrument for one observer type in one language."""

    def __init__(self, instrument: Instrument, observer_type: str, language: str) -> None:
        self.instrument = instrument
        self.observer_type = observer_type
        self.language = language
        self.parts: dict[str, str] = {}
        self._names = Names()
        self._names.code("record_id")
        self.entries = {entry.id: entry for entry in instrument.entries}
        self.names = {entry.id: self._names.fresh(entry.id, "field") for entry in instrument.entries}
        self.codes = {entry.id: _codes(entry) for entry in instrument.entries}

    def part(self, wanted: str, of: str) -> str:
        """The name of a field of its own that belongs to an item."""
        name = self._names.fresh(wanted, "field")
        self.parts[name] = of
        return name

    def fields_of_all(self) -> Iterator["_Field"]:
        form = re.sub(r"[^a-z0-9_]", "_", self.instrument.id)
        yield _Field("record_id", "text", "Record", form=form)
        for section in self.instrument.sections:
            header = in_language(section.title, self.language)
            for entry in section.entries:
                for field in self.fields(entry):
                    yield replace(field, form=form, header=header)
                    header = ""

    def fields(self, entry: Entry) -> Iterator["_Field"]:
        name, label = self.names[entry.id], in_language(for_observer(entry.text, self.observer_type), self.language)
        logic = self.logic(entry.show_if) if entry.show_if else ""
        guidance = in_language(entry.guidance, self.language) if entry.guidance else ""
        if isinstance(entry, Question):
            yield self.question(entry, name, label, guidance, logic)
            return
        for behaviour in entry.scale.behaviours:
            field_name = self.part(f"{name}_{behaviour.code}", name)
            told = in_language(behaviour.label, self.language)
            yield _Field(field_name, "text", told, validation="integer", minimum="0", logic=logic)
        options = [(option.code, option.label) for option in (*entry.scale.points, *entry.scale.non_scoring)]
        choices, note = self.choices(entry, options), help_text(guidance, entry, self.language)
        yield _Field(name, "radio", label, choices, note, logic=logic, required=entry.required)
        if entry.evidence_note != "none":
            yield _Field(self.part(f"{name}_note", name), "notes", "What did you see or hear?", logic=logic)

    def choices(self, entry: Entry, options: Iterable[tuple[str, Wording]]) -> str:
        # A bar would end the choice, and a line break the row.
        labels = ((code, in_language(label, self.language).replace("|", "/")) for code, label in options)
        return " | ".join(f"{self.codes[entry.id][code]}, {' '.join(label.split())}" for code, label in labels)

    def question(self, question: Question, name: str, label: str, guidance: str, logic: str) -> _Field:
        kinds = {"choice": "radio", "choices": "checkbox", "text": "notes", "number": "text"}
        return _Field(
            name=name,
            kind=kinds[question.kind],
            label=label,
            choices=self.choices(question, [(option.code, option.label) for option in question.options]),
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
            return f"[{self.names[entry_id]}({self.codes[entry_id][code]})] {operator} '1'"
        return f"[{self.names[entry_id]}] {operator} '{self.codes[entry_id][code]}'"

    def answered(self, entry_id: str) -> str:
        if question := _many(self.entries[entry_id]):
            return _joined((self.equal(entry_id, option.code) for option in question.options), " or ")
        return f"[{self.names[entry_id]}] <> ''"


def _many(entry: Entry) -> Question | None:
    return entry if isinstance(entry, Question) and entry.kind == "choices" else None


def _codes(entry: Entry) -> dict[str, str]:
    """The codes of an entry's answers as REDCap takes them: letters, digits and underscores."""
    options = entry.options if isinstance(entry, Question) else (*entry.scale.points, *entry.scale.non_scoring)
    names = Names()
    return {option.code: names.code(option.code.replace("-", "_")) for option in options}


def _joined(parts: Iterable[str], word: str) -> str:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else f"({word.join(listed)})"
