"""The one judge of a sheet. The web form, the tablet's sending and the imports all ask here, so that the same
sentence stands beside the field, at the top of the page and in the reply to the tablet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from instruments.answer_reading import Unreadable, Wire, read_answer, write_answer
from instruments.definition import Entry, Instrument, Item, Question, in_language
from instruments.sheet import (
    Answer,
    Chosen,
    NotScored,
    Number,
    Rated,
    Sheet,
    Tallied,
    Written,
    chosen_codes,
    rated_code,
)
from instruments.visibility import visible, without_hidden

__all__ = [
    "Answer",
    "Chosen",
    "NotScored",
    "Number",
    "Problem",
    "Rated",
    "Sheet",
    "Tallied",
    "Written",
    "check",
    "chosen_codes",
    "judge",
    "rated_code",
    "read_sheet",
    "visible",
    "without_hidden",
    "write_sheet",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right on a sheet; `entry_id` is "" when it is about the sheet as a whole."""

    entry_id: str
    sentence: str


def read_sheet(
    instrument: Instrument, raw: object, observer_type: str = "any", language: str = "en"
) -> tuple[Sheet, tuple[Problem, ...]]:
    """The answers that could be read, and a problem for each that could not. Never raises on a JSON value."""
    if not isinstance(raw, Mapping):
        return {}, (Problem("", "The sheet could not be read. Open it again and send it once more."),)
    fields = cast("Mapping[object, object]", raw)
    sheet: dict[str, Answer] = {}
    problems: list[Problem] = []
    for entry in instrument.entries:
        match read_answer(entry, fields.get(entry.id), entry.name(observer_type, language)):
            case None:
                pass
            case Unreadable(sentence):
                problems.append(Problem(entry.id, sentence))
            case answer:
                sheet[entry.id] = answer
    known = {entry.id for entry in instrument.entries}
    if not known.issuperset(fields.keys()):
        sentence = "This sheet has answers that are not on this form. Open the form again and check your answers."
        problems.append(Problem("", sentence))
    return sheet, tuple(problems)


def write_sheet(sheet: Sheet) -> dict[str, Wire]:
    """The sheet as it travels; `read_sheet` gives it back."""
    return {entry_id: write_answer(answer) for entry_id, answer in sheet.items()}


def check(instrument: Instrument, sheet: Sheet, observer_type: str, language: str = "en") -> tuple[Problem, ...]:
    """What is still missing or does not fit, in sheet order; empty when the sheet can be locked."""
    shown = frozenset(visible(instrument, sheet))
    sentences = (
        (entry.id, _sentence(entry, sheet.get(entry.id), entry.id in shown, observer_type, language))
        for entry in instrument.entries
    )
    unknown = sheet.keys() - {entry.id for entry in instrument.entries}
    strays = tuple(Problem(entry_id, "This answer is not on this form.") for entry_id in sorted(unknown))
    return tuple(Problem(entry_id, sentence) for entry_id, sentence in sentences if sentence) + strays


def judge(
    instrument: Instrument, raw: object, observer_type: str, language: str = "en"
) -> tuple[Sheet, tuple[Problem, ...]]:
    """Read a sheet and check it, with one problem at most for each entry, in sheet order."""
    sheet, unreadable = read_sheet(instrument, raw, observer_type, language)
    told = {problem.entry_id for problem in unreadable}
    missing = check(instrument, sheet, observer_type, language)
    problems = [*unreadable, *(problem for problem in missing if problem.entry_id not in told)]
    order = {entry.id: place for place, entry in enumerate(instrument.entries)}
    return sheet, tuple(sorted(problems, key=lambda problem: order.get(problem.entry_id, -1)))


def _sentence(entry: Entry, answer: Answer | None, is_shown: bool, observer_type: str, language: str) -> str:
    name = entry.name(observer_type, language)
    if answer is None:
        return _ask(entry, name, language) if is_shown and entry.required else ""
    if not is_shown:
        return f"Clear your answer to “{name}”: it no longer applies after your other answers."
    if isinstance(entry, Item):
        return _about_item(entry, answer, name, language)
    return _about_question(entry, answer, name)


def _ask(entry: Entry, name: str, language: str) -> str:
    if isinstance(entry, Item):
        ways_out = [f"“{in_language(option.label, language)}”" for option in entry.scale.non_scoring]
        choose = "level" if entry.scale.type == "tally_then_level" else "rating"
        otherwise = f", or mark it {' or '.join(ways_out)}" if ways_out else ""
        return f"Choose a {choose} for “{name}”{otherwise}."
    verb = {"text": "Write something for", "number": "Write a number for"}.get(entry.kind, "Answer")
    return f"{verb} “{name}”."


def _about_item(item: Item, answer: Answer, name: str, language: str) -> str:
    counted = item.scale.type == "tally_then_level"
    match answer:
        case NotScored(code, reason):
            option = item.scale.non_scoring_option(code)
            fits = option is not None and option.reason == reason
        case Rated(code):
            fits = not counted and item.scale.point(code) is not None
        case Tallied(code=code):
            if not code and counted:
                return _ask(item, name, language)
            fits = counted and item.scale.point(code) is not None
        case _:
            fits = False
    if not fits:
        return f"Choose a rating for “{name}” again: the one given is not on this scale."
    return _about_evidence(item, answer, name)


def _about_evidence(item: Item, answer: Answer, name: str) -> str:
    point = item.scale.point(rated_code(answer))
    if item.evidence_note != "required_at_extremes" or point is None:
        return ""
    is_extreme = point.score in (item.scale.lowest, item.scale.highest)
    if is_extreme and isinstance(answer, Rated | Tallied) and not answer.note.strip():
        return f"Write what you saw or heard for “{name}”: the lowest and highest ratings need a short note."
    return ""


def _about_question(question: Question, answer: Answer, name: str) -> str:
    match answer:
        case Chosen(codes) if question.kind in ("choice", "choices"):
            if not codes or any(question.option(code) is None for code in codes):
                return f"Choose an answer to “{name}” again: the one given is not among the choices."
            too_many = question.kind == "choice" and len(codes) > 1
            return f"Choose only one answer to “{name}”." if too_many else ""
        case Written() if question.kind == "text":
            return ""
        case Number(value) if question.kind == "number":
            low, high = question.minimum, question.maximum
            if (low is not None and value < low) or (high is not None and value > high):
                return f"Write a number for “{name}”{_between(question)}."
            return ""
        case _:
            return f"The answer to “{name}” does not fit the question. Answer it again."


def _between(question: Question) -> str:
    low, high = question.minimum, question.maximum
    if low is None:
        return f" of {high} or less"
    return f" of {low} or more" if high is None else f" from {low} to {high}"
