"""The people of a team, what they are in it, and the kinds of observer it has."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.people import Membership, ObserverType, Person, Team
from app.rules import Actor, NotThere


@dataclass(frozen=True, slots=True)
class TeamName:
    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """One thing a person does in the team; ``observer_type`` is empty unless they observe."""

    role: str
    observer_type: str = ""


@dataclass(frozen=True, slots=True)
class PersonInTeam:
    """``set_up`` is false until the person has chosen a password; ``roles`` is empty for somebody who left."""

    id: uuid.UUID
    name: str
    email: str
    set_up: bool
    active: bool
    roles: tuple[RoleHeld, ...]


@dataclass(frozen=True, slots=True)
class ObserverInTeam:
    id: uuid.UUID
    name: str
    observer_type: str


@dataclass(frozen=True, slots=True)
class ObserverTypeInTeam:
    id: uuid.UUID
    code: str
    name: str
    wording: str
    observers: int


def teams_led_by(session: Session, actor: Actor) -> tuple[TeamName, ...]:
    """The actor's teams, by name."""
    rows = session.execute(select(Team.id, Team.name).where(Team.id.in_(actor.teams_as("lead"))).order_by(Team.name))
    return tuple(TeamName(row.id, row.name) for row in rows)


def team_led_by(session: Session, actor: Actor, team_id: uuid.UUID) -> TeamName:
    """One team. Raises NotThere unless the actor leads it."""
    if team_id not in actor.teams_as("lead"):
        raise NotThere
    name = session.scalar(select(Team.name).where(Team.id == team_id))
    if name is None:
        raise NotThere
    return TeamName(team_id, name)


def people_in_team(session: Session, team_id: uuid.UUID) -> tuple[PersonInTeam, ...]:
    """Everybody with a role in the team today, by name. Two statements, however many people."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email, Person.password.is_not(None).label("set_up"), Person.active)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.team_id == team_id, Membership.ended_at.is_(None))
        .distinct()
        .order_by(Person.name, Person.email)
    ).all()
    roles = _roles(session, team_id)
    return tuple(
        PersonInTeam(row.id, row.name, row.email, bool(row.set_up), row.active, tuple(roles[row.id])) for row in rows
    )


def person_in_team(session: Session, team_id: uuid.UUID, person_id: uuid.UUID) -> PersonInTeam:
    """One of them, also somebody who has left. Raises NotThere for people who never were in the team."""
    row = session.execute(
        select(Person.id, Person.name, Person.email, Person.password.is_not(None).label("set_up"), Person.active)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.team_id == team_id, Person.id == person_id)
        .limit(1)
    ).first()
    if row is None:
        raise NotThere
    roles = _roles(session, team_id, person_id)
    return PersonInTeam(row.id, row.name, row.email, bool(row.set_up), row.active, tuple(roles[person_id]))


def observers_in_team(session: Session, team_id: uuid.UUID) -> tuple[ObserverInTeam, ...]:
    """Who may be asked to observe, by kind and name. Observers of an imported study cannot sign in, so are left out."""
    rows = session.execute(
        select(Person.id, Person.name, ObserverType.name.label("observer_type"))
        .join(Membership, Membership.person_id == Person.id)
        .join(ObserverType, ObserverType.id == Membership.observer_type_id)
        .where(
            Membership.team_id == team_id,
            Membership.role == "observer",
            Membership.ended_at.is_(None),
            Person.active,
        )
        .order_by(ObserverType.name, Person.name)
    )
    return tuple(ObserverInTeam(row.id, row.name, row.observer_type) for row in rows)


def observer_types_in_team(session: Session, team_id: uuid.UUID) -> tuple[ObserverTypeInTeam, ...]:
    """The team's kinds of observer, with how many people observe as each."""
    rows = session.execute(
        select(
            ObserverType.id,
            ObserverType.code,
            ObserverType.name,
            ObserverType.wording,
            func.count(Membership.id).label("observers"),
        )
        .outerjoin(Membership, (Membership.observer_type_id == ObserverType.id) & Membership.ended_at.is_(None))
        .where(ObserverType.team_id == team_id)
        .group_by(ObserverType.id, ObserverType.code, ObserverType.name, ObserverType.wording)
        .order_by(ObserverType.name)
    )
    return tuple(ObserverTypeInTeam(row.id, row.code, row.name, row.wording, row.observers) for row in rows)


def _roles(
    session: Session, team_id: uuid.UUID, person_id: uuid.UUID | None = None
) -> defaultdict[uuid.UUID, list[RoleHeld]]:
    statement = (
        select(Membership.person_id, Membership.role, ObserverType.name)
        .outerjoin(ObserverType, ObserverType.id == Membership.observer_type_id)
        .where(Membership.team_id == team_id, Membership.ended_at.is_(None))
        .order_by(Membership.role)
    )
    if person_id is not None:
        statement = statement.where(Membership.person_id == person_id)
    held: defaultdict[uuid.UUID, list[RoleHeld]] = defaultdict(list)
    for row in session.execute(statement):
        held[row.person_id].append(RoleHeld(row.role, row.name or ""))
    return held


def people_by_role(session: Session, team_id: uuid.UUID, roles: Collection[str]) -> tuple[tuple[uuid.UUID, str], ...]:
    """Everybody who has one of the roles in the team today: key and name, by name."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.team_id == team_id, Membership.role.in_(roles), Membership.ended_at.is_(None), Person.active)
        .distinct()
        .order_by(Person.name)
    )
    return tuple((row.id, row.name) for row in rows)
