"""Whether an observer's severity moves: a control chart over sessions, in order and in time.

Sheets are compared with what the model expects of this observer, so that an easy clinic is not taken for mildness.
Limits lie three standard errors from nought (Shewhart 1931), so that one session in 370 is named by chance; the
slope is weighted by how exactly each session is known (Wolfe, Moulder & Myford 2001, J Appl Meas 2:256). A
recalibration (a practice session with feedback) begins a new stretch: what came before is no longer held against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.distributions import normal_quantile
from reports.statistics.estimate import Estimate, symmetric, undefined
from reports.statistics.facets.adding import added
from reports.statistics.minimums import not_yet

Floats = NDArray[np.float64]
LEAST_SESSIONS = 5
LIMIT = 3.0


@dataclass(frozen=True, slots=True)
class Session:
    """One session of an observer. gap: mean rating less expected, in points, negative when more severe than usual.

    error: its standard error; outside: beyond the control limits of its stretch, which lie around `centre`; stretch:
    from 0, one more after each recalibration.
    """

    order: int
    ratings: int
    gap: float
    error: float
    outside: bool
    centre: float = 0.0
    stretch: int = 0


@dataclass(frozen=True, slots=True)
class Drift:
    """sessions: in order, all stretches. slope: points per ten sessions in the last stretch."""

    sessions: tuple[Session, ...]
    slope: Estimate

    @property
    def outside(self) -> int:
        """Sessions beyond their limits."""
        return sum(session.outside for session in self.sessions)


def drift(
    given: Floats, expected: Floats, variance: Floats, sessions: Sequence[int], *, restarts: Sequence[int] = (),
    confidence: float = 0.95,
) -> Drift:  # fmt: skip
    """One observer's ratings. given, expected, variance: (ratings,) in points; sessions: (ratings,) numbers in order.

    restarts: numbers of the sessions that follow a recalibration. Raises ValueError for columns of unequal length.
    """
    if len({len(given), len(expected), len(variance), len(sessions)}) != 1:
        raise ValueError("Every rating needs what was expected, its variance and its session.")
    orders, which = np.unique(np.asarray(sessions, dtype=np.int64), return_inverse=True)
    number = len(orders)
    counts = np.bincount(which, minlength=number)
    gaps = added(which, given - expected, number) / np.maximum(counts, 1)
    errors = np.sqrt(added(which, variance, number)) / np.maximum(counts, 1)
    begun = np.searchsorted(np.sort(np.asarray(restarts, dtype=np.int64)), orders, side="right")
    # Two recalibrations without a session between them begin one stretch.
    stretch = np.unique(begun, return_inverse=True)[1]
    found: list[Session] = []
    for part in np.unique(stretch):
        inside = np.flatnonzero(stretch == part)
        centre = float(np.average(gaps[inside], weights=1 / np.maximum(errors[inside], 1e-9) ** 2))
        for at in inside:
            away = abs(float(gaps[at]) - centre) > LIMIT * float(errors[at])
            found.append(
                Session(
                    int(orders[at]),
                    int(counts[at]),
                    float(gaps[at]),
                    float(errors[at]),
                    away and len(inside) > 1,
                    centre,
                    int(part),
                )
            )
    last = stretch == stretch.max(initial=0)
    return Drift(tuple(found), _slope(np.flatnonzero(last).astype(np.float64), gaps[last], errors[last], confidence))


def _slope(order: Floats, gaps: Floats, errors: Floats, confidence: float) -> Estimate:
    method = "weighted slope over sessions, points per ten sessions"
    short = not_yet(len(order), LEAST_SESSIONS, "session", "sessions")
    if short is not None:
        return undefined(short, method=method, confidence=confidence)
    weight = 1 / np.maximum(errors, 1e-9) ** 2
    away = order - float(np.average(order, weights=weight))
    across = float(weight @ away**2)
    value = float(weight @ (away * gaps)) / across
    return symmetric(
        10 * value, 10 / across**0.5, normal_quantile((1 + confidence) / 2), method=method, confidence=confidence
    ).resting_on(len(order), 1, 0)
