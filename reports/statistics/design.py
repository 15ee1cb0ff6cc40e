"""Who has met whom: whether everybody can be compared, and which pairings would mend it.

Linacre, J. M. (1989). Many-Facet Rasch Measurement: connectedness is judged on the graph of clinicians and
observers, since items are common to all and would always join it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph


@dataclass(frozen=True)
class Island:
    """Clinicians and observers joined to one another, and to nobody else."""

    clinicians: tuple[str, ...]
    observers: tuple[str, ...]


@dataclass(frozen=True)
class Connection:
    """The islands of a design, largest first."""

    islands: tuple[Island, ...]

    @property
    def connected(self) -> bool:
        """Whether everybody can be compared."""
        return len(self.islands) <= 1

    @property
    def sentence(self) -> str:
        """What to say of it, naming the observation that would join the two largest islands."""
        if not self.islands:
            return "Nobody has been observed yet."
        if self.connected:
            return "Everybody can be compared: all observers are linked through the clinicians they saw."
        first, second = self.islands[:2]
        return (
            f"Scores cannot be adjusted for who observed: there are {len(self.islands)} groups that share nobody. "
            f"Let {first.observers[0]} observe {second.clinicians[0]} to join the two largest."
        )


def connection(clinicians: Sequence[object], observers: Sequence[object]) -> Connection:
    """Islands of the graph in which each row joins a clinician and an observer.

    Raises ValueError when the columns differ in length.
    """
    if len(clinicians) != len(observers):
        raise ValueError(f"Each row needs a clinician and an observer, not {len(clinicians)} and {len(observers)}.")
    if not len(clinicians):
        return Connection(())
    people, person = np.unique(np.asarray([str(c) for c in clinicians]), return_inverse=True)
    watchers, watcher = np.unique(np.asarray([str(o) for o in observers]), return_inverse=True)
    size = len(people) + len(watchers)
    edges = sparse.coo_array((np.ones(len(person)), (person, watcher + len(people))), shape=(size, size))
    number, label = csgraph.connected_components(edges.tocsr(), directed=False)
    islands = [
        Island(
            tuple(str(name) for name in people[label[: len(people)] == island]),
            tuple(str(name) for name in watchers[label[len(people) :] == island]),
        )
        for island in range(int(number))
    ]
    return Connection(tuple(sorted(islands, key=lambda i: (-len(i.clinicians), -len(i.observers), i.clinicians))))


@dataclass(frozen=True)
class Pairing:
    """Two observers and how many consultations they watched together."""

    first: str
    second: str
    together: int


def pairings(consultations: Sequence[object], observers: Sequence[object]) -> tuple[Pairing, ...]:
    """Pairs of observers who watched the same consultation, most often first."""
    watching: dict[object, set[str]] = {}
    for consultation, observer in zip(consultations, observers, strict=True):
        watching.setdefault(consultation, set()).add(str(observer))
    met = Counter(pair for room in watching.values() for pair in combinations(sorted(room), 2))
    return tuple(Pairing(a, b, n) for (a, b), n in sorted(met.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True)
class DoubleObservation:
    """How many consultations were watched by one observer, and by whom when by two or more.

    mixed: at least one of each of two types. same_type: per type, two or more of that type (a consultation may
    count as mixed and as same type when three watched). without_same_type: types of whom no two ever watched
    together, so that a difference between types cannot be told from one between persons.
    """

    single: int
    double: int
    mixed: int
    same_type: dict[str, int]
    without_same_type: tuple[str, ...]


def double_observation(
    consultations: Sequence[object], observers: Sequence[object], types: Sequence[str]
) -> DoubleObservation:
    """Count who watched together; `types` gives the observer type on each row."""
    rooms: dict[object, dict[str, str]] = {}
    for consultation, observer, kind in zip(consultations, observers, types, strict=True):
        rooms.setdefault(consultation, {})[str(observer)] = kind
    kinds = [Counter(room.values()) for room in rooms.values()]
    same = {kind: sum(room[kind] >= 2 for room in kinds) for kind in sorted(set(types))}
    double = sum(room.total() >= 2 for room in kinds)
    return DoubleObservation(
        single=len(kinds) - double,
        double=double,
        mixed=sum(len(room) >= 2 for room in kinds),
        same_type=same,
        without_same_type=tuple(kind for kind, number in same.items() if not number),
    )
