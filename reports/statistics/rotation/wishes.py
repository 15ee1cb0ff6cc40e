"""What a plan of observing has to fill, who can be asked, and what is wished for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Meetings = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Seat:
    """One session of one clinician to be watched, by `seats` observers, of whom `held` are asked already. without:
    people who gave it up.

    time: sessions at the same time cannot share an observer.
    """

    session: str
    clinician: str
    time: str
    consultations: int
    seats: int = 2
    held: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()

    @property
    def free(self) -> int:
        """How many are still to be found."""
        return max(self.seats - len(self.held), 0)


@dataclass(frozen=True, slots=True)
class Observer:
    """A person who can be asked. most: sessions at most, those held among them; times: when available, always when
    empty; busy: when they are elsewhere; barred: clinicians they must not observe (own clinician, relative, line
    manager, mentor ...).
    """

    name: str
    type: str
    most: int
    times: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()

    def may(self, seat: Seat) -> bool:
        """Whether this person is free and without a conflict of interest."""
        return seat.clinician not in self.barred and self.name not in seat.without and self.comes(seat.time)

    def comes(self, time: str) -> bool:
        """Whether this person is available and not elsewhere."""
        return time not in self.busy and (not self.times or time in self.times)


@dataclass(frozen=True, slots=True)
class Wishes:
    """same_type: share of sessions watched by people of one type, without whom type and person cannot be told apart.

    swaps: how many exchanges are tried at most after the first plan; seed: the same one gives the same plan.
    """

    same_type: float = 0.25
    seed: int = 1
    swaps: int = 2000


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to plan. met: (clinician, observer) → sheets in; watched: clinician → consultations so far."""

    seats: Sequence[Seat]
    observers: Sequence[Observer]
    met: Meetings = field(default_factory=dict[tuple[str, str], float])
    watched: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def clinicians(self) -> tuple[str, ...]:
        """Everybody who is or was to be watched."""
        return tuple(sorted({seat.clinician for seat in self.seats} | {clinician for clinician, _ in self.met}))

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who watches, watched or may be asked."""
        held = {name for seat in self.seats for name in seat.held}
        return tuple(sorted({each.name for each in self.observers} | held | {name for _, name in self.met}))

    def meetings(self, plan: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], float]:
        """Sheets of each clinician by each observer once the plan and what is held are carried out.

        plan: session → names beside those held.
        """
        after = dict(self.met)
        for seat in self.seats:
            for name in (*seat.held, *plan.get(seat.session, ())):
                after[seat.clinician, name] = after.get((seat.clinician, name), 0.0) + seat.consultations
        return after
