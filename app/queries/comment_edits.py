"""Changes to comments that wait for their author, for the author alone, and where they stand, for who screens."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.base import AnySelect
from app.models.comment_edits import EditAsked
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision, Rating, SheetAnswer
from app.models.people import Person
from app.rules import Actor, NotThere


@dataclass(frozen=True, slots=True)
class EditSoFar:
    """The newest proposal for one comment, for who screens. ``state``: see `app.words.EDIT_STATES`."""

    id: uuid.UUID
    text: str
    state: str
    suggestion: str
    answer_by: date
    answered_at: datetime | None
    settled_why: str


@dataclass(frozen=True, slots=True)
class EditOfMine:
    """A change to one's own words: what one wrote, what is proposed and why. Nothing of anybody else."""

    id: uuid.UUID
    session_code: str
    slot: int
    original: str
    text: str
    reason: str
    answer_by: date
    state: str
    suggestion: str


def edits_about(
    session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID
) -> dict[tuple[uuid.UUID, str], EditSoFar]:
    """By revision and entry: the newest proposal."""
    rows = session.scalars(
        _joined(select(EditAsked))
        .where(Consultation.clinician_id == clinician_id, ClinicSession.round_id == round_id)
        .order_by(EditAsked.asked_at)
    )
    return {
        (row.revision_id, row.entry_id): EditSoFar(
            row.id, row.text, row.state, row.suggestion, row.answer_by, row.answered_at, row.settled_why
        )
        for row in rows
        if row.state != "replaced"
    }


def edits_of_mine(session: Session, actor: Actor) -> tuple[EditOfMine, ...]:
    """Those that wait for the actor first, then what they said to others, newest first; two statements."""
    rows = session.execute(
        _joined(select(EditAsked, ClinicSession.code, Consultation.slot))
        .where(Assignment.person_id == actor.id, EditAsked.state != "replaced")
        .order_by(EditAsked.state != "open", EditAsked.asked_at.desc())
    ).all()
    originals = _originals(session, {row.EditAsked.revision_id for row in rows})
    return tuple(
        EditOfMine(
            id=row.EditAsked.id,
            session_code=row.code,
            slot=row.slot,
            original=originals.get((row.EditAsked.revision_id, row.EditAsked.entry_id), ""),
            text=row.EditAsked.text,
            reason=row.EditAsked.reason,
            answer_by=row.EditAsked.answer_by,
            state=row.EditAsked.state,
            suggestion=row.EditAsked.suggestion,
        )
        for row in rows
    )


def edit_of_mine(session: Session, actor: Actor, edit_id: uuid.UUID) -> EditOfMine:
    """One of them. Raises `NotThere` for somebody else's."""
    found = next((each for each in edits_of_mine(session, actor) if each.id == edit_id), None)
    if found is None:
        raise NotThere
    return found


def edits_waiting_for(session: Session, person_id: uuid.UUID) -> int:
    """How many changes wait for this author."""
    count = select(func.count(EditAsked.id)).where(EditAsked.state == "open", Assignment.person_id == person_id)
    return session.scalar(_joined(count)) or 0


def author_name(session: Session, edit_id: uuid.UUID) -> str:
    """Who was asked, for the lead who decides without them; "" for no such change."""
    statement = _joined(select(Person.name)).join(Person, Person.id == Assignment.person_id)
    return session.scalar(statement.where(EditAsked.id == edit_id)) or ""


def author_of(session: Session, edit_id: uuid.UUID) -> uuid.UUID:
    """Who wrote the comment that is to be changed."""
    return session.scalars(_joined(select(Assignment.person_id)).where(EditAsked.id == edit_id)).one()


def _joined(statement: AnySelect) -> AnySelect:
    return (
        statement.select_from(EditAsked)
        .join(ObservationRevision, ObservationRevision.id == EditAsked.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
    )


def _originals(session: Session, revisions: set[uuid.UUID]) -> dict[tuple[uuid.UUID, str], str]:
    notes = select(Rating.revision_id, Rating.item_id.label("entry"), Rating.note.label("words")).where(
        Rating.revision_id.in_(revisions), Rating.note != ""
    )
    answers = select(SheetAnswer.revision_id, SheetAnswer.question_id, SheetAnswer.text).where(
        SheetAnswer.revision_id.in_(revisions), SheetAnswer.text != ""
    )
    return {(row.revision_id, row.entry): row.words for row in session.execute(notes.union_all(answers))}
