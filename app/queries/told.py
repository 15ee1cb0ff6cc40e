"""What observers are told has changed after their visits; for them, and for who told it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.people import Clinician
from app.models.programmes import Programme, Round
from app.models.told import ChangeTold


@dataclass(frozen=True, slots=True)
class ChangeHeard:
    """A sentence told to me. ``clinician``: their name where they let it stand, else "". ``of_one``: a clinician's."""

    on: date
    sentence: str
    team_id: uuid.UUID
    round: str
    clinician: str
    of_one: bool


@dataclass(frozen=True, slots=True)
class ChangeSaid:
    """A sentence as who told it sees it."""

    id: uuid.UUID
    sentence: str
    named: bool
    told_at: datetime


def changes_heard(session: Session, person_id: uuid.UUID) -> tuple[ChangeHeard, ...]:
    """What this observer is told, newest first; one statement.

    A sentence with a name reaches who has a sheet of that clinician in that round in; every other, who has any there.
    """
    mine = (
        select(ClinicSession.round_id, Consultation.clinician_id)
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .where(Assignment.person_id == person_id, Assignment.state == "locked")
        .distinct()
        .subquery()
    )
    reaches = or_(
        and_(ChangeTold.named, ChangeTold.clinician_id == mine.c.clinician_id),
        ~ChangeTold.named,
    )
    rows = session.execute(
        select(
            ChangeTold.id,
            ChangeTold.told_at,
            ChangeTold.sentence,
            ChangeTold.named,
            ChangeTold.clinician_id,
            Programme.team_id,
            Round.name.label("round"),
            Clinician.name.label("clinician"),
        )
        .join(mine, and_(mine.c.round_id == ChangeTold.round_id, reaches))
        .join(Round, Round.id == ChangeTold.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .outerjoin(Clinician, Clinician.id == ChangeTold.clinician_id)
        .where(ChangeTold.taken_back_at.is_(None))
        .distinct()
        .order_by(ChangeTold.told_at.desc(), ChangeTold.id)
    )
    return tuple(
        ChangeHeard(
            on=row.told_at.date(),
            sentence=row.sentence,
            team_id=row.team_id,
            round=row.round,
            clinician=row.clinician if row.named else "",
            of_one=row.clinician_id is not None,
        )
        for row in rows
    )


def heard_by(session: Session, person_id: uuid.UUID) -> tuple[tuple[date, str, uuid.UUID], ...]:
    """The same as (day, sentence, team), a clinician's name before the sentence where they let it stand."""
    return tuple(
        (each.on, f"{each.clinician}: {each.sentence}" if each.clinician else each.sentence, each.team_id)
        for each in changes_heard(session, person_id)
    )


def changes_said(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> tuple[ChangeSaid, ...]:
    """What a clinician told those who observed them."""
    return _said(session, ChangeTold.clinician_id == clinician_id, ChangeTold.round_id == round_id)


def changes_said_of_round(session: Session, round_id: uuid.UUID) -> tuple[ChangeSaid, ...]:
    """What was told for a round as a whole."""
    return _said(session, ChangeTold.clinician_id.is_(None), ChangeTold.round_id == round_id)


def _said(session: Session, *of: ColumnElement[bool]) -> tuple[ChangeSaid, ...]:
    rows = session.scalars(
        select(ChangeTold).where(*of, ChangeTold.taken_back_at.is_(None)).order_by(ChangeTold.told_at.desc())
    )
    return tuple(ChangeSaid(row.id, row.sentence, row.named, row.told_at) for row in rows)
