"""One observer through time: whether ratings moved away from what was expected of this very observer.

For the lead and the observer alone. Sessions stand in the order in which they took place; a session's gap is the mean
rating less what the many-facet model expects of this observer for these clinicians and items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reports.comparison.model_gaps import held_against_model
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import SeverityModel
from reports.comparison.wording import counted
from reports.figures.drift_chart import DriftChart, DriftPoint
from reports.figures.scale import number
from reports.statistics.drift import LIMIT, Drift, drift


@dataclass(frozen=True, slots=True)
class Practised:
    """Practice with feedback: on which day, and what was practised."""

    on: date
    what: str


@dataclass(frozen=True, eq=False)
class ObserverDrift:
    """found: the chart's numbers. names: of the sessions, in order; days: on which they took place, if known.

    sentences: what they say.
    """

    name: str
    found: Drift
    names: tuple[str, ...]
    days: tuple[date, ...]
    sentences: tuple[str, ...]

    def figure(self, title: str = "") -> DriftChart:
        """The control chart. title: in place of one with the observer's name."""
        stretches = [session.stretch for session in self.found.sessions]
        begins = [False, *(after > before for before, after in pairwise(stretches))][: len(stretches)]
        points = tuple(
            DriftPoint(name, session.gap, session.error, session.outside, session.centre, anew)
            for name, session, anew in zip(self.names, self.found.sessions, begins, strict=True)
        )
        return DriftChart(title or f"Ratings through time: {self.name}", points, LIMIT)


def observer_drift(
    ratings: RatingSet,
    fitted: SeverityModel,
    observer: int,
    days: Sequence[date] = (),
    practised: Sequence[Practised] = (),
) -> ObserverDrift | None:
    """None when this observer has no rating that the model uses.

    observer: position in `ratings.observers`. days: (units,) of the consultations, needed with practised: when this
    observer practised with feedback, so that the chart begins anew with the first session of a later day.
    """
    held = held_against_model(ratings, fitted, observer)
    if not len(held.sheet):
        return None
    sessions = [_session_of(ratings.unit_names[int(unit)]) for unit in ratings.sheet_unit[held.sheet]]
    order = {name: at for at, name in enumerate(dict.fromkeys(_session_of(name) for name in ratings.unit_names))}
    day_of = {_session_of(name): day for name, day in zip(ratings.unit_names, days, strict=False)}
    restarts = [
        min(later) for each in practised if (later := [order[name] for name, day in day_of.items() if day > each.on])
    ]
    numbers = [order[name] for name in sessions]
    found = drift(held.given, held.expected, held.variance, numbers, restarts=restarts)
    listed = list(order)
    names = tuple(listed[session.order] for session in found.sessions)
    dated = tuple(day_of[name] for name in names) if days else ()
    name = ratings.observers[observer].name
    return ObserverDrift(name, found, names, dated, (*_begun_anew(found, dated, practised), *_sentences(found)))


def _begun_anew(found: Drift, days: Sequence[date], practised: Sequence[Practised]) -> tuple[str, ...]:
    """From where on the ratings count in the chart's last stretch, and why."""
    past = [each for each in practised if days and each.on >= days[0]]
    if not past:
        return ()
    newest = max(past, key=lambda each: each.on)
    day = f"{newest.on.day} {newest.on:%B %Y}"
    if newest.on >= days[-1]:
        return (f"There was practice with feedback on {day} ({newest.what}). No session has followed it yet.",)
    if not found.sessions[-1].stretch:
        return ()
    return (
        f"The chart begins anew after the practice with feedback on {day} ({newest.what}): what came before is no "
        "longer held against it.",
    )


def _session_of(unit: str) -> str:
    return unit.rpartition(", slot ")[0] or unit


def _sentences(found: Drift) -> tuple[str, ...]:
    said: list[str] = []
    if found.outside:
        said.append(
            f"{counted(found.outside, 'session')} of {len(found.sessions)} lay further from the rest than chance would "
            "put it. Ask what was different that day before thinking of the person."
        )
    else:
        said.append(f"All {counted(len(found.sessions), 'session')} lay within what chance alone would give.")
    slope = found.slope
    if slope.value is None or slope.low is None or slope.high is None:
        said.append(f"Whether ratings drift steadily cannot be said yet. {slope.undefined or ''}".strip())
    else:
        likely = f"likely {number(slope.low, 2)} to {number(slope.high, 2)}"
        reach = f"{number(slope.value, 2)} points over ten sessions ({likely})"
        if slope.low > 0:
            said.append(f"Ratings became milder: {reach}. A practice session with feedback is due.")
        elif slope.high < 0:
            said.append(f"Ratings became more severe: {reach}. A practice session with feedback is due.")
        else:
            said.append(f"No steady drift can be seen: {reach}.")
    return tuple(line for line in said if line)
