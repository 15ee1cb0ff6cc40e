"""Whether the items of an instrument ask what matters: votes of relevance by the people it is for.

Lynn, M. R. (1986) Nursing Research 35, 382-385: at least three raters; with five or fewer all must agree. Polit, D. F.
& Beck, C. T. (2006) Research in Nursing & Health 29, 489-497: the two averages over the scale. Polit, D. F., Beck,
C. T. & Owen, S. V. (2007) Research in Nursing & Health 30, 459-467: kappa* corrects the share for agreement by chance,
and 0.78 is asked of an item. Interval: Clopper, C. J. & Pearson, E. S. (1934) Biometrika 26, 404-413.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.distributions import exact_share_limits, t_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.minimums import not_yet

Floats = NDArray[np.float64]

LEAST_RATERS = 3
RELEVANT_FROM = 3
WANTED_OF_ITEM = 0.78
WANTED_OF_SCALE = 0.90
# Polit, Beck & Owen take the words of Cicchetti & Sparrow (1981) and Fleiss (1981).
KAPPA_WORDS = ((0.75, "excellent"), (0.60, "good"), (0.40, "fair"), (float("-inf"), "poor"))


@dataclass(frozen=True, slots=True)
class ItemValidity:
    """One item: how many of the raters who voted find it relevant, as a share and corrected for chance."""

    relevant: int
    raters: int
    share: Estimate
    kappa: Estimate

    @property
    def is_enough(self) -> bool:
        """Whether the item meets what is asked: all of up to five raters, else a share of 0.78."""
        if self.share.value is None:
            return False
        return self.share.value >= (1.0 if self.raters <= 5 else WANTED_OF_ITEM)


@dataclass(frozen=True, slots=True)
class ContentValidity:
    """All items of an instrument. average: mean of the items' shares; universal: share of items all find relevant."""

    items: tuple[ItemValidity, ...]
    average: Estimate
    universal: Estimate
    raters: int


def item_validity(relevant: int, raters: int, confidence: float = 0.95) -> ItemValidity:
    """I-CVI with its exact interval, and kappa*. Raises ValueError when more agree than voted."""
    if not 0 <= relevant <= raters:
        raise ValueError(f"{relevant} of {raters} raters cannot be.")
    few = not_yet(raters, LEAST_RATERS, "vote", "votes")
    if few:
        nothing = undefined(few, method="I-CVI", raters=raters, ratings=raters, confidence=confidence)
        return ItemValidity(relevant, raters, nothing, replace(nothing, method="modified kappa"))
    low, high = exact_share_limits(relevant, raters, confidence)
    value = relevant / raters
    share = Estimate(value, low=low, high=high, confidence=confidence, method="I-CVI; exact (Clopper-Pearson)")
    by_chance = comb(raters, relevant) * 0.5**raters
    kappa = Estimate(
        (value - by_chance) / (1 - by_chance),
        confidence=confidence,
        method="modified kappa (Polit, Beck & Owen)",
        observed=value,
        expected=by_chance,
        no_interval="It is the share corrected for chance: the share's interval says how sure it is.",
    )
    return ItemValidity(relevant, raters, share.resting_on(1, raters, raters), kappa.resting_on(1, raters, raters))


def content_validity(votes: ArrayLike, confidence: float = 0.95) -> ContentValidity:
    """Of one group's votes (raters, items): 1 to 4, NaN where a rater did not vote.

    The average's interval is over raters (delete-one jackknife, t), as it speaks of other people like these. Raises
    ValueError when the votes are not a table or not from 1 to 4.
    """
    table = np.asarray(votes, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError("The votes must be a table of raters and items.")
    given = ~np.isnan(table)
    if np.any(given & ~np.isin(table, (1, 2, 3, 4))):
        raise ValueError("A vote of relevance is 1, 2, 3 or 4.")
    table, given = table[given.any(axis=1)], given[given.any(axis=1)]
    relevant = (given & (table >= RELEVANT_FROM)).sum(axis=0)
    items = tuple(
        item_validity(int(yes), int(all_), confidence) for yes, all_ in zip(relevant, given.sum(axis=0), strict=True)
    )
    universal = _universal(items, len(table), confidence)
    return ContentValidity(items, _average(items, table, given, confidence), universal, len(table))


def content_validity_by_group(
    votes: ArrayLike, groups: Sequence[str], confidence: float = 0.95
) -> Mapping[str, ContentValidity]:
    """Each group apart, in order of first mention, never merged. groups: one label per rater."""
    table, labels = np.asarray(votes, dtype=np.float64), np.asarray(groups)
    if len(labels) != len(table):
        raise ValueError("Every rater needs a group.")
    return {name: content_validity(table[labels == name], confidence) for name in dict.fromkeys(groups)}


def kappa_word(kappa: float) -> str:
    """The word of Polit, Beck & Owen (2007) for a modified kappa, read at two places as they print it."""
    return next(word for least, word in KAPPA_WORDS if round(kappa, 2) >= least)


def _average(items: tuple[ItemValidity, ...], table: Floats, given: NDArray[np.bool_], confidence: float) -> Estimate:
    method, raters = "S-CVI/Ave; delete-one-rater jackknife, t", len(table)
    counts = (len(items), raters, int(given.sum()))
    shares = [item.share.value for item in items if item.share.value is not None]
    if len(shares) < len(items) or not items:
        reason = not_yet(min((item.raters for item in items), default=0), LEAST_RATERS, "vote", "votes")
        sentence = reason or "There is no item to vote on."
        return undefined(sentence, method=method, confidence=confidence).resting_on(*counts)
    yes = (given & (table >= RELEVANT_FROM)).astype(np.float64)
    voted = given.astype(np.float64)
    without = ((yes.sum(axis=0) - yes) / (voted.sum(axis=0) - voted)).mean(axis=1)
    spread = float(((without - without.mean()) ** 2).sum())
    error = float(np.sqrt((raters - 1) / raters * spread))
    value = float(np.mean(shares))
    if error == 0:
        reason = "All raters found the same share of items relevant, so the spread between them cannot be judged."
        lone = Estimate(value, confidence=confidence, method=method, no_interval=reason)
        return lone.resting_on(*counts)
    quantile = t_quantile((1 + confidence) / 2, raters - 1)
    found = symmetric(value, error, quantile, method=method, confidence=confidence, lowest=0.0, highest=1.0)
    return replace(found, degrees_of_freedom=(float(raters - 1),)).resting_on(*counts)


def _universal(items: tuple[ItemValidity, ...], raters: int, confidence: float) -> Estimate:
    method = "S-CVI/UA"
    votes = sum(item.raters for item in items)
    if not items or any(item.share.value is None for item in items):
        reason = not_yet(min((item.raters for item in items), default=0), LEAST_RATERS, "vote", "votes")
        nothing = undefined(reason or "There is no item to vote on.", method=method, confidence=confidence)
        return nothing.resting_on(len(items), raters, votes)
    found = Estimate(
        sum(item.relevant == item.raters for item in items) / len(items),
        confidence=confidence,
        method=method,
        no_interval="It falls with every further rater, so it is a count of this group and not an estimate of others.",
    )
    return found.resting_on(len(items), raters, votes)
