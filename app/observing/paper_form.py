"""Copying a paper form: one key for each answer, read back to the answers a sheet holds. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from instruments.answer_keys import answer_keys
from instruments.condition_words import condition_in_words
from instruments.definition import Entry, Instrument, Item, in_language
from instruments.scoresheet import Problem, Sheet, judge, read_sheet, visible

Get = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PaperEntryView:
    """One line of the screen. ``keys`` are the keys with what they mean; empty where words or a number are copied."""

    id: str
    number: int
    legend: str
    only_if: str
    kind: str
    keys: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    takes_note: bool
    values: Mapping[str, str]
    error: str

    @property
    def all_keys(self) -> str:
        return " ".join(key for key, _ in self.keys)


def paper_views(
    instrument: Instrument, wording: str, values: Mapping[str, str], problems: Mapping[str, str]
) -> tuple[PaperEntryView, ...]:
    """Every entry as one line, with what was typed and what is wrong with it."""
    return tuple(
        _view(instrument, entry, number, wording, values, problems.get(entry.id, ""))
        for number, entry in enumerate(instrument.entries, start=1)
    )


def _view(
    instrument: Instrument, entry: Entry, number: int, wording: str, values: Mapping[str, str], error: str
) -> PaperEntryView:
    counted = entry.scale.behaviours if isinstance(entry, Item) and entry.scale.type == "tally_then_level" else ()
    return PaperEntryView(
        id=entry.id,
        number=number,
        legend=entry.wording(wording),
        only_if=condition_in_words(instrument, entry.show_if, wording) if entry.show_if else "",
        kind="choice" if isinstance(entry, Item) else entry.kind,
        keys=tuple((key, _labels(entry)[code]) for code, key in answer_keys(entry).items()),
        counts=tuple((each.code, in_language(each.label, "en")) for each in counted),
        takes_note=isinstance(entry, Item) and entry.evidence_note != "none",
        values={name: value for name, value in values.items() if name.split(":")[-1].split("/")[0] == entry.id},
        error=error,
    )


def _labels(entry: Entry) -> dict[str, str]:
    offered = (*entry.scale.points, *entry.scale.non_scoring) if isinstance(entry, Item) else entry.options
    return {each.code: in_language(each.label, "en") for each in offered}


def field_names(instrument: Instrument) -> tuple[str, ...]:
    """Every field of the screen: ``a:<entry>`` the answer, ``n:<item>`` its note, ``c:<item>/<behaviour>`` a count."""
    names: list[str] = []
    for entry in instrument.entries:
        names.append(f"a:{entry.id}")
        if isinstance(entry, Item):
            names += [f"c:{entry.id}/{each.code}" for each in entry.scale.behaviours]
            names.append(f"n:{entry.id}")
    return tuple(names)


def judged_paper(instrument: Instrument, wording: str, values: Mapping[str, str]) -> tuple[Sheet, tuple[Problem, ...]]:
    """The sheet that was copied, and everything the judge of all sheets says about it; a wrong key is said first."""
    raw: dict[str, object] = {}
    strange: dict[str, Problem] = {}
    for entry in instrument.entries:
        answer, problem = _raw(entry, values)
        raw[entry.id] = answer
        if problem:
            strange[entry.id] = Problem(entry.id, problem)
    read, _ = read_sheet(instrument, raw, wording)
    shown = visible(instrument, read)
    sheet, problems = judge(instrument, {entry_id: raw[entry_id] for entry_id in shown}, wording)
    others = tuple(each for each in problems if each.entry_id not in strange)
    return sheet, (*strange.values(), *others)


def _raw(entry: Entry, values: Mapping[str, str]) -> tuple[dict[str, object], str]:
    typed = values.get(f"a:{entry.id}", "").strip()
    if not isinstance(entry, Item) and entry.kind in ("text", "number"):
        return {entry.kind: typed}, ""
    codes = {key: code for code, key in answer_keys(entry).items()}
    keys = [typed.lower()] if isinstance(entry, Item) or entry.kind == "choice" else _several(typed, codes)
    unknown = next((key for key in keys if key and key not in codes), "")
    problem = f"“{unknown[:20]}” is not a key here. Type one of: {', '.join(codes)}." if unknown else ""
    found = [codes[key] for key in keys if key in codes]
    if not isinstance(entry, Item):
        return ({"codes": found} if entry.kind == "choices" else {"code": "".join(found[:1])}), problem
    raw: dict[str, object] = {"code": "".join(found[:1]), "note": values.get(f"n:{entry.id}", "").strip()}
    tally = {each.code: values.get(f"c:{entry.id}/{each.code}", "").strip() for each in entry.scale.behaviours}
    counted = {code: count for code, count in tally.items() if count}
    return ({**raw, "tally": counted} if counted else raw), problem


def _several(typed: str, codes: Mapping[str, str]) -> list[str]:
    """Several keys typed one after the other, with or without blanks and commas."""
    parts = typed.lower().replace(",", " ").split()
    return [key for part in parts for key in ([part] if part in codes else list(part))]
