"""A proposal of who observes whom: it links everybody, brings new observers and shares out the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reports.statistics.generalizability.observing_plans import Shares
from reports.statistics.rotation.graph import connectedness
from reports.statistics.rotation.search import search
from reports.statistics.rotation.wishes import Meetings, Observer, Seat, Wishes, Work

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Proposal:
    """asked: session → names of observers. unfilled: session → why a seat stays empty. before, after: connectedness.

    workload: observer → sessions. dependability: clinician → forecast phi, where the components are known.
    """

    asked: dict[str, tuple[str, ...]]
    unfilled: dict[str, str]
    before: float
    after: float
    workload: dict[str, int]
    dependability: dict[str, float] = field(default_factory=dict[str, float])


def propose(work: Work, wishes: Wishes | None = None, shares: Shares | None = None) -> Proposal:
    """Fill the seats as well as can be. The same work, wishes and seed give the same proposal."""
    plan = search(work, wishes or Wishes())
    after = work.meetings(plan)
    load = {o.name: sum(o.name in names for names in plan.values()) for o in work.observers}
    short = [seat for seat in work.seats if len(plan[seat.session]) < seat.seats]
    clinicians = sorted({seat.clinician for seat in work.seats} | {clinician for clinician, _ in work.met})
    phis = {} if shares is None else {c: forecast(c, after, _watched(c, work), shares) for c in clinicians}
    return Proposal(
        asked={seat.session: tuple(plan[seat.session]) for seat in work.seats},
        unfilled={seat.session: _why_short(seat, work.observers, load, plan) for seat in short},
        before=_connected(work, work.met),
        after=_connected(work, after),
        workload=load,
        dependability={clinician: phi for clinician, phi in phis.items() if phi is not None},
    )


def forecast(clinician: str, meetings: Meetings, consultations: float, shares: Shares) -> float | None:
    """phi of a clinician's mean from who will have watched: the same observer again counts as the one person they are.

    None when nobody watched or clinicians do not differ. The observers' part of the error is their variance over the
    effective number of people, (sum of sheets)^2 / sum of squared sheets.
    """
    sheets: Floats = np.array([weight for (who, _), weight in sorted(meetings.items()) if who == clinician])
    if not len(sheets) or shares.clinician <= 0:
        return None
    whole = float(sheets.sum())
    people = whole**2 / float((sheets**2).sum())
    error = (
        shares.consultation / max(consultations, 1.0)
        + (shares.observer + shares.clinician_by_observer) / people
        + shares.residual / whole
    )
    return shares.clinician / (shares.clinician + error)


def _watched(clinician: str, work: Work) -> float:
    return work.watched.get(clinician, 0) + sum(s.consultations for s in work.seats if s.clinician == clinician)


def _connected(work: Work, meetings: Meetings) -> float:
    clinicians = sorted({seat.clinician for seat in work.seats} | {clinician for clinician, _ in work.met})
    observers = sorted({observer.name for observer in work.observers} | {observer for _, observer in work.met})
    return connectedness(clinicians, observers, meetings)


def _why_short(
    seat: Seat, observers: Sequence[Observer], load: Mapping[str, int], plan: Mapping[str, Sequence[str]]
) -> str:
    free = [observer for observer in observers if observer.may(seat) and observer.name not in plan[seat.session]]
    if not free:
        return "Nobody else is available then and free of a conflict of interest."
    if all(load[observer.name] >= observer.most for observer in free):
        return "Everybody who could come has as many sessions as they can take on."
    return "Everybody who could come is in another room at that time."
