"""Published instruments as the definitions they are."""

import uuid
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.instruments import PublishedInstrument
from instruments.definition import Instrument
from instruments.loading import from_canonical_json


@lru_cache(maxsize=64)
def _loaded(_fingerprint: str, canonical: bytes) -> Instrument:
    # Published is immutable, so a fingerprint stands for one definition for ever.
    return from_canonical_json(canonical)


def published_instrument(session: Session, instrument_id: uuid.UUID) -> tuple[Instrument, str]:
    """The definition and its fingerprint."""
    row = session.execute(
        select(PublishedInstrument.fingerprint, PublishedInstrument.canonical).where(
            PublishedInstrument.id == instrument_id
        )
    ).one()
    return _loaded(row.fingerprint, row.canonical), row.fingerprint
