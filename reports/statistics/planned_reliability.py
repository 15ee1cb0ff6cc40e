"""How many consultations an intraclass correlation needs, for an interval of some width or to beat a floor.

Bonett, D. G. (2002). Sample size requirements for estimating intraclass correlations with desired precision. Stat Med
21, 1331-1335. Walter, S. D., Eliasziw, M. & Donner, A. (1998). Sample size and optimal designs for reliability
studies. Stat Med 17, 101-110. Donner, A. & Eliasziw, M. (1987). Stat Med 6, 441-448 (exact power).
"""

from __future__ import annotations

import math

from reports.statistics.distributions import f_quantile, f_tail, normal_quantile
from reports.statistics.minimums import Minimums
from reports.statistics.planning import CONSULTATIONS, MOST, Plan, amount, check_wish, no_plan, smallest, too_many

# Bonett's correction for two raters and a high coefficient, where his approximation promises too much.
HIGH = 0.7
SAME_RATERS = (
    "This holds for the same observers throughout and ICC(1) or ICC(C,1): for ICC(A,1) with few observers, "
    "more consultations do not make up for having met few people."
)


def intraclass_precision(planned: float, width: float, raters: int = 2, confidence: float = 0.95) -> Plan:
    """Consultations, each scored by all `raters`, for an interval of this full width around the planned coefficient.

    Bonett (2002) with his correction for two raters and a high coefficient, rounded up. Raises ValueError for a planned
    coefficient outside 0 to 1, fewer than two raters, or a width not above 0.
    """
    _check(planned, raters)
    check_wish(width=width, confidence=confidence)
    method = "Bonett (2002): expected width of the interval of an intraclass correlation"
    exact = _spread(planned, raters, confidence) / width**2 + 1 + _correction(planned, raters)
    if exact > MOST:
        return no_plan(too_many(), method, confidence)
    needed = max(math.ceil(exact - 1e-9), 2)
    sentence = (
        f"{amount(needed, CONSULTATIONS)}, each scored by {raters} observers, give a {confidence:.0%} interval about "
        f"{width:.2f} wide if the ICC is {planned:.2f}."
    )
    expected = intraclass_width(planned, needed, raters, confidence)
    cautions = (*_below_minimum(needed), SAME_RATERS)
    return Plan(needed, sentence, method, width=expected, confidence=confidence, cautions=cautions)


def intraclass_width(planned: float, units: int, raters: int = 2, confidence: float = 0.95) -> float:
    """The full width of the interval to expect from so many consultations, at most 1 + 1 / (raters - 1).

    Bonett's formula solved for the width. Raises ValueError as `intraclass_precision` does.
    """
    _check(planned, raters)
    check_wish(confidence=confidence)
    widest = 1 + 1 / (raters - 1)
    counted = units - 1 - _correction(planned, raters)
    return min(math.sqrt(_spread(planned, raters, confidence) / counted), widest) if counted > 0 else widest


def intraclass_test(
    least: float, planned: float, raters: int = 2, significance: float = 0.05, power: float = 0.8
) -> Plan:
    """Consultations to show, by a one-sided test, that the coefficient lies above `least` if it truly is `planned`.

    Walter, Eliasziw and Donner's approximation, raised (by one, as a rule) where the exact power of the F test would
    still fall short. Raises ValueError unless 0 <= least < planned < 1.
    """
    _check(planned, raters)
    check_wish(confidence=1 - significance, power=power)
    if not 0 <= least < planned:
        raise ValueError(f"The planned coefficient {planned} must lie above the least acceptable one, {least}.")
    method = "Walter, Eliasziw & Donner (1998), with the exact power of the one-way F test"

    def enough(units: int) -> bool:
        return intraclass_power(least, planned, units, raters, significance) >= power

    exact = smallest(enough)
    if exact is None:
        return no_plan(too_many(), method)
    needed = max(exact, math.ceil(approximate_units(least, planned, raters, significance, power)))
    reached = intraclass_power(least, planned, needed, raters, significance)
    sentence = (
        f"{amount(needed, CONSULTATIONS)}, each scored by {raters} observers, show with a chance of {reached:.0%} "
        f"that the ICC is above {least:.2f} if it is {planned:.2f}."
    )
    cautions = (*_below_minimum(needed), SAME_RATERS)
    return Plan(needed, sentence, method, power=reached, confidence=1 - significance, cautions=cautions)


def intraclass_power(least: float, planned: float, units: int, raters: int = 2, significance: float = 0.05) -> float:
    """Exact chance that the one-sided F test of the one-way model shows a coefficient above `least`.

    Donner & Eliasziw (1987).
    """
    above, below = float(units - 1), float(units * (raters - 1))
    shrunk = _effect(least, raters) / _effect(planned, raters)
    return f_tail(f_quantile(1 - significance, above, below) * shrunk, above, below)


def approximate_units(
    least: float, planned: float, raters: int = 2, significance: float = 0.05, power: float = 0.8
) -> float:
    """Walter, Eliasziw and Donner's number of units before rounding."""
    quantiles = normal_quantile(1 - significance) + normal_quantile(power)
    ratio = math.log(_effect(least, raters) / _effect(planned, raters))
    return 1 + 2 * quantiles**2 * raters / (ratio**2 * (raters - 1))


def _effect(coefficient: float, raters: int) -> float:
    return 1 + raters * coefficient / (1 - coefficient)


def _spread(planned: float, raters: int, confidence: float) -> float:
    quantile = normal_quantile((1 + confidence) / 2)
    shape = (1 - planned) ** 2 * (1 + (raters - 1) * planned) ** 2
    return 8 * quantile**2 * shape / (raters * (raters - 1))


def _correction(planned: float, raters: int) -> float:
    return 5 * planned if raters == 2 and planned >= HIGH else 0.0


def _below_minimum(needed: int) -> tuple[str, ...]:
    least = Minimums().paired_consultations
    if needed >= least:
        return ()
    return (f"An ICC is shown from {least} paired consultations on, so plan for at least {least}.",)


def _check(planned: float, raters: int) -> None:
    if not 0 <= planned < 1:
        raise ValueError(f"Plan with a coefficient from 0 to below 1, not {planned}.")
    if raters < 2:
        raise ValueError(f"Reliability needs two observers or more a consultation, not {raters}.")
