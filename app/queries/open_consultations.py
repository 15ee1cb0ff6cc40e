"""Which consultations are open: lock, then look. Pages, exports, reports and programs all ask here."""

import uuid
from collections import defaultdict

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.programmes import Programme, Round
from app.rules import Sheet, ratings_are_open

REFUSED = ("declined", "withdrawn")
# What is scored in a trial is never a result.
NO_TRIAL: ColumnElement[bool] = Round.instrument_id.not_in(
    select(PublishedInstrument.id).where(PublishedInstrument.trial)
)


def open_consultations(session: Session, *which: ColumnElement[bool]) -> frozenset[uuid.UUID]:
    """The consultations whose ratings may be seen by others than their author; one statement.

    ``which`` narrows by columns of assignment, consultation, session, round or programme. Nothing of a patient who
    said no is ever open, and nothing of a trial.
    """
    rows = session.execute(
        select(Assignment.consultation_id, Assignment.person_id, Assignment.state)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Consultation.consent.not_in(REFUSED), NO_TRIAL, *which)
    )
    sheets: defaultdict[uuid.UUID, list[Sheet]] = defaultdict(list)
    for row in rows:
        sheets[row.consultation_id].append(Sheet(row.person_id, row.state))
    return frozenset(each for each, assigned in sheets.items() if ratings_are_open(assigned))
