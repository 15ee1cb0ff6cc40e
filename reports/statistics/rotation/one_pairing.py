"""The one meeting that would make a clinician's score comparable with the others', or make it surest.

Where a clinician's part of the graph shares nobody with the largest, one meeting across joins the two; which observer
is best is the one whose severity is known best beside the clinicians there. Where everybody is joined already, the best
new observer is the one who lowers the error variance of this clinician beside the others most (rank-one update of the
information matrix, see `graph`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.statistics.design import Island
from reports.statistics.rotation.graph import islands, spread_of
from reports.statistics.rotation.wishes import Meetings

Floats = NDArray[np.float64]
# So many consultations are watched in a usual half-day: what one more meeting is taken to bring.
HALF_DAY = 4.0
# Variances that agree to so many decimals are the same: then the first by name is taken, on every machine.
TIES = 9

NOBODY_OBSERVED = "Nobody else has been observed yet, so there is nobody to be compared with."
ALL_MET = "Every observer who could come has watched this clinician already. More visits by them are what would help."
ALL_BARRED = "Every observer who could be sent has a conflict of interest with whom they would watch."


@dataclass(frozen=True, slots=True)
class OnePairing:
    """Who should watch whom, for the sake of `whom`. clinician and observer are "" when there is none: see `refused`.

    before, after: how many clinicians can be compared with one another where `whom` is, themselves counted.
    variance_before, variance_after: of `whom` beside the mean of those, in units of one sheet's; None when unknown.
    """

    whom: str
    clinician: str = ""
    observer: str = ""
    before: int = 0
    after: int = 0
    variance_before: float | None = None
    variance_after: float | None = None
    refused: str = ""

    @property
    def joins(self) -> bool:
        """Whether it joins two parts that shared nobody, rather than making a comparison surer."""
        return self.after > self.before


@dataclass(frozen=True)
class Met:
    """Who has met whom, for many questions: the parts of the graph and their spreads are worked out once.

    meetings: (clinician, observer) → sheets in.
    """

    meetings: Meetings
    _spreads: dict[tuple[str, ...], Floats] = field(default_factory=dict[tuple[str, ...], Floats], compare=False)

    @cached_property
    def parts(self) -> tuple[Island, ...]:
        """The parts that share nobody, largest first."""
        return tuple(islands(self.meetings).islands)

    def spread(self, part: Island) -> Floats:
        """See `graph.spread_of`."""
        if part.clinicians not in self._spreads:
            self._spreads[part.clinicians] = spread_of(part, self.meetings)
        return self._spreads[part.clinicians]


def one_pairing(whom: str, meetings: Meetings | Met, barred: Collection[tuple[str, str]] = ()) -> OnePairing:
    """The one meeting that would help clinician `whom` most.

    meetings: (clinician, observer) → sheets in; as `Met` when several clinicians are asked about. barred: (clinician,
    observer) who must not meet.
    """
    met = meetings if isinstance(meetings, Met) else Met(meetings)
    parts = met.parts
    own = next((part for part in parts if whom in part.clinicians), Island((whom,), ()))
    others = [part for part in parts if whom not in part.clinicians]
    if not others and len(own.clinicians) < 2:
        return OnePairing(whom, before=1, after=1, refused=NOBODY_OBSERVED)
    if others:
        return _joining(whom, own, others, met, frozenset(barred))
    return _surest(whom, own, met, frozenset(barred))


def _joining(
    whom: str, own: Island, others: Sequence[Island], met: Met, barred: frozenset[tuple[str, str]]
) -> OnePairing:
    """First `whom` with an observer of the largest other part, and so on; then another clinician in their stead."""
    before = len(own.clinicians)
    for other in others:
        after = before + len(other.clinicians)
        variances = _of_observers(other, met)
        free = [at for at, name in enumerate(other.observers) if (whom, name) not in barred]
        if free:
            best = min(free, key=lambda at: (round(variances[at], TIES), other.observers[at]))
            return OnePairing(whom, whom, other.observers[best], before, after)
    for other in others:
        across = [(c, o) for c in other.clinicians for o in own.observers if (c, o) not in barred]
        across += [(c, o) for c in own.clinicians for o in other.observers if (c, o) not in barred]
        if across:
            return OnePairing(whom, *across[0], before, before + len(other.clinicians))
    return OnePairing(whom, before=before, after=before, refused=ALL_BARRED)


def _of_observers(part: Island, met: Met) -> Floats:
    """(observers,) error variance of each one's severity beside the mean clinician of their part."""
    spread, size = met.spread(part), len(part.clinicians)
    mean = np.zeros(len(spread))
    mean[:size] = 1 / size
    beside = np.eye(len(spread))[size:] - mean
    return np.einsum("oi,ij,oj->o", beside, spread, beside)


def _surest(whom: str, own: Island, met: Met, barred: frozenset[tuple[str, str]]) -> OnePairing:
    count, here = len(own.clinicians), own.clinicians.index(whom)
    spread = met.spread(own)
    beside = np.zeros(len(spread))
    beside[:count] = -1 / count
    beside[here] += 1
    now = float(beside @ spread @ beside)
    new = [(at, name) for at, name in enumerate(own.observers) if not met.meetings.get((whom, name))]
    free = [(at, name) for at, name in new if (whom, name) not in barred]
    if not free:
        return OnePairing(whom, before=count, after=count, variance_before=now, refused=ALL_BARRED if new else ALL_MET)
    gains = [_gain(spread, beside, here, count + at) for at, _ in free]
    best = max(range(len(free)), key=lambda at: round(gains[at], TIES))
    return OnePairing(whom, whom, free[best][1], count, count, now, now - gains[best])


def _gain(spread: Floats, beside: Floats, clinician: int, observer: int) -> float:
    """How much the variance falls with one more half-day of these two (Sherman & Morrison 1950)."""
    across = spread[clinician] - spread[observer]
    return float((beside @ across) ** 2 / (1 / HALF_DAY + across[clinician] - across[observer]))
