"""What one observer has done: half-days, hours, visits, practice. Never a score, never a clinician or a patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

# A clinic half-day, as claims for involvement count it; a team that counts otherwise says so on the paper by hand.
HOURS_OF_HALF_DAY = 3.5


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One session an observer locked at least one sheet in. visits: how many consultations they scored."""

    on: date
    half_day: str
    clinic: str
    programme: str
    kind: str
    visits: int


@dataclass(frozen=True, slots=True)
class Practised:
    """Practice with feedback that a lead noted."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody changed after this observer's visits, in the words they shared."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Activity:
    """Everything one observer did in one team, oldest first.

    briefs_read: sessions whose brief they signed. instruments: those they scored with, each once.
    """

    name: str
    team: str
    half_days: tuple[HalfDay, ...]
    practised: tuple[Practised, ...] = ()
    briefs_read: int = 0
    instruments: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()

    @property
    def visits(self) -> int:
        """Consultations scored."""
        return sum(each.visits for each in self.half_days)

    @property
    def hours(self) -> float:
        """Hours in clinic: each half-day counts as `HOURS_OF_HALF_DAY`."""
        return HOURS_OF_HALF_DAY * len({(each.on, each.half_day, each.clinic) for each in self.half_days})

    @property
    def kinds(self) -> tuple[str, ...]:
        """As what they observed, each kind once, in order of first time."""
        return tuple(dict.fromkeys(each.kind for each in self.half_days))

    @property
    def programmes(self) -> tuple[str, ...]:
        """The programmes they took part in, each once."""
        return tuple(dict.fromkeys(each.programme for each in self.half_days))

    def by_year(self) -> Mapping[int, tuple[HalfDay, ...]]:
        """The half-days of each year, newest year first."""
        grouped = {year: tuple(own) for year, own in groupby(self.half_days, key=lambda each: each.on.year)}
        return dict(sorted(grouped.items(), reverse=True))
