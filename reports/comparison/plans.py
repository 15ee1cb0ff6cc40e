"""How many more are needed: what a lead wishes to know, how closely, what there is, and what it takes.

Where there are data, the plan goes by the interval reached so far; where there are none, by a cautious guess that is
named. Nothing is promised beyond what the plan's own cautions say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.overview import AgreementOverview
from reports.comparison.rating_set import RatingSet
from reports.comparison.total_differences import between_two_types
from reports.comparison.wording import counted, many
from reports.figures.scale import number
from reports.statistics.estimate import Estimate
from reports.statistics.minimums import Minimums
from reports.statistics.planned_limits import limits_precision
from reports.statistics.planned_means import mean_precision, type_gap_precision
from reports.statistics.planned_reliability import intraclass_precision
from reports.statistics.planning import Plan, amount, more_needed
from reports.statistics.type_comparison import compare_types

Floats = NDArray[np.float64]
WIDTHS = (0.1, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How wide an interval may be, from end to end: of a coefficient, and in points of the total. planned: the
    intraclass correlation to plan with before there are data."""

    width: float = 0.2
    points: float = 10.0
    planned: float = 0.7


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One question. have: how many there are, in words; answer: "You need 12 more consultations."; basis: what the
    answer goes by; plan: all of it."""

    question: str
    have: str
    answer: str
    basis: str
    plan: Plan


def plan_lines(ratings: RatingSet, overview: AgreementOverview, wishes: Wishes, minimums: Minimums) -> list[PlanLine]:
    """One line for every question that can be planned for. Raises ValueError for wishes nobody can have."""
    total = overview.groups[0].total
    lines = [
        _coefficient("How well does one score tell consultations apart (ICC)?", total.icc, wishes),
        _coefficient("How far do observers agree on the total (Gwet’s AC2)?", total.ac2, wishes),
    ]
    for gap in overview.gaps:
        codes = {kind.name: at for at, kind in enumerate(ratings.types)}
        one, other = codes[gap.first], codes[gap.second]
        both = f"{many(gap.first)} and {many(gap.second)}"
        lines += _gap(ratings, (one, other), both, wishes, minimums)
        lines += _limits(ratings, (one, other), both, wishes, minimums)
    lines += _clinician(ratings, wishes)
    return lines


def guesses(wishes: Wishes) -> tuple[tuple[str, ...], ...]:
    """Consultations for the planned ICC, by interval width (rows) and observers each (2, 3, 4)."""
    rows: list[tuple[str, ...]] = []
    for width in WIDTHS:
        plans = [intraclass_precision(wishes.planned, width, raters) for raters in (2, 3, 4)]
        rows.append((number(width), *("–" if plan.needed is None else str(plan.needed) for plan in plans)))
    return tuple(rows)


def _coefficient(question: str, found: Estimate, wishes: Wishes) -> PlanLine:
    have = counted(found.units, "consultation")
    if found.value is not None and found.has_interval:
        plan = more_needed(found, wishes.width)
        basis = f"Goes by the value so far, {number(found.value, 2)}, and how well it is known."
    else:
        plan = intraclass_precision(wishes.planned, wishes.width)
        basis = f"There is no value yet, so this takes an ICC of {number(wishes.planned)} and two observers each."
    return PlanLine(question, have, _answer(plan, found.units), basis, plan)


def _gap(ratings: RatingSet, types: tuple[int, int], both: str, wishes: Wishes, minimums: Minimums) -> list[PlanLine]:
    """Observers of each type, by how much people of one type differ in this round's mixed model."""
    names = [ratings.types[at].name for at in types]
    try:
        found = compare_types(
            ratings.totals,
            ratings.sheet_observer.tolist(),
            [ratings.types[int(at)].name for at in ratings.sheet_type.tolist()],
            ratings.sheet_unit.tolist(),
            first=names[0],
            second=names[1],
            minimums=minimums,
        )
    except (np.linalg.LinAlgError, ValueError):
        return []
    if found.model is None or found.model.component("observer") <= 0:
        return []
    spread = float(np.sqrt(found.model.component("observer")))
    plan = type_gap_precision(wishes.points, spread)
    have = f"{found.observers[0]} and {found.observers[1]} people"
    basis = f"People of one kind differ by about {number(spread, 1)} points here (standard deviation)."
    fewest = min(found.observers)
    return [PlanLine(f"How large is the gap between {both}?", have, _answer(plan, fewest), basis, plan)]


def _limits(
    ratings: RatingSet, types: tuple[int, int], both: str, wishes: Wishes, minimums: Minimums
) -> list[PlanLine]:
    found = between_two_types(ratings, *types, minimums)
    if not found.limits.sd:
        return []
    plan = limits_precision(wishes.points, found.limits.sd)
    have = counted(len(found.gaps), "consultation")
    basis = f"Single gaps vary by {number(found.limits.sd, 1)} points here (standard deviation)."
    question = f"Within which limits do scores of {both} differ?"
    return [PlanLine(question, have, _answer(plan, len(found.gaps)), basis, plan)]


def _clinician(ratings: RatingSet, wishes: Wishes) -> list[PlanLine]:
    """Consultations of one clinician for their own mean, by how far a clinician's consultations differ here."""
    spread, typical = _within_clinicians(ratings)
    if spread is None:
        return []
    plan = mean_precision(wishes.points, spread)
    basis = f"One clinician’s consultations vary by {number(spread, 1)} points here (standard deviation)."
    have = f"{typical} for each clinician (median)"
    return [PlanLine("How high does one clinician score on average?", have, _answer(plan, typical), basis, plan)]


def _within_clinicians(ratings: RatingSet) -> tuple[float | None, int]:
    """Pooled standard deviation of consultations' mean totals around their clinician's mean, and the usual number."""
    known = ~np.isnan(ratings.totals)
    times = np.bincount(ratings.sheet_unit[known], minlength=len(ratings.unit_names))
    sums = np.bincount(ratings.sheet_unit[known], ratings.totals[known], minlength=len(ratings.unit_names))
    units = np.flatnonzero(times)
    if not len(units):
        return None, 0
    place = np.unique(ratings.unit_clinician[units], return_inverse=True)[1]
    score = sums[units] / times[units]
    sizes = np.bincount(place)
    means = np.bincount(place, score) / sizes
    freedom = len(units) - len(sizes)
    typical = int(np.median(sizes))
    squares = float(((score - means[place]) ** 2).sum())
    return (float(np.sqrt(squares / freedom)) if freedom > 0 and squares > 0 else None), typical


def _answer(plan: Plan, have: int) -> str:
    """What is missing, in words a lead can act on."""
    if plan.needed is None:
        return plan.undefined or ""
    more = plan.more(have)
    if not more:
        return f"Enough: it takes {plan.needed}."
    return f"You need {amount(more, plan.counted, 'more')} ({plan.needed} in all)."
