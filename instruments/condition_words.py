"""A condition in a sentence, for readers who see every entry: when this one is meant to be answered."""

from collections.abc import Iterable

from instruments.conditions import CodeIn, Condition, leaves
from instruments.definition import Entry, Instrument, Item, in_language


def condition_in_words(instrument: Instrument, condition: Condition, wording: str, language: str = "en") -> str:
    """When to answer, naming the entries and answers it looks at as this observer type reads them."""
    known = {entry.id: entry for entry in instrument.entries}
    asked = dict.fromkeys(leaf.entry for leaf in leaves(condition))
    quoted = [f"“{known[each].name(wording, language)}”" for each in asked if each in known]
    if isinstance(condition, CodeIn) and condition.entry in known:
        labels = _labels(known[condition.entry], condition.codes, language)
        return f"Answer this only if you chose {' or '.join(labels)} at {quoted[0]}."
    return f"Answer this only if it still applies after your answer at {' and '.join(quoted)}."


def _labels(entry: Entry, codes: Iterable[str], language: str) -> list[str]:
    if isinstance(entry, Item):
        known = {each.code: each.label for each in (*entry.scale.points, *entry.scale.non_scoring)}
    else:
        known = {each.code: each.label for each in entry.options}
    return [f"“{in_language(known[code], language)}”" for code in codes if code in known]
