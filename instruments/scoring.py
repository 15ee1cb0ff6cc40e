"""From a sheet to scores, by the named rules of `scoring_rules`.

Arithmetic is exact until the one rounding at the end, which is half to even. A score that cannot be given is
None with the reason in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import TypeAlias

from instruments.conditions import verdict
from instruments.definition import Gap, Instrument, Item, RuleName, ScoringRule
from instruments.scoring_rules import Part, raw_range, raw_score, weight_of
from instruments.sheet import NotScored, Sheet, chosen_codes, rated_code
from instruments.visibility import visible

# Wide enough that no sum of weighted scores is ever rounded, whatever the caller's own context is.
_EXACT = Context(prec=60)


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


def score(instrument: Instrument, sheet: Sheet) -> Scores:
    """The scores of one sheet. Never raises on a sheet that `scoresheet.read_sheet` gave."""
    with localcontext(_EXACT):
        return _scores(instrument, sheet)


def total_score(instrument: Instrument, sheet: Sheet) -> Score:
    """`score`'s total alone, for who needs no more."""
    with localcontext(_EXACT):
        return _total(instrument, _marks(instrument, sheet, frozenset(visible(instrument, sheet))))


def possible_range(rule: ScoringRule, items: Sequence[Item]) -> tuple[Decimal, Decimal]:
    """The lowest and highest value this rule can give over these items."""
    if rule.rescale:
        return rule.rescale.to_min, rule.rescale.to_max
    low, high = raw_range(rule, items)
    return _decimal(Fraction(low), rule.places), _decimal(Fraction(high), rule.places)


def _scores(instrument: Instrument, sheet: Sheet) -> Scores:
    shown = frozenset(visible(instrument, sheet))
    marks = _marks(instrument, sheet, shown)
    rule, domain_rule, scored = instrument.scoring, instrument.domain_scoring, _scored(instrument)
    actors = instrument.actors if rule.per_actor else ()
    return Scores(
        total=_total(instrument, marks),
        domains=()
        if domain_rule is None
        else tuple((domain.id, _apply(domain_rule, domain.items, marks)) for domain in instrument.domains),
        actors=tuple(
            (actor, _apply(rule, [item for item in scored if actor in item.actors], marks)) for actor in actors
        ),
        standard=_standard(instrument, sheet, shown),
    )


def _total(instrument: Instrument, marks: dict[str, Mark]) -> Score:
    rule, scored = instrument.scoring, _scored(instrument)
    is_per_actor = rule.per_actor and instrument.actors
    return _no_single_total(rule, scored, marks) if is_per_actor else _apply(rule, scored, marks)


def _scored(instrument: Instrument) -> list[Item]:
    rule = instrument.scoring
    return [item for item in instrument.items if not rule.items or item.id in rule.items]


def _marks(instrument: Instrument, sheet: Sheet, shown: frozenset[str]) -> dict[str, Mark]:
    return {item.id: _mark(item, sheet, shown) for item in instrument.items}


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
    value = None if reason else _rescaled(rule, items, raw_score(rule, items, parts))
    low, high = possible_range(rule, items)
    answered = sum(isinstance(marks[item.id], Decimal) for item in items)
    return Score(value, low, high, answered, len(items), reason, rule.rule, rule.rule_version)


def _part(rule: ScoringRule, item: Item, mark: Mark) -> Part | None:
    low, high, weight = item.scale.lowest, item.scale.highest, weight_of(rule, item)
    if isinstance(mark, Decimal):
        value = low + high - mark if item.id in rule.reverse else mark
        return Part(value, weight, is_top=value == high)
    return Part(low, weight, is_top=False) if rule.non_scoring.get(mark) == "lowest" else None


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


def _rescaled(rule: ScoringRule, items: Sequence[Item], raw: Fraction) -> Decimal:
    if rule.rescale is None:
        return _decimal(raw, rule.places)
    low, high = raw_range(rule, items)
    stretch = Fraction(rule.rescale.to_max - rule.rescale.to_min) / Fraction(high - low)
    return _decimal(Fraction(rule.rescale.to_min) + (raw - Fraction(low)) * stretch, rule.places)


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
