"""The audit log of a team, in words a person can read."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinician, Person
from app.models.programmes import Round

ON_ONE_PAGE = 50
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class EventInLog:
    """``actor`` is empty for what the system or the command line did."""

    sequence: int
    at: datetime
    actor: str
    event: str
    subject: str


@dataclass(frozen=True, slots=True)
class PageOfLog:
    """Newest first. ``number`` counts from 1; ``of`` is how many pages there are."""

    events: tuple[EventInLog, ...]
    number: int
    of: int
    total: int


def log_of_team(session: Session, team_id: uuid.UUID, number: int) -> PageOfLog:
    """One page of the team's log. Ids of people, slots, sheets and rounds are told by their names.

    A fixed number of statements, however many events there are. A page beyond the last gives the last.
    """
    chain = str(team_id)
    total = session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.chain == chain)) or 0
    pages = max(1, -(-total // ON_ONE_PAGE))
    number = min(max(number, 1), pages)
    rows = session.execute(
        select(AuditEvent.sequence, AuditEvent.at, AuditEvent.event, AuditEvent.subject, Person.name)
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .where(AuditEvent.chain == chain)
        .order_by(AuditEvent.sequence.desc())
        .limit(ON_ONE_PAGE)
        .offset((number - 1) * ON_ONE_PAGE)
    ).all()
    names = _names(session, (row.subject for row in rows))
    return PageOfLog(
        events=tuple(
            EventInLog(row.sequence, row.at, row.name or "", row.event, readable(row.subject, names)) for row in rows
        ),
        number=number,
        of=pages,
        total=total,
    )


def readable(subject: str, names: Mapping[str, str]) -> str:
    """The subject with each id replaced by its name, or by its first eight digits where there is none."""
    return _ID.sub(lambda found: names.get(found[0], found[0][:8]), subject)


def _names(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    ids = {uuid.UUID(each) for subject in subjects for each in _ID.findall(subject)}
    if not ids:
        return {}
    names: dict[str, str] = {}
    for column, name in ((Person.id, Person.name), (Clinician.id, Clinician.name), (Round.id, Round.name)):
        names.update({str(key): found for key, found in session.execute(select(column, name).where(column.in_(ids)))})
    slots = session.execute(
        select(Consultation.id, ClinicSession.code, Consultation.slot)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(Consultation.id.in_(ids))
    )
    names.update({str(row.id): f"{row.code} slot {row.slot}" for row in slots})
    return names | _sheets(session, ids)


def _sheets(session: Session, ids: set[uuid.UUID]) -> dict[str, str]:
    """Assignments, observations and their revisions, told by slot and observer."""
    rows = session.execute(
        select(
            Assignment.id,
            Observation.id.label("observation_id"),
            ObservationRevision.id.label("revision_id"),
            ClinicSession.code,
            Consultation.slot,
            Person.name,
        )
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Person, Person.id == Assignment.person_id)
        .outerjoin(Observation, Observation.assignment_id == Assignment.id)
        .outerjoin(ObservationRevision, ObservationRevision.observation_id == Observation.id)
        .where(Assignment.id.in_(ids) | Observation.id.in_(ids) | ObservationRevision.id.in_(ids))
    )
    return {
        str(key): f"{row.code} slot {row.slot} by {row.name}"
        for row in rows
        for key in (row.id, row.observation_id, row.revision_id)
        if key in ids
    }
