"""Do the items of an instrument hang together? Cronbach's alpha and what belongs beside it.

Cronbach, L. J. (1951) Psychometrika 16, 297-334; Feldt, L. S. (1965) Psychometrika 30, 357-370 (interval of alpha);
Guttman, L. (1945) Psychometrika 10, 255-282 (lambda 6); McDonald, R. P. (1999) Test Theory (omega). What has no
interval of its own gets one from the spread of the items' covariances: see `covariance_reach`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.causes import scores_given
from reports.statistics.covariance_reach import correlations_of, covariance_errors
from reports.statistics.distributions import f_quantile, t_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined

Floats = NDArray[np.float64]
CONSTANT = "An item never varied."
SINGULAR = "The items depend on one another completely, so this is not defined."


@dataclass(frozen=True, eq=False)
class Consistency:
    """Alpha and its company, each with its interval or the reason why there is none.

    alpha: with Feldt's interval. standardized: from correlations. mean_correlation: between items. without_item: one
    for each item, alpha if it is dropped, with Feldt's interval. item_rest: one for each item, its correlation with the
    sum of the others. guttman_6: lambda 6 from correlations, which overrates its own truth in small samples (90.4 % of
    intervals held it with 100 sheets of 6 items). total_error: standard error of measurement of the sum.
    """

    alpha: Estimate
    standardized: Estimate
    mean_correlation: Estimate
    without_item: tuple[Estimate, ...]
    item_rest: tuple[Estimate, ...]
    guttman_6: Estimate
    total_error: Estimate


def cronbach_alpha(scores: Floats, confidence: float = 0.95) -> Consistency:
    """Alpha of (sheets, items) scores; sheets with a gap are left out."""
    complete = scores[~np.isnan(scores).any(1)]
    sheets, items = complete.shape
    nothing = why_not_consistent(complete)
    if nothing is not None:
        shown = scores_given(complete, tuple(f"item {place + 1}" for place in range(items)))
        none = undefined(nothing, method="Cronbach's alpha", units=sheets, confidence=confidence, cause=shown)
        return Consistency(none, none, none, (none,) * items, (none,) * items, none, none)
    counts = (sheets, items, complete.size)
    spread: Floats = np.atleast_2d(np.cov(complete.T))
    alpha = _with_feldt(_alpha(spread), sheets, items, confidence).resting_on(*counts)
    without = tuple(_without(spread, item, sheets, confidence).resting_on(*counts) for item in range(items))
    deviations = np.sqrt(np.diag(spread))
    if (deviations == 0).any():
        constant = undefined(CONSTANT, confidence=confidence).resting_on(*counts)
        rests = tuple(constant for _ in range(items))
        total = _from(complete, _total_error, "standard error of the sum", confidence, 0.0, np.inf)
        return Consistency(alpha, constant, constant, without, rests, constant, total)
    guttman = _from(complete, _guttman, "Guttman's lambda 6", confidence, -np.inf, 1.0)
    return Consistency(
        alpha,
        _from(complete, _standardized, "standardized alpha", confidence, -np.inf, 1.0),
        _from(complete, _mean_correlation, "mean correlation of items", confidence, -1.0, 1.0),
        without,
        _rests(complete, confidence),
        guttman,
        _from(complete, _total_error, "standard error of the sum", confidence, 0.0, np.inf),
    )


def why_not_consistent(complete: Floats) -> str | None:
    """The sentence for (sheets, items) scores without a gap that show no consistency, else None."""
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
    if value >= 1:
        return Estimate(1.0, method="Cronbach's alpha", confidence=confidence, no_interval="The items are identical.")
    low = 1 - (1 - value) * f_quantile((1 + confidence) / 2, above, below)
    high = 1 - (1 - value) * f_quantile((1 - confidence) / 2, above, below)
    return Estimate(value, low=low, high=high, confidence=confidence, method="Cronbach's alpha; Feldt")


def _without(spread: Floats, item: int, sheets: int, confidence: float) -> Estimate:
    kept = np.delete(np.delete(spread, item, 0), item, 1)
    value = _alpha(kept)
    if not np.isfinite(value):
        return undefined("Without this item nothing is left to compare.", confidence=confidence)
    return _with_feldt(value, sheets, len(kept), confidence)


def _from(
    scores: Floats,
    of_covariance: Callable[[Floats], float],
    method: str,
    confidence: float,
    lowest: float,
    highest: float,
) -> Estimate:
    """value ± t x its spread, cut to what it can reach."""
    values, errors, freedom = covariance_errors(scores, lambda spread: np.array([of_covariance(spread)]))
    if not np.isfinite(values[0]):
        return undefined(SINGULAR, method=method, confidence=confidence).resting_on(*_counts(scores))
    quantile = t_quantile((1 + confidence) / 2, freedom)
    method = f"{method}; spread of covariances, t, {freedom} df"
    ends = {"lowest": lowest, "highest": highest}
    if not np.isfinite(errors[0]):
        lone = Estimate(float(values[0]), confidence=confidence, method=method, no_interval=SINGULAR)
        return lone.resting_on(*_counts(scores))
    found = symmetric(float(values[0]), float(errors[0]), quantile, method=method, confidence=confidence, **ends)
    return found.resting_on(*_counts(scores))


def _rests(scores: Floats, confidence: float) -> tuple[Estimate, ...]:
    """Correlations of each item with the others' sum, with intervals on Fisher's scale."""
    values, errors, freedom = covariance_errors(scores, _item_rests)
    quantile = t_quantile((1 + confidence) / 2, freedom)
    found: list[Estimate] = []
    for value, error in zip(values.tolist(), errors.tolist(), strict=True):
        if not math.isfinite(value):
            found.append(undefined("The other items' sum never varied.", confidence=confidence))
        elif abs(value) >= 1 - 1e-12 or not math.isfinite(error):
            reason = "The correlation is complete."
            found.append(Estimate(min(max(value, -1.0), 1.0), confidence=confidence, no_interval=reason))
        else:
            away = quantile * error / (1 - value**2)
            low, high = (math.tanh(math.atanh(value) + side * away) for side in (-1, 1))
            method = f"item with the rest; spread of covariances, Fisher's z, t, {freedom} df"
            found.append(Estimate(value, error, low, high, confidence=confidence, method=method))
    return tuple(one.resting_on(*_counts(scores)) for one in found)


def _counts(scores: Floats) -> tuple[int, int, int]:
    return len(scores), scores.shape[1], scores.size


def _standardized(spread: Floats) -> float:
    return _alpha(correlations_of(spread))


def _mean_correlation(spread: Floats) -> float:
    return float(correlations_of(spread)[np.triu_indices(len(spread), 1)].mean())


def _total_error(spread: Floats) -> float:
    value = _alpha(spread)
    return math.sqrt(float(spread.sum()) * (1 - value)) if value <= 1 else 0.0


def _item_rests(spread: Floats) -> Floats:
    own = np.diag(spread)
    with_rest = spread.sum(1) - own
    rest = spread.sum() - 2 * spread.sum(1) + own
    both = own * rest
    return np.divide(with_rest, np.sqrt(np.maximum(both, 0)), out=np.full_like(both, np.nan), where=both > 1e-300)


def _guttman(spread: Floats) -> float:
    linked = correlations_of(spread)
    if np.linalg.matrix_rank(linked) < len(linked):
        return float("nan")
    inverse = np.diag(np.linalg.inv(linked))
    return float(1 - (1 / inverse).sum() / linked.sum()) if (inverse > 0).all() else float("nan")
