"""An instrument as a codebook: one CSV row for each answer, for people who analyse exported ratings."""

from collections.abc import Iterator

from instruments.conditions import AllOf, CodeIn, CodeNotIn, Condition, IsAnswered
from instruments.definition import Entry, Instrument, Item, Point, Section, Wording, in_language
from instruments.exchange.cells import csv_text, words
from instruments.exchange.differences import as_read, losses_between
from instruments.exchange.loss import LossReport
from instruments.exchange.remainder import branch
from instruments.writing import plain_decimal, written

_FIXED = (
    "instrument", "version", "section", "section_title", "section_kind", "id", "short", "construct", "kind", "required",
    "shown_when", "guidance", "evidence_note", "actors", "role", "minimum", "maximum",
)  # fmt: skip
_CARRIED = frozenset(
    {
        "id", "version", "title", "scales", "sections", "items", "kind", "short", "construct", "type", "required",
        "show_if", "guidance", "evidence_note", "actors", "role", "minimum", "maximum", "text", "scale", "options",
        "points", "non_scoring", "behaviours", "markers", "code", "score", "reason", "label", "anchor", "example",
    }
)  # fmt: skip
_ANSWER = ("code", "score", "reason", "label", "anchor", "example")


def codebook(instrument: Instrument, language: str = "en") -> tuple[bytes, LossReport]:
    """The codebook in UTF-8 with a byte order mark, which spreadsheets need, and what it could not carry.

    Columns: the instrument and its version, where the entry stands, what it is, its wording for each observer type,
    and for each answer its code, score, reason for carrying no score, label, anchor and example.
    """
    observer_types = ("any", *instrument.observer_types)
    header = (*_FIXED, *(f"wording_{code}" for code in observer_types), *_ANSWER)
    rows = (
        (
            instrument.id,
            instrument.version,
            *_place(section, entry, language),
            *_wordings(entry, observer_types, language),
            *answer,
        )
        for section in instrument.sections
        for entry in section.entries
        for answer in _answers(entry, language)
    )
    whole = written(instrument)
    carried = branch(as_read(whole, language, _CARRIED))
    # Titles of sections have a column; that of the whole has none.
    losses = losses_between(whole, {key: value for key, value in carried.items() if key != "title"}, {})
    return csv_text(header, rows).encode("utf-8-sig"), LossReport(tuple(losses))


def _place(section: Section, entry: Entry, language: str) -> tuple[str, ...]:
    is_item = isinstance(entry, Item)
    limits = () if is_item else (entry.minimum, entry.maximum)
    return (
        section.id,
        _text(section.title, language),
        section.kind,
        entry.id,
        _text(entry.short, language),
        entry.construct if is_item else "",
        entry.scale.type if is_item else entry.kind,
        "yes" if entry.required else "no",
        in_words(entry.show_if) if entry.show_if else "",
        _text(entry.guidance, language),
        entry.evidence_note if is_item else "",
        " ".join(entry.actors) if is_item else "",
        "" if is_item else entry.role,
        *(("", "") if is_item else ("" if limit is None else plain_decimal(limit) for limit in limits)),
    )


def _wordings(entry: Entry, observer_types: tuple[str, ...], language: str) -> Iterator[str]:
    for code in observer_types:
        yield _text(entry.text.get(code), language)


def _text(wording: Wording | None, language: str) -> str:
    return words(in_language(wording, language)) if wording else ""


def _answers(entry: Entry, language: str) -> Iterator[tuple[str, ...]]:
    if not isinstance(entry, Item):
        for option in entry.options:
            yield (option.code, "", "", _text(option.label, language), "", "")
        if not entry.options:
            yield ("",) * len(_ANSWER)
        return
    for behaviour in entry.scale.behaviours:
        yield (behaviour.code, "", "counted", _text(behaviour.label, language), "", "")
    for marker in entry.markers:
        yield (marker.code, "", "tapped", _text(marker.label, language), "", "")
    for point in entry.scale.points:
        yield _point(point, language)
    for option in entry.scale.non_scoring:
        yield (option.code, "", option.reason, _text(option.label, language), "", "")


def _point(point: Point, language: str) -> tuple[str, ...]:
    told = (_text(wording, language) for wording in (point.label, point.anchor, point.example))
    return (point.code, plain_decimal(point.score), "", *told)


def in_words(condition: Condition) -> str:
    """The condition as a person says it."""
    match condition:
        case CodeIn(entry, codes):
            return f"{entry} is {' or '.join(codes)}"
        case CodeNotIn(entry, codes):
            return f"{entry} is answered and not {' or '.join(codes)}"
        case IsAnswered(entry):
            return f"{entry} is answered"
        case AllOf(conditions):
            return " and ".join(f"({in_words(part)})" for part in conditions)
        case _:
            return " or ".join(f"({in_words(part)})" for part in condition.conditions)
