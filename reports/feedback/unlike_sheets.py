"""Sheets that rate other items than most: how far their ratings could be worked out from a score beside its items.

A part's score weighs every sheet by how many of its items it rates, while the counts beside it weigh every rating
alike. For sheets that rate the same items, the one can be had from the other; for one or two people whose sheets rate
fewer, the difference of the two is theirs. What protects them is that scores are rounded, and that an item is held
back: its ratings are then one more unknown. Scores near an end of the scale protect less, so the numbers decide.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

# So large a share of what is open without the score must stay open with it, or more is held back.
STAYS_OPEN = 0.35
# Sheets are rounded too before they are averaged.
SHEET_ROUNDING = 0.05


@dataclass(frozen=True, slots=True)
class PartOfSheet:
    """A part on one sheet: the ratings of its items, counted from the lowest point; its score, None when there is
    none."""

    observer: str
    ratings: Mapping[str, float]
    score: float | None

    @property
    def rated(self) -> frozenset[str]:
        return frozenset(self.ratings)


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A scored part. ranges: per item how many points its scale spans. step: what its rounded mean is exact to;
    lowest, highest: the ends of its score."""

    ranges: Mapping[str, float]
    step: float
    lowest: float
    highest: float


Interval = tuple[float, float]


def also_held_back(
    part: ShownPart, sheets: Sequence[PartOfSheet], hidden: frozenset[str], minimum: int
) -> frozenset[str] | None:
    """Items to hold back beside `hidden` so that the unlike sheets stay open; None when the part itself must go."""
    usual = _usual(sheets)
    odd = [sheet for sheet in sheets if sheet.ratings and not (sheet.score is not None and sheet.rated == usual)]
    if usual is None or not odd or len({sheet.observer for sheet in odd}) >= minimum:
        return frozenset()
    raters = Counter(item for sheet in sheets for item in sheet.ratings)
    left_unrated = frozenset(item for sheet in odd if sheet.score is not None for item in usual - sheet.rated)
    # What the unlike sheets do not rate comes first: it costs least and blurs most.
    order = sorted(raters.keys() - hidden, key=lambda item: (item not in left_unrated, raters[item], item))
    extra: frozenset[str] = frozenset()
    for item in ("", *order):
        extra |= {item} - {""}
        if _stays_open(part, sheets, odd, usual, hidden | extra):
            return extra
    return None


def _usual(sheets: Sequence[PartOfSheet]) -> frozenset[str] | None:
    """The items most scored sheets rate; of equally common ones the largest set."""
    found = Counter(sheet.rated for sheet in sheets if sheet.score is not None and sheet.ratings)
    if not found:
        return None
    return max(found, key=lambda rated: (found[rated], len(rated), sorted(rated)))


def _stays_open(
    part: ShownPart,
    sheets: Sequence[PartOfSheet],
    odd: Sequence[PartOfSheet],
    usual: frozenset[str],
    hidden: frozenset[str],
) -> bool:
    """Whether the unlike sheets' weight in the score is left open: Σ (own weight - usual weight) x ratings."""
    like = _weight(part, usual)
    extra = [(_weight(part, sheet.rated) if sheet.score is not None else 0.0) - like for sheet in odd]
    without = _from_counts(part, sheets, odd, extra, hidden)
    told = _from_score(part, sheets, like, hidden)
    left = min(without[1], told[1]) - max(without[0], told[0])
    width = without[1] - without[0]
    return width < 1e-9 or left >= STAYS_OPEN * width


def _weight(part: ShownPart, rated: frozenset[str]) -> float:
    return (part.highest - part.lowest) / sum(part.ranges[item] for item in rated)


def _from_counts(
    part: ShownPart,
    sheets: Sequence[PartOfSheet],
    odd: Sequence[PartOfSheet],
    weights: Sequence[float],
    hidden: frozenset[str],
) -> Interval:
    """What the counts of the shown items leave open."""
    low = high = 0.0
    for item, span in part.ranges.items():
        mine = [weight for sheet, weight in zip(odd, weights, strict=True) if item in sheet.ratings]
        if not mine:
            continue
        given = [sheet.ratings[item] for sheet in sheets if item in sheet.ratings]
        least, most = 0.0, span * len(mine)
        if item not in hidden:
            least, most = max(0.0, sum(given) - span * (len(given) - len(mine))), min(most, sum(given))
        ends = [weight * end for weight in (min(mine), max(mine)) for end in (least, most)]
        low, high = low + min(ends), high + max(ends)
    return low, high


def _from_score(part: ShownPart, sheets: Sequence[PartOfSheet], like: float, hidden: frozenset[str]) -> Interval:
    """What the rounded score says: its sum less what the shown items would make of it at the usual weight."""
    scores = [sheet.score for sheet in sheets if sheet.score is not None]
    printed = round(fsum(scores) / len(scores) / part.step) * part.step
    slack = len(scores) * (part.step / 2 + SHEET_ROUNDING)
    shown = sum(rating for sheet in sheets for item, rating in sheet.ratings.items() if item not in hidden)
    unknown = sum(part.ranges[item] for sheet in sheets for item in sheet.ratings if item in hidden)
    rest = len(scores) * (printed - part.lowest) - like * shown
    return rest - slack - like * unknown, rest + slack
