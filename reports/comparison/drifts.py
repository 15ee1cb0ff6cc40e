"""One observer through time: whether ratings moved away from what was expected of this very observer.

For the lead and the observer alone. Sessions stand in the order in which they took place; a session's gap is the mean
rating less what the many-facet model expects of this observer for these clinicians and items.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.comparison.model_gaps import held_against_model
from reports.comparison.rating_set import RatingSet
from reports.comparison.severity import SeverityModel
from reports.comparison.wording import counted
from reports.figures.drift_chart import DriftChart, DriftPoint
from reports.figures.scale import number
from reports.statistics.drift import LIMIT, Drift, drift


@dataclass(frozen=True, eq=False)
class ObserverDrift:
    """found: the chart's numbers. names: of the sessions, in order. sentences: what they say."""

    name: str
    found: Drift
    names: tuple[str, ...]
    sentences: tuple[str, ...]

    def figure(self) -> DriftChart:
        """The control chart."""
        points = tuple(
            DriftPoint(name, session.gap, session.error, session.outside)
            for name, session in zip(self.names, self.found.sessions, strict=True)
        )
        return DriftChart(f"Ratings through time: {self.name}", points, LIMIT)


def observer_drift(ratings: RatingSet, fitted: SeverityModel, observer: int) -> ObserverDrift | None:
    """observer: position in `ratings.observers`. None when this observer has no rating that the model uses."""
    held = held_against_model(ratings, fitted, observer)
    if not len(held.sheet):
        return None
    sessions = [_session_of(ratings.unit_names[int(unit)]) for unit in ratings.sheet_unit[held.sheet]]
    order = {name: at for at, name in enumerate(dict.fromkeys(_session_of(name) for name in ratings.unit_names))}
    found = drift(held.given, held.expected, held.variance, [order[name] for name in sessions])
    listed = list(order)
    names = tuple(listed[session.order] for session in found.sessions)
    name = ratings.observers[observer].name
    return ObserverDrift(name, found, names, _sentences(found))


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
        said.append(slope.undefined or "")
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
