"""Results of long computations, with what they were made from."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.jobs import ComputedResult, Job
from app.models.programmes import Programme, Round
from app.rules import Actor


@dataclass(frozen=True, slots=True)
class StoredResult:
    """``result``: its exact bytes. ``checked_same``: whether computing it again gave the same; None when nobody did."""

    id: uuid.UUID
    round_id: uuid.UUID
    key: str
    name: str
    ratings_digest: str
    code_version: str
    seed: int
    options: dict[str, Any]
    result: bytes
    result_digest: str
    milliseconds: int
    computed_at: datetime
    checked_at: datetime | None
    checked_same: bool | None


def stored_result(session: Session, key: str) -> StoredResult | None:
    """The result of exactly this computation, if it is kept."""
    row = session.scalar(select(ComputedResult).where(ComputedResult.key == key))
    return None if row is None else _stored(row)


def result_of_lead(session: Session, actor: Actor, result_id: uuid.UUID) -> StoredResult | None:
    """A result about a round of a team the actor leads."""
    row = session.scalar(
        select(ComputedResult)
        .join(Round, Round.id == ComputedResult.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(ComputedResult.id == result_id, Programme.team_id.in_(actor.teams_as("lead")))
    )
    return None if row is None else _stored(row)


def failed_before(session: Session, key: str) -> bool:
    """Whether the newest job for this computation failed: then the page computes for itself."""
    state = session.scalar(select(Job.state).where(Job.key == key).order_by(Job.asked_at.desc()).limit(1))
    return state == "failed"


def _stored(row: ComputedResult) -> StoredResult:
    return StoredResult(
        id=row.id,
        round_id=row.round_id,
        key=row.key,
        name=row.name,
        ratings_digest=row.ratings_digest,
        code_version=row.code_version,
        seed=row.seed,
        options=row.options,
        result=row.result,
        result_digest=row.result_digest,
        milliseconds=row.milliseconds,
        computed_at=row.computed_at,
        checked_at=row.checked_at,
        checked_same=row.checked_same,
    )
