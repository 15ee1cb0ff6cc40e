"""What a clinician said back to their report, with the answers."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.models.feedback import IssuedReport
from app.models.people import Person
from app.models.report_words import ReportWord
from reports.feedback.replies import Reply


@dataclass(frozen=True, slots=True)
class WordShown:
    """A reply or a question. ``reissued``: whether a new report came of it."""

    id: uuid.UUID
    kind: str
    about: str
    text: str
    written_at: datetime
    answerer: str
    answer_by: date | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    reissued: bool

    @property
    def waits(self) -> bool:
        return self.kind == "query" and self.answered_at is None


def words_about(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> tuple[WordShown, ...]:
    """Everything said about any report of this clinician and round, oldest first; one statement."""
    answerer, answered = aliased(Person), aliased(Person)
    rows = session.execute(
        select(ReportWord, answerer.name.label("answerer"), answered.name.label("answered_by"))
        .join(IssuedReport, IssuedReport.id == ReportWord.report_id)
        .outerjoin(answerer, answerer.id == ReportWord.answerer_id)
        .outerjoin(answered, answered.id == ReportWord.answered_by)
        .where(IssuedReport.clinician_id == clinician_id, IssuedReport.round_id == round_id)
        .order_by(ReportWord.written_at, ReportWord.id)
    )
    return tuple(
        WordShown(
            id=row.ReportWord.id,
            kind=row.ReportWord.kind,
            about=row.ReportWord.about,
            text=row.ReportWord.text,
            written_at=row.ReportWord.written_at,
            answerer=row.answerer or "",
            answer_by=row.ReportWord.answer_by,
            answer=row.ReportWord.answer,
            answered_by=row.answered_by or "",
            answered_at=row.ReportWord.answered_at,
            reissued=row.ReportWord.reissued_as is not None,
        )
        for row in rows
    )


def replies_for_report(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> tuple[Reply, ...]:
    """The same as the report prints it."""
    return tuple(
        Reply(
            asks=each.kind == "query",
            about=each.about,
            text=each.text,
            written_on=each.written_at.date(),
            answer=each.answer,
            answered_by=each.answered_by,
            answered_on=each.answered_at.date() if each.answered_at else None,
            answer_by=each.answer_by,
        )
        for each in words_about(session, clinician_id, round_id)
    )
