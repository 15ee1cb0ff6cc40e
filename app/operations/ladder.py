"""Steps on the release ladder: taken, planned, taken back. Whether one may be taken is asked in `app.climbing`."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ladder.steps import STEPS
from app.models.base import now
from app.models.ladder import LadderStep
from app.models.people import Membership, Person
from app.operations.audit import record
from app.rules import Actor, Problem, Unfit


def note_step(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    of: tuple[uuid.UUID, uuid.UUID],
    step: str,
    *,
    note: str = "",
    accepted: Collection[str] = (),
) -> None:
    """Write down that the actor took this step. ``of``: clinician and round; ``accepted``: soft findings left open."""
    row = _row(session, of, step)
    row.done_by, row.done_at, row.note, row.accepted = actor.id, now(), note.strip(), sorted(accepted)
    session.flush()
    details = {"round": str(of[1]), "step": step}
    if accepted:
        details |= {"although": ", ".join(sorted(accepted)), "reason": note.strip()}
    record(session, "release step taken", f"clinician {of[0]}", actor_id=actor.id, team_id=team_id, details=details)


def take_step_back(
    session: Session, actor: Actor, team_id: uuid.UUID, of: tuple[uuid.UUID, uuid.UUID], step: str, why: str
) -> None:
    """Undo a step that a person took, with a reason. The log keeps who had taken it. Raises `Unfit` without one."""
    if not why.strip():
        raise Unfit([Problem("note", "Say in a few words why it is taken back.")])
    row = _row(session, of, step)
    row.done_by, row.done_at, row.note, row.accepted = None, None, "", []
    session.flush()
    record(
        session,
        "release step taken back",
        f"clinician {of[0]}",
        actor_id=actor.id,
        team_id=team_id,
        details={"round": str(of[1]), "step": step, "reason": why.strip()},
    )


def plan_step(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    of: tuple[uuid.UUID, uuid.UUID],
    step: str,
    *,
    person_id: uuid.UUID | None,
    due_on: date | None,
) -> None:
    """Say who takes a step, and until when; None for whoever may and for the usual days.

    Raises `Unfit` for somebody who may not take it.
    """
    if person_id is not None and not _may_be_asked(session, team_id, step, person_id):
        raise Unfit([Problem("person", "Choose somebody of your team who may take this step.")])
    row = _row(session, of, step)
    row.person_id, row.due_on = person_id, due_on
    session.flush()
    record(
        session,
        "release step planned",
        f"clinician {of[0]}",
        actor_id=actor.id,
        team_id=team_id,
        details={"round": str(of[1]), "step": step, "due": str(due_on or ""), "person": str(person_id or "")},
    )


def _row(session: Session, of: tuple[uuid.UUID, uuid.UUID], step: str) -> LadderStep:
    row = session.get(LadderStep, (*of, step))
    if row is None:
        row = LadderStep(clinician_id=of[0], round_id=of[1], step=step, note="", accepted=[])
        session.add(row)
    return row


def _may_be_asked(session: Session, team_id: uuid.UUID, step: str, person_id: uuid.UUID) -> bool:
    found = session.scalar(
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.person_id == person_id,
            Membership.team_id == team_id,
            Membership.role.in_(STEPS[step].takers),
            Membership.ended_at.is_(None),
            Person.active,
        )
        .limit(1)
    )
    return found is not None
