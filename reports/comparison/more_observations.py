"""What more observations of one clinician would buy: how far a mean score can be relied on, and what would help most.

Variance components of the total (mixed model, REML) shared out by `observing_plans`: Brennan (2001), Generalizability
Theory, chapter 5. All kinds of observer are taken together: a gap between kinds counts as a difference between people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reports.comparison.rating_set import RatingSet
from reports.comparison.wording import counted
from reports.figures.scale import number
from reports.statistics.distributions import normal_quantile
from reports.statistics.estimate import Estimate, undefined
from reports.statistics.generalizability.observing_plans import (
    Plan,
    Shares,
    consultations_needed,
    plan_dependability,
    smallest_change,
)
from reports.statistics.minimums import Minimums, not_yet
from reports.statistics.mixed_model import MixedModel, fit_mixed_model, refuse_doubles
from reports.statistics.satterthwaite import component_covariance

Floats = NDArray[np.float64]
LEAST_CLINICIANS = 5
METHOD = "dependability (phi) from REML variance components; interval by the delta method on the log odds"
SLIVER = 1e-4
# Half of the last place that is printed.
PRINTED = 0.005
Part = Literal["clinician", "consultation", "observer", "residual"]


@dataclass(frozen=True, eq=False)
class MoreObservations:
    """shares: variance components of one sheet's total, None with `refused`. on_boundary: parts estimated as nought.

    parts: each part's name in words, and which of the components it is.
    """

    shares: Shares | None
    refused: str
    on_boundary: tuple[str, ...]
    parts: tuple[tuple[str, Part], ...]
    covariance: Floats | None
    clinicians: int
    sheets: int

    def dependability(self, plan: Plan, confidence: float = 0.95) -> Estimate:
        """How far a clinician's mean by this plan can be taken at face value, 0 to 1, with its likely range."""
        return self.reach_of(lambda shares: plan_dependability(shares, plan), confidence)

    def share(self, part: Part) -> Estimate:
        """How much of all variation of one sheet's total this part is, 0 to 1, with its likely range."""
        return self.reach_of(lambda shares: _share(shares, part))

    def reach_of(self, phi: Callable[[Shares], float | None], confidence: float = 0.95) -> Estimate:
        """A dependability that follows from the components in whatever way, with its likely range."""
        if self.shares is None or self.covariance is None:
            return undefined(self.refused, method=METHOD, confidence=confidence)
        value = phi(self.shares)
        if value is None:
            return undefined("No total differs from another, so nothing can be told apart.", method=METHOD)
        if not SLIVER < value < 1 - SLIVER:
            reason = "Clinicians were not told apart at all." if value < 0.5 else "No error was found at all."
            return Estimate(value, method=METHOD, confidence=confidence, no_interval=reason)
        slope = _slope(self.shares, phi)
        error = float(np.sqrt(slope @ self.covariance @ slope)) / (value * (1 - value))
        reach = normal_quantile((1 + confidence) / 2) * error
        odds = np.log(value / (1 - value))
        low, high = (float(1 / (1 + np.exp(-(odds + move)))) for move in (-reach, reach))
        return Estimate(
            value, low=min(low, value), high=max(high, value), method=METHOD, confidence=confidence,
            units=self.clinicians, ratings=self.sheets,
        )  # fmt: skip

    def sentences(self, plan: Plan, wanted: float) -> tuple[str, ...]:
        """What the plan would reach, what a change must be to count, and what would reach `wanted`."""
        if self.shares is None:
            return (self.refused,)
        found = self.dependability(plan)
        if found.value is None:
            return (found.undefined or "",)
        reach = "" if found.low is None or found.high is None else f" (likely {_two(found.low)} to {_two(found.high)})"
        return (
            f"A mean over {_plan_words(plan)} would reach {_two(found.value)}{reach}, where 1 is free of error.",
            f"Two such means of one clinician must differ by at least {number(smallest_change(self.shares, plan), 1)} "
            "points before it is surely more than error.",
            _needed_words(self.shares, plan, wanted),
        )


def more_observations(ratings: RatingSet, minimums: Minimums) -> MoreObservations:
    """The components of the total of one sheet, or why they cannot be told apart."""
    given = ~np.isnan(ratings.totals)
    totals, unit = ratings.totals[given], ratings.sheet_unit[given]
    clinician, observer = ratings.unit_clinician[unit], ratings.sheet_observer[given]
    people, sheets = len(np.unique(clinician)), len(totals)
    paired = int((np.bincount(unit, minlength=1) > 1).sum())
    refused = (
        not_yet(people, LEAST_CLINICIANS, "clinician", "clinicians")
        or not_yet(paired, minimums.paired_consultations, "paired consultation", "paired consultations")
        or ("Every total is the same, so nothing can be told apart." if np.ptp(totals) == 0 else None)
    )
    if refused:
        return MoreObservations(None, refused, (), (), None, people, sheets)
    groupings = {"clinician": clinician.tolist(), "observer": observer.tolist(), "consultation": unit.tolist()}
    try:
        refuse_doubles(groupings, np.ones((sheets, 1)))
        model = fit_mixed_model(totals, np.ones((sheets, 1)), groupings)
    except (ValueError, np.linalg.LinAlgError):
        reason = (
            "Clinicians, observers and consultations cannot be told apart in these sheets: let clinicians be watched "
            "in more than one consultation, by observers who also watch others."
        )
        return MoreObservations(None, reason, (), (), None, people, sheets)
    return _of_model(model, people, sheets)


def _of_model(model: MixedModel, people: int, sheets: int) -> MoreObservations:
    shares = Shares(
        clinician=model.component("clinician"),
        consultation=model.component("consultation"),
        observer=model.component("observer"),
        residual=model.residual,
    )
    named: tuple[tuple[str, Part], ...] = (
        ("Differences between clinicians", "clinician"),
        ("Differences between one clinician’s consultations", "consultation"),
        ("Severity of observers", "observer"),
        ("Everything else, chance included", "residual"),
    )
    nought = tuple(name for name, zero in zip(model.names, model.boundary, strict=True) if zero)
    order = [model.names.index(name) for name in ("clinician", "consultation", "observer")] + [len(model.names)]
    covariance = component_covariance(model)[np.ix_(order, order)]
    return MoreObservations(shares, "", nought, named, covariance, people, sheets)


def _share(shares: Shares, part: Part) -> float | None:
    whole = shares.clinician + shares.consultation + shares.observer + shares.residual
    found: float = getattr(shares, part)
    return found / whole if whole > 0 else None


def _slope(shares: Shares, phi: Callable[[Shares], float | None]) -> Floats:
    """How phi moves with each component, in the order clinician, consultation, observer, residual."""
    values = np.array([shares.clinician, shares.consultation, shares.observer, shares.residual])
    step = 1e-5 * max(float(values.sum()), 1e-12)

    def at(place: Floats) -> float:
        return phi(Shares(*(float(v) for v in place))) or 0.0

    return np.array([(at(values + move) - at(values - move)) / (2 * step) for move in np.eye(4) * step])


def _plan_words(plan: Plan) -> str:
    people = "one observer" if plan.observers == 1 else f"{plan.observers} observers"
    if plan.consultations == 1:
        return f"1 consultation watched by {people}"
    who = f"{people}, new each time" if plan.rotated else f"the same {people.removeprefix('one ')} each time"
    return f"{plan.consultations} consultations watched by {who}"


def _needed_words(shares: Shares, plan: Plan, wanted: float) -> str:
    goal = _two(wanted)
    # As printed: or the table would say 0.70 in a row of which this sentence says that 0.70 is not reached.
    wanted -= PRINTED
    new = consultations_needed(shares, Plan(1, plan.observers, rotated=True), wanted)
    same = consultations_needed(shares, Plan(1, plan.observers, rotated=False), wanted)
    if new is None:
        return f"Even 200 consultations would not reach {goal}: clinicians differ too little beside the error."
    said = f"To reach {goal}, a clinician needs {counted(new, 'consultation')} with new observers each time"
    if same is None:
        return f"{said}; with the same observers again and again it is never reached."
    return f"{said}, or {same} with the same ones."


def _two(value: float) -> str:
    return number(value, 2)
