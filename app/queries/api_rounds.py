"""The rounds of a lead's teams, as other programs are told them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.instruments import PublishedInstrument
from app.models.people import Team
from app.models.programmes import Programme, Round
from app.queries.open_consultations import NO_TRIAL
from app.rules import Actor


@dataclass(frozen=True, slots=True)
class ListedRound:
    """``instrument`` is the code of the instrument, ``source`` tells a live programme from an imported study."""

    id: uuid.UUID
    name: str
    programme_id: uuid.UUID
    programme: str
    source: str
    team_id: uuid.UUID
    team: str
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    instrument: str
    version: str
    fingerprint: str


def rounds_of_lead(session: Session, actor: Actor) -> tuple[ListedRound, ...]:
    """Every round of the teams the actor leads, newest first within each team. One statement."""
    rows = session.execute(
        select(
            Round.id,
            Round.name,
            Programme.id.label("programme_id"),
            Programme.name.label("programme"),
            Programme.source,
            Team.id.label("team_id"),
            Team.name.label("team"),
            Round.opens_on,
            Round.closes_on,
            Round.closed_at,
            PublishedInstrument.code.label("instrument"),
            PublishedInstrument.version,
            PublishedInstrument.fingerprint,
        )
        .join(Programme, Programme.id == Round.programme_id)
        .join(Team, Team.id == Programme.team_id)
        .join(PublishedInstrument, PublishedInstrument.id == Round.instrument_id)
        .where(Programme.team_id.in_(actor.teams_as("lead")), NO_TRIAL)
        .order_by(Team.name, Round.opens_on.desc(), Round.name, Round.id)
    )
    return tuple(ListedRound(*row) for row in rows)
