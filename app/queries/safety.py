"""Worries about somebody's safety, for those who are told; and whom to tell, for everybody in the team."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session, aliased

from app.models.base import AnySelect
from app.models.consultations import ClinicSession, Consultation
from app.models.people import Clinic, Clinician, Person, Team
from app.models.safety import SafetyConcern, SafetyContact
from app.rules import Actor, NotThere

# What an observer finds again of what they raised.
MINE = 10


@dataclass(frozen=True, slots=True)
class ContactShown:
    """Whom to tell, and how to reach them."""

    id: uuid.UUID
    team_id: uuid.UUID
    team: str
    name: str
    reach: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class ConcernShown:
    """One worry. ``where`` and ``clinician`` are empty when it was raised without a visit."""

    id: uuid.UUID
    team_id: uuid.UUID
    team: str
    place: str
    where: str
    clinic: str
    clinician: str
    text: str
    raised_by: str
    raised_at: datetime
    acknowledged_by: str
    acknowledged_at: datetime | None
    closed_by: str
    closed_at: datetime | None
    outcome: str


def contacts_of(session: Session, team_ids: Collection[uuid.UUID]) -> tuple[ContactShown, ...]:
    """Whom these teams tell, in the order they were named; one statement."""
    rows = session.execute(
        select(
            SafetyContact.id,
            SafetyContact.team_id,
            Team.name.label("team"),
            SafetyContact.name,
            SafetyContact.reach,
            SafetyContact.person_id,
        )
        .join(Team, Team.id == SafetyContact.team_id)
        .where(SafetyContact.team_id.in_(list(team_ids)), SafetyContact.ended_at.is_(None))
        .order_by(Team.name, SafetyContact.name, SafetyContact.id)
    )
    return tuple(
        ContactShown(row.id, row.team_id, row.team, row.name, row.reach, row.person_id is not None) for row in rows
    )


def concerns_for(session: Session, actor: Actor) -> tuple[ConcernShown, ...]:
    """Every worry of the teams in which the actor is told: open ones first, the newest first; one statement.

    One about a visit of their own is never among them.
    """
    return tuple(ConcernShown(*row) for row in session.execute(_concerns(actor)))


def concern_for(session: Session, actor: Actor, concern_id: uuid.UUID) -> ConcernShown:
    """One of them. Raises `NotThere`."""
    row = session.execute(_concerns(actor).where(SafetyConcern.id == concern_id)).first()
    if row is None:
        raise NotThere
    return ConcernShown(*row)


@dataclass(frozen=True, slots=True)
class WorryOfMine:
    """What I raised, and how far it is; never what was done about it."""

    raised_at: datetime
    text: str
    in_hand: bool
    closed_at: datetime | None


def worries_of(session: Session, person_id: uuid.UUID) -> tuple[WorryOfMine, ...]:
    """The newest few that this person raised; one statement."""
    rows = session.execute(
        select(SafetyConcern.raised_at, SafetyConcern.text, SafetyConcern.acknowledged_at, SafetyConcern.closed_at)
        .where(SafetyConcern.raised_by == person_id)
        .order_by(SafetyConcern.raised_at.desc())
        .limit(MINE)
    )
    return tuple(WorryOfMine(row.raised_at, row.text, row.acknowledged_at is not None, row.closed_at) for row in rows)


def open_concerns(session: Session, actor: Actor) -> int:
    """How many wait to be closed."""
    waiting = _concerns(actor).where(SafetyConcern.closed_at.is_(None)).subquery()
    return session.scalar(select(func.count()).select_from(waiting)) or 0


def _concerns(actor: Actor) -> AnySelect:
    raised, seen, closed = aliased(Person), aliased(Person), aliased(Person)
    return (
        select(
            SafetyConcern.id,
            SafetyConcern.team_id,
            Team.name,
            SafetyConcern.place,
            func.coalesce(ClinicSession.code + ", slot " + cast(Consultation.slot, String), ""),
            func.coalesce(Clinic.name, ""),
            func.coalesce(Clinician.name, ""),
            SafetyConcern.text,
            raised.name,
            SafetyConcern.raised_at,
            func.coalesce(seen.name, ""),
            SafetyConcern.acknowledged_at,
            func.coalesce(closed.name, ""),
            SafetyConcern.closed_at,
            SafetyConcern.outcome,
        )
        .select_from(SafetyConcern)
        .join(Team, Team.id == SafetyConcern.team_id)
        .join(raised, raised.id == SafetyConcern.raised_by)
        .outerjoin(seen, seen.id == SafetyConcern.acknowledged_by)
        .outerjoin(closed, closed.id == SafetyConcern.closed_by)
        .outerjoin(Consultation, Consultation.id == SafetyConcern.consultation_id)
        .outerjoin(ClinicSession, ClinicSession.id == Consultation.session_id)
        .outerjoin(Clinic, Clinic.id == ClinicSession.clinic_id)
        .outerjoin(Clinician, Clinician.id == Consultation.clinician_id)
        .where(
            SafetyConcern.team_id.in_(actor.teams_as("lead", "safety")),
            Clinician.person_id.is_(None) | (Clinician.person_id != actor.id),
        )
        .order_by(SafetyConcern.closed_at.is_not(None), SafetyConcern.raised_at.desc())
    )
