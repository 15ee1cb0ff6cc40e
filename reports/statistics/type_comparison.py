"""Whether observer types differ: observers are the unit, nested in their type, however many sheets they filled.

With five observers a side and no true difference, a paired test over consultations claims one in about half of
all studies; a mixed model with random observers in one of twenty. Kenward & Roger (1997) Biometrics 53, 983-997, up
to 3 000 sheets; beyond, Satterthwaite (1946) Biometrics Bull 2, 110-114.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.estimate import Estimate, undefined
from reports.statistics.fixed_effects import fixed_effect
from reports.statistics.minimums import Minimums, not_yet
from reports.statistics.mixed_model import MixedModel, fit_mixed_model

Floats = NDArray[np.float64]
_NOTHING_LEFT = "Nothing is left to chance in these scores, so no interval can be made."


@dataclass(frozen=True, eq=False)
class TypeComparison:
    """Two observer types on one score.

    first, second: the types; the gap is first minus second. gap: undefined with the number still needed, or without
    interval when there are only enough observers to describe it. observers: per side. model: the fitted
    mixed model, None when the gap was described or withheld.
    """

    first: str
    second: str
    gap: Estimate
    observers: tuple[int, int]
    model: MixedModel | None = None


def compare_types(
    scores: ArrayLike,
    observers: Sequence[object],
    types: Sequence[str],
    consultations: Sequence[object],
    clinicians: Sequence[object] | None = None,
    *,
    first: str,
    second: str,
    minimums: Minimums | None = None,
    confidence: float = 0.95,
) -> TypeComparison:
    """The gap between two types, with observers random in their type and consultations (and clinicians) random.

    All columns have one entry per observation; NaN scores and other types are left out. Below
    `minimums.observers_to_describe` a side nothing is said, below `observers_to_infer` the gap of observer
    means is described without an interval. Raises ValueError when columns differ in length or an observer
    has two types.
    """
    asked = minimums or Minimums()
    values = np.asarray(scores, dtype=np.float64)
    columns = [np.asarray([str(v) for v in column]) for column in (observers, types, consultations)]
    if clinicians is not None:
        columns.append(np.asarray([str(v) for v in clinicians]))
    if any(len(column) != len(values) for column in columns):
        raise ValueError("Every score needs its observer, type, consultation and, where given, clinician.")
    used = ~np.isnan(values) & np.isin(columns[1], [first, second])
    values, (watcher, kind, room, *whose) = values[used], [column[used] for column in columns]
    _refuse_turncoats(watcher, kind)
    sides = tuple(len(np.unique(watcher[kind == side])) for side in (first, second))
    observers_each = (sides[0], sides[1])
    counts = (len(np.unique(room)), sum(sides), len(values))
    short = _too_few(observers_each, (first, second), asked.observers_to_describe)
    if short is not None:
        gap = undefined(short, method="difference between observer types", confidence=confidence)
        return TypeComparison(first, second, gap.resting_on(*counts), observers_each)
    short = _too_few(observers_each, (first, second), asked.observers_to_infer)
    if short is not None:
        described = _described(values, watcher, kind, (first, second), confidence, short)
        return TypeComparison(first, second, described.resting_on(*counts), observers_each)
    groupings = {"observer": watcher, "consultation": room}
    if whose:
        groupings["clinician"] = whose[0]
    gap, model = _modelled(values, kind == first, groupings, confidence)
    if model is None:
        gap = _described(values, watcher, kind, (first, second), confidence, str(gap.undefined))
    return TypeComparison(first, second, gap.resting_on(*counts), observers_each, model)


def _too_few(sides: tuple[int, int], names: tuple[str, str], need: int) -> str | None:
    short = [
        sentence
        for have, name in zip(sides, names, strict=True)
        if (sentence := not_yet(have, need, f"{name} observer", f"{name} observers")) is not None
    ]
    return f"{' '.join(short)} Observer types are compared by people, not by sheets." if short else None


def _refuse_turncoats(watcher: NDArray[np.str_], kind: NDArray[np.str_]) -> None:
    pairs = np.unique(np.column_stack([watcher, kind]), axis=0)
    names, times = np.unique(pairs[:, 0], return_counts=True)
    if (times > 1).any():
        raise ValueError(f"{names[np.argmax(times > 1)]} appears with two observer types; an observer has one.")


def _described(
    values: Floats,
    watcher: NDArray[np.str_],
    kind: NDArray[np.str_],
    names: tuple[str, str],
    confidence: float,
    why: str,
) -> Estimate:
    means: list[float] = []
    for name in names:
        mine = kind == name
        place = np.unique(watcher[mine], return_inverse=True)[1]
        means.append(float((np.bincount(place, values[mine]) / np.bincount(place)).mean()))
    method = "difference between means of observers, described only"
    return Estimate(means[0] - means[1], confidence=confidence, method=method, no_interval=why)


def _modelled(
    values: Floats, is_first: NDArray[np.bool_], groupings: dict[str, NDArray[np.str_]], confidence: float
) -> tuple[Estimate, MixedModel | None]:
    fixed = np.column_stack([np.ones(len(values)), is_first.astype(np.float64)])
    if np.ptp(values) == 0:
        return undefined(f"Every score is {values[0]:g}, so there is nothing to compare."), None
    telling = {name: column.tolist() for name, column in groupings.items() if 1 < len(np.unique(column)) < len(values)}
    if "observer" not in telling:
        return undefined("Every observer scored once only, so persons cannot be told from chance."), None
    try:
        model = fit_mixed_model(values, fixed, telling)
    except np.linalg.LinAlgError:
        return undefined(_NOTHING_LEFT), None
    if model.exact:
        return undefined(_NOTHING_LEFT), None
    people = _between_people(groupings["observer"])
    found = fixed_effect(model, np.array([0.0, 1.0]), most_freedom=people, confidence=confidence)
    return replace(found, method=f"mixed model (REML), observers random in type; {found.method}"), model


def _between_people(watcher: NDArray[np.str_]) -> float:
    # When the observers' component is estimated as nought the model would count sheets. People stay people.
    return float(len(np.unique(watcher)) - 2)
