"""Drafts of a team's instruments, for its leads and its patient partners."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from app.models.drafts import InstrumentDraft
from app.models.instruments import PublishedInstrument
from app.models.people import Person, Team
from app.queries.people import TeamName
from app.rules import Actor, NotThere, can_read_drafts
from instruments.definition import Instrument
from instruments.drafting.draft import Draft, removed_from_json
from instruments.loading import from_canonical_json

_Replaced = aliased(PublishedInstrument)


@dataclass(frozen=True, slots=True)
class DraftInTeam:
    """A draft in a list. ``replaces`` is the version it began from, empty for a new instrument.

    ``state`` is "open", "published" or "discarded".
    """

    id: uuid.UUID
    code: str
    version: str
    title: str
    replaces_id: uuid.UUID | None
    replaces: str
    changes: int
    changed_by: str
    changed_at: datetime
    state: str
    published_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class DraftToEdit:
    """A draft with its content. ``listed.changes`` is what a change to it must have seen."""

    listed: DraftInTeam
    draft: Draft
    replaced: Instrument | None


def team_with_drafts(session: Session, actor: Actor, team_id: uuid.UUID) -> TeamName:
    """A team whose drafts the actor may read: its leads and its patient partners. Raises NotThere for others."""
    name = session.scalar(select(Team.name).where(Team.id == team_id)) if can_read_drafts(actor, team_id) else None
    if name is None:
        raise NotThere
    return TeamName(team_id, name)


def teams_with_drafts(session: Session, actor: Actor) -> tuple[TeamName, ...]:
    """Every team whose drafts the actor may read, by name."""
    teams = actor.teams_as("lead") | actor.teams_as_patient_partner()
    rows = session.execute(select(Team.id, Team.name).where(Team.id.in_(teams)).order_by(Team.name))
    return tuple(TeamName(row.id, row.name) for row in rows)


def drafts_in_team(session: Session, team_id: uuid.UUID) -> tuple[DraftInTeam, ...]:
    """The open drafts, newest change first. Discarded and published ones are left out."""
    rows = session.execute(
        _listed()
        .where(
            InstrumentDraft.team_id == team_id,
            InstrumentDraft.published_id.is_(None),
            InstrumentDraft.discarded_at.is_(None),
        )
        .order_by(InstrumentDraft.changed_at.desc())
    )
    return tuple(_in_team(row) for row in rows)


def draft_in_team(session: Session, team_id: uuid.UUID, draft_id: uuid.UUID) -> DraftToEdit:
    """One draft with its content, whatever its state. Raises NotThere when it is not the team's."""
    row = session.execute(
        _listed()
        .add_columns(InstrumentDraft.definition, InstrumentDraft.removed, _Replaced.canonical)
        .where(InstrumentDraft.id == draft_id, InstrumentDraft.team_id == team_id)
    ).first()
    if row is None:
        raise NotThere
    replaced = from_canonical_json(row.canonical) if row.canonical else None
    return DraftToEdit(_in_team(row), Draft(row.definition, removed_from_json(row.removed)), replaced)


def _listed() -> Select[*tuple[Any, ...]]:
    return (
        select(
            InstrumentDraft.id,
            InstrumentDraft.code,
            InstrumentDraft.version,
            InstrumentDraft.title,
            InstrumentDraft.replaces_id,
            _Replaced.version.label("replaces"),
            InstrumentDraft.changes,
            Person.name.label("changed_by"),
            InstrumentDraft.changed_at,
            InstrumentDraft.published_id,
            InstrumentDraft.discarded_at,
        )
        .outerjoin(_Replaced, _Replaced.id == InstrumentDraft.replaces_id)
        .outerjoin(Person, Person.id == InstrumentDraft.changed_by)
    )


def _in_team(row: Any) -> DraftInTeam:
    return DraftInTeam(
        id=row.id,
        code=row.code,
        version=row.version,
        title=row.title,
        replaces_id=row.replaces_id,
        replaces=row.replaces or "",
        changes=row.changes,
        changed_by=row.changed_by or "",
        changed_at=row.changed_at,
        state="published" if row.published_id else "discarded" if row.discarded_at else "open",
        published_id=row.published_id,
    )
