"""Unfinished sheets kept for their observer. Nobody else, a lead included, is ever given one."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment
from app.models.tablets import KeptDraft
from app.rules import Actor


@dataclass(frozen=True, slots=True)
class DraftKept:
    """One device's newest copy, still sealed."""

    observation_id: uuid.UUID
    device: uuid.UUID
    seq: int
    saved_at: datetime
    sealed: bytes


def my_kept_drafts(session: Session, actor: Actor, assignment_id: uuid.UUID) -> tuple[DraftKept, ...]:
    """The actor's own copies for one assignment that is still theirs to fill in, newest first."""
    rows = session.execute(
        select(KeptDraft.observation_id, KeptDraft.device, KeptDraft.seq, KeptDraft.saved_at, KeptDraft.sealed)
        .join(Assignment, Assignment.id == KeptDraft.assignment_id)
        .where(
            KeptDraft.assignment_id == assignment_id,
            KeptDraft.person_id == actor.id,
            Assignment.person_id == actor.id,
            Assignment.state == "assigned",
        )
        .order_by(KeptDraft.saved_at.desc())
    )
    return tuple(DraftKept(*row) for row in rows)
