"""Designs such as ``p x r x i`` and ``p x (r:t)``: which effects they have.

Brennan, R. L. (2001). Generalizability Theory, chapter 3. A facet nested in others carries their letters: r:t is the
effect of raters within tasks. An effect is the set of facets whose letters it carries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class UnreadableDesign(ValueError):
    """The expression is no design. The message says what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class Effect:
    """facets: all letters it carries. primary: those that do not merely hold others (nested ones do not count twice).

    name: letters joined by colons, as the columns of a file are joined.
    """

    name: str
    facets: frozenset[str]
    primary: frozenset[str]


@dataclass(frozen=True, slots=True)
class Design:
    """facets: in the order written, the object of measurement first. inside: facet → the facets it is nested in."""

    facets: tuple[str, ...]
    inside: dict[str, frozenset[str]]

    @property
    def object(self) -> str:
        """What is to be told apart."""
        return self.facets[0]

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Every effect, the fullest last: with one score per cell that one also holds all error."""
        whole = {facet: frozenset({facet}) | self.inside[facet] for facet in self.facets}
        found: dict[frozenset[str], None] = {}
        for size in range(1, len(self.facets) + 1):
            for chosen in combinations(self.facets, size):
                found.setdefault(frozenset[str]().union(*(whole[facet] for facet in chosen)))
        ordered = sorted(
            found, key=lambda letters: (len(letters), [self.facets.index(f) for f in self._order(letters)])
        )
        return tuple(Effect(":".join(self._order(letters)), letters, self._primary(letters)) for letters in ordered)

    def _rank(self, letters: frozenset[str]) -> tuple[int, list[int]]:
        return len(letters), [self.facets.index(facet) for facet in self._order(letters)]

    def _order(self, letters: frozenset[str]) -> list[str]:
        return [facet for facet in self.facets if facet in letters]

    def _primary(self, letters: frozenset[str]) -> frozenset[str]:
        holding = frozenset[str]().union(*(self.inside[facet] for facet in letters))
        return letters - holding


def read_design(text: str) -> Design:
    """A design from its expression. Raises UnreadableDesign.

    ``x`` crosses; ``a:b`` nests a in b; a bracket such as ``(r:t)`` stands for t and the r within it.
    """
    facets: list[str] = []
    inside: dict[str, frozenset[str]] = {}
    for part in re.split(r"\s+[x×]\s+", text.strip()):
        chain = [word.strip() for word in part.strip().strip("()").split(":")]
        wrong = [word for word in chain if not WORD.match(word)]
        if wrong:
            raise UnreadableDesign(f"found {wrong[0]!r} in the design, expected names such as in p x (r:t)")
        for place in range(len(chain) - 1, -1, -1):
            holders = frozenset(chain[place + 1 :])
            if chain[place] in inside and inside[chain[place]] != holders:
                raise UnreadableDesign(f"found {chain[place]} twice in the design, expected each facet once")
            inside[chain[place]] = holders
        facets += [word for word in chain if word not in facets]
    if len(facets) < 2:
        raise UnreadableDesign(f"found the design {text!r}, expected at least two facets such as p x r")
    return Design(tuple(facets), inside)
