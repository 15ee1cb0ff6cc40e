"""Published instrument versions, as a lead chooses and reads them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.models.instruments import PublishedInstrument
from app.models.programmes import Round
from app.queries.published_instruments import published_instrument
from app.rules import NotThere
from instruments.definition import Instrument


@dataclass(frozen=True, slots=True)
class InstrumentInTeam:
    """A version the team may use. ``shared``: it belongs to every team of the site. ``trial``: a
    draft that is tried out, whose data are thrown away.
    """

    id: uuid.UUID
    code: str
    version: str
    title: str
    fingerprint: str
    shared: bool
    published_at: datetime
    retired_at: datetime | None
    rounds: int
    trial: bool = False


@dataclass(frozen=True, slots=True)
class InstrumentToRead:
    """A version with its whole content."""

    listed: InstrumentInTeam
    instrument: Instrument


def instruments_in_team(session: Session, team_id: uuid.UUID) -> tuple[InstrumentInTeam, ...]:
    """Every version the team may see: in use first, then retired; newest first."""
    rows = session.execute(_listed(team_id).order_by(PublishedInstrument.published_at.desc()))
    found = [InstrumentInTeam(*row) for row in rows]
    return tuple(sorted(found, key=lambda each: each.retired_at is not None))


def instrument_in_team(session: Session, team_id: uuid.UUID, instrument_id: uuid.UUID) -> InstrumentToRead:
    """One version and its content. Raises NotThere when it belongs to another team."""
    row = session.execute(_listed(team_id).where(PublishedInstrument.id == instrument_id)).first()
    if row is None:
        raise NotThere
    instrument, _ = published_instrument(session, instrument_id)
    return InstrumentToRead(InstrumentInTeam(*row), instrument)


def _listed(
    team_id: uuid.UUID,
) -> Select[uuid.UUID, str, str, str, str, bool, datetime, datetime | None, int, bool]:
    rounds = select(func.count(Round.id)).where(Round.instrument_id == PublishedInstrument.id).scalar_subquery()
    return select(
        PublishedInstrument.id,
        PublishedInstrument.code,
        PublishedInstrument.version,
        PublishedInstrument.title,
        PublishedInstrument.fingerprint,
        PublishedInstrument.team_id.is_(None),
        PublishedInstrument.published_at,
        PublishedInstrument.retired_at,
        rounds,
        PublishedInstrument.trial,
    ).where(PublishedInstrument.team_id.is_(None) | (PublishedInstrument.team_id == team_id))
