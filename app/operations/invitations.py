"""Bring people into a team and give them the link with which they choose a password."""

import uuid
from collections.abc import Iterable

from flask_security.recoverable import generate_reset_password_token  # type: ignore[import-untyped]
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.people import Clinician, Membership, Person
from app.operations.accounts import add_membership, create_person, end_membership
from app.operations.audit import record
from app.rules import Actor, NotAllowed, NotThere, Problem, Unfit, check_leads


def invite_person(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    name: str,
    email: str,
    roles: Iterable[str],
    observer_type_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Add a person to a team with one or more roles; an account that exists is kept as it is.

    Raises NotThere outside the actor's teams, Unfit when nothing was chosen or an observer has no type.
    """
    check_leads(actor, team_id)
    wanted = tuple(dict.fromkeys(roles))
    if not wanted:
        raise Unfit([Problem("roles", "Choose at least one thing this person does here.")])
    person_id = create_person(session, name, email, actor_id=actor.id, team_id=team_id)
    for role in wanted:
        give_role(session, actor, team_id, person_id, role, observer_type_id)
    return person_id


def give_role(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    person_id: uuid.UUID,
    role: str,
    observer_type_id: uuid.UUID | None = None,
) -> None:
    """Let somebody do one more thing in the team."""
    check_leads(actor, team_id)
    add_membership(session, person_id, team_id, role, actor_id=actor.id, observer_type_id=observer_type_id)


def take_role(session: Session, actor: Actor, team_id: uuid.UUID, person_id: uuid.UUID, role: str) -> None:
    """End one thing a person does in the team. Raises Unfit rather than leave the team without a lead."""
    check_leads(actor, team_id)
    if role == "lead" and not _other_lead(session, team_id, person_id):
        raise Unfit([Problem("role", "This is the team's only lead. Make somebody else a lead first.")])
    end_membership(session, actor, person_id, team_id, role)


def set_up_token(session: Session, actor: Actor, team_id: uuid.UUID, person_id: uuid.UUID) -> str:
    """The secret part of a set-up link. It works for three days, and only until a password is chosen with it.

    Whoever holds the link becomes the person. So a lead may make one only for somebody whose every role lies in teams
    that this lead leads: otherwise adding a stranger's address to one's own team would open the stranger's others.
    Raises NotThere for people outside the team, NotAllowed when the person holds more than the lead may give.
    """
    check_leads(actor, team_id)
    person = _member(session, team_id, person_id)
    teams = set(
        session.scalars(
            select(Membership.team_id).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        )
    )
    beyond = teams - actor.teams_as("lead") or _clinician_elsewhere(session, actor, person_id)
    if person.is_administrator and person_id != actor.id:
        raise NotAllowed(f"{person.name} is an administrator. Their link is made on the server.")
    if beyond and not actor.is_administrator:
        raise NotAllowed(f"{person.name} also works in another team, so ask an administrator to make this link.")
    record(session, "set-up link made", f"person {person_id}", actor_id=actor.id, team_id=team_id)
    return token_for(person)


def set_up_token_from_the_server(session: Session, person_id: uuid.UUID) -> str:
    """The same for anybody, for whoever runs commands on the server: they could read the database anyway."""
    person = session.get_one(Person, person_id)
    person.active, person.locked_until = True, None
    record(session, "set-up link made", f"person {person_id}", actor_id=None)
    return token_for(person)


def token_for(person: Person) -> str:
    """The signed token itself, as Flask-Security makes it. Needs an application context."""
    return generate_reset_password_token(person)


def remove_person(session: Session, actor: Actor, team_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """End everything a person does in the team. What they scored stays."""
    check_leads(actor, team_id)
    roles = session.scalars(
        select(Membership.role).where(
            Membership.person_id == person_id, Membership.team_id == team_id, Membership.ended_at.is_(None)
        )
    ).all()
    if not roles:
        raise NotThere
    for role in roles:
        take_role(session, actor, team_id, person_id, role)


def _member(session: Session, team_id: uuid.UUID, person_id: uuid.UUID) -> Person:
    person = session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.id == person_id, Membership.team_id == team_id, Membership.ended_at.is_(None))
        .limit(1)
    )
    if person is None or not person.active:
        raise NotThere
    if person.locked_until is not None and person.locked_until > now():
        person.locked_until = None
    return person


def _clinician_elsewhere(session: Session, actor: Actor, person_id: uuid.UUID) -> set[uuid.UUID]:
    teams = session.scalars(select(Clinician.team_id).where(Clinician.person_id == person_id))
    return set(teams) - actor.teams_as("lead")


def _other_lead(session: Session, team_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    return (
        session.scalar(
            select(Membership.id)
            .where(
                Membership.team_id == team_id,
                Membership.role == "lead",
                Membership.ended_at.is_(None),
                Membership.person_id != person_id,
            )
            .limit(1)
        )
        is not None
    )
