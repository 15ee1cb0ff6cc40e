"""Publish the linking table of a new version: frozen from then on."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.instruments import PublishedInstrument, PublishedLinking
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, check_leads
from instruments.linked_versions import declares_link
from instruments.loading import from_canonical_json


@dataclass(frozen=True, slots=True)
class TableToPublish:
    """A computed table as plain values, how it was made, and the mark of the data it was made from."""

    way: str
    table: Mapping[str, Any]
    data_sha256: str
    software: str


def publish_linking(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    versions: tuple[uuid.UUID, uuid.UUID],
    made: TableToPublish,
) -> uuid.UUID:
    """Keep the table that carries scores of the old version onto the new one. versions: (old, new).

    Raises NotThere outside the actor's teams, and Conflict when a table is published already or the new version does
    not say that it replaces the old one.
    """
    check_leads(actor, team_id)
    old, new = (session.get(PublishedInstrument, each) for each in versions)
    if old is None or new is None or {old.team_id, new.team_id} - {None, team_id}:
        raise NotThere
    if not declares_link(from_canonical_json(new.canonical), from_canonical_json(old.canonical)):
        raise Conflict("This version does not say that it replaces the other, so there is nothing to link.")
    known = session.scalar(
        select(PublishedLinking.id).where(
            PublishedLinking.team_id == team_id,
            PublishedLinking.instrument_id == new.id,
            PublishedLinking.replaces_id == old.id,
        )
    )
    if known is not None:
        raise Conflict("The linking table of this version is published. It does not change any more.")
    row = PublishedLinking(
        team_id=team_id,
        instrument_id=new.id,
        replaces_id=old.id,
        way=made.way,
        table=dict(made.table),
        data_sha256=made.data_sha256,
        software=made.software,
        published_by=actor.id,
    )
    session.add(row)
    session.flush()
    record(
        session,
        "linking table published",
        f"instrument {new.code} version {new.version}"[:120],
        actor_id=actor.id,
        team_id=team_id,
        details={"replaces": old.version, "way": made.way, "data": made.data_sha256, "software": made.software},
    )
    return row.id
