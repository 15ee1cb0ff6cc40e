"""A condition in a sentence, for readers who see every entry: when this one is meant to be answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from instruments.conditions import CodeIn, Condition, leaves
from instruments.definition import Entry, Instrument, Item, in_language


@dataclass(frozen=True, slots=True)
class _Said:
    """chosen: with `answers` and `entry`. applies: with `entries`."""

    chosen: str
    applies: str
    between_answers: str
    between_entries: str


_ENGLISH = _Said(
    "Answer this only if you chose {answers} at {entry}.",
    "Answer this only if it still applies after your answer at {entries}.",
    " or ",
    " and ",
)
_WELSH = _Said(
    "Atebwch hwn dim ond os dewisoch {answers} yn {entry}.",
    "Atebwch hwn dim ond os yw’n dal yn berthnasol ar ôl eich ateb yn {entries}.",
    " neu ",
    " a ",
)


def condition_in_words(instrument: Instrument, condition: Condition, wording: str, language: str = "en") -> str:
    """When to answer, naming the entries and answers it looks at as this observer type reads them.

    In Welsh for Welsh, else in English around the instrument's own words.
    """
    said = _WELSH if language.split("-", maxsplit=1)[0] == "cy" else _ENGLISH
    known = {entry.id: entry for entry in instrument.entries}
    asked = dict.fromkeys(leaf.entry for leaf in leaves(condition))
    quoted = [f"“{known[each].name(wording, language)}”" for each in asked if each in known]
    if isinstance(condition, CodeIn) and condition.entry in known:
        labels = _labels(known[condition.entry], condition.codes, language)
        return said.chosen.format(answers=said.between_answers.join(labels), entry=quoted[0])
    return said.applies.format(entries=said.between_entries.join(quoted))


def _labels(entry: Entry, codes: Iterable[str], language: str) -> list[str]:
    if isinstance(entry, Item):
        known = {each.code: each.label for each in (*entry.scale.points, *entry.scale.non_scoring)}
    else:
        known = {each.code: each.label for each in entry.options}
    return [f"“{in_language(known[code], language)}”" for code in codes if code in known]
