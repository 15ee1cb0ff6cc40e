"""What a worker does with long work: take it up, say that it is still at it, finish it, let it go.

Every write of a worker passes `still_held`, which fails once the job was cancelled or taken over. So a worker that was
taken for dead, and another that took over, can never both store the same thing.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.models.base import Json, now
from app.models.jobs import ComputedResult, Job, JobReport
from app.operations.audit import record

# A worker that has not been heard of for so long is taken for dead.
HELD_FOR = timedelta(seconds=15)
# Workers on several machines never agree on the time to the second.
CLOCKS_DIFFER_BY = timedelta(minutes=5)
# Work that stopped its worker so often, without finishing anything in between, is given up.
MOST_ATTEMPTS = 4
DRAFTS_KEPT_FOR = timedelta(days=7)


class NoLongerHeld(Exception):
    """The job was cancelled or taken over: whoever holds on to it must stop and store nothing."""


@dataclass(frozen=True, slots=True)
class Held:
    """A job in a worker's hands."""

    id: uuid.UUID
    holder: str
    kind: str
    team_id: uuid.UUID
    round_id: uuid.UUID
    asked_by: uuid.UUID
    options: Json


def take_job(session: Session, holder: str) -> Held | None:
    """The work that waits longest, now held by this worker; None when nothing waits.

    Two workers never get the same: SQLite has one writer, PostgreSQL passes over rows that another is taking.
    """
    moment = now()
    row = session.scalar(
        select(Job).where(_free(moment)).order_by(Job.asked_at, Job.id).limit(1).with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    if row.cancelled_at is not None:
        # Whoever held it died before it could say so.
        _end(session, row, "cancelled", "Cancelled. What was finished before is kept.")
        return None
    if row.attempts >= MOST_ATTEMPTS:
        _end(session, row, "failed", "It stopped several times without finishing anything, so it was given up.")
        return None
    row.state, row.holder, row.held_until = "running", holder, moment + HELD_FOR
    row.attempts += 1
    row.began_at, row.began_with = moment, row.done
    session.flush()
    return Held(row.id, holder, row.kind, row.team_id, row.round_id, row.asked_by, row.options)


def work_waits(session: Session) -> bool:
    """Whether there is something to take: a look that takes no lock."""
    return session.scalar(select(Job.id).where(_free(now())).limit(1)) is not None


def still_held(session: Session, held: Held, *, done: int | None = None, total: int | None = None) -> None:
    """Hold on for another while and note progress. Raises NoLongerHeld when cancelled or taken over."""
    values: dict[str, object] = {"held_until": now() + HELD_FOR}
    if done is not None:
        values |= {"done": done, "attempts": 0}
    if total is not None:
        values["total"] = total
    changed = session.execute(
        update(Job)
        .where(Job.id == held.id, Job.holder == held.holder, Job.state == "running", Job.cancelled_at.is_(None))
        .values(values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    if changed.first() is None:
        raise NoLongerHeld


def finish_job(session: Session, held: Held, outcome: str, *, failed: bool = False) -> None:
    """The work has ended: done, or failed with a sentence that says why. Raises NoLongerHeld."""
    still_held(session, held)
    _end(session, session.get_one(Job, held.id), "failed" if failed else "done", outcome)


def stop_cancelled(session: Session, held: Held, outcome: str) -> None:
    """The work was cancelled and has stopped. Nothing if another has seen to it."""
    row = session.scalar(select(Job).where(Job.id == held.id, Job.holder == held.holder).with_for_update())
    if row is not None and row.state == "running" and row.cancelled_at is not None:
        _end(session, row, "cancelled", outcome)


def let_go(session: Session, held: Held) -> None:
    """The worker is told to stop: another may take the work up at once."""
    session.execute(
        update(Job)
        .where(Job.id == held.id, Job.holder == held.holder, Job.state == "running")
        .values(state="waiting", holder="", held_until=None, attempts=Job.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def tidy(session: Session) -> None:
    """Throw away drafts of jobs that ended some days ago: what nobody fetched need not lie about."""
    old = select(Job.id).where(Job.ended_at < now() - DRAFTS_KEPT_FOR)
    session.execute(
        update(JobReport).where(JobReport.job_id.in_(old), JobReport.pdf.is_not(None)).values(pdf=None),
        execution_options={"synchronize_session": False},
    )


def forget_round(session: Session, round_id: uuid.UUID) -> None:
    """A patient withdrew: kept comparisons of the round go, and every draft, since each rests on the whole round.

    Work that is still under way draws them again.
    """
    quietly = {"synchronize_session": False}
    running = select(Job.id).where(Job.round_id == round_id, Job.state == "running")
    ended = select(Job.id).where(Job.round_id == round_id, Job.state != "running")
    drafts = JobReport.pdf.is_not(None)
    session.execute(delete(JobReport).where(JobReport.job_id.in_(running), drafts), execution_options=quietly)
    forgotten = update(JobReport).where(JobReport.job_id.in_(ended), drafts).values(pdf=None)
    session.execute(forgotten, execution_options=quietly)
    session.execute(delete(ComputedResult).where(ComputedResult.round_id == round_id), execution_options=quietly)


def _free(moment: datetime):
    # A hold that ends later than any hold can was made before a clock was put back: it must not last till then.
    is_over = or_(Job.held_until < moment, Job.held_until > moment + HELD_FOR + CLOCKS_DIFFER_BY)
    return or_(Job.state == "waiting", (Job.state == "running") & is_over)


def _end(session: Session, row: Job, state: str, outcome: str) -> None:
    row.state, row.outcome, row.ended_at = state, outcome, now()
    row.holder, row.held_until = "", None
    session.flush()
    record(
        session,
        {"done": "job finished", "failed": "job failed", "cancelled": "job stopped"}[state],
        f"job {row.id}",
        actor_id=row.cancelled_by if state == "cancelled" else row.asked_by,
        team_id=row.team_id,
        details={"kind": row.kind, "round": str(row.round_id), "done": row.done, "of": row.total, "outcome": outcome},
    )
