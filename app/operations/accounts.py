"""Accounts: who exists, what they are in a team, and how they get in."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask_security import SQLAlchemySessionUserDatastore
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from app.models.base import now
from app.models.people import Membership, ObserverType, Person, SignInRole, Team
from app.operations.audit import record
from app.operations.web_sessions import end_sessions_of
from app.rules import Actor, Conflict, NotThere, Problem, Unfit
from app.words import ROLES

WRONG_TRIES = 8
LOCKED_FOR = timedelta(minutes=15)

# The two kinds of observer every team starts with; a team adds its own.
FIRST_OBSERVER_TYPES = (
    ("patient_partner", "Patient partner", "patient_partner"),
    ("peer_clinician", "Peer clinician", "peer_clinician"),
)


class PeopleStore(SQLAlchemySessionUserDatastore):
    """Flask-Security's view of our people. It may change them, but the commit rule is ours alone."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, Person, SignInRole)  # pyright: ignore[reportArgumentType, reportUnknownMemberType]
        self._session = session

    def commit(self) -> None:
        self._session.flush()

    def find_user(self, case_insensitive: bool = False, **known: Any) -> Person | None:  # noqa: ARG002
        """The person with this e-mail address (stored in lower case) or uniquifier."""
        if "email" in known:
            known["email"] = str(known["email"]).strip().lower()
        return self._session.scalar(select(Person).filter_by(**known))


def people_store(session: Callable[[], Session]) -> PeopleStore:
    """What Flask-Security looks people up with; ``session`` gives the current request's database session."""
    proxy: Any = LocalProxy(session)
    return PeopleStore(proxy)


def create_team(session: Session, name: str, *, actor_id: uuid.UUID | None) -> uuid.UUID:
    """A new team with the two first observer types."""
    name = name.strip()
    if session.scalar(select(Team.id).where(func.lower(Team.name) == name.lower())):
        raise Conflict(f"There is already a team called {name}.")
    team = Team(name=name)
    session.add(team)
    session.flush()
    for code, type_name, wording in FIRST_OBSERVER_TYPES:
        session.add(ObserverType(team_id=team.id, code=code, name=type_name, wording=wording))
    record(session, "team created", f"team {name}", actor_id=actor_id, team_id=team.id)
    return team.id


def add_observer_type(
    session: Session, actor: Actor, team_id: uuid.UUID, code: str, name: str, wording: str
) -> uuid.UUID:
    """A further kind of observer, such as carer or researcher, and which item wording they read."""
    taken = session.scalar(select(ObserverType.id).where(ObserverType.team_id == team_id, ObserverType.code == code))
    if taken:
        raise Unfit([Problem("name", f"There is already an observer type called {name}. Choose another name.")])
    row = ObserverType(team_id=team_id, code=code, name=name, wording=wording)
    session.add(row)
    session.flush()
    record(session, "observer type added", f"observer type {name}", actor_id=actor.id, team_id=team_id)
    return row.id


def create_person(
    session: Session,
    name: str,
    email: str,
    *,
    actor_id: uuid.UUID | None,
    team_id: uuid.UUID | None = None,
    administrator: bool = False,
) -> uuid.UUID:
    """A person with an account but no password yet: they choose it by their set-up link.

    A person who already has an account keeps it, so that someone can work in two teams.
    """
    address = email.strip().lower()
    person = session.scalar(select(Person).where(Person.email == address))
    if person is None:
        person = Person(name=name.strip(), email=address, is_administrator=administrator)
        session.add(person)
        session.flush()
        record(session, "person created", f"person {person.id}", actor_id=actor_id, team_id=team_id)
    elif administrator:
        person.is_administrator = True
        record(session, "administrator named", f"person {person.id}", actor_id=actor_id)
    return person.id


def add_membership(
    session: Session,
    person_id: uuid.UUID,
    team_id: uuid.UUID,
    role: str,
    *,
    actor_id: uuid.UUID | None,
    observer_type_id: uuid.UUID | None = None,
) -> None:
    """Give a person a role in a team. Giving it twice changes nothing but an observer's type."""
    if role not in ROLES:
        raise Unfit([Problem("role", f"There is no role called {role}. Choose one of: {', '.join(ROLES)}.")])
    if role == "observer":
        known = session.scalar(
            select(ObserverType.id).where(ObserverType.id == observer_type_id, ObserverType.team_id == team_id)
        )
        if known is None:
            raise Unfit([Problem("observer_type", "Choose which kind of observer this person is.")])
    row = session.scalar(
        select(Membership).where(
            Membership.person_id == person_id, Membership.team_id == team_id, Membership.role == role
        )
    )
    if row is None:
        row = Membership(person_id=person_id, team_id=team_id, role=role)
        session.add(row)
    row.observer_type_id = observer_type_id if role == "observer" else None
    row.ended_at = None
    session.flush()
    record(
        session,
        "membership given",
        f"person {person_id}",
        actor_id=actor_id,
        team_id=team_id,
        details={"role": role},
    )


def end_membership(session: Session, actor: Actor, person_id: uuid.UUID, team_id: uuid.UUID, role: str) -> None:
    """Take a role away. What the person did stays; every session of theirs ends."""
    row = session.scalar(
        select(Membership).where(
            Membership.person_id == person_id,
            Membership.team_id == team_id,
            Membership.role == role,
            Membership.ended_at.is_(None),
        )
    )
    if row is None:
        raise NotThere
    row.ended_at = now()
    end_sessions_of(session, person_id)
    record(
        session,
        "membership ended",
        f"person {person_id}",
        actor_id=actor.id,
        team_id=team_id,
        details={"role": role},
    )


def note_wrong_password(session: Session, email: str) -> None:
    """Count a wrong password; after eight the account rests for 15 minutes."""
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        return
    person.failed_sign_ins += 1
    if person.failed_sign_ins >= WRONG_TRIES:
        person.failed_sign_ins = 0
        person.locked_until = now() + LOCKED_FOR
        record(session, "account rested", f"person {person.id}", actor_id=None)


def note_signed_in(session: Session, person_id: uuid.UUID) -> None:
    """A right password clears the count."""
    person = session.get_one(Person, person_id)
    person.failed_sign_ins = 0
    person.locked_until = None
    record(session, "signed in", f"person {person_id}", actor_id=person_id)
