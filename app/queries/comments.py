"""Free texts on sheets, for screening before release: notes beside ratings and written answers."""

import uuid
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from app.models.base import AnyRow
from app.models.consultations import ClinicSession, Consultation
from app.models.feedback import ScreenedComment
from app.models.observations import ObservationRevision, Rating, SheetAnswer
from app.models.people import ObserverType
from app.models.programmes import Round
from app.queries.on_sheets import on_sheets
from app.queries.open_consultations import open_consultations
from app.queries.published_instruments import published_instrument
from instruments.definition import Instrument, in_language


@dataclass(frozen=True, slots=True)
class CommentToScreen:
    """One free text as the observer wrote it, with the decision so far ("" when there is none)."""

    revision_id: uuid.UUID
    entry_id: str
    about: str
    observer_type: str
    session_code: str
    slot: int
    original: str
    decision: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class CommentCounts:
    """By clinician: how many comments may be read by now, on how many a person has decided, and when they last did."""

    written: Mapping[uuid.UUID, int]
    screened: Mapping[uuid.UUID, int]
    decided_at: Mapping[uuid.UUID, datetime]


def comments_to_screen(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> tuple[CommentToScreen, ...]:
    """Every free text about one clinician in one round, of consultations that are open; four queries."""
    instrument = _instrument_of(session, round_id)
    about = {item.id: item.wording("peer_clinician") for item in instrument.items} | {
        question.id: in_language(question.text.get("any") or next(iter(question.text.values())), "en")
        for question in instrument.questions
    }
    open_ones = open_consultations(
        session, Consultation.clinician_id == clinician_id, ClinicSession.round_id == round_id
    )
    decided = {
        (row.revision_id, row.entry_id): row
        for row in session.scalars(
            on_sheets(select(ScreenedComment), ScreenedComment).where(
                Consultation.clinician_id == clinician_id, ClinicSession.round_id == round_id
            )
        )
    }
    found: list[CommentToScreen] = []
    for row in _texts(session, round_id, instrument, Consultation.clinician_id == clinician_id):
        if row.consultation_id not in open_ones:
            continue
        decision = decided.get((row.revision_id, row.entry_id))
        found.append(
            CommentToScreen(
                revision_id=row.revision_id,
                entry_id=row.entry_id,
                about=about.get(row.entry_id) or str(row.entry_id),
                observer_type=row.observer_type,
                session_code=row.code,
                slot=row.slot,
                original=row.words,
                decision=decision.decision if decision else "",
                text=decision.text if decision else row.words,
                reason=decision.reason if decision else "",
            )
        )
    return tuple(found)


def comment_counts(
    session: Session, round_id: uuid.UUID, open_ones: Container[uuid.UUID], only: uuid.UUID | None = None
) -> CommentCounts:
    """How many comments each clinician of a round, or one of them, has in the consultations that are open.

    Three statements.
    """
    of_clinician = true() if only is None else Consultation.clinician_id == only
    texts = [
        row
        for row in _texts(session, round_id, _instrument_of(session, round_id), of_clinician)
        if row.consultation_id in open_ones
    ]
    decided = session.execute(
        on_sheets(
            select(
                Consultation.clinician_id,
                ScreenedComment.revision_id,
                ScreenedComment.entry_id,
                ScreenedComment.decided_at,
            ),
            ScreenedComment,
        ).where(ClinicSession.round_id == round_id, of_clinician)
    ).all()
    known = {(row.revision_id, row.entry_id) for row in decided}
    newest: dict[uuid.UUID, datetime] = {}
    for row in decided:
        newest[row.clinician_id] = max(row.decided_at, newest.get(row.clinician_id, row.decided_at))
    screened = Counter(row.clinician_id for row in texts if (row.revision_id, row.entry_id) in known)
    return CommentCounts(Counter(row.clinician_id for row in texts), screened, newest)


def _texts(
    session: Session, round_id: uuid.UUID, instrument: Instrument, of_clinician: ColumnElement[bool]
) -> list[AnyRow]:
    """Notes beside ratings first, then written answers, in the order of the sessions."""
    columns = (
        Consultation.clinician_id,
        Consultation.id.label("consultation_id"),
        ClinicSession.code,
        Consultation.slot,
        ObserverType.name.label("observer_type"),
    )
    order = (ClinicSession.on_date, ClinicSession.code, Consultation.slot, ObserverType.name)
    first = (ClinicSession.round_id == round_id, ObservationRevision.number == 1, of_clinician)
    written_ids = [question.id for question in instrument.questions if question.kind == "text"]
    notes = on_sheets(
        select(*columns, Rating.revision_id, Rating.item_id.label("entry_id"), Rating.note.label("words")),
        Rating,
    ).where(*first, Rating.note != "")
    answers = on_sheets(
        select(
            *columns,
            SheetAnswer.revision_id,
            SheetAnswer.question_id.label("entry_id"),
            SheetAnswer.text.label("words"),
        ),
        SheetAnswer,
    ).where(*first, SheetAnswer.text != "", SheetAnswer.question_id.in_(written_ids))
    return [*session.execute(notes.order_by(*order)), *session.execute(answers.order_by(*order))]


def _instrument_of(session: Session, round_id: uuid.UUID) -> Instrument:
    instrument_id = session.scalars(select(Round.instrument_id).where(Round.id == round_id)).one()
    return published_instrument(session, instrument_id)[0]
