"""Programmes and rounds, as their lead sees them."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.people import Team
from app.models.programmes import Programme, Round
from app.queries.people import TeamName
from app.rules import Actor, NotThere


@dataclass(frozen=True, slots=True)
class RoundInList:
    id: uuid.UUID
    name: str
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    instrument: str
    sessions: int


@dataclass(frozen=True, slots=True)
class ProgrammeInTeam:
    """``source`` tells a live programme from an imported study and a demonstration."""

    id: uuid.UUID
    name: str
    aim: str
    source: str
    rounds: tuple[RoundInList, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeOfLead:
    team: TeamName
    programme: ProgrammeInTeam


@dataclass(frozen=True, slots=True)
class MarginChange:
    """A margin that was changed after the first sheet was in. None is one step on one item."""

    on: date
    before: float | None
    after: float | None
    why: str


@dataclass(frozen=True, slots=True)
class RoundOfLead:
    """A round with everything its own page and forms need.

    ``source`` is the programme's. ``margin`` None is one step on one item.
    """

    id: uuid.UUID
    team: TeamName
    programme_id: uuid.UUID
    programme: str
    name: str
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    instrument_id: uuid.UUID
    instrument: str
    how_chosen: str
    minimums: Mapping[str, int]
    source: str = "live"
    margin: float | None = None
    margin_changes: tuple[MarginChange, ...] = ()


def programmes_in_team(session: Session, team_id: uuid.UUID) -> tuple[ProgrammeInTeam, ...]:
    """Every programme of a team with its rounds, newest first. Two statements."""
    rows = session.execute(
        select(Programme.id, Programme.name, Programme.aim, Programme.source)
        .where(Programme.team_id == team_id)
        .order_by(Programme.created_at.desc(), Programme.name)
    ).all()
    rounds = _rounds(session, team_id)
    return tuple(ProgrammeInTeam(row.id, row.name, row.aim, row.source, tuple(rounds[row.id])) for row in rows)


def programme_of_lead(session: Session, actor: Actor, programme_id: uuid.UUID) -> ProgrammeOfLead:
    """One programme. Raises NotThere outside the teams the actor leads."""
    row = session.execute(
        select(Programme.id, Programme.name, Programme.aim, Programme.source, Team.id, Team.name)
        .join(Team, Team.id == Programme.team_id)
        .where(Programme.id == programme_id, Programme.team_id.in_(actor.teams_as("lead")))
    ).first()
    if row is None:
        raise NotThere
    rounds = _rounds(session, row[4], programme_id)
    programme = ProgrammeInTeam(row[0], row[1], row[2], row[3], tuple(rounds[programme_id]))
    return ProgrammeOfLead(TeamName(row[4], row[5]), programme)


def round_of_lead(session: Session, actor: Actor, round_id: uuid.UUID) -> RoundOfLead:
    """One round. Raises NotThere outside the teams the actor leads."""
    return _round(session, Round.id == round_id, Programme.team_id.in_(actor.teams_as("lead")))


def round_observed(session: Session, actor: Actor, round_id: uuid.UUID) -> RoundOfLead:
    """A round in which the actor has locked a sheet. Raises NotThere outside the teams the actor observes in."""
    locked = (
        select(Assignment.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, Assignment.person_id == actor.id, Assignment.state == "locked")
    )
    return _round(session, Round.id == round_id, Programme.team_id.in_(actor.teams_as("observer")), locked.exists())


def _round(session: Session, *which: ColumnElement[bool]) -> RoundOfLead:
    found = session.execute(
        select(
            Round,
            Programme.name,
            Programme.source,
            Team.id,
            Team.name,
            PublishedInstrument.title,
            PublishedInstrument.version,
        )
        .join(Programme, Programme.id == Round.programme_id)
        .join(Team, Team.id == Programme.team_id)
        .join(PublishedInstrument, PublishedInstrument.id == Round.instrument_id)
        .where(*which)
    ).first()
    if found is None:
        raise NotThere
    row, programme, source, team_id, team, title, version = found
    return RoundOfLead(
        id=row.id,
        team=TeamName(team_id, team),
        programme_id=row.programme_id,
        programme=programme,
        name=row.name,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        closed_at=row.closed_at,
        instrument_id=row.instrument_id,
        instrument=f"{title}, version {version}",
        how_chosen=row.how_chosen,
        minimums={str(name): int(least) for name, least in row.minimums.items()},
        source=source,
        margin=row.margin,
        margin_changes=tuple(
            MarginChange(date.fromisoformat(each["on"]), each["before"], each["after"], each["why"])
            for each in row.margin_changes
        ),
    )


def _rounds(
    session: Session, team_id: uuid.UUID, programme_id: uuid.UUID | None = None
) -> defaultdict[uuid.UUID, list[RoundInList]]:
    sessions = select(func.count(ClinicSession.id)).where(ClinicSession.round_id == Round.id).scalar_subquery()
    statement = (
        select(
            Round.programme_id,
            Round.id,
            Round.name,
            Round.opens_on,
            Round.closes_on,
            Round.closed_at,
            PublishedInstrument.title,
            PublishedInstrument.version,
            sessions.label("sessions"),
        )
        .join(Programme, Programme.id == Round.programme_id)
        .join(PublishedInstrument, PublishedInstrument.id == Round.instrument_id)
        .where(Programme.team_id == team_id)
        .order_by(Round.opens_on.desc(), Round.name)
    )
    if programme_id is not None:
        statement = statement.where(Round.programme_id == programme_id)
    found: defaultdict[uuid.UUID, list[RoundInList]] = defaultdict(list)
    for row in session.execute(statement):
        found[row.programme_id].append(
            RoundInList(
                id=row.id,
                name=row.name,
                opens_on=row.opens_on,
                closes_on=row.closes_on,
                closed_at=row.closed_at,
                instrument=f"{row.title}, version {row.version}",
                sessions=row.sessions,
            )
        )
    return found
