"""Choose the language of one's pages."""

import uuid

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models.people import Person
from app.operations.audit import record


def choose_language(session: Session, person_id: uuid.UUID, code: str) -> None:
    """Keep the language in the person's account, so that it is theirs on every tablet."""
    session.execute(update(Person).where(Person.id == person_id).values(language=code))
    record(session, "chose a language", f"person {person_id}", actor_id=person_id, details={"language": code})
