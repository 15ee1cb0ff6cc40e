"""When an entry of a sheet is shown: a closed set of conditions, no expression language.

A condition looks only at the codes chosen elsewhere on the same sheet. The set is small on purpose: each
member can be explained in a sentence, carried into other formats without loss and tested from one table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class CodeIn:
    """At least one of these codes was chosen at the entry."""

    entry: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeNotIn:
    """The entry was answered and none of these codes was chosen."""

    entry: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsAnswered:
    """The entry was answered in any way."""

    entry: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these conditions holds."""

    conditions: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these conditions holds."""

    conditions: "tuple[Condition, ...]"


Condition: TypeAlias = CodeIn | CodeNotIn | IsAnswered | AllOf | AnyOf

CodesOf: TypeAlias = Callable[[str], frozenset[str] | None]
"""What was chosen at an entry: its codes (none for words and numbers), or None when it was left blank."""


def verdict(condition: Condition, codes_of: CodesOf) -> bool | None:
    """True, False, or None when the blanks on the sheet leave it open (Kleene's three values)."""
    match condition:
        case CodeIn(entry, codes):
            chosen = codes_of(entry)
            return None if chosen is None else not chosen.isdisjoint(codes)
        case CodeNotIn(entry, codes):
            chosen = codes_of(entry)
            return None if chosen is None else chosen.isdisjoint(codes)
        case IsAnswered(entry):
            return codes_of(entry) is not None
        case AllOf(conditions):
            verdicts = {verdict(part, codes_of) for part in conditions}
            return False if False in verdicts else None if None in verdicts else True
        case _:
            verdicts = {verdict(part, codes_of) for part in condition.conditions}
            return True if True in verdicts else None if None in verdicts else False


def holds(condition: Condition, codes_of: CodesOf) -> bool:
    """Whether the condition is met by what is on the sheet so far; a blank never meets `in` or `not_in`."""
    return verdict(condition, codes_of) is True


def leaves(condition: Condition) -> tuple[CodeIn | CodeNotIn | IsAnswered, ...]:
    """The single questions a condition asks, in the order written."""
    match condition:
        case AllOf(conditions) | AnyOf(conditions):
            return tuple(leaf for part in conditions for leaf in leaves(part))
        case _:
            return (condition,)
