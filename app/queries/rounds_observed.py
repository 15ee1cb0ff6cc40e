"""The rounds in which somebody has locked a sheet, for their own page on how their ratings compare."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.programmes import Programme, Round
from app.queries.open_consultations import NO_TRIAL
from app.rules import Actor


@dataclass(frozen=True, slots=True)
class RoundObserved:
    """A round, and how many sheets of mine are in."""

    id: uuid.UUID
    name: str
    programme: str
    opens_on: date
    closes_on: date
    sheets: int


def rounds_observed(session: Session, actor: Actor) -> tuple[RoundObserved, ...]:
    """Newest first, trials left out. One statement."""
    rows = session.execute(
        select(
            Round.id,
            Round.name,
            Programme.name.label("programme"),
            Round.opens_on,
            Round.closes_on,
            func.count(Assignment.id).label("sheets"),
        )
        .join(Programme, Programme.id == Round.programme_id)
        .join(ClinicSession, ClinicSession.round_id == Round.id)
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .where(
            Assignment.person_id == actor.id,
            Assignment.state == "locked",
            Programme.team_id.in_(actor.teams_as("observer")),
            NO_TRIAL,
        )
        .group_by(Round.id, Round.name, Programme.name, Round.opens_on, Round.closes_on)
        .order_by(Round.opens_on.desc(), Round.name)
    )
    return tuple(
        RoundObserved(row.id, row.name, row.programme, row.opens_on, row.closes_on, row.sheets) for row in rows
    )
