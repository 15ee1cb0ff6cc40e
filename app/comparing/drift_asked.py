"""One observer through time, with the practice that begins the chart anew."""

import uuid

from app.comparing.asked import Asked
from app.comparing.remembered import drift_of
from app.queries.training import practices_of
from app.web.request_database import db
from reports.comparison.drifts import ObserverDrift, Practised


def drift_asked(ask: Asked, key: str) -> ObserverDrift | None:
    """None when there is no such observer, or no ruler to hold them against. key: of `ratings.observers`."""
    if all(each.key != key for each in ask.ratings.observers):
        return None
    person_id = uuid.UUID(key.partition("/")[0])
    noted = practices_of(db(), ask.round.team.id, person_id)
    practised = tuple(Practised(each.on, each.what) for each in noted)
    return drift_of(ask.ratings, key, ask.minimums, ask.found.days, practised)
