"""The five numbers of agreement and reliability for one group and one item, each with its reach or its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reports.comparison.groups import Group
from reports.comparison.rating_set import RatingSet
from reports.comparison.wording import Kind, counted, many, reading, value_words
from reports.statistics.agreement import exact_agreement, gwet_ac, within_one_agreement
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.kappas import weighted_kappa
from reports.statistics.minimums import Minimums, not_yet
from reports.statistics.ratings import RatingsTable
from reports.statistics.reliability import intraclass_correlation

Floats = NDArray[np.float64]
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One item (or the total) in one group.

    id: the item's, or TOTAL. consultations: with two ratings or more; meetings: rows compared (more than consultations
    only between types); observers: (name of type, how many of them) that rated; ratings: how many ratings entered.
    """

    id: str
    name: str
    group: str
    who: str
    exact: Estimate
    within_one: Estimate
    kappa: Estimate
    ac2: Estimate
    icc: Estimate
    consultations: int
    meetings: int
    ratings: int
    observers: tuple[tuple[str, int], ...]

    @property
    def is_total(self) -> bool:
        return self.id == TOTAL

    def estimate(self, kind: Kind) -> Estimate:
        """One of the five."""
        found: Estimate = getattr(self, kind)
        return found

    def words(self, kind: Kind) -> str:
        """The value with its interval for a table."""
        return value_words(kind, self.estimate(kind))

    def reading(self, kind: Kind) -> str:
        """The value as a sentence."""
        return reading(kind, self.estimate(kind), self.who, "total" if self.is_total else "rating")

    @property
    def basis(self) -> str:
        """What the row rests on."""
        seen = counted(self.consultations, "consultation")
        if self.meetings > self.consultations:
            return f"{counted(self.meetings, 'pair')} from {seen}"
        return seen


def agreement_row(
    ratings: RatingSet, group: Group, item: int | None, minimums: Minimums, held: str = ""
) -> AgreementRow:
    """The five numbers for one item (its position), or for the total (None). held: why they are not shown, if so."""
    values = ratings.totals if item is None else ratings.ratings[:, item]
    table = group.table(values, (), ratings.unit_names)
    ladder = on_scale(ratings, group, item, values, ratings.unit_names)
    unsigned = on_scale(ratings, group.unsigned, item, values, ratings.unit_names)
    used = group.unsigned.sheets_used(values)
    observers = tuple(
        (ratings.types[at].name, len(np.unique(ratings.sheet_observer[used[ratings.sheet_type[used] == at]])))
        for at in group.types
    )
    consultations = group.unsigned.consultations(values)
    if held:
        unsaid = undefined(held, units=consultations, ratings=table.ratings)
        exact = within_one = kappa = ac2 = icc = unsaid
    else:
        exact, within_one, kappa, ac2, icc = _five(table, (ladder, unsigned), consultations, observers, group, minimums)
    return AgreementRow(
        id=TOTAL if item is None else ratings.items[item].id,
        name="Total" if item is None else ratings.items[item].name,
        group=group.key,
        who=group.who,
        exact=exact,
        within_one=within_one,
        kappa=kappa,
        ac2=ac2,
        icc=icc,
        consultations=consultations,
        meetings=table.values.shape[0],
        ratings=len(used),
        observers=tuple((name, count) for name, count in observers if count),
    )


def on_scale(
    ratings: RatingSet, group: Group, item: int | None, values: Floats, names: tuple[str, ...]
) -> RatingsTable | str:
    """The values on the points they can take, or why there are no such points.

    item: None is the total; names: of the consultations.
    """
    if item is not None:
        return group.table(values, ratings.items[item].points, names)
    if ratings.total.steps is None:
        return ratings.total.why_none
    return group.table(ratings.total.on_ladder(values), ratings.total.points, names)


def _five(
    table: RatingsTable,
    ladders: tuple[RatingsTable | str, RatingsTable | str],
    consultations: int,
    observers: tuple[tuple[str, int], ...],
    group: Group,
    minimums: Minimums,
) -> tuple[Estimate, Estimate, Estimate, Estimate, Estimate]:
    short = not_yet(
        consultations,
        minimums.paired_consultations,
        "consultation seen by two of them",
        "consultations seen by two of them",
    )
    if short is not None:
        waiting = undefined(short, units=consultations, ratings=table.ratings)
        return waiting, waiting, waiting, waiting, waiting
    ladder, unsigned = ladders
    if isinstance(ladder, str) or isinstance(unsigned, str):
        no_points = undefined(str(ladder), units=consultations, ratings=table.ratings)
        exact = within_one = kappa = ac2 = no_points
    else:
        # Only kappa asks who gave which rating.
        exact, within_one = as_share(exact_agreement(unsigned)), as_share(within_one_agreement(unsigned))
        kappa, ac2 = weighted_kappa(ladder), gwet_ac(unsigned, "quadratic")
    icc = intraclass_correlation(table, "ICC(A,1)")
    few = _too_few_people(observers, group, minimums)
    if few is None:
        return exact, within_one, kappa, ac2, icc
    unsaid = undefined(few, units=consultations, ratings=table.ratings)
    return _described_only(exact, few), _described_only(within_one, few), unsaid, unsaid, unsaid


def _too_few_people(observers: tuple[tuple[str, int], ...], group: Group, minimums: Minimums) -> str | None:
    """A claim about a type needs people enough; a claim about the observers there were does not."""
    if group.key == "all":
        return None
    for name, count in observers:
        kind = name[:1].lower() + name[1:]
        short = not_yet(count, minimums.observers_to_describe, kind, many(name))
        if short is not None:
            return short
    return None


def as_share(estimate: Estimate) -> Estimate:
    """A share of pairs with its interval cut where shares end."""
    if estimate.low is None or estimate.high is None:
        return estimate
    return replace(estimate, low=max(estimate.low, 0.0), high=min(estimate.high, 1.0))


def _described_only(estimate: Estimate, why: str) -> Estimate:
    if estimate.value is None:
        return estimate
    return replace(estimate, low=None, high=None, standard_error=None, no_interval=why)
