"""What one observer put on one sheet. A blank is simply not there.

*Not applicable*, *not observed* and *left blank* stay three different things: the first two are `NotScored`
with their reason, the third has no answer at all.

`taps` are what the observer tapped while watching, before any score: the minutes since watching began at which the
item was seen or heard, lowest first. `marked` says the same by behaviour, where the item names several to tap: the code
of a marker to its minutes. They are evidence beside the mark and never part of a score.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from instruments.definition import Reason

Taps: TypeAlias = tuple[int, ...]
Marked: TypeAlias = Mapping[str, Taps]


def _nothing() -> Marked:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rated:
    """A point of the scale was chosen."""

    code: str
    note: str = ""
    taps: Taps = ()
    marked: Marked = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class NotScored:
    """A non-scoring option was chosen, with the reason it stands for."""

    code: str
    reason: Reason
    note: str = ""
    taps: Taps = ()
    marked: Marked = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Tallied:
    """Behaviours were counted; `code` is the level chosen from them, or "" while there is none yet."""

    counts: Mapping[str, int]
    code: str = ""
    note: str = ""
    taps: Taps = ()
    marked: Marked = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options of a question were chosen, in the order of the question."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Words were written."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number was given."""

    value: Decimal


Answer: TypeAlias = Rated | NotScored | Tallied | Chosen | Written | Number
Sheet: TypeAlias = Mapping[str, Answer]


def rated_code(answer: Answer | None) -> str:
    """The code of the point chosen, "" when there is none."""
    return answer.code if isinstance(answer, Rated | Tallied) else ""


def chosen_codes(answer: Answer | None) -> frozenset[str] | None:
    """The codes an answer carries, none for words and numbers; None when the entry was left blank."""
    match answer:
        case None:
            return None
        case Chosen(codes):
            return frozenset(codes)
        case Tallied(code=""):
            return frozenset()
        case Rated(code) | NotScored(code) | Tallied(code=code):
            return frozenset({code})
        case _:
            return frozenset()
