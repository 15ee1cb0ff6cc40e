"""How many consultations a clinician's mean needs, and how many people a comparison of observer types needs."""

from __future__ import annotations

import math

from reports.statistics.distributions import t_quantile
from reports.statistics.minimums import Minimums
from reports.statistics.planning import CONSULTATIONS, Plan, amount, check_wish, no_plan, smallest, too_many

OBSERVERS = ("observer of each type", "observers of each type")
PEOPLE = "More consultations by the same few observers do not narrow this: only more observers do."


def mean_precision(width: float, sd: float, confidence: float = 0.95) -> Plan:
    """Consultations of one clinician for a t interval of this full width around their mean.

    sd: of one consultation's score around the clinician's mean, in the units of `width`. Raises ValueError when either
    is not above 0.
    """
    check_wish(width=width, confidence=confidence)
    _check_sd(sd)
    method = "expected width of a t interval of a mean"
    needed = smallest(lambda units: mean_width(units, sd, confidence) <= width)
    if needed is None:
        return no_plan(too_many(), method, confidence)
    sentence = (
        f"{amount(needed, CONSULTATIONS)} of a clinician give their mean a {confidence:.0%} interval about "
        f"{width:.3g} wide if scores vary by {sd:.3g} (standard deviation) from one consultation to the next."
    )
    return Plan(needed, sentence, method, width=mean_width(needed, sd, confidence), confidence=confidence)


def mean_width(units: int, sd: float, confidence: float = 0.95) -> float:
    """Full width of a t interval of a mean of so many consultations, were their spread just `sd`."""
    return 2 * t_quantile((1 + confidence) / 2, units - 1) * sd / math.sqrt(units)


def type_gap_precision(width: float, severity_sd: float, confidence: float = 0.95) -> Plan:
    """Observers of each of two types for an interval of this full width around the gap between the types.

    severity_sd: how much observers of one type differ in severity, in the units of `width`; consultations are taken
    to be so many that only people limit the answer. Observers are the units (t, 2 m - 2 degrees of freedom): never
    fewer than the minimum for inference. Raises ValueError when width or severity_sd is not above 0.
    """
    check_wish(width=width, confidence=confidence)
    _check_sd(severity_sd)
    method = "expected width of a t interval with observers as the units"
    least = Minimums().observers_to_infer
    needed = smallest(lambda side: type_gap_width(side, severity_sd, confidence) <= width, least)
    if needed is None:
        return no_plan(too_many(OBSERVERS), method, confidence)
    sentence = (
        f"{amount(needed, OBSERVERS)} give the gap between the types a {confidence:.0%} interval about "
        f"{width:.3g} wide if observers of one type differ by {severity_sd:.3g} (standard deviation)."
    )
    expected = type_gap_width(needed, severity_sd, confidence)
    return Plan(needed, sentence, method, OBSERVERS, expected, confidence=confidence, cautions=(PEOPLE,))


def type_gap_width(side: int, severity_sd: float, confidence: float = 0.95) -> float:
    """Full width of the interval around the gap between two types with `side` observers each."""
    return 2 * t_quantile((1 + confidence) / 2, 2 * side - 2) * severity_sd * math.sqrt(2 / side)


def _check_sd(sd: float) -> None:
    if not 0 < sd < math.inf:
        raise ValueError(f"A standard deviation must be above 0, not {sd}.")
