"""One's own account, as its page shows it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.people import Membership, ObserverType, Person, Team
from app.models.web_sessions import WebSession


@dataclass(frozen=True, slots=True)
class PlaceInTeam:
    team: str
    role: str
    observer_type: str


@dataclass(frozen=True, slots=True)
class SignedInDevice:
    device: str
    since: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    email: str
    places: tuple[PlaceInTeam, ...]
    devices: tuple[SignedInDevice, ...]


def account_of(session: Session, person_id: uuid.UUID) -> Account:
    """Name, address, roles and signed-in devices of one person."""
    person = session.get_one(Person, person_id)
    places = session.execute(
        select(Team.name.label("team"), Membership.role, ObserverType.name.label("observer_type"))
        .join(Team, Team.id == Membership.team_id)
        .outerjoin(ObserverType, ObserverType.id == Membership.observer_type_id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .order_by(Team.name, Membership.role)
    )
    devices = session.execute(
        select(WebSession.device, WebSession.created_at, WebSession.seen_at)
        .where(WebSession.person_id == person_id)
        .order_by(WebSession.seen_at.desc())
    )
    return Account(
        name=person.name,
        email=person.email,
        places=tuple(PlaceInTeam(row.team, row.role, row.observer_type or "") for row in places),
        devices=tuple(SignedInDevice(row.device, row.created_at, row.seen_at) for row in devices),
    )
