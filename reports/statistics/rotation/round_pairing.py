"""The one meeting that would do most for everybody: join the two largest parts, or make all comparisons surest.

Among all meetings that have not happened it takes the one after which clinicians are compared with the least error
variance on average (A-optimality), found for all candidates at once by a rank-one update of the information matrix.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from reports.statistics.design import Island
from reports.statistics.rotation.graph import islands, mean_variance, spread_of
from reports.statistics.rotation.one_pairing import ALL_BARRED, HALF_DAY, NOBODY_OBSERVED, TIES, OnePairing
from reports.statistics.rotation.wishes import Meetings

Floats = NDArray[np.float64]
EVERYBODY_MET = "Every observer has watched every clinician already. More visits are what would help."


def round_pairing(meetings: Meetings, barred: Collection[tuple[str, str]] = ()) -> OnePairing:
    """As `one_pairing`, for the sake of all; `whom` is then the clinician who is to be watched, "" when refused."""
    parts, refused = list(islands(meetings).islands), frozenset(barred)
    if not parts or (len(parts) == 1 and len(parts[0].clinicians) < 2):
        return OnePairing("", refused=NOBODY_OBSERVED)
    if len(parts) > 1:
        return _across(parts[0], parts[1], meetings, refused)
    return _within(parts[0], meetings, refused)


def _across(one: Island, other: Island, meetings: Meetings, barred: frozenset[tuple[str, str]]) -> OnePairing:
    """The two who are each known best beside their own part."""
    before, after = len(one.clinicians), len(one.clinicians) + len(other.clinicians)
    known = {**_own_variance(one, meetings), **_own_variance(other, meetings)}
    pairs = [(c, o) for here, there in ((one, other), (other, one)) for c in here.clinicians for o in there.observers]
    free = [pair for pair in pairs if pair not in barred]
    if not free:
        return OnePairing("", before=before, after=before, refused=ALL_BARRED)
    clinician, observer = min(free, key=lambda pair: (round(known["c", pair[0]] + known["o", pair[1]], TIES), pair))
    return OnePairing(clinician, clinician, observer, before, after)


def _own_variance(part: Island, meetings: Meetings) -> dict[tuple[str, str], float]:
    """("c" or "o", name) → error variance of each one beside the mean clinician of the part."""
    spread, count = spread_of(part, meetings), len(part.clinicians)
    beside = np.eye(len(spread))
    beside[:, :count] -= 1 / count
    variances = np.einsum("ai,ij,aj->a", beside, spread, beside)
    keys = [("c", name) for name in part.clinicians] + [("o", name) for name in part.observers]
    return dict(zip(keys, variances.tolist(), strict=True))


def _within(part: Island, meetings: Meetings, barred: frozenset[tuple[str, str]]) -> OnePairing:
    spread, count = spread_of(part, meetings), len(part.clinicians)
    now = mean_variance(part.clinicians, meetings) or 0.0
    met = np.array([[bool(meetings.get((c, o))) for o in part.observers] for c in part.clinicians])
    shut = np.array([[(c, o) in barred for o in part.observers] for c in part.clinicians])
    if (met | shut).all():
        reason = EVERYBODY_MET if met.all() else ALL_BARRED
        return OnePairing("", before=count, after=count, variance_before=now, refused=reason)
    gains = np.where(met | shut, -np.inf, _gains(spread, count))
    at, to = np.unravel_index(int(np.argmax(np.round(gains, TIES))), gains.shape)
    clinician, observer = part.clinicians[int(at)], part.observers[int(to)]
    return OnePairing(clinician, clinician, observer, count, count, now, now - float(gains[at, to]))


def _gains(spread: Floats, count: int) -> Floats:
    """(clinicians, observers) by how much the mean variance falls with one more half-day of these two."""
    centred = spread[:count] - spread[:count].mean(axis=0)
    lengths, variances = (centred**2).sum(axis=0), spread.diagonal()
    moved = lengths[:count, None] + lengths[count:] - 2 * centred[:, :count].T @ centred[:, count:]
    apart = variances[:count, None] + variances[count:] - 2 * spread[:count, count:]
    return moved / (1 / HALF_DAY + apart) / count
