"""The one judge of a sheet. The web form, the tablet's sending and the imports all ask here, so that the same
sentence stands beside the field, at the top of the page and in the reply to the tablet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from instruments.answer_reading import Unreadable, Wire, read_answer, write_answer
from instruments.definition import Entry, Instrument, Item, Question, in_language
from instruments.sentences import Say, Words
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
    instrument: Instrument, raw: object, observer_type: str = "any", language: str = "en", say: Say = str
) -> tuple[Sheet, tuple[Problem, ...]]:
    """The answers that could be read, and a problem for each that could not. Never raises on a JSON value."""
    if not isinstance(raw, Mapping):
        return {}, (Problem("", say("The sheet could not be read. Open it again and send it once more.")),)
    fields = cast("Mapping[object, object]", raw)
    sheet: dict[str, Answer] = {}
    problems: list[Problem] = []
    words = Words(observer_type, language, say)
    for entry in instrument.entries:
        match read_answer(entry, fields.get(entry.id), words):
            case None:
                pass
            case Unreadable(sentence):
                problems.append(Problem(entry.id, sentence))
            case answer:
                sheet[entry.id] = answer
    if fields.keys() - {entry.id for entry in instrument.entries}:
        sentence = say("This sheet has answers that are not on this form. Open the form again and check your answers.")
        problems.append(Problem("", sentence))
    return sheet, tuple(problems)


def write_sheet(sheet: Sheet) -> dict[str, Wire]:
    """The sheet as it travels; `read_sheet` gives it back."""
    return {entry_id: write_answer(answer) for entry_id, answer in sheet.items()}


def check(
    instrument: Instrument, sheet: Sheet, observer_type: str, language: str = "en", say: Say = str
) -> tuple[Problem, ...]:
    """What is still missing or does not fit, in sheet order; empty when the sheet can be locked.

    `say` gives each English sentence in the reader's language, before names are filled in.
    """
    shown = frozenset(visible(instrument, sheet))
    words = Words(observer_type, language, say)
    sentences = (
        (entry.id, _sentence(entry, sheet.get(entry.id), entry.id in shown, words)) for entry in instrument.entries
    )
    unknown = sheet.keys() - {entry.id for entry in instrument.entries}
    strays = tuple(Problem(entry_id, say("This answer is not on this form.")) for entry_id in sorted(unknown))
    return tuple(Problem(entry_id, sentence) for entry_id, sentence in sentences if sentence) + strays


def judge(
    instrument: Instrument, raw: object, observer_type: str, language: str = "en", say: Say = str
) -> tuple[Sheet, tuple[Problem, ...]]:
    """Read a sheet and check it, with one problem at most for each entry, in sheet order."""
    sheet, unreadable = read_sheet(instrument, raw, observer_type, language, say)
    told = {problem.entry_id for problem in unreadable}
    missing = check(instrument, sheet, observer_type, language, say)
    problems = [*unreadable, *(problem for problem in missing if problem.entry_id not in told)]
    order = {entry.id: place for place, entry in enumerate(instrument.entries)}
    return sheet, tuple(sorted(problems, key=lambda problem: order.get(problem.entry_id, -1)))


def _sentence(entry: Entry, answer: Answer | None, is_shown: bool, words: Words) -> str:
    if answer is None:
        return _ask(entry, words) if is_shown and entry.required else ""
    if not is_shown:
        return words.about(entry, "Clear your answer to “{name}”: it no longer applies after your other answers.")
    if isinstance(entry, Item):
        return _about_item(entry, answer, words)
    return _about_question(entry, answer, words)


def _ask(entry: Entry, words: Words) -> str:
    if isinstance(entry, Item):
        return _ask_rating(entry, words)
    match entry.kind:
        case "text":
            return words.about(entry, "Write something for “{name}”.")
        case "number":
            return words.about(entry, "Write a number for “{name}”.")
        case _:
            return words.about(entry, "Answer “{name}”.")


def _ask_rating(item: Item, words: Words) -> str:
    ways_out = [f"“{in_language(option.label, words.language)}”" for option in item.scale.non_scoring]
    otherwise = words.speak(" or ").join(ways_out)
    if item.scale.type == "tally_then_level":
        if not ways_out:
            return words.about(item, "Choose a level for “{name}”.")
        return words.about(item, "Choose a level for “{name}”, or mark it {otherwise}.", otherwise=otherwise)
    if not ways_out:
        return words.about(item, "Choose a rating for “{name}”.")
    return words.about(item, "Choose a rating for “{name}”, or mark it {otherwise}.", otherwise=otherwise)


def _about_item(item: Item, answer: Answer, words: Words) -> str:
    counted = item.scale.type == "tally_then_level"
    match answer:
        case NotScored(code, reason):
            option = item.scale.non_scoring_option(code)
            fits = option is not None and option.reason == reason
        case Rated(code):
            fits = not counted and item.scale.point(code) is not None
        case Tallied(code=code):
            if not code and counted:
                return _ask(item, words)
            fits = counted and item.scale.point(code) is not None
        case _:
            fits = False
    if not fits:
        return words.about(item, "Choose a rating for “{name}” again: the one given is not on this scale.")
    return _about_evidence(item, answer, words)


def _about_evidence(item: Item, answer: Answer, words: Words) -> str:
    point = item.scale.point(rated_code(answer))
    if item.evidence_note != "required_at_extremes" or point is None:
        return ""
    is_extreme = point.score in (item.scale.lowest, item.scale.highest)
    if is_extreme and isinstance(answer, Rated | Tallied) and not answer.note.strip():
        return words.about(
            item, "Write what you saw or heard for “{name}”: the lowest and highest ratings need a short note."
        )
    return ""


def _about_question(question: Question, answer: Answer, words: Words) -> str:
    match answer:
        case Chosen(codes) if question.kind in ("choice", "choices"):
            if not codes or any(question.option(code) is None for code in codes):
                return words.about(
                    question, "Choose an answer to “{name}” again: the one given is not among the choices."
                )
            too_many = question.kind == "choice" and len(codes) > 1
            return words.about(question, "Choose only one answer to “{name}”.") if too_many else ""
        case Written() if question.kind == "text":
            return ""
        case Number(value) if question.kind == "number":
            low, high = question.minimum, question.maximum
            if (low is not None and value < low) or (high is not None and value > high):
                return _between(question, words)
            return ""
        case _:
            return words.about(question, "The answer to “{name}” does not fit the question. Answer it again.")


def _between(question: Question, words: Words) -> str:
    low, high = str(question.minimum), str(question.maximum)
    if question.minimum is None:
        return words.about(question, "Write a number for “{name}” of {high} or less.", high=high)
    if question.maximum is None:
        return words.about(question, "Write a number for “{name}” of {low} or more.", low=low)
    return words.about(question, "Write a number for “{name}” from {low} to {high}.", low=low, high=high)
