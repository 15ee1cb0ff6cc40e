"""How many consultations a coefficient of agreement needs, from its large-sample variance: nothing is simulated.

Ratings are thought of as a leaning that all raters of a consultation share in part, cut into the points of the scale
so that each is used as often as expected (a one-factor normal model; for two raters the polychoric model of Pearson,
1900, and Olsson, 1979, Psychometrika 44, 443-460). The share is set so that the coefficient has its planned value;
the spread of what each consultation contributes then follows exactly (Gwet 2014, Handbook, chapter 5). With two points
and two raters this is the common-correlation model of Bloch & Kraemer (1989), Biometrics 45, 269-287, and Donner &
Eliasziw (1992), Stat Med 11, 1511-1519.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

from reports.statistics.agreement import chance_corrected
from reports.statistics.agreement_interval import ALMOST_ONE, Linear
from reports.statistics.chance import BRENNAN_PREDIGER, CONGER, FLEISS, GWET, PERCENT
from reports.statistics.distributions import t_quantile
from reports.statistics.planning import CONSULTATIONS, Plan, amount, check_wish, no_plan, smallest, too_many
from reports.statistics.tally import Tally
from reports.statistics.weights import Weights, agreement_weights

Floats = NDArray[np.float64]
Kind = Literal["percent_agreement", "brennan_prediger", "fleiss_kappa", "weighted_kappa", "gwet_ac"]
CHANCES = {
    "percent_agreement": PERCENT,
    "brennan_prediger": BRENNAN_PREDIGER,
    "fleiss_kappa": FLEISS,
    "weighted_kappa": CONGER,
    "gwet_ac": GWET,
}
NAMES: dict[Kind, str] = {
    "percent_agreement": "percent agreement",
    "brennan_prediger": "Brennan and Prediger's coefficient",
    "fleiss_kappa": "Fleiss' kappa",
    "weighted_kappa": "weighted kappa",
    "gwet_ac": "Gwet's AC",
}
MOST_PATTERNS = 5_000
CLOSEST = 0.999
MANY = 1e6
# Far enough out, and close enough together, that the integral is exact to nine digits up to CLOSEST.
LEANINGS = np.arange(-8.5, 8.505, 0.01)
FEW = 5


def agreement_precision(
    kind: Kind,
    planned: float,
    width: float,
    shares: ArrayLike,
    *,
    weights: Weights = "quadratic",
    points: Sequence[float] | None = None,
    raters: int = 2,
    confidence: float = 0.95,
) -> Plan:
    """Consultations, each scored by all raters, for an interval of this full width around the planned coefficient.

    kind: `weighted_kappa` is Cohen's for two raters and Conger's for more. shares: how often each point of the scale
    is expected, adding up to 1; take them from an earlier round. points: 0, 1, 2 ... unless given. Undefined when the
    shares and the planned value do not go together. Raises ValueError for shares that are none, an unknown kind, or a
    width not above 0.
    """
    check_wish(width=width, confidence=confidence)
    method = f"{kind}; large-sample variance in a one-factor normal model"
    spread = agreement_spread(kind, planned, shares, weights=weights, points=points, raters=raters)
    if isinstance(spread, str):
        return no_plan(spread, method, confidence)
    needed = smallest(lambda units: _width(spread, units, confidence) <= width)
    if needed is None:
        return no_plan(too_many(), method, confidence)
    sentence = (
        f"{amount(needed, CONSULTATIONS)}, each scored by {raters} observers, give a {confidence:.0%} interval about "
        f"{width:.2f} wide if {NAMES[kind]} is {planned:.2f} and the points are used as expected."
    )
    expected = _width(spread, needed, confidence)
    cautions = _cautions(_checked_shares(shares), needed * raters)
    return Plan(needed, sentence, method, width=expected, confidence=confidence, cautions=cautions)


def agreement_spread(
    kind: Kind,
    planned: float,
    shares: ArrayLike,
    *,
    weights: Weights = "quadratic",
    points: Sequence[float] | None = None,
    raters: int = 2,
) -> float | str:
    """Standard error of the coefficient times the square root of the number of units, or why there is none.

    Arguments and errors as in `agreement_precision`.
    """
    if kind not in CHANCES:
        raise ValueError(f"There is no plan for {kind}; choose from {', '.join(CHANCES)}.")
    used = _checked_shares(shares)
    scale = tuple(points) if points is not None else tuple(range(len(used)))
    if len(scale) != len(used):
        raise ValueError(f"{len(used)} shares do not fit a scale of {len(scale)} points.")
    if raters < 2:
        raise ValueError(f"Agreement needs two observers or more a consultation, not {raters}.")
    impossible = _why_impossible(planned, used, raters)
    if impossible is not None:
        return impossible
    coefficient = chance_corrected(CHANCES[kind], agreement_weights(weights, scale))

    def parts_at(correlation: float) -> tuple[Tally, float, float]:
        tally = expected_ratings(used, correlation, raters)
        observed, expected = (float(part[0]) for part in coefficient.parts(tally.total))
        return tally, observed, expected

    def missing(correlation: float) -> float:
        _, observed, expected = parts_at(correlation)
        return (observed - expected) / (1 - expected) - planned

    if parts_at(0.0)[2] >= ALMOST_ONE:
        return "Under these weights none of the points to be used can disagree, so agreement is certain."
    least, most = missing(0.0) + planned, missing(CLOSEST) + planned
    # A coefficient of nought is reached at no correlation only up to rounding.
    if not least - 1e-9 <= planned <= most:
        return (
            f"With these shares {NAMES[kind]} lies between {least:.2f} (ratings by chance alone) and {most:.2f}, so "
            f"{planned:.2f} cannot be planned for."
        )
    at = 0.0 if planned <= least else float(optimize.brentq(missing, 0.0, CLOSEST, xtol=1e-10))
    tally, observed, expected = parts_at(at)
    # Every kind in CHANCES has a large-sample formula.
    contributions = cast("Callable[[Tally, float, float], Linear]", coefficient.linear)
    linear = contributions(tally, observed, expected)
    return math.sqrt(float(tally.times @ (linear.values - linear.centre) ** 2) / MANY)


def expected_ratings(shares: Floats, correlation: float, raters: int) -> Tally:
    """What a million consultations would look like: every possible row of ratings, and how often it occurs.

    shares: (points,) how often each point is used. correlation: of the raters' leanings, 0 to below 1.
    """
    ends = special.ndtri(np.clip(np.concatenate([[0.0], np.cumsum(shares)[:-1], [1.0]]), 0.0, 1.0))
    away = (ends[None, :] - math.sqrt(correlation) * LEANINGS[:, None]) / math.sqrt(1 - correlation)
    each = np.diff(special.ndtr(away), axis=1)
    density = np.exp(-(LEANINGS**2) / 2)
    rows = (density / density.sum())[:, None]
    for _ in range(raters):
        rows = (rows[:, :, None] * each[:, None, :]).reshape(len(rows), -1)
    codes = np.indices((len(shares),) * raters).reshape(raters, -1).T.astype(np.int64)
    times = rows.sum(0)
    return Tally(codes, times / times.sum() * MANY, len(shares), None)


def _width(spread: float, units: int, confidence: float) -> float:
    return 2 * t_quantile((1 + confidence) / 2, units - 1) * spread / math.sqrt(units)


def _why_impossible(planned: float, shares: Floats, raters: int) -> str | None:
    if (shares > 0).sum() < 2:
        return "If one point only is used, there is nothing to agree or disagree about."
    if planned >= 1:
        return "Complete agreement leaves nothing to estimate: plan with a value below 1."
    if len(shares) ** raters > MOST_PATTERNS:
        return f"{raters} observers on {len(shares)} points are too many to plan for: plan with fewer observers."
    return None


def _checked_shares(shares: ArrayLike) -> Floats:
    used = np.asarray(shares, dtype=np.float64)
    if used.ndim != 1 or not np.isfinite(used).all() or (used < 0).any() or abs(used.sum() - 1) > 1e-6:
        raise ValueError("Shares must be one number from 0 for each point of the scale, adding up to 1.")
    return used / used.sum()


def _cautions(shares: Floats, ratings: int) -> tuple[str, ...]:
    shaped = "This takes ratings to differ by one point more often than by two: a common leaning cut into points."
    rare = shares[shares > 0].min() * ratings
    if rare >= FEW:
        return (shaped,)
    return (shaped, f"The rarest point would be given about {rare:.0f} times only: better a few consultations more.")
