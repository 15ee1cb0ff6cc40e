"""The brief of a session: for an observer who is asked to it, and for the lead who sees who has read it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.models.briefs import BriefRead, SessionBrief
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.people import Clinic, Clinician, Membership, Person
from app.models.programmes import Programme, Round
from app.rules import Actor, NotThere


@dataclass(frozen=True, slots=True)
class Brief:
    """What an observer should know before a session. ``clinicians``: name, profession, slots such as "1 and 2"."""

    session_id: uuid.UUID
    code: str
    clinic: str
    on_date: date
    half_day: str
    programme: str
    aim: str
    meeting: str
    practical: str
    version: int
    read_version: int | None
    clinicians: tuple[tuple[str, str, str], ...]
    leads: tuple[str, ...]

    @property
    def is_read(self) -> bool:
        return self.read_version == self.version

    @property
    def has_changed(self) -> bool:
        return self.read_version is not None and not self.is_read


@dataclass(frozen=True, slots=True)
class BriefReader:
    """An observer of a session and whether they have read the brief as it stands."""

    name: str
    read_at: datetime | None
    is_current: bool


def brief_for_observer(session: Session, actor: Actor, session_id: uuid.UUID) -> Brief:
    """Three statements. Raises NotThere unless the actor is asked to observe in the session."""
    mine = select(Assignment.id).where(Assignment.consultation_id == Consultation.id, Assignment.person_id == actor.id)
    asked = select(Consultation.id).where(Consultation.session_id == ClinicSession.id, mine.exists())
    row = session.execute(
        select(
            ClinicSession.code,
            ClinicSession.on_date,
            ClinicSession.half_day,
            Clinic.name.label("clinic"),
            Programme.name.label("programme"),
            Programme.aim,
            Programme.team_id,
            SessionBrief.meeting,
            SessionBrief.practical,
            SessionBrief.version,
            BriefRead.version.label("read_version"),
        )
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .outerjoin(SessionBrief, SessionBrief.session_id == ClinicSession.id)
        .outerjoin(BriefRead, and_(BriefRead.session_id == ClinicSession.id, BriefRead.person_id == actor.id))
        .where(
            ClinicSession.id == session_id,
            Programme.team_id.in_(actor.teams_as("observer")),
            asked.exists(),
        )
    ).first()
    if row is None:
        raise NotThere
    return Brief(
        session_id=session_id,
        code=row.code,
        clinic=row.clinic,
        on_date=row.on_date,
        half_day=row.half_day,
        programme=row.programme,
        aim=row.aim,
        meeting=row.meeting or "",
        practical=row.practical or "",
        version=row.version or 0,
        read_version=row.read_version,
        clinicians=_clinicians(session, session_id),
        leads=_leads(session, row.team_id),
    )


def brief_readers(session: Session, session_id: uuid.UUID) -> tuple[BriefReader, ...]:
    """Every observer of a session whose lead has been checked, by name."""
    rows = session.execute(
        select(Person.name, BriefRead.read_at, BriefRead.version, SessionBrief.version.label("now"))
        .select_from(Assignment)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(Person, Person.id == Assignment.person_id)
        .outerjoin(BriefRead, and_(BriefRead.session_id == session_id, BriefRead.person_id == Person.id))
        .outerjoin(SessionBrief, SessionBrief.session_id == session_id)
        .where(Consultation.session_id == session_id)
        .distinct()
        .order_by(Person.name)
    )
    return tuple(
        BriefReader(row.name, row.read_at, row.read_at is not None and row.version == (row.now or 0)) for row in rows
    )


def brief_texts(session: Session, session_id: uuid.UUID) -> tuple[str, str]:
    """Where to go and what else to know, as the lead wrote it; empty when nothing is written."""
    row = session.get(SessionBrief, session_id)
    return (row.meeting, row.practical) if row else ("", "")


def _clinicians(session: Session, session_id: uuid.UUID) -> tuple[tuple[str, str, str], ...]:
    rows = session.execute(
        select(Clinician.name, Clinician.profession, Consultation.slot)
        .join(Consultation, Consultation.clinician_id == Clinician.id)
        .where(Consultation.session_id == session_id)
        .order_by(Consultation.slot)
    )
    slots: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        slots.setdefault((row.name, row.profession), []).append(str(row.slot))
    return tuple((name, profession.replace("_", " "), _listed(of)) for (name, profession), of in slots.items())


def _listed(numbers: list[str]) -> str:
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else numbers[0]


def _leads(session: Session, team_id: uuid.UUID) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(Person.name)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.team_id == team_id, Membership.role == "lead", Membership.ended_at.is_(None))
            .order_by(func.lower(Person.name))
        )
    )
