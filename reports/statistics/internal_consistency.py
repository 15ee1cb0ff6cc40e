"""Do the items of an instrument hang together? Cronbach's alpha and what belongs beside it.

Cronbach, L. J. (1951) Psychometrika 16, 297-334; Feldt, L. S. (1965) Psychometrika 30, 357-370; Guttman, L. (1945)
Psychometrika 10, 255-282.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import f_quantile
from reports.statistics.estimate import Estimate, undefined

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Consistency:
    """Alpha and its company; None (or nan within arrays) where undefined.

    alpha: with Feldt's interval. standardized: from correlations. mean_correlation: between items.
    without_item: (items,) alpha if each is dropped. item_rest: (items,) correlation with the sum of the others.
    guttman_6: lambda 6
    from correlations. total_error: standard error of measurement of the sum.
    """

    alpha: Estimate
    standardized: float | None = None
    mean_correlation: float | None = None
    without_item: Floats | None = None
    item_rest: Floats | None = None
    guttman_6: float | None = None
    total_error: float | None = None


def cronbach_alpha(scores: Floats, confidence: float = 0.95) -> Consistency:
    """Alpha of (sheets, items) scores; sheets with a gap are left out."""
    complete = scores[~np.isnan(scores).any(1)]
    sheets, items = complete.shape
    nothing = _why_not(complete)
    if nothing is not None:
        return Consistency(undefined(nothing, method="Cronbach's alpha", units=sheets))
    spread: Floats = np.atleast_2d(np.cov(complete.T))
    value = _alpha(spread)
    alpha = _with_feldt(value, sheets, items, confidence).resting_on(sheets, items, complete.size)
    deviations = np.sqrt(np.diag(spread))
    rest = np.array([_item_rest(spread, i) for i in range(items)])
    without = np.array([_alpha(np.delete(np.delete(spread, i, 0), i, 1)) for i in range(items)])
    total_error = float(np.sqrt(spread.sum() * (1 - value))) if value <= 1 else None
    if (deviations == 0).any():
        return Consistency(alpha, None, None, without, rest, None, total_error)
    linked = spread / np.outer(deviations, deviations)
    mean = float(linked[np.triu_indices(items, 1)].mean())
    return Consistency(alpha, _alpha(linked), mean, without, rest, _guttman(linked), total_error)


def _why_not(complete: Floats) -> str | None:
    sheets, items = complete.shape
    if items < 2:
        return "Internal consistency needs two items: there is one."
    if sheets < 2:
        return "Internal consistency needs two complete sheets."
    if np.ptp(complete.sum(1)) == 0:
        return "All total scores are the same, so alpha is not defined."
    return None


def _alpha(spread: Floats) -> float:
    items, total = len(spread), float(spread.sum())
    if items < 2 or total <= 0:
        return float("nan")
    return items / (items - 1) * (1 - float(np.trace(spread)) / total)


def _with_feldt(value: float, sheets: int, items: int, confidence: float) -> Estimate:
    above, below = sheets - 1, (sheets - 1) * (items - 1)
    low = 1 - (1 - value) * f_quantile((1 + confidence) / 2, above, below)
    high = 1 - (1 - value) * f_quantile((1 - confidence) / 2, above, below)
    if value >= 1:
        return Estimate(1.0, method="Cronbach's alpha", no_interval="The items are identical.")
    return Estimate(value, low=low, high=high, confidence=confidence, method="Cronbach's alpha; Feldt")


def _item_rest(spread: Floats, item: int) -> float:
    others = np.delete(np.arange(len(spread)), item)
    both = spread[item, item] * spread[np.ix_(others, others)].sum()
    return float(spread[item, others].sum() / np.sqrt(both)) if both > 0 else float("nan")


def _guttman(linked: Floats) -> float | None:
    if np.linalg.matrix_rank(linked) < len(linked):
        return None
    left = 1 / np.diag(np.linalg.inv(linked))
    return float(1 - left.sum() / linked.sum())
