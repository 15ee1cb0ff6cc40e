"""Published instruments as the definitions they are."""

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models.instruments import PublishedInstrument
from instruments.definition import Instrument
from instruments.loading import from_canonical_json


def published_instrument(session: Session, instrument_id: uuid.UUID) -> tuple[Instrument, str]:
    """The definition and its fingerprint. A trial's is a draft, as its status says."""
    row = session.execute(
        select(PublishedInstrument.fingerprint, PublishedInstrument.canonical, PublishedInstrument.trial).where(
            PublishedInstrument.id == instrument_id
        )
    ).one()
    return from_canonical_json(row.canonical, "draft" if row.trial else "published"), row.fingerprint


def version_begun_with(session: Session, fingerprint: str, team_id: uuid.UUID) -> uuid.UUID | None:
    """The version of this content that the team may use, for a sheet that was begun with it, or None."""
    return session.scalar(
        select(PublishedInstrument.id).where(
            PublishedInstrument.fingerprint == fingerprint,
            or_(PublishedInstrument.team_id.is_(None), PublishedInstrument.team_id == team_id),
        )
    )
