"""A clinician says something back to their report: a reply to a comment, or a question that somebody answers."""

import uuid
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.feedback import IssuedReport
from app.models.ladder import LadderStep
from app.models.people import Clinician
from app.models.report_words import ReportWord
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, can_release, is_own_report
from app.words import REPORT_WORDS, noted

DAYS_TO_ANSWER = 14
LONGEST = 4000


def say_back(session: Session, actor: Actor, report_id: uuid.UUID, kind: str, about: str, text: str) -> uuid.UUID:
    """Keep it with the report. A question goes to whoever talks the report through, else to who released it.

    Raises `NotThere` for anybody but the clinician of a report that is out.
    """
    found = session.execute(
        select(IssuedReport, Clinician)
        .join(Clinician, Clinician.id == IssuedReport.clinician_id)
        .where(IssuedReport.id == report_id, IssuedReport.removed_at.is_(None))
    ).first()
    if found is None or found.Clinician.person_id != actor.id:
        raise NotThere
    if kind not in REPORT_WORDS:
        raise Unfit([Problem("kind", noted("Choose whether it is a reply or a question."))])
    if not about.strip():
        raise Unfit([Problem("about", noted("Choose what it is about."))])
    if not text.strip():
        raise Unfit([Problem("text", noted("Write what you want to say."))])
    report: IssuedReport = found.IssuedReport
    row = ReportWord(report_id=report_id, kind=kind, about=about, text=text.strip()[:LONGEST], written_by=actor.id)
    if kind == "query":
        row.answerer_id = _who_talks(session, report) or report.issued_by
        row.answer_by = now().date() + timedelta(days=DAYS_TO_ANSWER)
    session.add(row)
    session.flush()
    event = "report queried" if kind == "query" else "comment replied to"
    team_id = found.Clinician.team_id
    record(session, event, f"clinician {report.clinician_id}", actor_id=actor.id, team_id=team_id, details=_of(report))
    return row.id


def answer_query(session: Session, actor: Actor, word_id: uuid.UUID, answer: str) -> None:
    """Answer a question. Raises `NotThere` outside the team and for one's own, `Conflict` when it has an answer."""
    found = session.execute(
        select(ReportWord, IssuedReport, Clinician)
        .join(IssuedReport, IssuedReport.id == ReportWord.report_id)
        .join(Clinician, Clinician.id == IssuedReport.clinician_id)
        .where(ReportWord.id == word_id, ReportWord.kind == "query")
    ).first()
    if found is None or not can_release(actor, found.Clinician.team_id):
        raise NotThere
    if is_own_report(actor, found.Clinician.person_id):
        raise NotThere
    row: ReportWord = found.ReportWord
    if row.answered_at is not None:
        raise Conflict("It has been answered already.")
    if not answer.strip():
        raise Unfit([Problem("answer", "Write the answer. The clinician reads it with the report.")])
    row.answer, row.answered_by, row.answered_at = answer.strip()[:LONGEST], actor.id, now()
    session.flush()
    report: IssuedReport = found.IssuedReport
    record(
        session,
        "question about a report answered",
        f"clinician {report.clinician_id}",
        actor_id=actor.id,
        team_id=found.Clinician.team_id,
        details=_of(report),
    )


def note_reissued_for(session: Session, word_ids: Collection[uuid.UUID], report_id: uuid.UUID) -> None:
    """These questions led to the report that replaced the one they were asked about."""
    session.execute(update(ReportWord).where(ReportWord.id.in_(word_ids)).values(reissued_as=report_id))


def _who_talks(session: Session, report: IssuedReport) -> uuid.UUID | None:
    row = session.get(LadderStep, (report.clinician_id, report.round_id, "talk"))
    return row.person_id if row else None


def _of(report: IssuedReport) -> dict[str, object]:
    return {"round": str(report.round_id), "number": report.number}
