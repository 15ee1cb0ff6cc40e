"""The graph of who has observed whom: how firmly it holds together, and what each meeting carries.

Clinicians and observers are its nodes, a meeting weighs as many sheets. Its Laplacian is the information matrix of the
additive model "sheet = clinician less observer's severity plus error", so that its pseudo-inverse gives the error
variance of any comparison in units of one sheet's error variance (Bailey & Cameron 2009, Combinatorics of optimal
design, in Surveys in Combinatorics, LMS Lecture Notes 365). Connectedness is its smallest but one eigenvalue (Fiedler
1973, Czech Math J 23:298): nought when the graph falls apart, small when a single session holds it together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from reports.statistics.design import Connection, Island, connection
from reports.statistics.rotation.wishes import Meetings

Floats = NDArray[np.float64]
# A share of 1 up to rounding: nothing else joins the two sides.
ALONE = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class Link:
    """A meeting of a clinician and an observer. sheets: its weight.

    carries: the share of what is known of these two beside each other that rests on their own meeting, 0 to 1; 1 when
    no other way joins them. cut_off: clinicians who could no longer be compared with the others without it.
    """

    clinician: str
    observer: str
    sheets: float
    carries: float
    cut_off: tuple[str, ...]

    @property
    def alone(self) -> bool:
        """Whether nothing else joins its two sides."""
        return self.carries >= ALONE


def islands(meetings: Meetings) -> Connection:
    """The parts that share nobody, largest first."""
    pairs = sorted(pair for pair, sheets in meetings.items() if sheets > 0)
    return connection([clinician for clinician, _ in pairs], [observer for _, observer in pairs])


def connectedness(clinicians: Sequence[str], observers: Sequence[str], meetings: Meetings) -> float:
    """Algebraic connectivity of who has met whom, everybody named counted. Nought when the graph falls apart."""
    if len(clinicians) + len(observers) < 2:
        return 0.0
    values = linalg.eigvalsh(laplacian(clinicians, observers, meetings))
    return max(float(values[1]), 0.0)


def links(meetings: Meetings) -> tuple[Link, ...]:
    """Every meeting, the one that carries most first; among those that carry alone, the one that cuts off most."""
    found: list[Link] = []
    for island in islands(meetings).islands:
        inside = _inside(island, meetings)
        spread = spread_of(island, inside)
        place = {name: at for at, name in enumerate(island.clinicians)}
        watcher = {name: at + len(place) for at, name in enumerate(island.observers)}
        ends = Counter(name for pair in inside for name in (("c", pair[0]), ("o", pair[1])))
        for (clinician, observer), sheets in sorted(inside.items()):
            a, b = place[clinician], watcher[observer]
            carries = min(float(sheets * (spread[a, a] + spread[b, b] - 2 * spread[a, b])), 1.0)
            leaf = ends["c", clinician] == 1, ends["o", observer] == 1
            lost = _cut_off((clinician, observer), inside, leaf) if carries >= ALONE else ()
            found.append(Link(clinician, observer, sheets, carries, lost))
    return tuple(sorted(found, key=lambda link: (-round(link.carries, 6), -len(link.cut_off), link.sheets)))


def weakest_link(meetings: Meetings) -> Link | None:
    """The meeting that hurts most if lost: it alone joins most clinicians, or carries the largest share.

    None when nobody met. A meeting whose loss would only leave an observer without anybody comes last.
    """
    return weakest_of(links(meetings))


def weakest_of(found: Sequence[Link]) -> Link | None:
    """The same of links that were found already."""
    hurting = [link for link in found if link.cut_off or not link.alone]
    return next(iter(hurting or found), None)


def mean_variance(clinicians: Collection[str], meetings: Meetings) -> float | None:
    """Error variance of a clinician beside the mean of these, on average, in units of one sheet's; None when they
    cannot all be compared.
    """
    wanted = set(clinicians)
    part = next((each for each in islands(meetings).islands if wanted and wanted <= set(each.clinicians)), None)
    if part is None:
        return None
    rows = [at for at, name in enumerate(part.clinicians) if name in wanted]
    spread = spread_of(part, meetings)[np.ix_(rows, rows)]
    return (float(np.trace(spread)) - float(spread.sum()) / len(rows)) / len(rows)


def spread_of(part: Island, meetings: Meetings) -> Floats:
    """(people, people) error covariance within a part, clinicians first, in units of one sheet's error variance.

    The pseudo-inverse of the Laplacian. Clinicians meet nobody but observers, so they are eliminated first and only a
    matrix of observers is inverted; what comes out is a generalised inverse, and centred it is the Moore-Penrose one,
    since the part hangs together.
    """
    joint = -laplacian(part.clinicians, part.observers, _inside(part, meetings))
    count = len(part.clinicians)
    sheets = -joint.diagonal()
    shares = joint[:count, count:] / sheets[:count, None]
    left = np.diag(sheets[count:]) - joint[count:, :count] @ shares
    among = np.asarray(linalg.pinvh(left), dtype=np.float64)
    spread = np.empty_like(joint)
    spread[:count, count:] = shares @ among
    spread[count:, :count] = spread[:count, count:].T
    spread[count:, count:] = among
    spread[:count, :count] = spread[:count, count:] @ shares.T + np.diag(1 / sheets[:count])
    rows = spread.mean(axis=0)
    return spread - rows - rows[:, None] + rows.mean()


def _inside(part: Island, meetings: Meetings) -> dict[tuple[str, str], float]:
    """The meetings of one part."""
    here = frozenset(part.clinicians)
    return {pair: sheets for pair, sheets in meetings.items() if pair[0] in here and sheets > 0}


def laplacian(clinicians: Sequence[str], observers: Sequence[str], meetings: Meetings) -> Floats:
    """(people, people) clinicians first, then observers; each row sums to nought."""
    first = {name: place for place, name in enumerate(clinicians)}
    second = {name: place + len(first) for place, name in enumerate(observers)}
    matrix = np.zeros((len(first) + len(second), len(first) + len(second)))
    for (clinician, observer), weight in meetings.items():
        a, b = first[clinician], second[observer]
        matrix[[a, b], [b, a]] -= weight
        matrix[[a, b], [a, b]] += weight
    return matrix


def _cut_off(pair: tuple[str, str], inside: Meetings, leaf: tuple[bool, bool]) -> tuple[str, ...]:
    """The clinicians of the smaller side when this meeting is taken away; none when only an observer falls off.

    leaf: whether it is the only one of its clinician, and of its observer.
    """
    if leaf[1]:
        return ()
    if leaf[0]:
        return pair[:1]
    left = {each: sheets for each, sheets in inside.items() if each != pair}
    everybody = {clinician for clinician, _ in inside}
    parts = islands(left).islands
    with_clinician = {name for part in parts if pair[0] in part.clinicians for name in part.clinicians} or {pair[0]}
    return tuple(sorted(min(with_clinician, everybody - with_clinician, key=len)))
