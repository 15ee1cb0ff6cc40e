"""The named scoring rules: what each does with the ratings that count, and between which ends.

The rules, each with its own version, which is kept beside every score it gives:

- `sum`: the scores added up. Every item must count.
- `mean_of_answered`: the (weighted) mean of the items that count.
- `prorated_sum`: the sum, with each item left out replaced by the mean of the rest.
- `percent_top_box`: the share of the items that count which got the top point, times 100.
- `all_top_box`: 100 when every item got the top point, else 0. Its mean over sheets is the percentage of
  consultations with a top score.
- `max`: the highest score given.
- `profile`: no score, only the ratings side by side.

Sums are exact decimals and quotients exact fractions: nothing is rounded here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from instruments.definition import Item, RuleName, ScoringRule

RULE_VERSIONS: Mapping[RuleName, str] = {
    "sum": "1",
    "mean_of_answered": "1",
    "prorated_sum": "1",
    "percent_top_box": "1",
    "all_top_box": "1",
    "max": "1",
    "profile": "1",
}

RULES_NEEDING_EVERY_ITEM: frozenset[RuleName] = frozenset({"sum", "all_top_box"})
RULES_NEEDING_ONE_RANGE: frozenset[RuleName] = frozenset({"mean_of_answered", "prorated_sum", "max"})

_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)


@dataclass(frozen=True, slots=True)
class Part:
    """One item that counts: its score (reversed where the rule says so), its weight, whether it is the top."""

    value: Decimal
    weight: Decimal
    is_top: bool


def weight_of(rule: ScoringRule, item: Item) -> Decimal:
    """How much this item counts."""
    return rule.weights.get(item.id, _ONE)


def raw_score(rule: ScoringRule, items: Sequence[Item], parts: Sequence[Part]) -> Fraction:
    """What the rule makes of the parts that count, out of all its items, before any rescaling."""
    return _RAW[rule.rule](parts, sum((weight_of(rule, item) for item in items), _ZERO))


def raw_range(rule: ScoringRule, items: Sequence[Item]) -> tuple[Decimal, Decimal]:
    """The lowest and the highest raw score the rule can give over these items."""
    if rule.rule in ("percent_top_box", "all_top_box"):
        return _ZERO, _HUNDRED
    if rule.rule == "profile" or not items:
        return _ZERO, _ZERO
    if rule.rule in ("mean_of_answered", "max"):
        return min(item.scale.lowest for item in items), max(item.scale.highest for item in items)
    lowest = sum((weight_of(rule, item) * item.scale.lowest for item in items), _ZERO)
    highest = sum((weight_of(rule, item) * item.scale.highest for item in items), _ZERO)
    return lowest, highest


_Raw: TypeAlias = Callable[[Sequence[Part], Decimal], Fraction]
"""The parts that count, and the weight of all the items of the rule, to a raw score."""


def _weighted(parts: Sequence[Part]) -> Decimal:
    return sum((part.weight * part.value for part in parts), _ZERO)


def _sum(parts: Sequence[Part], _all_weights: Decimal) -> Fraction:
    return Fraction(_weighted(parts))


def _mean(parts: Sequence[Part], _all_weights: Decimal) -> Fraction:
    return Fraction(_weighted(parts)) / Fraction(sum((part.weight for part in parts), _ZERO))


def _prorated_sum(parts: Sequence[Part], all_weights: Decimal) -> Fraction:
    return _mean(parts, all_weights) * Fraction(all_weights)


def _percent_top_box(parts: Sequence[Part], _all_weights: Decimal) -> Fraction:
    return Fraction(100 * sum(part.is_top for part in parts), len(parts))


def _all_top_box(parts: Sequence[Part], _all_weights: Decimal) -> Fraction:
    return Fraction(100 if all(part.is_top for part in parts) else 0)


def _max(parts: Sequence[Part], _all_weights: Decimal) -> Fraction:
    return Fraction(max(part.value for part in parts))


_RAW: Mapping[RuleName, _Raw] = {
    "sum": _sum,
    "mean_of_answered": _mean,
    "prorated_sum": _prorated_sum,
    "percent_top_box": _percent_top_box,
    "all_top_box": _all_top_box,
    "max": _max,
}
