"""Published instruments as the definitions they are."""

import uuid

from sqlalchemy import select
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
