"""What a person does with long work: start it, join it, cancel it. What a worker does stands in `working`."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import Json, now
from app.models.jobs import Job
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, check_leads

UNFINISHED = ("waiting", "running")
# Reports whose words are gone already: the clinicians wait for them.
NOT_CANCELLED = ("remake_reports",)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Work to do. ``key`` is the same for the same work; ``total`` is how many steps it has, 0 when nobody knows."""

    kind: str
    title: str
    key: str
    options: Json = field(default_factory=dict[str, object])
    total: int = 0


def start_job(session: Session, actor: Actor, round_id: uuid.UUID, wanted: Wanted) -> uuid.UUID:
    """Put work in line and give its id; the id of the same work if it is in line already.

    Raises NotThere for a round of a team the actor does not lead.
    """
    # Locked, so that two who ask at the same moment get one job.
    team_id = session.scalar(
        select(Programme.team_id)
        .join(Round, Round.programme_id == Programme.id)
        .where(Round.id == round_id)
        .with_for_update(of=Round)
    )
    if team_id is None:
        raise NotThere
    check_leads(actor, team_id)
    return put_in_line(session, actor.id, (team_id, round_id), wanted)


def put_in_line(session: Session, person_id: uuid.UUID, of: tuple[uuid.UUID, uuid.UUID], wanted: Wanted) -> uuid.UUID:
    """The same for work that follows from what somebody did, whoever they are. of: the team and the round."""
    team_id, round_id = of
    known = session.scalar(
        select(Job.id).where(Job.round_id == round_id, Job.key == wanted.key, Job.state.in_(UNFINISHED))
    )
    if known is not None:
        return known
    row = Job(
        team_id=team_id,
        round_id=round_id,
        kind=wanted.kind,
        title=wanted.title,
        key=wanted.key,
        options=wanted.options,
        asked_by=person_id,
        total=wanted.total,
    )
    session.add(row)
    session.flush()
    _record(session, person_id, row, "job started")
    return row.id


def cancel_job(session: Session, actor: Actor, job_id: uuid.UUID) -> None:
    """Ask for work to stop. What is finished stays. Raises NotThere in other teams, Conflict when it has ended."""
    row = session.scalar(select(Job).where(Job.id == job_id, Job.team_id.in_(actor.teams_as("lead"))).with_for_update())
    if row is None:
        raise NotThere
    if row.state not in UNFINISHED:
        raise Conflict("This work has ended already.")
    if row.kind in NOT_CANCELLED:
        raise Conflict("These clinicians have no report until theirs is made anew, so this work is not cancelled.")
    if row.cancelled_at is not None:
        return
    row.cancelled_by, row.cancelled_at = actor.id, now()
    if row.state == "waiting":
        row.state, row.ended_at, row.outcome = "cancelled", now(), "Cancelled before it began."
    session.flush()
    _record(session, actor.id, row, "job cancelled")


def note_download(session: Session, actor: Actor, job_id: uuid.UUID, team_id: uuid.UUID, reports: int) -> None:
    """Record that a person took a job's reports away."""
    record(
        session,
        "reports of a job downloaded",
        f"job {job_id}",
        actor_id=actor.id,
        team_id=team_id,
        details={"reports": reports},
    )


def _record(session: Session, person_id: uuid.UUID, row: Job, event: str) -> None:
    details = {"kind": row.kind, "round": str(row.round_id), "title": row.title}
    record(session, event, f"job {row.id}", actor_id=person_id, team_id=row.team_id, details=details)
