"""The answers of another program's question: are they a scale to rate on, and which of them carry no score?

Other programs have one kind of answer only. A scale is recognised by scores written beside the answers, by
numbers as codes, or by the question being shown as a scale. Whatever had to be guessed is said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from instruments.exchange.draft import Draft
from instruments.exchange.remainder import Branch
from instruments.exchange.rows import Names
from instruments.fields import CODE
from instruments.scale_reading import POINT_LIMIT
from instruments.section_reading import OPTION_LIMIT
from instruments.tree import Tree
from instruments.writing import plain_decimal

REASONS = ("not_applicable", "not_observed", "insufficient_evidence")

_UNSEEN = re.compile(r"\b(not|n't|un)\s?(observed|seen|heard|see|hear|able to (see|hear|judge|observe))", re.IGNORECASE)
_TOO_LITTLE = re.compile(r"insufficient|not enough|too little", re.IGNORECASE)
_GAP = re.compile(
    r"not applicable|did not apply|does not apply|\bn/?a\b|don.?t know|not sure|unknown|no answer|refused|prefer not|"
    r"missing|skipped|not (observed|seen|heard|asked|done)|could not|cannot|insufficient|not enough|too little",
    re.IGNORECASE,
)
_MISSING_CODES = {"77", "88", "99", "777", "888", "999", "7777", "8888", "9999", "-1", "-7", "-8", "-9", "-99", "-999"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer there: its code, its wording, and its score and reason where the file gives them."""

    code: str
    label: Branch
    score: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the answers became: a scale, or the options of a question; and each code there as it is written here."""

    scale: Branch | None
    options: list[Tree]
    codes: dict[str, str]


def number_of(text: str) -> Decimal | None:
    """A plain number of the size a score has, or None."""
    if not re.fullmatch(r"[+-]?[0-9]{1,6}(\.[0-9]{1,6})?", text.strip()):
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


def answers(draft: Draft, given: Sequence[Choice], place: str, *, is_scale: bool = False) -> Answers | None:
    """The answers as a scale or as options, with what was assumed noted; None when they can be neither.

    `is_scale`: the file shows the question as a scale, so that its order may stand for scores.
    """
    choices = _once(draft, given, place)
    if len(choices) < 2:
        draft.lose(place, "It is left out: a choice needs at least two answers.")
        return None
    if len(choices) > OPTION_LIMIT:
        draft.lose(
            place, f"It is left out: it has {len(choices)} answers, and {OPTION_LIMIT} is the most a choice holds."
        )
        return None
    codes = _codes(draft, choices, place)
    scored = _scored(draft, choices, place, is_scale=is_scale)
    options: list[Tree] = [{"code": codes[choice.code], "label": choice.label} for choice in choices]
    return Answers(_scale(draft, scored, codes, place) if scored else None, options, codes)


def _once(draft: Draft, given: Sequence[Choice], place: str) -> list[Choice]:
    choices: dict[str, Choice] = {}
    for choice in given:
        if choice.code in choices:
            draft.lose(place, f'The code "{choice.code[:40]}" stands there twice: the first one is kept.')
        choices.setdefault(choice.code, choice)
    return list(choices.values())


def _codes(draft: Draft, choices: Sequence[Choice], place: str) -> dict[str, str]:
    names = Names()
    codes: dict[str, str] = {}
    for choice in choices:
        number = number_of(choice.code)
        wanted = plain_decimal(number) if number is not None else choice.code
        wanted = f"minus_{wanted[1:]}" if wanted.startswith("-") else wanted
        cleaned = re.sub(r"[^A-Za-z0-9_-]+", "_", wanted).strip("_-")[:32] or "code"
        code = names.code(cleaned if CODE.fullmatch(cleaned) else "code")
        codes[choice.code] = code
        if code != choice.code and number is None:
            draft.lose(place, f'The code "{choice.code[:40]}" is written "{code}" here.')
    return codes


def _scored(
    draft: Draft, choices: Sequence[Choice], place: str, *, is_scale: bool
) -> tuple[list[tuple[Choice, Decimal]], list[Choice]] | None:
    """The points with their scores and the answers without one, or None when this is no scale."""
    scores = {choice.code: choice.score for choice in choices if choice.score is not None}
    if not scores:
        scores = _numbers(choices)
    if len(scores) < 2 and is_scale:
        rated = [choice for choice in choices if not _GAP.search(_english(choice))]
        scores = {choice.code: Decimal(n) for n, choice in enumerate(rated)}
        draft.lose(place, f"Scores from 0 to {len(rated) - 1} were given in the order of its answers: check them.")
    if len(scores) < 2:
        return None
    if len(set(scores.values())) < len(scores):
        draft.lose(place, "It is asked but not scored: two of its answers carry the same score.")
        return None
    if len(scores) > POINT_LIMIT:
        draft.lose(place, f"It is asked but not scored: a scale holds {POINT_LIMIT} points at most.")
        return None
    points = [(choice, scores[choice.code]) for choice in choices if choice.code in scores]
    if [score for _, score in points] != sorted(score for _, score in points):
        points.sort(key=lambda point: point[1])
    return points, [choice for choice in choices if choice.code not in scores]


def _numbers(choices: Sequence[Choice]) -> dict[str, Decimal]:
    """The codes that are numbers and no code for a missing answer."""
    numbers = {choice.code: number for choice in choices if (number := number_of(choice.code)) is not None}
    labels = {choice.code: _english(choice) for choice in choices}
    for code, number in sorted(numbers.items(), key=lambda each: each[1], reverse=True):
        rest = [other for other in numbers.values() if other < number]
        is_apart = bool(rest) and number > max(rest) + 1
        # A negative code nearly always stands for a missing answer, and so does a far one that says so.
        if number < 0 or (is_apart and (plain_decimal(number) in _MISSING_CODES or _GAP.search(labels[code]))):
            del numbers[code]
    if any(number_of(choice.code) is None and not _GAP.search(labels[choice.code]) for choice in choices):
        # Words among the numbers: only answers that say they are gaps may stand beside points.
        named = [choice for choice in choices if number_of(choice.code) is None]
        return numbers if len(named) <= 2 and len(numbers) > len(named) else {}
    return numbers


def _english(choice: Choice) -> str:
    return str(choice.label.get("en", ""))


def _scale(
    draft: Draft, scored: tuple[list[tuple[Choice, Decimal]], list[Choice]], codes: dict[str, str], place: str
) -> Branch:
    points, gaps = scored
    return {
        "type": "ordinal",
        "points": [
            {"code": codes[choice.code], "score": plain_decimal(score), "label": choice.label}
            for choice, score in points
        ],
        **({"non_scoring": [_gap(draft, choice, codes[choice.code], place) for choice in gaps]} if gaps else {}),
    }


def _gap(draft: Draft, choice: Choice, code: str, place: str) -> Tree:
    if choice.reason in REASONS:
        return {"code": code, "reason": choice.reason, "label": choice.label}
    words = _english(choice)
    reason = "not_applicable"
    if _TOO_LITTLE.search(words):
        reason = "insufficient_evidence"
    elif _UNSEEN.search(words) or re.search(r"could not|cannot|unable", words, re.IGNORECASE):
        reason = "not_observed"
    draft.lose(place, f'That "{choice.code[:40]}" means {reason.replace("_", " ")} is assumed: check it.')
    return {"code": code, "reason": reason, "label": choice.label}
