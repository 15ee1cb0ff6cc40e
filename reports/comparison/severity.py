"""How severe each observer is once everybody is put on one ruler, and how the ratings of each look beside it.

Rests on the many-facet Rasch model (`reports.statistics.facets`) of the items that share one scale. Named observers
are for those who run the programme and for the observer alone; clinicians appear as numbers only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RATED, RatingSet
from reports.comparison.wording import counted
from reports.figures.scale import number
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.facets.fair import fair_averages
from reports.statistics.facets.model import CannotFit, FacetsModel, fit_facets
from reports.statistics.facets.table import FacetTable
from reports.statistics.minimums import Minimums, not_yet
from reports.statistics.rater_effects import RaterEffects, rater_effects

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ObserverSeverity:
    """One observer. at: position in the rating set. measure: logits. gives: the rating this observer would give, on
    average, to an average visit on an average item, with its likely range, in points. ways: kindly worded remarks on
    how the points were used, from effects.
    """

    at: int
    name: str
    type_name: str
    type_at: int
    sheets: int
    measure: Estimate
    gives: Estimate
    ways: tuple[str, ...]
    effects: RaterEffects


@dataclass(frozen=True, slots=True)
class Ruler:
    """Everything on one ruler, in logits. Higher: a higher-scored clinician, a more severe observer, a harder item.

    clinicians: measures without names; clinician_errors: their standard errors, in the same order. Items are named.
    """

    clinicians: tuple[float, ...]
    clinician_errors: tuple[float, ...]
    observers: tuple[ObserverSeverity, ...]
    items: tuple[tuple[str, Estimate], ...]
    lowest: float
    highest: float


@dataclass(frozen=True, eq=False)
class SeverityModel:
    """The fitted model, the sheet of each rating in its table, and what one step of the scale is worth in points."""

    model: FacetsModel
    sheets: tuple[int, ...]
    step: float


@dataclass(frozen=True, eq=False)
class Severity:
    """sentences: what may be said, first; refused: why there is no ruler. left_out: items with another scale.

    fitted: what it rests on, None without a ruler. parted: there is none because observers share nobody.
    """

    sentences: tuple[str, ...]
    ruler: Ruler | None
    refused: str
    left_out: tuple[str, ...]
    fitted: SeverityModel | None = None
    parted: bool = False


def severity(ratings: RatingSet, minimums: Minimums) -> Severity:
    """Put clinicians, observers and items on one ruler, or say why that cannot be."""
    items, points, left_out = _items_of_one_scale(ratings)
    table, sheets = _table(ratings, items, points)
    try:
        model = fit_facets(table)
    except CannotFit as trouble:
        return Severity((), None, str(trouble), left_out)
    if not model.linking.connected:
        return Severity((), None, _apart(model, ratings), left_out, parted=True)
    ruler = _ruler(model, ratings, items, points, sheets, minimums)
    step = (points[-1] - points[0]) / (len(points) - 1)
    fitted = SeverityModel(model, tuple(sheets.tolist()), step)
    return Severity(_sentences(model, ruler, minimums), ruler, "", left_out, fitted)


def _items_of_one_scale(ratings: RatingSet) -> tuple[tuple[int, ...], tuple[float, ...], tuple[str, ...]]:
    """The items that share the commonest scale, its points, and the names of the others."""
    scales = Counter(item.points for item in ratings.items if len(item.points) > 1)
    if not scales:
        return (), (), tuple(item.name for item in ratings.items)
    points = max(scales, key=lambda scale: (scales[scale], len(scale)))
    kept = tuple(at for at, item in enumerate(ratings.items) if item.points == points)
    return kept, points, tuple(item.name for at, item in enumerate(ratings.items) if at not in kept)


def _table(
    ratings: RatingSet, items: tuple[int, ...], points: tuple[float, ...]
) -> tuple[FacetTable, NDArray[np.int64]]:
    """Ratings as steps of the scale; and the sheet of each."""
    columns = np.array(items, dtype=np.int64)
    sheet, item = np.nonzero(ratings.answers[:, columns] == RATED)
    steps = np.searchsorted(np.asarray(points), ratings.ratings[sheet, columns[item]])
    clinician = ratings.unit_clinician[ratings.sheet_unit[sheet]]
    elements = np.stack([clinician, ratings.sheet_observer[sheet], item]).astype(np.int64)
    most = int(ratings.unit_clinician.max(initial=-1)) + 1
    levels = (
        tuple(str(at) for at in range(most)),
        tuple(each.key for each in ratings.observers),
        tuple(ratings.items[at].id for at in items),
    )
    return FacetTable(("clinician", "observer", "item"), levels, elements, steps.astype(np.int64)), sheet


def _ruler(
    model: FacetsModel,
    ratings: RatingSet,
    items: tuple[int, ...],
    points: tuple[float, ...],
    sheets: NDArray[np.int64],
    minimums: Minimums,
) -> Ruler:
    effects = {each.observer: each for each in rater_effects(model, "observer", sheets.tolist())}
    counts = np.bincount(ratings.sheet_observer, minlength=len(ratings.observers))
    observers = tuple(
        _observer(model, effects[each.key], int(counts[at]), at, ratings, points, minimums)
        for at, each in enumerate(ratings.observers)
        if counts[at]
    )
    clinicians, errors = model.facet("clinician").measures, model.facet("clinician").errors
    placed = ~np.isnan(clinicians)
    return Ruler(
        clinicians=tuple(clinicians[placed].tolist()),
        clinician_errors=tuple(errors[placed].tolist()),
        observers=observers,
        items=tuple(
            (ratings.items[at].name, measure)
            for at in items
            if (measure := model.measure("item", ratings.items[at].id)).value is not None
        ),
        lowest=points[0],
        highest=points[-1],
    )


def _observer(
    model: FacetsModel,
    effects: RaterEffects,
    sheets: int,
    at: int,
    ratings: RatingSet,
    points: tuple[float, ...],
    minimums: Minimums,
) -> ObserverSeverity:
    person = ratings.observers[at]
    type_at = [each.code for each in ratings.types].index(person.type_code)
    short = not_yet(sheets, minimums.ratings_of_observer, "sheet", "sheets")
    measure = undefined(short) if short else effects.severity
    return ObserverSeverity(
        at=at,
        name=person.name,
        type_name=ratings.types[type_at].name,
        type_at=type_at,
        sheets=sheets,
        measure=measure,
        gives=_gives(model, measure, points),
        ways=() if short else _ways(effects),
        effects=effects,
    )


def _gives(model: FacetsModel, measure: Estimate, points: tuple[float, ...]) -> Estimate:
    """A severity as the rating it leads to, from the scale's lowest point to its highest."""
    if measure.value is None or measure.low is None or measure.high is None:
        return undefined(measure.undefined or "It has no likely range.")
    clinicians = model.joint.measures[0][np.unique(model.cells.elements[0])]
    net = float(clinicians.mean()) - np.array([measure.value, measure.high, measure.low])
    steps = fair_averages(net, model.joint.kappa, model.cells)
    value, low, high = np.interp(steps, np.arange(len(points)), points)
    return Estimate(float(value), low=float(low), high=float(high), method=f"fair average, {measure.method}")


def _ways(effects: RaterEffects) -> tuple[str, ...]:
    """What stands out in how an observer used the points. Each is something to talk over, never a fault."""
    said: list[str] = []
    if effects.spread.side < 0:
        said.append("used a narrower part of the scale than others did, allowing for the visits seen")
    elif effects.spread.side > 0:
        said.append("spread ratings wider over the scale than others did, allowing for the visits seen")
    if effects.centrality.side < 0:
        said.append("stayed nearer to the middle than others did")
    elif effects.centrality.side > 0:
        said.append("went nearer to the ends than others did")
    if effects.halo.side < 0:
        said.append("rated the items of one sheet more alike than others did, as if by one impression")
    if effects.straight_lines.side > 0:
        said.append("gave more sheets with the same point throughout than others did")
    return tuple(said)


def _apart(model: FacetsModel, ratings: RatingSet) -> str:
    """Into how many groups observers fall, and one of each of the two largest to see what is meant."""
    subset, whose, watcher = model.linking.subset, model.cells.elements[0], model.cells.elements[1]
    parts = [np.unique(watcher[subset[whose] == part]) for part in range(model.linking.subsets)]
    names = [[ratings.observers[int(at)].name for at in part] for part in parts]
    first, second = sorted(names, key=len, reverse=True)[:2]
    return (
        f"Observers cannot all be put on one ruler yet: they fall into {model.linking.subsets} groups that share no "
        f"clinician. {first[0]} and {second[0]}, for one, cannot be set beside each other."
    )


def _with_reach(gives: Estimate) -> str:
    if gives.low is None or gives.high is None:
        return number(gives.number, 1)
    return f"{number(gives.number, 1)} (likely {number(gives.low, 1)} to {number(gives.high, 1)})"


def _sentences(model: FacetsModel, ruler: Ruler, minimums: Minimums) -> tuple[str, ...]:
    placed = [each for each in ruler.observers if each.gives.value is not None]
    if len(placed) < 2:
        least = minimums.ratings_of_observer
        return (f"Fewer than two observers have {least} sheets yet, so nothing is said of who is severe.",)
    given = sorted((each.gives for each in placed), key=lambda gives: gives.number)
    said = [
        f"Shown the same average visit, the mildest observer would give {_with_reach(given[-1])} and the most severe "
        f"{_with_reach(given[0])} on an item from {number(ruler.lowest)} to {number(ruler.highest)}."
    ]
    apart = model.facet("observer").separation
    if apart is not None:
        surely = "surely more than chance" if apart.p_value < 0.05 else "no more than chance would give"
        said.append(
            f"The differences between the {counted(len(placed), 'observer')} are {surely} "
            f"(reliability of the differences {number(apart.reliability, 2)}; 0 would mean that observers are "
            "interchangeable)."
        )
    said.append(
        "Severe or mild is not right or wrong. It is a reason to send different observers to each clinician, so that "
        "nobody’s score hangs on one person."
    )
    return tuple(said)
