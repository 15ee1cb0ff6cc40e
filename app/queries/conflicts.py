"""Who must not observe whom, and when observers can come."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.conflicts import Availability, ConflictOfInterest
from app.models.people import Clinician, Team
from app.queries.ratings import RatingsOfRound
from app.rules import Actor


@dataclass(frozen=True, slots=True)
class DeclaredConflict:
    """A clinician somebody must not observe. ``by_themselves``: the observer said it, not a lead."""

    clinician_id: uuid.UUID
    clinician: str
    kind: str
    by_themselves: bool
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class ClinicianToName:
    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class WhenTheyCome:
    """``half_days``: such as "mon-morning", always when empty. ``most``: in four weeks; None is no limit."""

    half_days: tuple[str, ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class TeamObserved:
    """A team I observe for: its clinicians, whom I must not observe, and when I can come."""

    id: uuid.UUID
    name: str
    clinicians: tuple[ClinicianToName, ...]
    conflicts: tuple[DeclaredConflict, ...]
    when: WhenTheyCome


def conflicts_of_person(
    session: Session, actor: Actor, person_id: uuid.UUID, team_id: uuid.UUID
) -> tuple[DeclaredConflict, ...]:
    """Whom this person must not observe in one team, by name. Why is never told to the clinician it concerns, whatever
    else they are in the team.
    """
    rows = session.execute(
        select(
            ConflictOfInterest.clinician_id,
            Clinician.name,
            Clinician.person_id.label("account"),
            ConflictOfInterest.kind,
            ConflictOfInterest.declared_by,
            ConflictOfInterest.declared_at,
        )
        .join(Clinician, Clinician.id == ConflictOfInterest.clinician_id)
        .where(
            ConflictOfInterest.person_id == person_id,
            ConflictOfInterest.ended_at.is_(None),
            Clinician.team_id == team_id,
        )
        .order_by(Clinician.name, Clinician.id)
    )
    return tuple(
        DeclaredConflict(
            row.clinician_id,
            row.name,
            "unsaid" if row.account == actor.id else row.kind,
            row.declared_by == person_id,
            row.declared_at,
        )
        for row in rows
    )


def barred_in_team(session: Session, team_id: uuid.UUID) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    """(clinician, person) who must not meet in a team: declared, or one and the same."""
    declared = session.execute(
        select(ConflictOfInterest.clinician_id, ConflictOfInterest.person_id)
        .join(Clinician, Clinician.id == ConflictOfInterest.clinician_id)
        .where(Clinician.team_id == team_id, ConflictOfInterest.ended_at.is_(None))
    )
    accounts = session.execute(select(Clinician.id, Clinician.person_id).where(Clinician.team_id == team_id))
    themselves = [(row.id, row.person_id) for row in accounts if row.person_id is not None]
    return frozenset([*((row.clinician_id, row.person_id) for row in declared), *themselves])


def barred_in_ratings(session: Session, found: RatingsOfRound) -> frozenset[tuple[int, str]]:
    """The same as (clinician's number, observer's key) of a round's ratings."""
    place = {each.id: at for at, each in enumerate(found.clinicians)}
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for each in found.ratings.observers:
        keys[each.key.partition("/")[0]].append(each.key)
    return frozenset(
        (place[clinician_id], key)
        for clinician_id, person_id in barred_in_team(session, found.round.team.id)
        if clinician_id in place
        for key in keys[str(person_id)]
    )


def availability_in_team(session: Session, team_id: uuid.UUID) -> dict[uuid.UUID, WhenTheyCome]:
    """When each observer who said so can come."""
    rows = session.execute(
        select(Availability.person_id, Availability.half_days, Availability.most).where(Availability.team_id == team_id)
    )
    return {row.person_id: WhenTheyCome(tuple(row.half_days), row.most) for row in rows}


def teams_observed_by(session: Session, actor: Actor) -> tuple[TeamObserved, ...]:
    """The teams I observe for, by name. Four statements, however many teams."""
    ids = actor.teams_as("observer")
    teams = session.execute(select(Team.id, Team.name).where(Team.id.in_(ids)).order_by(Team.name)).all()
    clinicians = _clinicians(session, ids)
    declared = session.execute(
        select(ConflictOfInterest).where(
            ConflictOfInterest.person_id == actor.id, ConflictOfInterest.ended_at.is_(None)
        )
    ).scalars()
    known = {row.clinician_id: row for row in declared}
    said = session.execute(
        select(Availability.team_id, Availability.half_days, Availability.most).where(
            Availability.person_id == actor.id, Availability.team_id.in_(ids)
        )
    )
    when = {row.team_id: WhenTheyCome(tuple(row.half_days), row.most) for row in said}
    return tuple(
        TeamObserved(
            row.id,
            row.name,
            clinicians[row.id],
            tuple(
                DeclaredConflict(one.id, one.name, found.kind, found.declared_by == actor.id, found.declared_at)
                for one in clinicians[row.id]
                if (found := known.get(one.id)) is not None
            ),
            when.get(row.id, WhenTheyCome()),
        )
        for row in teams
    )


def _clinicians(session: Session, team_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[ClinicianToName, ...]]:
    rows = session.execute(
        select(Clinician.team_id, Clinician.id, Clinician.name)
        .where(Clinician.team_id.in_(team_ids))
        .order_by(Clinician.name, Clinician.id)
    ).all()
    return {team: tuple(ClinicianToName(row.id, row.name) for row in rows if row.team_id == team) for team in team_ids}
