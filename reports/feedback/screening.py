"""What a screener should look at in a comment before a clinician reads it, with its place, and a wording without it.

Beside what might tell who a patient is (`identifiers`), it looks for words that tell who the observer is, for people
who were not meant, for words that are unkind about a person, for named places, and for a worry about somebody's safety.
It proposes and a person decides. What no rule can find is asked of the screener point by point.
"""

import re
from dataclasses import dataclass
from typing import Literal

from reports.feedback.identifiers import CAPITAL, FINDERS

Kind = Literal["patient", "observer", "other", "unkind", "safety"]

# What stands in its place in the proposed wording. Brackets show that something was there.
_PUT: dict[str, str] = {
    "a number that could be an NHS or telephone number": "[number]",
    "a date": "[day]",
    "a time of day": "[time]",
    "an age": "[age]",
    "a post code": "[place]",
    "an e-mail address": "[address]",
    "a name after a title": "[name]",
    "someone called by name": "[name]",
}
_FAMILY = "wife|husband|partner|daughter|son|mother|father|mum|dad|sister|brother|carer|neighbour|friend|boss|manager"
_MORE: tuple[tuple[Kind, str, re.Pattern[str], str], ...] = (
    (
        "patient",
        "a named place",
        re.compile(
            rf"\b(?:[A-Z][\w'’-]+ ){{1,3}}(?:Hospital|Surgery|Clinic|School|Road|Street|Lane|Avenue|Church|Ward)\b"
            rf"|\b(?:works|worked|lives|lived|born) (?:at|in|for) {CAPITAL}[\w'’-]+(?: {CAPITAL}[\w'’-]+)*"
        ),
        "[place]",
    ),
    (
        "observer",
        "words that tell who the observer is",
        re.compile(
            r"\b(?:as a (?:patient|physio\w*|nurse|doctor|osteopath|podiatrist|carer|colleague|peer) (?:myself|I)"
            r"|(?:in|at) my own (?:clinic|practice|appointments?|treatment|experience)"
            r"|when I (?:was (?:a patient|ill|in hospital)|had (?:my|the))"
            r"|my own (?:condition|pain|knee|back|hip|shoulder|arthritis|operation|diagnosis|patients)"
            r"|I (?:work|worked|trained) with (?:him|her|them|you)"
            r"|(?:sat|sitting) (?:in|beside) (?:with )?me)\b",
            re.IGNORECASE,
        ),
        "",
    ),
    (
        "other",
        "words about somebody else",
        re.compile(rf"\b(?:his|her|their|the patient['’]s) (?:{_FAMILY})\b", re.IGNORECASE),
        "somebody close to them",
    ),
    (
        "other",
        "words about a colleague",
        re.compile(
            r"\b(?:the |another |her |his |their )?(?:consultant|surgeon|receptionist|GP|colleague|registrar|student)"
            r" (?:said|told|was|is|had|did|does|did not|never|always)\b",
            re.IGNORECASE,
        ),
        "",
    ),
    (
        "unkind",
        "words that are unkind about a person",
        re.compile(
            r"\b(?:idiot|stupid|lazy|useless|hopeless|incompetent|arrogant|rude|awful person|moron|pathetic|ignorant"
            r"|clueless|disgrace|disgraceful|bully|nasty|horrible|liar|a joke|fat|ugly|shut up"
            r"|should be (?:sacked|fired)|bloody|damn|crap|shit|fuck\w*|bastard)\b",
            re.IGNORECASE,
        ),
        "",
    ),
    (
        "safety",
        "a worry about somebody’s safety",
        re.compile(
            r"\b(?:suicid\w+|self[- ]harm\w*|(?:kill|hurt|harm)(?:ing|s)? (?:him|her|them)sel(?:f|ves)|overdos\w+"
            r"|abus\w+|safeguard\w+|violen\w+|hit(?:s|ting)? (?:him|her|them)|beat(?:s|ing|en)? (?:him|her|them|up)"
            r"|neglect\w*|wrong (?:drug|dose|side|patient)|allerg\w+|red flags?|cauda equina|unsafe"
            r"|danger(?:ous)?|at risk|smell(?:ed|t|s)? of alcohol|drunk)\b",
            re.IGNORECASE,
        ),
        "",
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One place in a comment: from ``start`` to before ``end``. ``what`` says what it looks like."""

    start: int
    end: int
    kind: Kind
    what: str
    put: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the comment; ``what`` is empty where nothing was found."""

    text: str
    what: str = ""
    kind: str = ""


def found_in(text: str) -> tuple[Found, ...]:
    """Everything found, in the order of the text. Of two that overlap the earlier, longer one is kept."""
    every = [
        Found(match.start(), match.end(), "patient", what, _PUT[what])
        for what, pattern in FINDERS
        for match in pattern.finditer(text)
    ]
    every += [
        Found(match.start(), match.end(), kind, what, put)
        for kind, what, pattern, put in _MORE
        for match in pattern.finditer(text)
    ]
    kept: list[Found] = []
    for each in sorted(every, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(kept)


def marked(text: str) -> tuple[Piece, ...]:
    """The comment cut at what was found, so that a page can mark the places. Joined, the pieces are the comment."""
    pieces: list[Piece] = []
    at = 0
    for each in found_in(text):
        pieces += [Piece(text[at : each.start]), Piece(text[each.start : each.end], each.what, each.kind)]
        at = each.end
    pieces.append(Piece(text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def proposed(text: str) -> str:
    """A wording to begin with: each found place that has a neutral word gets it, everything else stays."""
    wording = text
    for each in reversed(found_in(text)):
        if each.put:
            wording = wording[: each.start] + each.put + wording[each.end :]
    return wording
