"""How one observer's ratings compare, for this observer alone: nobody else is named, and nobody else can be made out.

Numbers only; what is said about them stands where it can be put into the reader's language. Nothing is said below the
minimum of sheets, nor while so few others have enough that "the others" would be somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from reports.comparison.drifts import ObserverDrift, Practised, observer_drift
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import Ruler, Severity
from reports.statistics.estimate import Estimate
from reports.statistics.minimums import Minimums, shortfall
from reports.statistics.rater_effects import Index


@dataclass(frozen=True, eq=False)
class OwnStanding:
    """gives: the rating this observer would give to an average visit on an average item; usual: the middle of what the
    others would; lowest, highest: of the scale. ways: how the points were used, by name of the index.
    """

    gives: Estimate
    usual: float
    lowest: float
    highest: float
    ways: dict[str, Index]
    drift: ObserverDrift | None

    @property
    def side(self) -> int:
        """-1 when this observer surely scores lower than the middle of the others, 1 higher, else 0."""
        if self.gives.low is None or self.gives.high is None:
            return 0
        return -1 if self.gives.high < self.usual else int(self.gives.low > self.usual)


@dataclass(frozen=True, eq=False)
class OwnRatings:
    """One person as one kind of observer. sheets: those that can be compared.

    more_sheets, more_others: how many are still needed before anything is said. standing: None until then, and while
    observers cannot all be put on one ruler.
    """

    kind: str
    sheets: int
    more_sheets: int
    more_others: int
    standing: OwnStanding | None


def own_ratings(
    ratings: RatingSet,
    found: Severity,
    person: str,
    minimums: Minimums,
    days: Sequence[date],
    practised: Sequence[Practised],
) -> tuple[OwnRatings, ...]:
    """One for each kind as which this person observed. person: the first part of the observers' keys.

    days: (units,) of the consultations; practised: when this person practised with feedback.
    """
    mine = [at for at, each in enumerate(ratings.observers) if each.key.partition("/")[0] == person]
    return tuple(_own(ratings, found, at, mine, minimums, days, practised) for at in mine)


def _own(
    ratings: RatingSet,
    found: Severity,
    at: int,
    mine: Sequence[int],
    minimums: Minimums,
    days: Sequence[date],
    practised: Sequence[Practised],
) -> OwnRatings:
    counts = np.bincount(ratings.sheet_observer, minlength=len(ratings.observers))
    least = minimums.ratings_of_observer
    others = int(sum(count >= least for each, count in enumerate(counts.tolist()) if each not in mine))
    more_sheets = shortfall(int(counts[at]), least)
    more_others = shortfall(others, minimums.observers_in_group)
    standing = None
    if not more_sheets and not more_others and found.ruler is not None and found.fitted is not None:
        standing = _standing(found.ruler, at, mine, observer_drift(ratings, found.fitted, at, days, practised))
    name = next(kind.name for kind in ratings.types if kind.code == ratings.observers[at].type_code)
    return OwnRatings(name, int(counts[at]), more_sheets, more_others, standing)


def _standing(ruler: Ruler, at: int, mine: Sequence[int], drift: ObserverDrift | None) -> OwnStanding | None:
    own = next((each for each in ruler.observers if each.at == at), None)
    others = [each.gives.number for each in ruler.observers if each.at not in mine and each.gives.value is not None]
    if own is None or own.gives.value is None or not others:
        return None
    effects = own.effects
    ways = {
        "centrality": effects.centrality,
        "spread": effects.spread,
        "halo": effects.halo,
        "straight_lines": effects.straight_lines,
    }
    return OwnStanding(own.gives, float(np.median(others)), ruler.lowest, ruler.highest, ways, drift)
