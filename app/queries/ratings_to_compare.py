"""The rounds of a lead's teams, and how much there is to compare in each. Counts only, never a rating."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.people import Team
from app.models.programmes import Programme, Round
from app.queries.open_consultations import NO_TRIAL
from app.rules import Actor


@dataclass(frozen=True, slots=True)
class RoundToCompare:
    """A round with the consultations two observers or more have locked a sheet for."""

    id: uuid.UUID
    name: str
    programme: str
    team: str
    source: str
    opens_on: date
    closes_on: date
    sheets: int
    seen_by_two: int


def rounds_to_compare(session: Session, actor: Actor) -> tuple[RoundToCompare, ...]:
    """Newest first, over all teams the actor leads. One statement."""
    locked = func.sum(case((Assignment.state == "locked", 1), else_=0))
    each = (
        select(ClinicSession.round_id, locked.label("locked"))
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .join(Assignment, (Assignment.consultation_id == Consultation.id) & (Assignment.part == 1))
        .group_by(ClinicSession.round_id, Consultation.id)
        .subquery()
    )
    rows = session.execute(
        select(
            Round.id,
            Round.name,
            Programme.name.label("programme"),
            Programme.source,
            Team.name.label("team"),
            Round.opens_on,
            Round.closes_on,
            func.coalesce(func.sum(each.c.locked), 0).label("sheets"),
            func.coalesce(func.sum(case((each.c.locked >= 2, 1), else_=0)), 0).label("seen_by_two"),
        )
        .join(Programme, Programme.id == Round.programme_id)
        .join(Team, Team.id == Programme.team_id)
        .outerjoin(each, each.c.round_id == Round.id)
        .where(Programme.team_id.in_(actor.teams_as("lead")), NO_TRIAL)
        .group_by(
            Round.id,
            Round.name,
            Programme.name,
            Programme.source,
            Team.name,
            Round.opens_on,
            Round.closes_on,
        )
        .order_by(Team.name, Round.opens_on.desc(), Round.name)
    )
    return tuple(
        RoundToCompare(
            row.id,
            row.name,
            row.programme,
            row.team,
            row.source,
            row.opens_on,
            row.closes_on,
            int(row.sheets),
            int(row.seen_by_two),
        )
        for row in rows
    )
