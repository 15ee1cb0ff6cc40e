"""A changed comment goes back to who wrote it: asked, answered, and decided without them once the day has passed."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ladder.steps import STEPS
from app.models.base import now
from app.models.comment_edits import EditAsked
from app.models.consultations import Assignment, Consultation
from app.models.feedback import ScreenedComment
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinician
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit

WAITING = ("open", "other")
ANSWERS = ("agreed", "other", "withheld")
DAYS_TO_ANSWER = STEPS["authors"].days
AUTHORS_NO = "The person who wrote it would rather not show it."


def follow_decision(session: Session, actor: Actor, team_id: uuid.UUID, revision_id: uuid.UUID, entry_id: str) -> None:
    """After a decision on a comment: ask its author when it is changed, and stop asking when it is not.

    The author's own other wording, taken over word for word, needs no second yes; neither does one's own comment.
    """
    screened = session.get_one(ScreenedComment, (revision_id, entry_id))
    last = session.scalars(
        select(EditAsked)
        .where(EditAsked.revision_id == revision_id, EditAsked.entry_id == entry_id)
        .order_by(EditAsked.asked_at.desc())
        .limit(1)
    ).first()
    if screened.decision != "edit":
        if last is not None and last.state in WAITING:
            last.state = "replaced"
        return
    if last is not None and last.state == "other" and last.suggestion == screened.text:
        last.state = "agreed"
        return
    if last is not None and last.state != "replaced" and last.text == screened.text and last.state != "withheld":
        return
    if last is not None and last.state in WAITING:
        last.state = "replaced"
    is_mine = _author_of(session, revision_id) == actor.id
    session.add(
        EditAsked(
            revision_id=revision_id,
            entry_id=entry_id,
            text=screened.text,
            reason=screened.reason,
            asked_by=actor.id,
            answer_by=now().date() + timedelta(days=DAYS_TO_ANSWER),
            state="agreed" if is_mine else "open",
            answered_at=now() if is_mine else None,
        )
    )
    session.flush()
    record(session, "change put before its author", _about(revision_id, entry_id), actor_id=actor.id, team_id=team_id)


def answer_edit(session: Session, actor: Actor, edit_id: uuid.UUID, answer: str, suggestion: str) -> None:
    """What the author says to a change of their words.

    agreed: it is shown so. other: they write it differently, and the screener looks again. withheld: it is not shown.
    Raises `NotThere` for anybody else, `Conflict` when it no longer waits, `Unfit` for no answer or no words.
    """
    row, team_id = _edit(session, edit_id)
    if _author_of(session, row.revision_id) != actor.id:
        raise NotThere
    if row.state != "open":
        raise Conflict("This has been answered already, or it is no longer asked.")
    if answer not in ANSWERS:
        raise Unfit([Problem("answer", "Choose one of the three.")])
    if answer == "other" and not suggestion.strip():
        raise Unfit([Problem("suggestion", "Write how you would like it to be shown.")])
    row.state, row.answered_at = answer, now()
    row.suggestion = suggestion.strip() if answer == "other" else ""
    if answer == "withheld":
        _leave_out(session, actor, row, AUTHORS_NO)
    session.flush()
    record(
        session,
        "author answered about a change",
        _about(row.revision_id, row.entry_id),
        actor_id=actor.id,
        team_id=team_id,
        details={"answer": answer},
    )


def settle_edit(session: Session, actor: Actor, edit_id: uuid.UUID, *, show: bool, why: str) -> None:
    """Decide without the author: a lead may once the day has passed, with a reason. Raises `Conflict` before it."""
    row, team_id = _edit(session, edit_id)
    if team_id not in actor.teams_as("lead"):
        raise NotThere
    if row.state not in WAITING:
        raise Conflict("This has been answered already, or it is no longer asked.")
    if now().date() <= row.answer_by:
        raise Conflict(f"The author has time until {row.answer_by:%d.%m.%Y}. After that day you may decide.")
    if not why.strip():
        raise Unfit([Problem("why", "Say in a few words why it is decided without the author.")])
    row.state, row.settled_by, row.settled_why = "settled", actor.id, why.strip()
    if not show:
        _leave_out(session, actor, row, why.strip())
    session.flush()
    record(
        session,
        "change decided without its author",
        _about(row.revision_id, row.entry_id),
        actor_id=actor.id,
        team_id=team_id,
        details={"shown": show, "reason": why.strip()},
    )


def _leave_out(session: Session, actor: Actor, row: EditAsked, reason: str) -> None:
    screened = session.get_one(ScreenedComment, (row.revision_id, row.entry_id))
    screened.decision, screened.text, screened.reason = "withhold", "", reason
    screened.decided_by, screened.decided_at = actor.id, now()


def _edit(session: Session, edit_id: uuid.UUID) -> tuple[EditAsked, uuid.UUID]:
    row = session.get(EditAsked, edit_id)
    if row is None:
        raise NotThere
    team_id = session.scalars(
        select(Clinician.team_id)
        .join(Consultation, Consultation.clinician_id == Clinician.id)
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .join(Observation, Observation.assignment_id == Assignment.id)
        .join(ObservationRevision, ObservationRevision.observation_id == Observation.id)
        .where(ObservationRevision.id == row.revision_id)
    ).one()
    return row, team_id


def _author_of(session: Session, revision_id: uuid.UUID) -> uuid.UUID | None:
    return session.scalar(
        select(Assignment.person_id)
        .join(Observation, Observation.assignment_id == Assignment.id)
        .join(ObservationRevision, ObservationRevision.observation_id == Observation.id)
        .where(ObservationRevision.id == revision_id)
    )


def _about(revision_id: uuid.UUID, entry_id: str) -> str:
    return f"comment {entry_id} of revision {revision_id}"
