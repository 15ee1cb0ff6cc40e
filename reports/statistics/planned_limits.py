"""How many consultations limits of agreement need, to be known closely or to be shown to lie within a margin.

Bland, J. M. & Altman, D. G. (1986) Lancet i, 307-310; (1999) Stat Methods Med Res 8, 135-160. Jan, S.-L. & Shieh, G.
(2018) Comput Biol Med 100, 247-252 (expected width of exact intervals). Lu, M.-J. et al. (2016) Int J Biostat 12(2),
doi 10.1515/ijb-2015-0039 (limits within a margin).
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from reports.statistics.differences import LimitInterval, limit_error_factor
from reports.statistics.distributions import (
    chi_squared_quantile,
    noncentral_t_chance,
    noncentral_t_quantile,
    normal_quantile,
    t_quantile,
)
from reports.statistics.planning import CONSULTATIONS, Plan, amount, check_wish, no_plan, smallest, too_many

FAR = 30.0
GRID = 2001
OUTERMOST = 1e-12
ALIKE = "This takes differences to be as wide at low scores as at high ones, and about normal."


def limits_precision(
    width: float,
    sd: float = 1.0,
    *,
    coverage: float = 0.95,
    confidence: float = 0.95,
    interval: LimitInterval = "exact",
) -> Plan:
    """Consultations scored by both, for an interval of this full width around either limit.

    sd: standard deviation of one difference, in the units of `width`. interval: as in `limits_of_agreement`. Raises
    ValueError when width or sd is not above 0.
    """
    check_wish(width=width, confidence=confidence)
    _check_sd(sd)
    method = f"expected width of the {interval} interval of a limit of agreement"

    def enough(pairs: int) -> bool:
        return limits_width(pairs, sd, coverage=coverage, confidence=confidence, interval=interval) <= width

    needed = smallest(enough)
    if needed is None:
        return no_plan(too_many(), method, confidence)
    sentence = (
        f"{amount(needed, CONSULTATIONS)} scored by both give each limit of agreement a {confidence:.0%} interval "
        f"about {width:.3g} wide if differences have a standard deviation of {sd:.3g}."
    )
    expected = limits_width(needed, sd, coverage=coverage, confidence=confidence, interval=interval)
    return Plan(needed, sentence, method, width=expected, confidence=confidence, cautions=(ALIKE,))


def limits_width(
    pairs: int,
    sd: float = 1.0,
    *,
    coverage: float = 0.95,
    confidence: float = 0.95,
    interval: LimitInterval = "exact",
) -> float:
    """The full width to expect of the interval of one limit, from so many consultations scored by both.

    The width is a multiple of the observed standard deviation, whose expectation under normality is used. Raises
    ValueError for fewer than two pairs.
    """
    if pairs < 2:
        raise ValueError(f"Limits of agreement need two pairs or more, not {pairs}.")
    chances = ((1 - confidence) / 2, (1 + confidence) / 2)
    at = normal_quantile((1 + coverage) / 2)
    if interval == "exact":
        root = math.sqrt(pairs)
        inner, outer = (noncentral_t_quantile(chance, pairs - 1, at * root) for chance in chances)
        multiple = (outer - inner) / root
    else:
        multiple = 2 * t_quantile(chances[1], pairs - 1) * limit_error_factor(pairs, at, interval)
    return multiple * _mean_of_sd(pairs) * sd


def limits_within(
    margin: float,
    sd: float,
    mean: float = 0.0,
    *,
    power: float = 0.8,
    coverage: float = 0.95,
    confidence: float = 0.95,
    interval: LimitInterval = "exact",
) -> Plan:
    """Consultations scored by both, to show that both limits with their intervals lie within ± margin.

    mean, sd: of a single difference, as they are believed to be. The question is Lu et al.'s (2016), the power is
    exact. Undefined when the true limits reach the margin. Raises ValueError when margin or sd is not above 0.
    """
    check_wish(width=margin, confidence=confidence, power=power)
    _check_sd(sd)
    method = f"exact power of both limits' {interval} intervals lying within the margin"
    reach = abs(mean) + normal_quantile((1 + coverage) / 2) * sd
    if reach >= margin:
        reason = (
            f"The limits themselves would reach {reach:.3g}, which is not within {margin:.3g}, so no number of "
            "consultations can show it."
        )
        return no_plan(reason, method, confidence)

    def reached(pairs: int) -> float:
        return limits_power(pairs, margin, sd, mean, coverage=coverage, confidence=confidence, interval=interval)

    needed = smallest(lambda pairs: reached(pairs) >= power, least=3)
    if needed is None:
        return no_plan(too_many(), method, confidence)
    sentence = (
        f"{amount(needed, CONSULTATIONS)} scored by both show with a chance of {reached(needed):.0%} that the limits "
        f"of agreement lie within ±{margin:.3g}, if differences have a mean of {mean:.3g} and a standard deviation of "
        f"{sd:.3g}."
    )
    return Plan(needed, sentence, method, power=reached(needed), confidence=confidence, cautions=(ALIKE,))


def limits_power(
    pairs: int,
    margin: float,
    sd: float,
    mean: float = 0.0,
    *,
    coverage: float = 0.95,
    confidence: float = 0.95,
    interval: LimitInterval = "exact",
) -> float:
    """Chance, 0 to 1, that both limits with their intervals lie within ± margin.

    The outer ends are mean ± a multiple of the standard deviation. For each value the latter can take the mean has to
    lie in a window; its chance, normal, is averaged over the chi distribution of the former.
    """
    multiple = _outer_multiple(pairs, coverage, confidence, interval)
    freedom = pairs - 1
    ends = [math.sqrt(chi_squared_quantile(chance, freedom)) for chance in (OUTERMOST, 1 - OUTERMOST)]
    grid = np.linspace(ends[0], ends[1], GRID)
    height = (freedom - 1) * np.log(grid) - grid**2 / 2
    density = np.exp(height - height.max())
    window = np.maximum(margin - multiple * sd * grid / math.sqrt(freedom), 0.0)
    error = sd / math.sqrt(pairs)
    inside = special.ndtr((window - mean) / error) - special.ndtr((-window - mean) / error)
    return float(density @ inside / density.sum())


def approximate_limits_power(
    pairs: int, margin: float, sd: float, mean: float = 0.0, *, coverage: float = 0.95, confidence: float = 0.95
) -> float:
    """Power by the formula of Lu et al. (2016) for the intervals of 1999, to compare with their numbers.

    It adds up the chances of missing on either side, and takes a limit for a mean, so it is a percent or two off.
    """
    at = normal_quantile((1 + coverage) / 2)
    error = sd * limit_error_factor(pairs, at)
    needed = t_quantile((1 + confidence) / 2, pairs - 1)
    room = (margin - at * sd - mean, margin - at * sd + mean)
    return max(1 - sum(_chance_of_missing(needed, pairs - 1, space / error) for space in room), 0.0)


def _chance_of_missing(needed: float, freedom: int, room: float) -> float:
    # So far out the library's series no longer converges, and the chance is nought to every digit.
    return noncentral_t_chance(needed, freedom, room) if room < FAR else 0.0


def _outer_multiple(pairs: int, coverage: float, confidence: float, interval: LimitInterval) -> float:
    """How many observed standard deviations the outer end of a limit's interval lies from the mean."""
    chance, at = (1 + confidence) / 2, normal_quantile((1 + coverage) / 2)
    if interval == "exact":
        return noncentral_t_quantile(chance, pairs - 1, at * math.sqrt(pairs)) / math.sqrt(pairs)
    return at + t_quantile(chance, pairs - 1) * limit_error_factor(pairs, at, interval)


def _mean_of_sd(pairs: int) -> float:
    """Expected standard deviation of so many normal differences, over the true one."""
    freedom = pairs - 1
    return math.sqrt(2 / freedom) * math.exp(math.lgamma(pairs / 2) - math.lgamma(freedom / 2))


def _check_sd(sd: float) -> None:
    if not 0 < sd < math.inf:
        raise ValueError(f"The standard deviation of differences must be above 0, not {sd}.")
