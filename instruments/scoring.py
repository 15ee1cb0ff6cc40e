"""From a sheet to scores, by named rules with parameters.

The rules, each with its own version, which is kept beside every score it gives:

- `sum`: the scores added up. Every item must count.
- `mean_of_answered`: the (weighted) mean of the items that count.
- `prorated_sum`: the sum, with each item left out replaced by the mean of the rest.
- `percent_top_box`: the share of the items that count which got the top point, times 100.
- `all_top_box`: 100 when every item got the top point, else 0. Its mean over sheets is the percentage of
  consultations with a top score.
- `max`: the highest score given.
- `profile`: no score, only the ratings side by side.

Arithmetic is exact until the one rounding at the end, which is half to even. A score that cannot be given is
None with the reason in words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from instruments.conditions import verdict
from instruments.definition import Gap, Instrument, Item, RuleName, ScoringRule
from instruments.sheet import NotScored, Sheet, chosen_codes, rated_code
from instruments.visibility import visible

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


@dataclass(frozen=True, slots=True)
class Score:
    """One score, or the reason there is none.

    `possible_min` and `possible_max` are the ends of the scale the value stands on, after rescaling.
    `answered` counts the items with a rating, `of` the items the rule looks at.
    """

    value: Decimal | None
    possible_min: Decimal
    possible_max: Decimal
    answered: int
    of: int
    reason: str | None
    rule: RuleName
    rule_version: str


@dataclass(frozen=True, slots=True)
class StandardResult:
    """Whether the minimum standard was met; None with a reason when the blanks leave it open."""

    met: bool | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything computed from one sheet: the total, each domain by section id, each actor, the standard."""

    total: Score
    domains: tuple[tuple[str, Score], ...]
    actors: tuple[tuple[str, Score], ...] = ()
    standard: StandardResult | None = None


Mark: TypeAlias = Decimal | Gap
"""What one item brings to a rule: the score of the point chosen, or why there is none."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One item that counts: its score with the ends of its scale, and its weight."""

    value: Fraction
    lowest: Fraction
    highest: Fraction
    weight: Fraction


def score(instrument: Instrument, sheet: Sheet) -> Scores:
    """The scores of one sheet. Never raises on a sheet that `scoresheet.read_sheet` gave."""
    shown = frozenset(visible(instrument, sheet))
    marks: dict[str, Mark] = {item.id: _mark(item, sheet, shown) for item in instrument.items}
    rule, domain_rule = instrument.scoring, instrument.domain_scoring
    scored = [item for item in instrument.items if not rule.items or item.id in rule.items]
    actors = instrument.actors if rule.per_actor else ()
    return Scores(
        total=_no_single_total(rule, scored, marks) if actors else _apply(rule, scored, marks),
        domains=()
        if domain_rule is None
        else tuple((domain.id, _apply(domain_rule, domain.items, marks)) for domain in instrument.domains),
        actors=tuple(
            (actor, _apply(rule, [item for item in scored if actor in item.actors], marks)) for actor in actors
        ),
        standard=_standard(instrument, sheet, shown),
    )


def possible_range(rule: ScoringRule, items: Sequence[Item]) -> tuple[Decimal, Decimal]:
    """The lowest and highest value this rule can give over these items."""
    if rule.rescale:
        return rule.rescale.to_min, rule.rescale.to_max
    low, high = _raw_range(rule, items)
    return _decimal(low, rule.places), _decimal(high, rule.places)


def _mark(item: Item, sheet: Sheet, shown: frozenset[str]) -> Mark:
    if item.id not in shown:
        return "not_applicable"
    answer = sheet.get(item.id)
    if isinstance(answer, NotScored):
        return answer.reason
    point = item.scale.point(rated_code(answer))
    return point.score if point else "blank"


def _apply(rule: ScoringRule, items: Sequence[Item], marks: Mapping[str, Mark]) -> Score:
    parts = [part for item in items if (part := _part(rule, item, marks[item.id]))]
    reason = _why_undefined(rule, items, marks, len(parts))
    value = None if reason else _rescaled(rule, items, _RAW[rule.rule](parts, _weight_of(rule, items)))
    low, high = possible_range(rule, items)
    answered = sum(isinstance(marks[item.id], Decimal) for item in items)
    return Score(value, low, high, answered, len(items), reason, rule.rule, rule.rule_version)


def _part(rule: ScoringRule, item: Item, mark: Mark) -> _Part | None:
    low, high = Fraction(item.scale.lowest), Fraction(item.scale.highest)
    weight = Fraction(rule.weights.get(item.id, 1))
    if isinstance(mark, Decimal):
        value = Fraction(mark)
        return _Part(low + high - value if item.id in rule.reverse else value, low, high, weight)
    return _Part(low, low, high, weight) if rule.non_scoring.get(mark) == "lowest" else None


def _why_undefined(rule: ScoringRule, items: Sequence[Item], marks: Mapping[str, Mark], counted: int) -> str | None:
    if rule.rule == "profile":
        return "This instrument gives a profile of ratings, not one score."
    gaps: list[Gap] = [mark for item in items if not isinstance(mark := marks[item.id], Decimal)]
    blocking: list[Gap] = [gap for gap in gaps if rule.non_scoring.get(gap, "undefined") == "undefined"]
    if blocking:
        return f"No score: of {_items(len(items))}, {_listed(blocking)}, and this rule needs a rating there."
    needed = len(items) if rule.min_answered is None else rule.min_answered
    # A rule cannot speak about no ratings at all, however low the minimum is set.
    if counted < max(needed, 1):
        return f"No score: {counted} of {_items(len(items))} can count and at least {max(needed, 1)} must."
    return None


def _no_single_total(rule: ScoringRule, items: Sequence[Item], marks: Mapping[str, Mark]) -> Score:
    answered = sum(isinstance(marks[item.id], Decimal) for item in items)
    low, high = possible_range(rule, items)
    reason = "This instrument gives one score for each person taking part, not one total."
    return Score(None, low, high, answered, len(items), reason, rule.rule, rule.rule_version)


_GAP_WORDS: Mapping[Gap, str] = {
    "blank": "left blank",
    "not_applicable": "not applicable",
    "not_observed": "not observed",
    "insufficient_evidence": "without enough evidence",
}


def _listed(gaps: Sequence[Gap]) -> str:
    counts = [(gaps.count(gap), words) for gap, words in _GAP_WORDS.items() if gap in gaps]
    said = [f"{count} {'was' if count == 1 else 'were'} {words}" for count, words in counts]
    return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


Raw: TypeAlias = Callable[[Sequence[_Part], Fraction], Fraction]
"""The parts that count, and the weight of all the items of the rule, to a raw score."""


def _sum(parts: Sequence[_Part], _all_weights: Fraction) -> Fraction:
    return sum((part.weight * part.value for part in parts), Fraction(0))


def _mean(parts: Sequence[_Part], all_weights: Fraction) -> Fraction:
    return _sum(parts, all_weights) / sum((part.weight for part in parts), Fraction(0))


def _prorated_sum(parts: Sequence[_Part], all_weights: Fraction) -> Fraction:
    return _mean(parts, all_weights) * all_weights


def _percent_top_box(parts: Sequence[_Part], _all_weights: Fraction) -> Fraction:
    return Fraction(100 * sum(part.value == part.highest for part in parts), len(parts))


def _all_top_box(parts: Sequence[_Part], _all_weights: Fraction) -> Fraction:
    return Fraction(100 if all(part.value == part.highest for part in parts) else 0)


def _max(parts: Sequence[_Part], _all_weights: Fraction) -> Fraction:
    return max(part.value for part in parts)


_RAW: Mapping[RuleName, Raw] = {
    "sum": _sum,
    "mean_of_answered": _mean,
    "prorated_sum": _prorated_sum,
    "percent_top_box": _percent_top_box,
    "all_top_box": _all_top_box,
    "max": _max,
}


def _weight_of(rule: ScoringRule, items: Sequence[Item]) -> Fraction:
    return sum((Fraction(rule.weights.get(item.id, 1)) for item in items), Fraction(0))


def _raw_range(rule: ScoringRule, items: Sequence[Item]) -> tuple[Fraction, Fraction]:
    if rule.rule in ("percent_top_box", "all_top_box"):
        return Fraction(0), Fraction(100)
    if rule.rule == "profile" or not items:
        return Fraction(0), Fraction(0)
    ends = [(Fraction(item.scale.lowest), Fraction(item.scale.highest)) for item in items]
    if rule.rule in ("mean_of_answered", "max"):
        return min(low for low, _ in ends), max(high for _, high in ends)
    weights = [Fraction(rule.weights.get(item.id, 1)) for item in items]
    return (
        sum((weight * low for weight, (low, _) in zip(weights, ends, strict=True)), Fraction(0)),
        sum((weight * high for weight, (_, high) in zip(weights, ends, strict=True)), Fraction(0)),
    )


def _rescaled(rule: ScoringRule, items: Sequence[Item], raw: Fraction) -> Decimal:
    if rule.rescale is None:
        return _decimal(raw, rule.places)
    low, high = _raw_range(rule, items)
    to_min, to_max = Fraction(rule.rescale.to_min), Fraction(rule.rescale.to_max)
    return _decimal(to_min + (raw - low) / (high - low) * (to_max - to_min), rule.places)


def _decimal(exact: Fraction, places: int | None) -> Decimal:
    """The fraction as a decimal: rounded half to even, or to 12 places where the rule asks for no rounding."""
    kept = 12 if places is None else places
    scaled = round(exact * 10**kept)
    rounded = Decimal(scaled).scaleb(-kept)
    return rounded if places is not None else Decimal(format(rounded.normalize(), "f"))


def _standard(instrument: Instrument, sheet: Sheet, shown: frozenset[str]) -> StandardResult | None:
    if instrument.standard is None:
        return None

    def codes_of(entry: str) -> frozenset[str] | None:
        answer = sheet.get(entry) if entry in shown else None
        return None if isinstance(answer, NotScored) else chosen_codes(answer)

    met = verdict(instrument.standard.met_when, codes_of)
    open_reason = "Not known: some of the ratings it depends on are missing."
    return StandardResult(met, open_reason if met is None else None)
