"""An instrument version by its id and version, as a file or a command names it."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.instruments import PublishedInstrument
from instruments.catalogue import shipped
from instruments.definition import Instrument
from instruments.loading import from_canonical_json


def known_instrument(session: Session, team_id: uuid.UUID, code: str, version: str) -> Instrument | None:
    """The version this team may use: published here, or shipped with the product."""
    content = session.scalar(
        select(PublishedInstrument.canonical)
        .where(
            PublishedInstrument.code == code,
            PublishedInstrument.version == version,
            PublishedInstrument.team_id.is_(None) | (PublishedInstrument.team_id == team_id),
        )
        .limit(1)
    )
    if content is not None:
        return from_canonical_json(content)
    return next((each for each in shipped() if (each.id, each.version) == (code, version)), None)
