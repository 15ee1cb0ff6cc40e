"""Sections of a definition file with their items and questions."""

from collections.abc import Mapping
from typing import get_args

from instruments.condition_reading import read_condition
from instruments.definition import (
    Entry,
    EvidenceNote,
    Item,
    Option,
    Question,
    QuestionKind,
    Role,
    Scale,
    Section,
    SectionKind,
)
from instruments.fields import CODE, Fields
from instruments.scale_reading import read_behaviours, with_own_words

ENTRY_LIMIT = 200
OPTION_LIMIT = 60
# More buttons than a hand finds without looking are no help while watching.
MARKER_LIMIT = 6

# Stands in for a scale nobody described; reported, and never part of a finished instrument.
_NO_SCALE = Scale("", "ordinal", ())


def read_sections(fields: Fields, scales: Mapping[str, Scale]) -> tuple[Section, ...]:
    """Every section, in file order."""
    return tuple(_section(record, scales) for record in fields.records("sections"))


def _section(fields: Fields, scales: Mapping[str, Scale]) -> Section:
    section_id = fields.named("id")
    title = fields.wording("title", required=True) or {}
    kind = fields.choice("kind", get_args(SectionKind), "domain")
    entries = tuple(_entry(record, scales) for record in fields.records("items"))
    fields.finish()
    has_items = any(isinstance(entry, Item) for entry in entries)
    if kind == "domain" and not has_items:
        fields.report("items", f'The domain "{section_id}" needs at least one item with a scale.')
    if kind != "domain" and has_items:
        fields.report("kind", f'Only a domain holds items with a scale; "{section_id}" is of kind {kind}.')
    return Section(section_id, title, kind, entries)


def _entry(fields: Fields, scales: Mapping[str, Scale]) -> Entry:
    entry = _question(fields) if fields.has("kind") else _item(fields, scales)
    fields.finish()
    return entry


def _item(fields: Fields, scales: Mapping[str, Scale]) -> Item:
    item_id = fields.named("id")
    scale_id = fields.text("scale")
    if not scale_id:
        fields.report("scale", f'Give "{item_id}" a scale, or a kind if it is a question without a score.')
    elif scale_id not in scales:
        fields.report("scale", f'No scale is called "{scale_id[:40]}": describe it under scales.')
    scale = with_own_words(scales.get(scale_id, _NO_SCALE), fields)
    if scale.type == "tally_then_level" and not scale.behaviours:
        fields.report("behaviours", f'Write the behaviours to count for "{item_id}".')
    elif scale.points and scale.type != "tally_then_level" and scale.behaviours:
        fields.report("behaviours", f'Only a tally_then_level scale counts behaviours; "{item_id}" has none.')
    markers = read_behaviours(fields, "markers")
    if len(markers) > MARKER_LIMIT:
        fields.report(
            "markers", f'Keep to {MARKER_LIMIT} behaviours to tap for "{item_id}": more cannot be found fast.'
        )
    return Item(
        id=item_id,
        construct=fields.named("construct", required=False) or item_id,
        scale=scale,
        required=fields.flag("required"),
        text=fields.observer_wording("text"),
        guidance=fields.wording("guidance"),
        evidence_note=fields.choice("evidence_note", get_args(EvidenceNote), "none"),
        show_if=read_condition(fields.record("show_if")),
        actors=fields.texts("actors"),
        short=fields.wording("short"),
        markers=markers,
    )


def _question(fields: Fields) -> Question:
    question = Question(
        id=fields.named("id"),
        kind=fields.choice("kind", get_args(QuestionKind), "text"),
        text=fields.observer_wording("text"),
        options=tuple(_option(record) for record in fields.records("options")),
        required=fields.flag("required"),
        guidance=fields.wording("guidance"),
        show_if=read_condition(fields.record("show_if")),
        minimum=fields.decimal("minimum"),
        maximum=fields.decimal("maximum"),
        role=fields.choice("role", get_args(Role), ""),
        short=fields.wording("short"),
    )
    _check_options(question, fields)
    _check_limits(question, fields)
    return question


def _option(fields: Fields) -> Option:
    option = Option(fields.named("code", CODE), fields.wording("label", required=True) or {})
    fields.finish()
    return option


def _check_options(question: Question, fields: Fields) -> None:
    codes = [option.code for option in question.options]
    if question.kind in ("choice", "choices"):
        if not 2 <= len(codes) <= OPTION_LIMIT:
            fields.report("options", f'"{question.id}" needs from 2 to {OPTION_LIMIT} options.')
        if len(set(codes)) < len(codes):
            fields.report("options", f'Give each option of "{question.id}" a code of its own.')
    elif codes:
        fields.report("options", f'Only a choice has options; "{question.id}" asks for a {question.kind}.')


def _check_limits(question: Question, fields: Fields) -> None:
    low, high = question.minimum, question.maximum
    if question.kind != "number" and (low is not None or high is not None):
        fields.report("minimum", f'Only a number has a minimum or a maximum; "{question.id}" has none.')
    if low is not None and high is not None and low > high:
        fields.report("maximum", f'The maximum of "{question.id}" is below its minimum.')
