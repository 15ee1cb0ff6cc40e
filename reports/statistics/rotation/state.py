"""A plan while it is being looked for: who sits where, who has met whom by then, and what it costs.

The cost, least is best: parts of the graph that share nobody beyond the first (each outweighs everything else), how far
the share of one-type sessions is from what was wished for each type, and how much of each clinician's sheets comes from
the same few people, which is the observers' part of the error of their mean (see `forecast`). Uneven work weighs least.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from reports.statistics.rotation.wishes import Observer, Seat, Wishes, Work

Floats = NDArray[np.float64]
Parts = NDArray[np.int32]
Plan = dict[str, list[str]]
PART_APART = 10.0
UNEVEN_WORK = 0.1


class PlanState:
    """The only thing here that changes: seats are taken and left, and the sums are kept along."""

    def __init__(self, work: Work, wishes: Wishes) -> None:
        self.work = work
        self.people = {each.name: each for each in work.observers}
        self.plan: Plan = {seat.session: [] for seat in work.seats}
        self.row = {name: at for at, name in enumerate(work.clinicians)}
        self.column = {name: at for at, name in enumerate(work.people)}
        self.sheets = np.zeros((len(self.row), len(self.column)))
        # (clinicians,) sums of each row of the sheets, and of their squares.
        self.whole, self.squares = np.zeros(len(self.row)), np.zeros(len(self.row))
        for (clinician, observer), weight in work.met.items():
            self._add(self.row[clinician], self.column[observer], weight)
        self.load: Counter[str] = Counter()
        self.taken: set[tuple[str, str]] = set()
        self.double = [seat for seat in work.seats if seat.seats > 1]
        many = Counter(each.type for each in work.observers)
        # Each type that has two people gets its part of the one-type sessions.
        self.pairable = tuple(sorted(kind for kind, people in many.items() if people > 1))
        self.wanted_alike = wishes.same_type * len(self.double)
        for seat in work.seats:
            for name in seat.held:
                self._count(name, seat, 1)
        # What has happened or is held never goes away: parts of it can only be joined by the plan.
        self._standing, self._parts = self._standing_parts()

    def sitting(self, seat: Seat) -> tuple[str, ...]:
        """Everybody in the room, those held first."""
        return (*seat.held, *self.plan[seat.session])

    def may_take(self, observer: Observer, seat: Seat) -> bool:
        """Whether nothing stands in the way: conflict, availability, another room, too much work."""
        return (
            observer.may(seat)
            and (seat.time, observer.name) not in self.taken
            and self.load[observer.name] < observer.most
            and observer.name not in self.sitting(seat)
        )

    def take(self, name: str, seat: Seat) -> None:
        """Sit down."""
        self.plan[seat.session].append(name)
        self._count(name, seat, 1)

    def leave(self, name: str, seat: Seat) -> None:
        """Get up again."""
        self.plan[seat.session].remove(name)
        self._count(name, seat, -1)

    def _count(self, name: str, seat: Seat, by: int) -> None:
        self._add(self.row[seat.clinician], self.column[name], by * seat.consultations)
        self.load[name] += by
        (self.taken.add if by > 0 else self.taken.discard)((seat.time, name))

    def _add(self, row: int, column: int, weight: float) -> None:
        before = self.sheets[row, column]
        self.sheets[row, column] = before + weight
        self.whole[row] += weight
        self.squares[row] += (before + weight) ** 2 - before**2

    def _standing_parts(self) -> tuple[Parts, int]:
        rows, columns = np.nonzero(self.sheets > 0)
        size = sum(self.sheets.shape)
        edges = sparse.coo_array((np.ones(len(rows)), (rows, columns + len(self.row))), shape=(size, size))
        number, labels = csgraph.connected_components(edges.tocsr(), directed=False)
        return np.asarray(labels, dtype=np.int32), int(number)

    def parts(self) -> Parts:
        """(clinicians + observers,) which part of the graph each belongs to; who met nobody is a part alone."""
        if self._parts < 2:
            return self._standing
        root = list(range(self._parts))

        def top(part: int) -> int:
            while root[part] != part:
                root[part] = part = root[root[part]]
            return part

        standing, first_observer = self._standing, len(self.row)
        for seat in self.work.seats:
            for name in self.plan[seat.session]:
                one = top(int(standing[self.row[seat.clinician]]))
                root[one] = top(int(standing[first_observer + self.column[name]]))
        return np.array([top(part) for part in range(self._parts)], dtype=np.int32)[standing]

    def cost(self) -> float:
        """Of the plan as it stands."""
        watched = self.whole > 0
        apart = len(np.unique(self.parts()[: len(self.row)][watched])) - 1 if watched.any() else 0
        same = self.squares[watched] / self.whole[watched] ** 2
        work = [self.load[each.name] / max(each.most, 1) for each in self.work.observers]
        return (
            PART_APART * apart
            + self._off_the_wish()
            + float(same.sum())
            + UNEVEN_WORK * sum(share**2 for share in work)
        )

    def _off_the_wish(self) -> float:
        """How far the one-type sessions of each type are from their part of what was wished."""
        rooms = [[self.people[name].type for name in self.sitting(seat) if name in self.people] for seat in self.double]
        alike = Counter(room[0] for room in rooms if len(room) > 1 and len(set(room)) == 1)
        each = self.wanted_alike / max(len(self.pairable), 1)
        return sum(abs(alike[kind] - each) for kind in self.pairable)
