"""One answer as it travels (JSON from a tablet, a web form, an import) to an answer, and back.

An item travels as {"code": "3", "note": "..."}, with {"tally": {"b1": 2}} where behaviours are counted and
{"taps": [4, 17]} where it was tapped in these minutes while watching, or {"marked": {"m1": [4], "m2": [17]}} where it
names several behaviours to tap; a question as {"code": "a"} or
{"codes": ["a", "b"]}, {"text": "..."} or {"number": "12"}. Nothing here raises, whatever arrives: the answer is an
`Answer`, None for a blank, or `Unreadable` with the reason in a sentence.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, cast

from instruments.definition import Entry, Item, Question, QuestionKind
from instruments.sentences import Words
from instruments.sheet import Answer, Chosen, Marked, NotScored, Number, Rated, Tallied, Taps, Written

TEXT_LIMIT = 2000
COUNT_LIMIT = 999
# A tap is known by the whole minute since watching began, never by a time of day.
LAST_MINUTE = 600
MOST_TAPS = 200

_NONE: Set[str] = frozenset()
_KEYS_OF_ITEM, _MARKED, _TALLY = frozenset({"code", "note", "taps"}), frozenset({"marked"}), frozenset({"tally"})
_KEYS_OF_QUESTION: Mapping[QuestionKind, Set[str]] = {
    "choice": frozenset({"code", "codes"}),
    "choices": frozenset({"code", "codes"}),
    "text": frozenset({"text"}),
    "number": frozenset({"number"}),
}

# Characters that cannot be stored or seen; a tablet may cut an emoji in half, which must not lose a sheet.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,3})?")
_COUNT = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An answer that cannot be used, with what to do about it."""

    sentence: str


ReadAnswer: TypeAlias = Answer | Unreadable | None
Wire: TypeAlias = dict[str, object]


def read_answer(entry: Entry, raw: object, words: Words) -> ReadAnswer:
    """The answer to this entry, with `words` to speak of it in. Never raises on any JSON value."""
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        return _wrong_shape(entry, words)
    fields = cast("Mapping[object, object]", raw)
    strange = fields.keys() - _known_keys(entry)
    if strange and any(fields[key] not in (None, "", [], {}) for key in strange):
        return _wrong_shape(entry, words)
    return _read_item(entry, fields, words) if isinstance(entry, Item) else _read_question(entry, fields, words)


def write_answer(answer: Answer) -> Wire:
    """The answer as it travels; reading it back gives the same answer."""
    match answer:
        case Rated(code) | NotScored(code):
            return {"code": code, **_beside(answer)}
        case Tallied(counts, code):
            return {"tally": dict(counts), "code": code, **_beside(answer)}
        case Chosen(codes):
            return {"codes": list(codes)}
        case Written(text):
            return {"text": text}
        case _:
            return {"number": format(answer.value, "f")}


def _beside(mark: Rated | NotScored | Tallied) -> Wire:
    marked = {marker: list(minutes) for marker, minutes in mark.marked.items()}
    beside: Wire = {"note": mark.note, "taps": list(mark.taps), "marked": marked}
    return {key: value for key, value in beside.items() if value}


def _known_keys(entry: Entry) -> Set[str]:
    if isinstance(entry, Question):
        return _KEYS_OF_QUESTION[entry.kind]
    marked = _MARKED if entry.markers else _NONE
    return _KEYS_OF_ITEM | marked | (_TALLY if entry.scale.type == "tally_then_level" else _NONE)


def _wrong_shape(entry: Entry, words: Words) -> Unreadable:
    return Unreadable(words.about(entry, "The answer to “{name}” could not be read. Answer it again."))


def _clean(value: object) -> str | None:
    """A text fit to keep, "" for nothing, None when it is not a text at all."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return None
    if value.isprintable():
        # Neither a line's end nor any of the above: most texts are codes.
        return value.strip()
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return _HALF_CHARACTER.sub("\ufffd", _UNSTORABLE.sub("", text)).strip()


def _too_long(entry: Entry, words: Words) -> Unreadable:
    return Unreadable(
        words.about(entry, "Shorten what you wrote for “{name}” to {limit} characters or fewer.", limit=TEXT_LIMIT)
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the mark of an item."""

    note: str
    taps: Taps
    marked: Marked

    @property
    def has_taps(self) -> bool:
        return bool(self.taps or self.marked)


def _read_item(item: Item, fields: Mapping[object, object], words: Words) -> ReadAnswer:
    code, note = _clean(fields.get("code")), _clean(fields.get("note"))
    counts, taps, marked = (
        _counts(item, fields.get("tally")),
        _taps(fields.get("taps")),
        _marked(item, fields.get("marked")),
    )
    if code is None or note is None or counts is None or taps is None or marked is None:
        return _wrong_shape(item, words)
    if len(note) > TEXT_LIMIT:
        return _too_long(item, words)
    if item.scale.non_scoring_option(code) is None and code and item.scale.point(code) is None:
        return Unreadable(words.about(item, "Choose a rating for “{name}” again: the one sent is not on this scale."))
    return _item_answer(item, code, counts, _Beside(note, taps, marked), words)


def _item_answer(item: Item, code: str, counts: dict[str, int], beside: _Beside, words: Words) -> ReadAnswer:
    note, taps, marked = beside.note, beside.taps, beside.marked
    if option := item.scale.non_scoring_option(code):
        if any(counts.values()):
            return Unreadable(
                words.about(item, "You counted behaviours for “{name}” but marked it without a level. Keep one.")
            )
        return NotScored(code, option.reason, note, taps, marked)
    if item.scale.type == "tally_then_level" and (counts or code):
        return Tallied(counts, code, note, taps, marked)
    if not code and note:
        return Unreadable(words.about(item, "Choose a rating for “{name}” to go with your note."))
    if not code and beside.has_taps:
        return Unreadable(words.about(item, "Choose a rating for “{name}” to go with what you tapped."))
    return Rated(code, note, taps, marked) if code else None


def _counts(item: Item, raw: object) -> dict[str, int] | None:
    """How often each behaviour was counted, in the order of the scale; None when it cannot be read."""
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        return None
    given = cast("Mapping[object, object]", raw)
    known = [behaviour.code for behaviour in item.scale.behaviours]
    if not given.keys() <= set(known):
        return None
    counts = {code: _count(given[code]) for code in known if code in given}
    whole = {code: count for code, count in counts.items() if count is not None}
    return whole if len(whole) == len(counts) else None


def _taps(raw: object) -> Taps | None:
    """The minutes tapped, lowest first; None when they cannot be read."""
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple) or len(cast("list[object]", raw)) > MOST_TAPS:
        return None
    minutes = [_count(each) for each in cast("list[object]", raw)]
    whole = sorted(minute for minute in minutes if minute is not None and minute <= LAST_MINUTE)
    return tuple(whole) if len(whole) == len(minutes) else None


def _marked(item: Item, raw: object) -> Marked | None:
    """The minutes each marker was tapped in, in the order of the item; None when they cannot be read."""
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        return None
    given = cast("Mapping[object, object]", raw)
    known = [marker.code for marker in item.markers]
    if not given.keys() <= set(known):
        return None
    minutes = {code: _taps(given[code]) for code in known if code in given}
    if any(taps is None for taps in minutes.values()):
        return None
    return {code: taps for code, taps in minutes.items() if taps}


def _count(raw: object) -> int | None:
    if isinstance(raw, str) and _COUNT.fullmatch(raw):
        return int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= COUNT_LIMIT:
        return raw
    return None


def _read_question(question: Question, fields: Mapping[object, object], words: Words) -> ReadAnswer:
    if question.kind == "text":
        text = _clean(fields.get("text"))
        if text is None:
            return _wrong_shape(question, words)
        return _too_long(question, words) if len(text) > TEXT_LIMIT else Written(text) if text else None
    if question.kind == "number":
        return _read_number(question, fields.get("number"), words)
    return _read_choice(question, fields, words)


def _read_number(question: Question, raw: object, words: Words) -> ReadAnswer:
    # str() refuses integers of thousands of digits, so their size is looked at first.
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**6:
        raw = str(raw)
    text = _clean(raw)
    if text == "":
        return None
    if text is None or not _NUMBER.fullmatch(text):
        return Unreadable(words.about(question, "Write “{name}” as a number, such as 20."))
    return Number(Decimal(text))


def _read_choice(question: Question, fields: Mapping[object, object], words: Words) -> ReadAnswer:
    given = fields.get("codes")
    single = _clean(fields.get("code"))
    if single is None or not (given is None or isinstance(given, list | tuple)):
        return _wrong_shape(question, words)
    sent: list[object] = [*cast("list[object]", given or []), *([single] if single else [])]
    known = {option.code for option in question.options}
    chosen = [code for code in sent if isinstance(code, str)]
    if len(chosen) < len(sent) or not known.issuperset(chosen):
        return Unreadable(
            words.about(question, "Choose an answer to “{name}” again: the one sent is not among the choices.")
        )
    codes = tuple(option.code for option in question.options if option.code in chosen)
    if question.kind == "choice" and len(codes) > 1:
        return Unreadable(words.about(question, "Choose only one answer to “{name}”."))
    return Chosen(codes) if codes else None
