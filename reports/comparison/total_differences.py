"""How far two sides' totals of one consultation lie apart: limits of agreement between types, or between two people.

Which form is right depends on the design. When a consultation had several observers of one type, these are replicates
of one truth. When clinicians were seen more than once, a clinician's consultations are pairs nested in the clinician.
Otherwise each consultation is one pair. Bland & Altman (1999) Stat Methods Med Res 8, 135-160; (2007) J Biopharm
Stat 17, 571-582.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reports.comparison.gap_words import signed
from reports.comparison.rating_set import RatingSet
from reports.comparison.wording import counted, many
from reports.figures.scale import number
from reports.statistics.differences import LimitsOfAgreement, limits_of_agreement
from reports.statistics.differences_on_level import Slope, difference_on_mean
from reports.statistics.estimate import undefined
from reports.statistics.minimums import Minimums, not_yet
from reports.statistics.repeated_differences import limits_of_varying_pairs, limits_with_replicates

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
# On a scale at least so long a change is told per 10 points, on a shorter one per point.
LONG_SCALE = 40


@dataclass(frozen=True, eq=False)
class TotalDifferences:
    """Two sides on the total.

    first, second: their names; the difference is first less second. between_people: both are one named person.
    means, gaps: (consultations,) the mean of both sides and their difference. limits: of one score by one observer a
    side. slope: of the gap on the mean, or why not. form: which method and why, in a sentence. sentences: what the
    numbers say.
    """

    first: str
    second: str
    between_people: bool
    means: Floats
    gaps: Floats
    limits: LimitsOfAgreement
    slope: Slope | str
    form: str
    sentences: tuple[str, ...]


def between_two_types(ratings: RatingSet, one: int, other: int, minimums: Minimums) -> TotalDifferences:
    """One type's totals beside another's. one, other: positions in `ratings.types`."""
    names = (ratings.types[one].name, ratings.types[other].name)
    sides = [np.flatnonzero((ratings.sheet_type == at) & ~np.isnan(ratings.totals)) for at in (one, other)]
    return _compared(ratings, names, (sides[0], sides[1]), minimums, between_people=False)


def between_two_observers(ratings: RatingSet, one: int, other: int, minimums: Minimums) -> TotalDifferences:
    """One person's totals beside another's. one, other: positions in `ratings.observers`."""
    names = (ratings.observers[one].name, ratings.observers[other].name)
    sides = [np.flatnonzero((ratings.sheet_observer == at) & ~np.isnan(ratings.totals)) for at in (one, other)]
    return _compared(ratings, names, (sides[0], sides[1]), minimums, between_people=True)


def _compared(
    ratings: RatingSet, names: tuple[str, str], sides: tuple[Whole, Whole], minimums: Minimums, *, between_people: bool
) -> TotalDifferences:
    units = len(ratings.unit_names)
    sums = [np.bincount(ratings.sheet_unit[side], ratings.totals[side], minlength=units) for side in sides]
    times = [np.bincount(ratings.sheet_unit[side], minlength=units) for side in sides]
    both = np.flatnonzero((times[0] > 0) & (times[1] > 0))
    first, second = (total[both] / count[both] for total, count in zip(sums, times, strict=True))
    means, gaps = (first + second) / 2, first - second
    limits, slope, form = _nothing("Not worked out.", len(both))
    found = TotalDifferences(*names, between_people, means, gaps, limits, slope, form, ())
    if not between_people and (few := _few_people(ratings, sides, minimums)):
        # One or two people are not their kind: their dots would be theirs.
        limits, slope, _ = _nothing(few, len(both))
        none = means[:0]
        return replace(found, means=none, gaps=none, limits=limits, slope=slope, form=few, sentences=(few,))
    need = minimums.ratings_of_observer if between_people else minimums.paired_consultations
    short = not_yet(len(both), need, "consultation seen by both", "consultations seen by both")
    if short is not None:
        limits, slope, _ = _nothing(short, len(both))
        return replace(found, limits=limits, slope=slope, form=short, sentences=(short,))
    repeated = bool((times[0][both] > 1).any() or (times[1][both] > 1).any())
    limits, form = _limits(ratings, sides, both, (first, second), repeated=repeated)
    slope = difference_on_mean(first, second)
    done = replace(found, limits=limits, slope=slope, form=form)
    return replace(done, sentences=_sentences(done, ratings.total.highest - ratings.total.lowest))


def _nothing(why: str, units: int) -> tuple[LimitsOfAgreement, str, str]:
    missing = undefined(why, method="limits of agreement", units=units)
    return LimitsOfAgreement(missing, missing, missing, None), why, why


def _few_people(ratings: RatingSet, sides: tuple[Whole, Whole], minimums: Minimums) -> str:
    for side in sides:
        if not len(side):
            return ""
        people = np.unique(ratings.sheet_observer[side])
        name = ratings.types[int(ratings.sheet_type[side[0]])].name
        kind = name[:1].lower() + name[1:]
        short = not_yet(len(people), minimums.observers_to_describe, kind, many(name))
        if short is not None:
            return f"{short} Two people can be set against each other by name, for leads only."
    return ""


def _limits(
    ratings: RatingSet, sides: tuple[Whole, Whole], both: Whole, pairs: tuple[Floats, Floats], *, repeated: bool
) -> tuple[LimitsOfAgreement, str]:
    """The limits, and in one sentence which form was taken."""
    if repeated:
        rows = np.concatenate([side[np.isin(ratings.sheet_unit[side], both)] for side in sides])
        of_first = np.isin(rows, sides[0])
        totals = ratings.totals[rows]
        found = limits_with_replicates(
            ratings.sheet_unit[rows].tolist(),
            np.where(of_first, totals, np.nan),
            np.where(of_first, np.nan, totals),
        )
        return found.limits, (
            "Some consultations had more than one observer of a kind. They are taken as repeated readings of one "
            "truth, and the limits are for one observer on each side."
        )
    clinician = ratings.unit_clinician[both]
    if 1 < len(np.unique(clinician)) < len(both):
        found = limits_of_varying_pairs(clinician.tolist(), *pairs)
        return found.limits, (
            "Clinicians were seen more than once, so consultations of one clinician are kept together when the "
            "limits are made."
        )
    return limits_of_agreement(*pairs), "Each consultation is one pair of scores (exact limits)."


def _sentences(found: TotalDifferences, width: float) -> tuple[str, ...]:
    bias, lower, upper = found.limits.bias, found.limits.lower, found.limits.upper
    if bias.value is None or lower.value is None or upper.value is None:
        return (bias.undefined or lower.undefined or upper.undefined or "",)
    count = counted(len(found.gaps), "consultation")
    first = found.first if found.between_people else f"a {found.first[:1].lower()}{found.first[1:]}"
    second = found.second if found.between_people else f"a {found.second[:1].lower()}{found.second[1:]}"
    if lower.value == upper.value:
        return (f"In all {count} the difference between {first} and {second} was {signed(bias.value)} points.",)
    said = [_average(found, count, first, second)]
    said += [
        f"For a single consultation the two will differ by between {signed(lower.value)} and {signed(upper.value)} "
        f"points in 95 of 100 cases, on a scale {number(width)} points long.",
    ]
    if lower.low is not None and upper.high is not None:
        said.append(
            f"With this much data those ends could really lie as far out as {signed(lower.low)} and "
            f"{signed(upper.high)}."
        )
    said.append(_proportional(found.slope, 10 if width >= LONG_SCALE else 1))
    return tuple(said)


def _average(found: TotalDifferences, count: str, first: str, second: str) -> str:
    """The mean gap. Consultations bound what is said of two people; a claim about kinds needs people counted."""
    bias = found.limits.bias
    opening = f"Over {count}, {first} scored {_apart(bias.number)} {second} on average"
    if found.between_people:
        return f"{opening}{_reach(bias.low, bias.high)}."
    return f"{opening}. This counts consultations; what it says of the two kinds is judged by people, elsewhere."


def _apart(value: float) -> str:
    if not float(f"{value:.1f}"):
        return "the same as"
    return f"{number(abs(value), 1)} points {'lower' if value < 0 else 'higher'} than"


def _reach(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" (likely {signed(low)} to {signed(high)})"


def _proportional(slope: Slope | str, step: int) -> str:
    """Whether the gap depends on the level, in words. step: how many points of the score one change is told for."""
    if isinstance(slope, str):
        return f"Whether the gap changes with the score cannot be judged: {slope[:1].lower()}{slope[1:]}"
    found = slope.slope
    if found.value is None or found.low is None or found.high is None:
        return "Whether the gap changes with the score cannot be judged."
    ends = f"likely {signed(step * found.low)} to {signed(step * found.high)}"
    each = "point" if step == 1 else f"{step} points"
    if found.low <= 0 <= found.high:
        return (
            "There is no clear sign that the gap grows or shrinks as scores rise (change for each "
            f"{each}: {signed(step * found.value)}, {ends})."
        )
    word = "rises" if found.value > 0 else "falls"
    return (
        f"The gap depends on the score: for each {each} higher it {word} by {number(abs(step * found.value), 1)} "
        f"({ends}), so one pair of limits for all scores is only a rough guide."
    )
