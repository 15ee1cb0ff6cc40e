"""Long work, for the leads of its team."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.jobs import Job, JobReport
from app.models.people import Person
from app.models.programmes import Programme, Round
from app.rules import Actor, NotThere

SHOWN = 50


@dataclass(frozen=True, slots=True)
class JobSeen:
    """One piece of work and how far it is. ``left``: seconds it will probably still take, None when nobody can say.

    ``in_front``: how many pieces of work wait longer. ``files``: how many reports can be fetched.
    """

    id: uuid.UUID
    team_id: uuid.UUID
    round_id: uuid.UUID
    kind: str
    title: str
    round: str
    programme: str
    asked_by: str
    asked_at: datetime
    state: str
    done: int
    total: int
    left: float | None
    stopping: bool
    ended_at: datetime | None
    outcome: str
    options: dict[str, object]
    in_front: int = 0
    files: int = 0

    @property
    def ended(self) -> bool:
        return self.state not in ("waiting", "running")


def jobs_of_team(session: Session, actor: Actor, team_id: uuid.UUID) -> tuple[JobSeen, ...]:
    """The newest work of a team: what is not finished first. Nothing for a team the actor does not lead."""
    return _jobs(session, actor, Job.team_id == team_id)


def job_seen(session: Session, actor: Actor, job_id: uuid.UUID) -> JobSeen:
    """One piece of work. Raises NotThere outside the teams the actor leads."""
    found = _jobs(session, actor, Job.id == job_id)
    if not found:
        raise NotThere
    return found[0]


def unfinished_in_team(session: Session, team_id: uuid.UUID) -> int:
    """How much work of the team waits or runs."""
    return (
        session.scalar(
            select(func.count()).select_from(Job).where(Job.team_id == team_id, Job.state.in_(("waiting", "running")))
        )
        or 0
    )


def job_was_cancelled(session: Session, job_id: uuid.UUID, holder: str) -> bool | None:
    """Whether the job was cancelled; None when this worker no longer holds it."""
    row = session.execute(select(Job.holder, Job.cancelled_at).where(Job.id == job_id)).first()
    if row is None or row.holder != holder:
        return None
    return row.cancelled_at is not None


def _jobs(session: Session, actor: Actor, which: ColumnElement[bool]) -> tuple[JobSeen, ...]:
    files = (
        select(func.count())
        .where(JobReport.job_id == Job.id, JobReport.pdf.is_not(None) | JobReport.report_id.is_not(None))
        .correlate(Job)
        .scalar_subquery()
    )
    earlier = Job.__table__.alias()
    in_front = (
        select(func.count())
        .select_from(earlier)
        .where(earlier.c.state.in_(("waiting", "running")), earlier.c.asked_at < Job.asked_at)
        .correlate(Job)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Job,
            Round.name.label("round"),
            Programme.name.label("programme"),
            Person.name.label("person"),
            files.label("files"),
            in_front.label("in_front"),
        )
        .join(Round, Round.id == Job.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .join(Person, Person.id == Job.asked_by)
        .where(which, Job.team_id.in_(actor.teams_as("lead")))
        .order_by(Job.ended_at.is_not(None), Job.asked_at.desc())
        .limit(SHOWN)
    )
    return tuple(_seen(row.Job, row.round, row.programme, row.person, row.files, row.in_front) for row in rows)


def _seen(row: Job, of_round: str, programme: str, person: str, files: int, in_front: int) -> JobSeen:
    return JobSeen(
        id=row.id,
        team_id=row.team_id,
        round_id=row.round_id,
        kind=row.kind,
        title=row.title,
        round=of_round,
        programme=programme,
        asked_by=person,
        asked_at=row.asked_at,
        state=row.state,
        done=row.done,
        total=row.total,
        left=_left(row, now()),
        stopping=row.state == "running" and row.cancelled_at is not None,
        ended_at=row.ended_at,
        outcome=row.outcome,
        options=row.options,
        in_front=in_front if row.state == "waiting" else 0,
        files=files,
    )


def _left(row: Job, moment: datetime) -> float | None:
    """Seconds to the end at the pace so far; None before there is a pace."""
    made = row.done - row.began_with
    if row.state != "running" or row.began_at is None or made <= 0 or row.total <= row.done:
        return None
    return (moment - row.began_at).total_seconds() / made * (row.total - row.done)


def clinicians_finished(session: Session, job_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Whose report of this job is there, or was found not to be possible."""
    return frozenset(session.scalars(select(JobReport.clinician_id).where(JobReport.job_id == job_id)))


def reports_in_trouble(session: Session, job_id: uuid.UUID) -> int:
    """How many reports of this job could not be made."""
    return (
        session.scalar(
            select(func.count()).select_from(JobReport).where(JobReport.job_id == job_id, JobReport.trouble != "")
        )
        or 0
    )
