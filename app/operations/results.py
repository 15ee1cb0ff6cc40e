"""Keep what a long computation found, and what came of computing it again."""

import uuid

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.models.base import Json, now
from app.models.jobs import ComputedResult


def keep_result(
    session: Session,
    round_id: uuid.UUID,
    key: str,
    *,
    name: str,
    ratings_digest: str,
    code_version: str,
    seed: int,
    options: Json,
    result: bytes,
    result_digest: str,
    milliseconds: int,
) -> None:
    """Store a result under its key; it takes the place of one that is there."""
    session.execute(delete(ComputedResult).where(ComputedResult.key == key))
    row = ComputedResult(
        round_id=round_id,
        key=key,
        name=name,
        ratings_digest=ratings_digest,
        code_version=code_version,
        seed=seed,
        options=options,
        result=result,
        result_digest=result_digest,
        milliseconds=milliseconds,
    )
    session.add(row)
    session.flush()


def note_computed_again(session: Session, key: str, *, same: bool) -> None:
    """Write down whether computing a result again gave the same, to the last bit."""
    session.execute(
        update(ComputedResult).where(ComputedResult.key == key).values(checked_at=now(), checked_same=same),
        execution_options={"synchronize_session": False},
    )
