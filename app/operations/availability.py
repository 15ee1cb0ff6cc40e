"""Say when an observer can come, and how often at most."""

import uuid
from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.conflicts import Availability
from app.models.people import Membership
from app.operations.audit import record
from app.rules import Actor, NotThere, Problem, Unfit
from app.words import HALF_DAYS, WEEKDAYS, noted

EVERY_HALF_DAY = tuple(f"{day}-{half}" for day in WEEKDAYS for half in HALF_DAYS)
MOST = 40


def say_availability(
    session: Session, actor: Actor, team_id: uuid.UUID, person_id: uuid.UUID, half_days: Sequence[str], most: int | None
) -> None:
    """On which half-days of a week somebody can observe (any when none is said), and how many in four weeks at most.

    Observers say it of themselves, leads of any observer of their team. Raises NotThere and Unfit.
    """
    observes = exists().where(
        Membership.person_id == person_id,
        Membership.team_id == team_id,
        Membership.role == "observer",
        Membership.ended_at.is_(None),
    )
    themselves = actor.id == person_id and team_id in actor.teams_as("observer")
    if not themselves and (team_id not in actor.teams_as("lead") or not session.scalar(select(observes))):
        raise NotThere
    if set(half_days) - set(EVERY_HALF_DAY):
        raise Unfit([Problem("half_days", noted("Choose half-days from Monday morning to Friday afternoon."))])
    if most is not None and not 0 <= most <= MOST:
        raise Unfit([Problem("most", noted("Write a whole number from 0 to 40, or leave it empty."))])
    row = session.get(Availability, (person_id, team_id))
    if row is None:
        row = Availability(person_id=person_id, team_id=team_id, said_by=actor.id)
        session.add(row)
    row.half_days = [each for each in EVERY_HALF_DAY if each in set(half_days)]
    row.most, row.said_by, row.said_at = most, actor.id, now()
    session.flush()
    details = {"half_days": len(row.half_days), "most": most}
    record(session, "availability said", f"person {person_id}", actor_id=actor.id, team_id=team_id, details=details)
