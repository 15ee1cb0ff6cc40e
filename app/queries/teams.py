"""Teams as the command line and the demonstration need them: found by name."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.people import ObserverType, Person, Team


@dataclass(frozen=True, slots=True)
class NamedTeam:
    id: uuid.UUID
    name: str


def teams(session: Session) -> tuple[NamedTeam, ...]:
    """Every team of the site, by name."""
    return tuple(NamedTeam(row.id, row.name) for row in session.execute(select(Team.id, Team.name).order_by(Team.name)))


def team_names(session: Session, team_ids: Collection[uuid.UUID]) -> tuple[tuple[uuid.UUID, str], ...]:
    """Key and name of these teams, by name."""
    rows = session.execute(select(Team.id, Team.name).where(Team.id.in_(list(team_ids))).order_by(Team.name))
    return tuple((row.id, row.name) for row in rows)


def team_named(session: Session, name: str) -> uuid.UUID | None:
    """The team of this name, capital or small letters alike."""
    return session.scalar(select(Team.id).where(func.lower(Team.name) == name.strip().lower()))


def observer_type_ids(session: Session, team_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """The id of each observer type of a team, by its code."""
    rows = session.execute(select(ObserverType.code, ObserverType.id).where(ObserverType.team_id == team_id))
    return {row.code: row.id for row in rows}


def has_people(session: Session) -> bool:
    """Whether anybody has an account here."""
    return session.scalar(select(Person.id).limit(1)) is not None
