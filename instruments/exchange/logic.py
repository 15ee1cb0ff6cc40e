"""When a question is shown, as XLSForm (`relevant`) and REDCap (branching logic) write it, to our closed set.

Read: comparisons of one answer with a value, `selected()`, `not()`, `and`, `or` and brackets. Everything else
(sums, dates, other records) has no counterpart here and is refused with the reason.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from instruments.exchange.answers import number_of
from instruments.exchange.remainder import Branch
from instruments.tree import Tree

DEEPEST = 12
LONGEST = 4000

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<ref>\$\{\s*[\w.-]+\s*\}|\[\s*\w+\s*(?:\(\s*-?\w+\s*\))?\s*\])
    |(?P<text>'[^']*'|"[^"]*"|‘[^’]*’|“[^”]*”)
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<op><>|!=|>=|<=|==|=|<|>)
    |(?P<word>selected|not|and|or)\b
    |(?P<mark>[(),])
    )""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question further up: its id here, its codes (there to here), and whether it takes several answers."""

    id: str
    codes: Mapping[str, str]
    takes_several: bool = False


@dataclass(frozen=True, slots=True)
class Logic:
    """A condition as a definition file holds it, and what it takes for granted."""

    condition: Branch
    assumed: tuple[str, ...] = ()


def any_of(parts: list[Branch]) -> Branch:
    """At least one of these; codes of one question become one list."""
    return _joined("any", "in", parts)


def all_of(parts: list[Branch]) -> Logic:
    """All of these. `answered and not this` is one condition here, where `not this` always means answered."""
    answered = {str(part["item"]) for part in parts if "answered" in part}
    unequal = {str(part["item"]) for part in parts if "not_in" in part}
    assumed = [
        f"While “{item}” is blank it is hidden here, where it may be shown there."
        for item in sorted(unequal - answered)
    ]
    kept = [part for part in parts if not ("answered" in part and str(part["item"]) in unequal)]
    return Logic(_joined("all", "not_in", kept), tuple(assumed))


class NotCarried(Exception):
    """The condition has no counterpart here; ``str()`` says why."""


_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">": Decimal.__gt__,
    "<": Decimal.__lt__,
    ">=": Decimal.__ge__,
    "<=": Decimal.__le__,
}

Find: TypeAlias = Callable[[str], Asked | None]


def read_logic(expression: str, find: Find) -> Logic:
    """The condition an expression states. Raises NotCarried."""
    if len(expression) > LONGEST:
        raise NotCarried("it is very long")
    reader = _Reader(_tokens(expression), find)
    condition = reader.either(0)
    if reader.rest():
        raise NotCarried(f"“{reader.rest()[:30]}” is not understood")
    return Logic(condition, tuple(dict.fromkeys(reader.assumed)))


def _tokens(expression: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    while expression[position:].strip():
        found = _TOKEN.match(expression, position)
        if found is None or found.lastgroup is None:
            raise NotCarried(f"“{expression[position:].strip()[:30]}” is not understood")
        tokens.append((found.lastgroup, found.group(found.lastgroup)))
        position = found.end()
    return tokens


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[tuple[str, str]], find: Find) -> None:
        self._tokens = tokens
        self._at = 0
        self._find = find
        self.assumed: list[str] = []

    def rest(self) -> str:
        return " ".join(text for _, text in self._tokens[self._at :])

    def _next(self) -> tuple[str, str]:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        self._at += 1
        return token

    def _is(self, text: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at][1].lower() == text:
            self._at += 1
            return True
        return False

    def _must(self, text: str) -> None:
        if not self._is(text):
            raise NotCarried(f"a “{text}” is missing in it")

    def either(self, depth: int) -> Branch:
        parts = [self._both(depth)]
        while self._is("or"):
            parts.append(self._both(depth))
        return any_of(parts)

    def _both(self, depth: int) -> Branch:
        parts = [self._one(depth)]
        while self._is("and"):
            parts.append(self._one(depth))
        logic = all_of(parts)
        self.assumed += logic.assumed
        return logic.condition

    def _one(self, depth: int) -> Branch:
        if depth > DEEPEST:
            raise NotCarried("it is nested too deeply")
        if self._is("("):
            inner = self.either(depth + 1)
            self._must(")")
            return inner
        if self._is("not"):
            self._must("(")
            inner = self.either(depth + 1)
            self._must(")")
            return self._opposite(inner)
        if self._is("selected"):
            self._must("(")
            asked = self._asked(self._next())[0]
            self._must(",")
            code = self._value(self._next())
            self._must(")")
            return leaf("in", asked, [code_here(asked, code)])
        return self._comparison()

    def _opposite(self, inner: Branch) -> Branch:
        if "in" in inner:
            return {"item": inner["item"], "not_in": inner["in"]}
        raise NotCarried("“not” stands before more than one answer")

    def _comparison(self) -> Branch:
        asked, option = self._asked(self._next())
        kind, operator = self._next()
        if kind != "op":
            raise NotCarried("it is no comparison of an answer with a value")
        value = self._value(self._next())
        if option is not None:
            return self._ticked(asked, option, operator, value)
        if value == "":
            if operator in ("!=", "<>"):
                return {"item": asked.id, "answered": "true"}
            raise NotCarried("it asks for a blank answer")
        if operator in ("=", "=="):
            return leaf("in", asked, [code_here(asked, value)])
        if operator in ("!=", "<>"):
            return leaf("not_in", asked, [code_here(asked, value)])
        return leaf("in", asked, codes_compared(asked, operator, value))

    def _ticked(self, asked: Asked, option: str, operator: str, value: str) -> Branch:
        is_ticked = {("=", "1"): True, ("=", "0"): False, ("<>", "1"): False, ("!=", "1"): False}.get((operator, value))
        if is_ticked is None:
            raise NotCarried("it compares a tick box with something other than 0 or 1")
        return leaf("in" if is_ticked else "not_in", asked, [code_here(asked, option)])

    def _asked(self, token: tuple[str, str]) -> tuple[Asked, str | None]:
        kind, text = token
        if kind != "ref":
            raise NotCarried("it does not start with a question")
        name, _, option = text.strip("${}[] ").partition("(")
        asked = self._find(name.strip())
        if asked is None:
            raise NotCarried(f"“{name.strip()[:40]}” is not a question above it that was carried over")
        return asked, option.strip(") ") if option else None

    def _value(self, token: tuple[str, str]) -> str:
        kind, text = token
        if kind == "text":
            return text[1:-1].strip()
        if kind == "number":
            return text
        raise NotCarried("it compares an answer with something other than a value")


def code_here(asked: Asked, value: str) -> str:
    """The code here of a code there; 1 and 1.0 are the same. Raises NotCarried."""
    if value in asked.codes:
        return asked.codes[value]
    number = number_of(value)
    for there, here in asked.codes.items():
        if number is not None and number_of(there) == number:
            return here
    raise NotCarried(f"“{asked.id}” has no answer with the code “{value[:30]}”")


def codes_compared(asked: Asked, operator: str, value: str) -> list[str]:
    """The codes here whose number there is above or below a value. Raises NotCarried."""
    bar = number_of(value)
    numbers = {here: number for there, here in asked.codes.items() if (number := number_of(there)) is not None}
    if bar is None or not numbers:
        raise NotCarried(f"“{asked.id}” has no answers with numbers to compare")
    compare = _COMPARISONS[operator]
    codes = [code for code, number in numbers.items() if compare(number, bar)]
    if not codes:
        raise NotCarried(f"no answer of “{asked.id}” is {operator} {value}")
    return codes


def leaf(kind: str, asked: Asked, codes: list[str]) -> Branch:
    """One question with codes, `in` or `not_in`; all the codes of a list of ticks mean that it was answered."""
    listed: list[Tree] = list(dict.fromkeys(codes))
    if kind == "in" and asked.takes_several and set(codes) == set(asked.codes.values()):
        return {"item": asked.id, "answered": "true"}
    return {"item": asked.id, kind: listed}


def _joined(kind: str, mergeable: str, parts: list[Branch]) -> Branch:
    """Several conditions as one; neighbours about the same question become one list of codes."""
    merged: list[Branch] = []
    for part in parts:
        last = merged[-1] if merged else {}
        codes, more = last.get(mergeable), part.get(mergeable)
        if isinstance(codes, list) and isinstance(more, list) and last["item"] == part["item"]:
            merged[-1] = {**last, mergeable: [*codes, *(code for code in more if code not in codes)]}
        else:
            merged.append(part)
    listed: list[Tree] = list(merged)
    return merged[0] if len(merged) == 1 else {kind: listed}
