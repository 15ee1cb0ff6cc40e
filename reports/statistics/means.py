"""A clinician's mean score: over consultations, however many observers each of them had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.statistics.distributions import t_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined

Floats = NDArray[np.float64]


def clustered_mean(
    scores: ArrayLike,
    consultations: Sequence[object],
    observers: Sequence[object] | None = None,
    *,
    confidence: float = 0.95,
    lowest: float = -np.inf,
    highest: float = np.inf,
) -> Estimate:
    """Mean of consultation means with a t interval over consultations.

    scores: one per observation, NaN left out; consultations, observers: the labels of each. Every consultation counts
    once, so that one with three observers does not weigh thrice. The interval speaks of other consultations of
    this clinician with observers like these; it is cut at `lowest` and `highest`, the ends of the score.
    Raises ValueError when the columns differ in length.
    """
    values = np.asarray(scores, dtype=np.float64)
    if len(values) != len(consultations) or (observers is not None and len(observers) != len(values)):
        raise ValueError("Every score needs its consultation and, where given, its observer.")
    given = ~np.isnan(values)
    labels = np.asarray([str(c) for c in consultations])[given]
    raters = len({str(observers[int(i)]) for i in np.flatnonzero(given)}) if observers is not None else 0
    if not len(labels):
        return undefined("There is no score yet.", method="mean of consultations", confidence=confidence)
    place = np.unique(labels, return_inverse=True)[1]
    means = np.bincount(place, values[given]) / np.bincount(place)
    units, value = len(means), float(means.mean())
    if units < 2:
        reason = "One consultation only, so the spread between consultations cannot be judged."
        lone = Estimate(value, confidence=confidence, method="mean of consultations", no_interval=reason)
        return lone.resting_on(1, raters, int(given.sum()))
    error = float(means.std(ddof=1) / np.sqrt(units))
    if error == 0:
        reason = f"All {units} consultations scored {value:g}, so the spread between them cannot be judged."
        same = Estimate(value, confidence=confidence, method="mean of consultations", no_interval=reason)
        return same.resting_on(units, raters, int(given.sum()))
    quantile = t_quantile((1 + confidence) / 2, units - 1)
    estimate = symmetric(
        value,
        error,
        quantile,
        method=f"mean of consultations, t, {units - 1} df",
        confidence=confidence,
        lowest=lowest,
        highest=highest,
    )
    with_freedom = replace(estimate, degrees_of_freedom=(float(units - 1),))
    return with_freedom.resting_on(units, raters, int(given.sum()))
