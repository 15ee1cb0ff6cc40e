"""What the score sheet shows for each entry of an instrument, in the words of one observer type. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.web.languages import _, catalogue, later
from instruments.conditions import AllOf, AnyOf, CodeIn, CodeNotIn, Condition, IsAnswered, leaves
from instruments.definition import Entry, Instrument, Item, Question, for_observer, in_language
from instruments.scoresheet import Rated, Tallied, check

DEFAULT_LANGUAGE = "en"
# The people an item may be about, as the sheet names them.
ACTORS = {
    "clinician": later("the clinician"),
    "patient": later("the patient"),
    "carer": later("the carer"),
}


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One card. ``number`` is shown in front when the code is a number the label does not already say."""

    code: str
    number: str
    label: str
    anchor: str
    example: str
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class CountView:
    """A behaviour to count."""

    code: str
    label: str
    field: str


@dataclass(frozen=True, slots=True)
class MarkerView:
    """A button of the quiet screen. ``code`` and ``label`` are empty where the item itself is what is tapped."""

    code: str
    label: str
    field: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One fieldset. ``language`` is that of its words, ``about`` whom an item rates, where it says so.

    ``markers`` are what is tapped while watching an item: itself, or the behaviours it names. ``shape`` is how it is
    answered: choice, choices, text or number. ``role`` is a question's part.

    ``show_if`` is the condition as JSON for the script; ``only_if`` says the same in words. ``ask`` is the judge's
    sentence for a blank, ``ask_note`` the one for a missing note at the codes in ``noted_codes``.
    """

    id: str
    field: str
    markers: tuple[MarkerView, ...]
    language: str
    about: str
    shape: str
    role: str
    is_item: bool
    name: str
    legend: str
    guidance: str
    choices: tuple[ChoiceView, ...]
    counts: tuple[CountView, ...]
    note_field: str
    show_if: str
    only_if: str
    ask: str
    ask_note: str
    noted_codes: str

    @property
    def examples(self) -> tuple[ChoiceView, ...]:
        return tuple(each for each in self.choices if each.example)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A part of the sheet; ``language`` is that of its title."""

    id: str
    language: str
    title: str
    entries: tuple[EntryView, ...]


def section_views(instrument: Instrument, wording: str, language: str = "en") -> tuple[SectionView, ...]:
    """Every section of the sheet as this observer type reads it."""
    asks = _sentences(instrument, wording, language)
    names = {entry.id: entry for entry in instrument.entries}
    return tuple(
        SectionView(
            section.id,
            language if language in section.title else DEFAULT_LANGUAGE,
            in_language(section.title, language),
            tuple(_view(entry, wording, language, asks, names) for entry in section.entries),
        )
        for section in instrument.sections
    )


def spoken_by(entry: Entry, wording: str, language: str) -> str:
    """The language an entry is shown in: the one asked for when all its words are there in it, else the default.

    Never half and half: a screen reader could not say both.
    """
    if isinstance(entry, Item):
        parts = (*entry.scale.points, *entry.scale.non_scoring, *entry.scale.behaviours, *entry.markers)
    else:
        parts = entry.options
    words = [for_observer(entry.text, wording), *(each.label for each in parts)]
    return language if all(language in each for each in words) else DEFAULT_LANGUAGE


def field_name(entry_id: str) -> str:
    return f"i_{entry_id}"


def note_name(entry_id: str) -> str:
    return f"i_{entry_id}_note"


def taps_name(entry_id: str, marker: str = "") -> str:
    return f"i_{entry_id}_taps_{marker}" if marker else f"i_{entry_id}_taps"


def count_name(entry_id: str, behaviour: str) -> str:
    return f"i_{entry_id}_count_{behaviour}"


def _view(
    entry: Entry, wording: str, language: str, asks: Mapping[str, tuple[str, str]], names: Mapping[str, Entry]
) -> EntryView:
    is_item = isinstance(entry, Item)
    ask, ask_note = asks[entry.id]
    language = spoken_by(entry, wording, language)
    return EntryView(
        id=entry.id,
        field=field_name(entry.id),
        language=language,
        about=_(" and ").join(str(ACTORS.get(each, each)) for each in entry.actors) if isinstance(entry, Item) else "",
        markers=tuple(_markers(entry, language)) if isinstance(entry, Item) else (),
        shape="choice" if isinstance(entry, Item) else entry.kind,
        role="" if isinstance(entry, Item) else entry.role,
        is_item=is_item,
        name=entry.name(wording, language),
        legend=entry.wording(wording, language),
        guidance=in_language(entry.guidance, language) if entry.guidance else "",
        choices=tuple(_item_choices(entry, language) if isinstance(entry, Item) else _options(entry, language)),
        counts=tuple(_counts(entry, language)) if isinstance(entry, Item) else (),
        note_field=note_name(entry.id) if isinstance(entry, Item) and entry.evidence_note != "none" else "",
        show_if=json.dumps(wire_condition(entry.show_if)) if entry.show_if else "",
        only_if=_in_words(entry.show_if, names, wording, language) if entry.show_if else "",
        ask=ask,
        ask_note=ask_note,
        noted_codes=" ".join(_extremes(entry)) if isinstance(entry, Item) and ask_note else "",
    )


def _item_choices(item: Item, language: str) -> Iterable[ChoiceView]:
    for point in item.scale.points:
        label = in_language(point.label, language)
        number = point.code if point.code.isdigit() and point.code != label else ""
        anchor = in_language(point.anchor, language) if point.anchor else ""
        example = in_language(point.example, language) if point.example else ""
        yield ChoiceView(point.code, number, label, anchor, example, is_quiet=False)
    for option in item.scale.non_scoring:
        yield ChoiceView(option.code, "", in_language(option.label, language), "", "", is_quiet=True)


def _options(question: Question, language: str) -> Iterable[ChoiceView]:
    for option in question.options:
        yield ChoiceView(option.code, "", in_language(option.label, language), "", "", is_quiet=False)


def _counts(item: Item, language: str) -> Iterable[CountView]:
    if item.scale.type == "tally_then_level":
        for behaviour in item.scale.behaviours:
            label = in_language(behaviour.label, language)
            yield CountView(behaviour.code, label, count_name(item.id, behaviour.code))


def _markers(item: Item, language: str) -> Iterable[MarkerView]:
    for each in item.markers:
        yield MarkerView(each.code, in_language(each.label, language), taps_name(item.id, each.code))
    if not item.markers:
        yield MarkerView("", "", taps_name(item.id))


def wire_condition(condition: Condition) -> dict[str, object]:
    """A condition as the page's script reads it."""
    match condition:
        case CodeIn(entry, codes):
            return {"item": entry, "in": list(codes)}
        case CodeNotIn(entry, codes):
            return {"item": entry, "not_in": list(codes)}
        case IsAnswered(entry):
            return {"item": entry, "answered": True}
        case AllOf(conditions):
            return {"all": [wire_condition(each) for each in conditions]}
        case AnyOf(conditions):
            return {"any": [wire_condition(each) for each in conditions]}


def _in_words(condition: Condition, names: Mapping[str, Entry], wording: str, language: str) -> str:
    """For readers without script, who see every entry: when this one is meant to be answered."""
    asked = dict.fromkeys(leaf.entry for leaf in leaves(condition))
    quoted = [f"“{names[each].name(wording, language)}”" for each in asked if each in names]
    if isinstance(condition, CodeIn) and condition.entry in names:
        labels = _labels(names[condition.entry], condition.codes, language)
        return _(
            "Answer this only if you chose {answers} at {question}.", answers=_(" or ").join(labels), question=quoted[0]
        )
    return _(
        "Answer this only if it still applies after your answer at {questions}.", questions=_(" and ").join(quoted)
    )


def _labels(entry: Entry, codes: Iterable[str], language: str) -> list[str]:
    if isinstance(entry, Item):
        known = {each.code: each.label for each in (*entry.scale.points, *entry.scale.non_scoring)}
    else:
        known = {each.code: each.label for each in entry.options}
    return [f"“{in_language(known[code], language)}”" for code in codes if code in known]


def _sentences(instrument: Instrument, wording: str, language: str) -> dict[str, tuple[str, str]]:
    """The judge's own sentences for a blank and for a missing note, asked of a sheet on which everything is shown."""
    shown = replace(
        instrument,
        sections=tuple(
            replace(section, entries=tuple(replace(entry, show_if=None) for entry in section.entries))
            for section in instrument.sections
        ),
    )
    blank = {each.entry_id: each.sentence for each in check(shown, {}, wording, language, catalogue().say)}
    extreme = {
        item.id: Tallied({}, _extremes(item)[0]) if item.scale.type == "tally_then_level" else Rated(_extremes(item)[0])
        for item in shown.items
        if item.evidence_note == "required_at_extremes"
    }
    noted = {each.entry_id: each.sentence for each in check(shown, extreme, wording, language, catalogue().say)}
    return {
        entry.id: (blank.get(entry.id, ""), noted.get(entry.id, "") if entry.id in extreme else "")
        for entry in instrument.entries
    }


def _extremes(item: Item) -> list[str]:
    ends = (item.scale.lowest, item.scale.highest)
    return [point.code for point in item.scale.points if point.score in ends]
