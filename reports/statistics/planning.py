"""How many are needed before a study can say what it wants to say.

The answers live in `planned_reliability`, `planned_agreement`, `planned_limits` and `planned_means`; here is what they
share. All plan with a guess of the truth: a wrong guess gives a wrong number, so plan with a cautious one, and look
again with `more_needed` once the first consultations are in.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from reports.statistics.distributions import normal_quantile
from reports.statistics.estimate import Estimate
from reports.statistics.minimums import not_yet, shortfall

CONSULTATIONS = ("consultation", "consultations")
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How many are needed, and what they buy. Exactly one of `needed` and `undefined` is given.

    counted: what is counted, singular and plural. width: full width of the interval to be expected. power: chance
    that the study shows what it is made to show. sentence: for a lead to read. cautions: what the number takes for
    granted, one sentence each. method: for a methods section.
    """

    needed: int | None
    sentence: str
    method: str
    counted: tuple[str, str] = CONSULTATIONS
    width: float | None = None
    power: float | None = None
    confidence: float = 0.95
    undefined: str | None = None
    cautions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.needed is None) == (self.undefined is None):
            raise ValueError("A plan has either a number or a reason why there is none, never both or neither.")

    def more(self, have: int) -> int | None:
        """How many more are needed when there are `have`; None when the plan has no number."""
        return None if self.needed is None else shortfall(have, self.needed)

    def still_needed(self, have: int) -> str | None:
        """The sentence for too few so far; None when there are enough or the plan has no number."""
        return None if self.needed is None else not_yet(have, self.needed, *self.counted)


def no_plan(reason: str, method: str, confidence: float = 0.95) -> Plan:
    """A plan without a number: `reason` is one sentence for a person."""
    return Plan(None, reason, method, confidence=confidence, undefined=reason)


def more_needed(estimate: Estimate, width: float, counted: tuple[str, str] = CONSULTATIONS) -> Plan:
    """What it takes, going by the interval reached so far, to bring it down to `width`.

    Width falls with the square root of the number: needed = units x (width now / width wanted)². This is the second
    stage of Bonett (2002), Stat Med 21, 1331-1335, and holds for any interval of that kind, clustered ones included
    as long as new consultations spread over clinicians as the old ones did. Raises ValueError unless width > 0.
    """
    _check_width(width)
    method = "two stages: the width reached so far, falling with the square root of the number"
    now = _width_now(estimate)
    if estimate.value is None or now is None:
        reason = estimate.undefined or estimate.no_interval or "There is no interval yet to go by."
        return no_plan(reason, method, estimate.confidence)
    if now == 0:
        reason = "The interval so far has no width, so it cannot tell how many are needed."
        return no_plan(reason, method, estimate.confidence)
    needed = max(math.ceil(estimate.units * (now / width) ** 2 - 1e-9), 1)
    if needed > MOST:
        return no_plan(too_many(counted), method, estimate.confidence)
    more = shortfall(estimate.units, needed)
    sentence = (
        f"{amount(more, counted, 'more')} should bring the {estimate.confidence:.0%} interval from "
        f"{now:.2f} down to {width:.2f} wide ({estimate.units} so far)."
        if more
        else f"The {estimate.confidence:.0%} interval is {now:.2f} wide already: no more are needed."
    )
    expected = now * math.sqrt(estimate.units / needed)
    return Plan(needed, sentence, method, counted, width=expected, confidence=estimate.confidence)


def with_clusters(plan: Plan, each: float, likeness: float) -> Plan:
    """The plan when several consultations belong to one clinician and are alike.

    each: consultations per clinician. likeness: intraclass correlation between consultations of one clinician, of
    whatever is averaged. Multiplied by 1 + (each - 1) likeness (Kish, 1965, Survey Sampling). Raises
    ValueError when `each` is below 1 or `likeness` outside 0 to 1.
    """
    if each < 1 or not 0 <= likeness <= 1:
        raise ValueError("Plan with at least one consultation a clinician, and a likeness between 0 and 1.")
    if plan.needed is None:
        return plan
    effect = 1 + (each - 1) * likeness
    needed = math.ceil(plan.needed * effect - 1e-9)
    sentence = (
        f"{plan.sentence} With {each:g} consultations of each clinician, which are alike, it takes "
        f"{amount(needed, plan.counted)}."
    )
    method = f"{plan.method}; design effect {effect:.2f}"
    return replace(plan, needed=needed, sentence=sentence, method=method)


def smallest(enough: Callable[[int], bool], least: int = 2, most: int = MOST) -> int | None:
    """The smallest number from `least` for which `enough` holds, given that it holds for all larger ones.

    None when it does not hold for `most`.
    """
    low, high = least - 1, least
    while not enough(high):
        if high >= most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def too_many(counted: tuple[str, str] = CONSULTATIONS) -> str:
    """The sentence for a wish no study can meet."""
    return f"Even {MOST:,} {counted[1]} would not be enough: ask for less, or plan with more observers."


def amount(number: int, counted: tuple[str, str], more: str = "") -> str:
    """A number with its word: amount(3, CONSULTATIONS, 'more') is '3 more consultations'."""
    return " ".join(part for part in (str(number), more, counted[number != 1]) if part)


def check_wish(*, width: float = 1.0, confidence: float = 0.95, power: float = 0.8) -> None:
    """Raise ValueError for a width, confidence or power nobody can have."""
    _check_width(width)
    for name, share in (("Confidence", confidence), ("Power", power)):
        if not 0 < share < 1:
            raise ValueError(f"{name} must lie between 0 and 1, not at {share}.")


def _check_width(width: float) -> None:
    if not 0 < width < math.inf:
        raise ValueError(f"An interval must have a width above 0, not {width}.")


def _width_now(estimate: Estimate) -> float | None:
    if estimate.low is None or estimate.high is None:
        return None
    shown = estimate.high - estimate.low
    if estimate.standard_error is None:
        return shown
    # A limit cut off at what the quantity can reach makes the interval look narrower than the study is.
    return max(shown, 2 * normal_quantile((1 + estimate.confidence) / 2) * estimate.standard_error)
