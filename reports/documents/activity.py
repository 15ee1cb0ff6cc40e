"""What one observer has done: half-days, hours, visits, training. Never a score, never a clinician or a patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

# A clinic half-day, as claims for involvement count it; a team that counts otherwise says so on the paper by hand.
HOURS_OF_HALF_DAY = 3.5
SCHEMA = "levelfield-observing/1"


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
class Trained:
    """A training that a lead noted. kind: initial, calibration or refresher. instrument: "" for in general.

    hours, led_by: None and "" where they were not noted. what: a few words, or none.
    """

    on: date
    kind: str
    instrument: str
    hours: float | None
    led_by: str
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
    trainings: tuple[Trained, ...] = ()
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
    def training_hours(self) -> float:
        """Hours of training, as far as they were noted."""
        return sum(each.hours or 0.0 for each in self.trainings)

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


def activity_json(activity: Activity) -> dict[str, Any]:
    """Everything as plain dictionaries, lists, numbers and texts, oldest first. Schema `levelfield-observing/1`."""
    return {
        "schema": SCHEMA,
        "observer": activity.name,
        "team": activity.team,
        "observed_as": list(activity.kinds),
        "programmes": list(activity.programmes),
        "instruments": list(activity.instruments),
        "hours_in_clinic": activity.hours,
        "hours_of_training": activity.training_hours,
        "visits_scored": activity.visits,
        "briefs_read": activity.briefs_read,
        "half_days": [
            {
                "date": each.on.isoformat(),
                "half_day": each.half_day,
                "clinic": each.clinic,
                "programme": each.programme,
                "observed_as": each.kind,
                "visits_scored": each.visits,
            }
            for each in activity.half_days
        ],
        "training": [
            {
                "date": each.on.isoformat(),
                "kind": each.kind,
                "instrument": each.instrument,
                "hours": each.hours,
                "led_by": each.led_by,
                "what": each.what,
            }
            for each in activity.trainings
        ],
        "what_changed": [{"date": each.on.isoformat(), "what": each.what} for each in activity.heard],
    }
