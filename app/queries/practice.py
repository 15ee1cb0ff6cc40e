"""When observers practised with feedback."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.models.people import Person
from app.models.practice import Recalibration


@dataclass(frozen=True, slots=True)
class Practice:
    """One observer took part on one day."""

    id: uuid.UUID
    person_id: uuid.UUID
    name: str
    on: date
    what: str


def practices_in_team(session: Session, team_id: uuid.UUID) -> tuple[Practice, ...]:
    """Everybody's in one team, newest first. For whoever may see the team's observers by name."""
    return _practices(session, Recalibration.team_id == team_id)


def practices_of(session: Session, team_id: uuid.UUID, person_id: uuid.UUID) -> tuple[Practice, ...]:
    """One observer's in one team, newest first. For a lead of it, and for the observer."""
    return _practices(session, Recalibration.team_id == team_id, Recalibration.person_id == person_id)


def _practices(session: Session, *which: ColumnElement[bool]) -> tuple[Practice, ...]:
    rows = session.execute(
        select(Recalibration.id, Recalibration.person_id, Person.name, Recalibration.on_date, Recalibration.what)
        .join(Person, Person.id == Recalibration.person_id)
        .where(*which)
        .order_by(Recalibration.on_date.desc(), Person.name, Recalibration.id)
    )
    return tuple(Practice(row.id, row.person_id, row.name, row.on_date, row.what) for row in rows)
