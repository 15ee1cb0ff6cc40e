"""When the demonstration's sessions were: two rounds before today, nobody in two places at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from reports.statistics.simulated_clinics import Timetable

# The simulation counts days from 0. Those before `FIRST_ROUND_DAYS` make the closed round, the rest the current one.
DAYS, FIRST_ROUND_DAYS = 150, 120
FIRST_OPENS, FIRST_CLOSES = -175, -50
SECOND_OPENS, SECOND_CLOSES = -42, 48
LAST_PAST_DAY = -1

HALF_DAYS = ("morning", "afternoon")


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A date and the half of it."""

    on_date: date
    half_day: str


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One past session: its place in the simulation, its round (0 closed, 1 current), its half-day."""

    session: int
    round: int
    when: HalfDay


def past_sessions(timetable: Timetable, today: date) -> tuple[PlannedSession, ...]:
    """A half-day for every simulated session, as near to its simulated day as the people in it are free."""
    busy: set[tuple[int | str, HalfDay]] = set()
    planned: list[PlannedSession] = []
    watching = observers_of_sessions(timetable)
    for session, day in enumerate(map(int, timetable.session_day)):
        of_round = int(day >= FIRST_ROUND_DAYS)
        people: list[int | str] = [*watching[session], f"clinician {timetable.session_clinician[session]}"]
        when = _first_free(busy, people, today + timedelta(days=_offset(int(day))), today)
        busy.update((person, when) for person in people)
        planned.append(PlannedSession(session, of_round, when))
    return tuple(planned)


def observers_of_sessions(timetable: Timetable) -> list[list[int]]:
    """Who watches each session."""
    watching: list[list[int]] = [[] for _ in range(len(timetable.session_day))]
    session = timetable.consultation_session[timetable.assignment_consultation]
    for place, observer in zip(map(int, session), map(int, timetable.assignment_observer), strict=True):
        if observer not in watching[place]:
            watching[place].append(observer)
    return watching


def weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _offset(day: int) -> int:
    if day < FIRST_ROUND_DAYS:
        return FIRST_OPENS + day
    span = LAST_PAST_DAY - 2 - SECOND_OPENS
    return SECOND_OPENS + (day - FIRST_ROUND_DAYS) * span // (DAYS - FIRST_ROUND_DAYS)


def _first_free(
    busy: set[tuple[int | str, HalfDay]], people: Iterable[int | str], wanted: date, today: date
) -> HalfDay:
    wanted = weekday(wanted)
    latest = today + timedelta(days=LAST_PAST_DAY)
    later = [wanted + timedelta(days=step) for step in range(15)]
    earlier = [wanted - timedelta(days=step) for step in range(1, 30)]
    days = [day for day in (*later, *earlier) if day.weekday() <= 4 and day <= latest]
    people = list(people)
    for day in days:
        # Which half comes first alternates, so that a round has mornings and afternoons.
        for half in HALF_DAYS if day.toordinal() % 2 else reversed(HALF_DAYS):
            when = HalfDay(day, half)
            if not any((person, when) in busy for person in people):
                return when
    return HalfDay(min(wanted, latest), HALF_DAYS[0])
