"""Comparisons already worked out, kept while their data stay the same.

The key holds the digest of everything that enters, so a new sheet or a withdrawn consent is a new key, and what is
kept can never be out of date. Nothing is kept of single ratings or people's names beyond what the key's page shows.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from app.remembering import Remembered
from reports.comparison.coefficients import AgreementRow
from reports.comparison.drifts import ObserverDrift, Practised, observer_drift
from reports.comparison.item_pairs import ItemPair, item_pairs
from reports.comparison.items_by_group import ItemsByGroup, items_by_group
from reports.comparison.kinds_of_consultation import Grouping, KindAgreement, by_kind, kinds_held_back
from reports.comparison.more_observations import MoreObservations, more_observations
from reports.comparison.next_weeks import NextWeeks, next_weeks
from reports.comparison.observer_pairs import ObserverRow, observer_rows
from reports.comparison.overview import AgreementOverview, agreement_overview, item_rows, rows_of_item
from reports.comparison.plan_names import PlanNames
from reports.comparison.plans import PlanLine, Wishes, plan_lines
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import Severity, severity
from reports.comparison.total_differences import TotalDifferences, between_two_observers, between_two_types
from reports.comparison.what_kinds_see import WhatKindsSee, what_kinds_see
from reports.comparison.who_observed import WhoObserved, who_observed
from reports.statistics.minimums import Minimums
from reports.statistics.rotation.wishes import Wishes as PlanWishes
from reports.statistics.rotation.wishes import Work


@dataclass(frozen=True, slots=True)
class Sides:
    """Whom to set against whom: two types, or two observers, by their positions in the rating set."""

    first: int
    second: int
    people: bool


_remembered = Remembered()


def overview_of(ratings: RatingSet, minimums: Minimums) -> AgreementOverview:
    """The overview of these ratings."""
    key = ("overview", ratings.digest, minimums)
    return _remembered.get(key, lambda: agreement_overview(ratings, minimums))


def items_of(ratings: RatingSet, group_key: str, minimums: Minimums) -> tuple[AgreementRow, ...]:
    """Every item's numbers in one group. Raises KeyError for an unknown group."""
    key = ("items", ratings.digest, group_key, minimums)
    return _remembered.get(key, lambda: item_rows(ratings, group_key, minimums))


def groups_of_item(ratings: RatingSet, item_id: str, minimums: Minimums) -> tuple[tuple[str, AgreementRow], ...]:
    """One item's numbers in every group. Raises KeyError for an unknown item."""
    key = ("item", ratings.digest, item_id, minimums)
    return _remembered.get(key, lambda: rows_of_item(ratings, item_id, minimums))


def rows_of_observers(ratings: RatingSet, minimums: Minimums) -> tuple[ObserverRow, ...]:
    """Each observer beside each other one."""
    key = ("observers", ratings.digest, minimums)
    return _remembered.get(key, lambda: observer_rows(ratings, minimums))


def pairs_of_items(ratings: RatingSet, minimums: Minimums) -> tuple[ItemPair, ...]:
    """Every two items."""
    key = ("item pairs", ratings.digest, minimums)
    return _remembered.get(key, lambda: item_pairs(ratings, minimums))


def kinds_of(
    ratings: RatingSet, groupings: tuple[Grouping, ...], chosen: Grouping, minimums: Minimums
) -> tuple[KindAgreement, ...]:
    """Agreement in every group of the chosen one of a round's groupings, guarded against all of them together."""
    sorting = tuple((each.key, each.labels, each.members) for each in groupings)
    hidden = _remembered.get(
        ("kinds held back", ratings.digest, sorting, minimums), lambda: kinds_held_back(ratings, groupings, minimums)
    )
    why = hidden[groupings.index(chosen)]
    key = ("kinds", ratings.digest, sorting, chosen.key, minimums)
    return _remembered.get(key, lambda: by_kind(ratings, chosen, why, minimums))


def seen_of(ratings: RatingSet, minimums: Minimums) -> tuple[WhatKindsSee, ...]:
    """For each two kinds of observer, what they see differently."""
    overview = overview_of(ratings, minimums)
    fitted = severity_of(ratings, minimums).fitted
    key = ("seen", ratings.digest, minimums)
    return _remembered.get(
        key, lambda: tuple(what_kinds_see(ratings, gaps, fitted, minimums) for gaps in overview.gaps)
    )


def items_by_group_of(
    ratings: RatingSet, groupings: tuple[Grouping, ...], minimums: Minimums
) -> tuple[ItemsByGroup, ...]:
    """Whether items work alike for every group of each way of sorting."""
    sorting = tuple((each.key, each.labels, each.members) for each in groupings)
    key = ("items by group", ratings.digest, sorting, minimums)
    return _remembered.get(key, lambda: items_by_group(ratings, groupings, minimums))


def severity_of(ratings: RatingSet, minimums: Minimums) -> Severity:
    """Everybody on one ruler."""
    return _remembered.get(("severity", ratings.digest, minimums), lambda: severity(ratings, minimums))


def drift_of(
    ratings: RatingSet, key: str, minimums: Minimums, days: tuple[date, ...], practised: tuple[Practised, ...]
) -> ObserverDrift | None:
    """One observer through time, by key; None when there is no such observer, or no ruler to hold them against."""
    place = next((at for at, each in enumerate(ratings.observers) if each.key == key), None)
    fitted = severity_of(ratings, minimums).fitted
    if place is None or fitted is None:
        return None
    return _remembered.get(
        ("drift", ratings.digest, key, minimums, days, practised),
        lambda: observer_drift(ratings, fitted, place, days, practised),
    )


def who_observed_of(
    ratings: RatingSet, clinicians: tuple[str, ...], barred: frozenset[tuple[int, str]] = frozenset()
) -> WhoObserved:
    """Who has observed whom, how firmly it holds together, and what would mend it."""
    key = ("who", ratings.digest, clinicians, barred)
    return _remembered.get(key, lambda: who_observed(ratings, clinicians, barred))


def next_weeks_of(work: Work, wishes: PlanWishes, names: PlanNames, more: MoreObservations, digest: str) -> NextWeeks:
    """A proposal for the next weeks. digest: of the ratings that `more` rests on."""
    asked = sha256(repr((work, names)).encode()).hexdigest()
    return _remembered.get(("next", digest, asked, wishes), lambda: next_weeks(work, wishes, names, more))


def more_of(ratings: RatingSet, minimums: Minimums) -> MoreObservations:
    """What one sheet's total is made of."""
    return _remembered.get(("more", ratings.digest, minimums), lambda: more_observations(ratings, minimums))


def differences_of(ratings: RatingSet, sides: Sides, minimums: Minimums) -> TotalDifferences:
    """Two sides' totals set against each other."""
    make = between_two_observers if sides.people else between_two_types
    key = ("differences", ratings.digest, sides, minimums)
    return _remembered.get(key, lambda: make(ratings, sides.first, sides.second, minimums))


def plans_of(
    ratings: RatingSet, overview: AgreementOverview, wishes: Wishes, minimums: Minimums
) -> tuple[PlanLine, ...]:
    """What it takes to know each number as closely as wished."""
    key = ("plans", ratings.digest, wishes, minimums)
    return _remembered.get(key, lambda: tuple(plan_lines(ratings, overview, wishes, minimums)))
