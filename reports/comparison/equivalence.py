"""Do two observer types count as alike? Two one-sided tests against the margin agreed before the data were in.

Schuirmann, D. J. (1987) J Pharmacokinet Biopharm 15, 657-680. The 90 % interval within the margin is the same as both
tests at 5 %. "Not shown" is not "different": three answers are possible, and a fourth when there are too few people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.comparison.gap_words import apart_words
from reports.comparison.total_scale import TotalScale
from reports.comparison.wording import many, plural
from reports.figures.scale import number
from reports.statistics.distributions import t_quantile
from reports.statistics.estimate import Estimate

Verdict = Literal["alike", "different", "open", "not yet"]
ONE_SIDED = 0.05


@dataclass(frozen=True, slots=True)
class Equivalence:
    """margin: in points of the total. agreed: whether the round named it, or the default of one step stands.

    low, high: the 90 % interval of the gap, None when there is none. sentence: the answer, made to be read aloud.
    """

    margin: float
    agreed: bool
    verdict: Verdict
    sentence: str
    low: float | None = None
    high: float | None = None


def margin_of(total: TotalScale, agreed: float | None) -> float | None:
    """The margin in points of the total; by default what one step on one item is worth. None without a ladder."""
    if agreed is not None:
        return agreed
    return total.step if total.steps is not None else None


def equivalence(
    gap: Estimate, margin: float, first: str, second: str, *, agreed: bool, changed: bool = False
) -> Equivalence:
    """The answer for one gap between two types. gap: first less second, with observers as the unit.

    changed: the margin was changed after the first sheet was in, so that nobody may call it agreed beforehand.
    """
    whence = "was agreed beforehand" if agreed else "is one step on one item"
    if changed:
        whence = "was changed after the first sheets were in"
    both = f"{many(first)} and {many(second)}"
    if gap.value is None or gap.standard_error is None or not gap.degrees_of_freedom:
        reason = gap.undefined or gap.no_interval or "There is no interval yet."
        return Equivalence(margin, agreed, "not yet", f"Whether {both} score alike cannot be said. {reason}")
    reach = t_quantile(1 - ONE_SIDED, gap.degrees_of_freedom[0]) * gap.standard_error
    low, high = gap.value - reach, gap.value + reach
    facts = (
        f"{plural(first)} scored {apart_words(gap)}. A gap of up to {number(margin)} points counts as alike, which "
        f"{whence}."
    )
    if -margin < low and high < margin:
        return Equivalence(margin, agreed, "alike", f"{both[:1].upper()}{both[1:]} scored alike. {facts}", low, high)
    if low > margin or high < -margin:
        word = "lower" if high < 0 else "higher"
        sentence = f"{plural(first)} score {word} than {many(second)}, by more than counts as alike. {facts}"
        return Equivalence(margin, agreed, "different", f"{sentence} It does not say who is right.", low, high)
    sentence = f"It is still open whether {both} score alike. {facts} Open does not mean that they differ."
    return Equivalence(margin, agreed, "open", sentence, low, high)
