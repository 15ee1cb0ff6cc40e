"""What every page of the release ladder looks up first: the round, the clinician, and whether they may be seen."""

import uuid

from app.climbing import report_in_hand
from app.queries.ladder import OnLadder
from app.queries.releases import RoundToRelease, round_for_release
from app.rules import NotThere
from app.web.request_database import db
from app.web.signed_in import actor


def my_teams() -> frozenset[uuid.UUID]:
    """The teams in which the actor releases reports."""
    return actor().teams_as("lead", "facilitator")


def the_round(round_id: uuid.UUID) -> RoundToRelease:
    """A round of these teams. Raises NotThere for any other."""
    found = round_for_release(db(), my_teams(), round_id)
    if found is None:
        raise NotThere
    return found


def the_report(round_id: uuid.UUID, clinician_id: uuid.UUID) -> tuple[RoundToRelease, OnLadder]:
    """The round and one of its clinicians. Raises NotThere for another team's, and for the actor's own report."""
    return the_round(round_id), report_in_hand(db(), actor(), clinician_id, round_id)
