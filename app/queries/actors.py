"""Who is asking."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import AnyRow
from app.models.people import Membership, ObserverType, Person
from app.rules import Actor, Place

PLACE_COLUMNS = (Membership.team_id, Membership.role, Membership.observer_type_id, ObserverType.wording)


def actor_for_session(session: Session, uniquifier: str) -> Actor | None:
    """The active person whose session carries this uniquifier, with what they are in each team."""
    person = session.execute(
        select(Person.id, Person.name, Person.is_administrator, Person.language).where(
            Person.fs_uniquifier == uniquifier, Person.active
        )
    ).first()
    if person is None:
        return None
    return Actor(person.id, person.name, _places(session, person.id), person.is_administrator, language=person.language)


def actor_for_person(session: Session, person_id: uuid.UUID) -> Actor | None:
    """The same for a person known by id, as on the command line."""
    person = session.get(Person, person_id)
    if person is None or not person.active:
        return None
    return Actor(person.id, person.name, _places(session, person.id), person.is_administrator)


def observer_who_left(session: Session, person_id: uuid.UUID) -> Actor | None:
    """A person as the observer they are or ever were: for what still lies on a tablet once they have gone."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    return Actor(person.id, person.name, _places(session, person.id, ever_as="observer"))


def _places(session: Session, person_id: uuid.UUID, ever_as: str = "") -> tuple[Place, ...]:
    which = Membership.role == ever_as if ever_as else Membership.ended_at.is_(None)
    rows = session.execute(
        select(*PLACE_COLUMNS)
        .select_from(Membership)
        .outerjoin(ObserverType, ObserverType.id == Membership.observer_type_id)
        .where(Membership.person_id == person_id, which)
        .order_by(Membership.role)
    )
    return tuple(place_in(row) for row in rows)


def place_in(row: AnyRow) -> Place:
    """The place that these columns of a row tell."""
    return Place(row.team_id, row.role, row.observer_type_id, row.wording or "")
