"""What more observations of one clinician would buy: the same observers each time, or new ones.

The clinician's score is a mean over consultations, each watched by some observers. Sharing out its error needs the
components of a mixed model (consultation in clinician, observer, clinician by observer, residual): Brennan (2001),
chapter 5, for nested and crossed decision studies. An observer who comes again brings the same severity again, so
only new observers shrink that part.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shares:
    """Variance components of one sheet's score, in squared points. clinician_by_observer: 0 where not estimated."""

    clinician: float
    consultation: float
    observer: float
    residual: float
    clinician_by_observer: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """consultations of one clinician; observers in each room; rotated: new observers each time, else the same."""

    consultations: int
    observers: int
    rotated: bool


def error_variance(shares: Shares, plan: Plan) -> float:
    """Of the clinician's mean, at face value, in squared points."""
    sheets = plan.consultations * plan.observers
    people = sheets if plan.rotated else plan.observers
    watching = shares.observer + shares.clinician_by_observer
    return shares.consultation / plan.consultations + watching / people + shares.residual / sheets


def plan_dependability(shares: Shares, plan: Plan) -> float | None:
    """phi of the clinician's mean; None when nothing varies."""
    whole = shares.clinician + error_variance(shares, plan)
    return shares.clinician / whole if whole > 0 else None


def smallest_change(shares: Shares, plan: Plan, quantile: float = 1.96) -> float:
    """How far two such means of one clinician must differ before it is surely more than error, in points."""
    return quantile * (2 * error_variance(shares, plan)) ** 0.5


def consultations_needed(shares: Shares, plan: Plan, wanted: float, most: int = 200) -> int | None:
    """The least number of consultations, watched as in `plan`, at which phi reaches `wanted`; None beyond `most`.

    With the same observers each time there is a ceiling that no number of consultations passes.
    """
    for number in range(1, most + 1):
        phi = plan_dependability(shares, Plan(number, plan.observers, plan.rotated))
        if phi is not None and phi >= wanted:
            return number
    return None


def difference_reliability(shares: Shares, plan: Plan, stable: float) -> float | None:
    """How reliably a change between two occasions is told, each measured by `plan`.

    stable: the correlation of clinicians' true scores between the occasions, from 0 to 1. Reliability of a
    difference of two equally reliable scores (Lord & Novick 1968, section 10.4): true variance of the difference is
    2 (1 - stable) times the clinicians' variance. None when nothing varies.
    """
    true = 2 * (1 - stable) * shares.clinician
    whole = true + 2 * error_variance(shares, plan)
    return true / whole if whole > 0 else None
