"""How numbers were made, as a methods section says it; ways that differ in their degrees of freedom are one."""

from __future__ import annotations

import re
from collections.abc import Iterable

NAMES = {
    "percent_agreement": "percent agreement",
    "conger_kappa": "Conger’s kappa",
    "cohen_kappa": "Cohen’s kappa",
    "gwet_ac": "Gwet’s AC",
}
FREEDOM = re.compile(r"(?P<way>.*), t, (?P<freedom>\d+) df\Z")


def method_words(methods: Iterable[str]) -> tuple[str, ...]:
    """Each way once, in the order of its first use. methods: as estimates carry them, empty ones passed over."""
    freedoms: dict[str, set[int]] = {}
    for method in filter(None, methods):
        name, _, rest = method.partition("; ")
        whole = "; ".join(part for part in (NAMES.get(name, name), rest) if part)
        found = FREEDOM.match(whole)
        way = found["way"] if found else whole
        freedoms.setdefault(way, set()).update({int(found["freedom"])} if found else ())
    return tuple(f"{way}{_freedom(given)}" for way, given in freedoms.items())


def _freedom(given: set[int]) -> str:
    if not given:
        return ""
    low, high = min(given), max(given)
    return f", t with {low} degrees of freedom" if low == high else f", t with {low} to {high} degrees of freedom"
