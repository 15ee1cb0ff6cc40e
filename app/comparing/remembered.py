"""Comparisons already worked out, kept while their data stay the same.

The key holds the digest of everything that enters, so a new sheet or a withdrawn consent is a new key, and what is
kept can never be out of date. Nothing is kept of single ratings or people's names beyond what the key's page shows.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from app.comparing.long_results import kept_or_started
from app.jobs.computations import COMPUTATIONS, Given, takes_long
from app.remembering import Remembered
from reports.comparison.coefficients import AgreementRow
from reports.comparison.drifts import ObserverDrift, Practised, observer_drift
from reports.comparison.item_pairs import ItemPair, item_pairs
from reports.comparison.items_by_group import ItemsByGroup, items_by_group
from reports.comparison.kinds_of_consultation import Grouping, KindAgreement, by_kind, kinds_held_back
from reports.comparison.more_observations import MoreObservations
from reports.comparison.next_weeks import NextWeeks, next_weeks
from reports.comparison.observer_pairs import ObserverRow, observer_rows
from reports.comparison.overview import AgreementOverview
from reports.comparison.plan_names import PlanNames
from reports.comparison.plans import PlanLine, Wishes, plan_lines
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import Severity
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


def _computed(name: str, ratings: RatingSet, minimums: Minimums, **options: str) -> Any:
    """Remembered here on a small round; on a large one kept in the database and computed by a worker."""
    given = Given(ratings)
    if takes_long(name, ratings):
        return kept_or_started(name, given, minimums, options)
    key = (name, ratings.digest, minimums, tuple(sorted(options.items())))
    return _remembered.get(key, lambda: COMPUTATIONS[name].make(given, minimums, options))


def overview_of(ratings: RatingSet, minimums: Minimums) -> AgreementOverview:
    """The overview of these ratings."""
    found: AgreementOverview = _computed("overview", ratings, minimums)
    return found


def items_of(ratings: RatingSet, group_key: str, minimums: Minimums) -> tuple[AgreementRow, ...]:
    """Every item's numbers in one group. Raises KeyError for an unknown group."""
    found: tuple[AgreementRow, ...] = _computed("items", ratings, minimums, group=group_key)
    return found


def groups_of_item(ratings: RatingSet, item_id: str, minimums: Minimums) -> tuple[tuple[str, AgreementRow], ...]:
    """One item's numbers in every group. Raises KeyError for an unknown item."""
    if all(each.id != item_id for each in ratings.items):
        raise KeyError(item_id)
    found: tuple[tuple[str, AgreementRow], ...] = _computed("item", ratings, minimums, item=item_id)
    return found


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
    """Agreement in every group of the chosen one of a round's groupings, guarded against all of them together.

    A worker computes all of them at once, since most of the work is the guard; on a small round only the chosen one is.
    """
    if takes_long("kinds", ratings):
        found: dict[str, tuple[KindAgreement, ...]] = dict(
            kept_or_started("kinds", Given(ratings, groupings), minimums, {})
        )
        return found[chosen.key]
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
    found: Severity = _computed("severity", ratings, minimums)
    return found


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
    found: MoreObservations = _computed("more", ratings, minimums)
    return found


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
