"""What an observer is asked to observe, session by session."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.models.briefs import BriefRead, SessionBrief
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.people import Clinic, Clinician
from app.models.programmes import Programme, Round
from app.queries.both_versions import in_turn, two_sheets
from app.rules import Actor

# Sheets that are done stay on the page so long; a sheet still to do stays until its round closes.
KEPT_IN_VIEW = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class ScheduledSlot:
    """One consultation I am asked to observe. ``state`` and ``consent`` are my own; nothing here tells of others.

    ``of_two``, in a bridging period: which version this sheet is on, and whether to fill it in first.
    """

    assignment_id: uuid.UUID
    consultation_id: uuid.UUID
    slot: int
    clinician: str
    state: str
    consent: str
    of_two: str = ""


@dataclass(frozen=True, slots=True)
class ScheduledSession:
    """A half-day with my slots in it. ``brief``: "unread", "changed" since I read it, or "read".

    ``trial``: what is scored is thrown away.
    """

    session_id: uuid.UUID
    code: str
    clinic: str
    on_date: date
    half_day: str
    slots: tuple[ScheduledSlot, ...]
    brief: str = "unread"
    trial: bool = False


def sessions_for_observer(session: Session, actor: Actor, today: date) -> tuple[ScheduledSession, ...]:
    """My sessions: today's first, then what is coming, soonest first, then what is past, latest first."""
    rows = session.execute(
        select(
            ClinicSession.id.label("session_id"),
            ClinicSession.code,
            ClinicSession.on_date,
            ClinicSession.half_day,
            Clinic.name.label("clinic"),
            Assignment.id.label("assignment_id"),
            Assignment.consultation_id,
            Consultation.slot,
            Clinician.name.label("clinician"),
            Assignment.state,
            Consultation.consent,
            Assignment.turn,
            two_sheets(Assignment).label("has_two"),
            PublishedInstrument.version,
            PublishedInstrument.trial,
            SessionBrief.version.label("brief_version"),
            BriefRead.version.label("read_version"),
        )
        .select_from(Assignment)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .join(
            PublishedInstrument, PublishedInstrument.id == func.coalesce(Assignment.instrument_id, Round.instrument_id)
        )
        .outerjoin(SessionBrief, SessionBrief.session_id == ClinicSession.id)
        .outerjoin(BriefRead, and_(BriefRead.session_id == ClinicSession.id, BriefRead.person_id == actor.id))
        .where(
            Assignment.person_id == actor.id,
            Programme.team_id.in_(actor.teams_as("observer")),
            or_(
                ClinicSession.on_date >= today - KEPT_IN_VIEW,
                and_(Assignment.state == "assigned", Round.closes_on >= today),
            ),
        )
        .order_by(
            ClinicSession.on_date,
            ClinicSession.half_day.desc(),
            ClinicSession.code,
            ClinicSession.id,
            Consultation.slot,
            Assignment.turn,
        )
    ).all()
    sessions = [_session(list(each)) for _, each in groupby(rows, key=lambda row: row.session_id)]
    past = [each for each in sessions if each.on_date < today]
    return tuple(each for each in sessions if each.on_date >= today) + tuple(reversed(past))


def _session(rows: Sequence[Any]) -> ScheduledSession:
    first = rows[0]
    slots = tuple(
        ScheduledSlot(
            row.assignment_id,
            row.consultation_id,
            row.slot,
            row.clinician,
            row.state,
            row.consent,
            in_turn(row.version, row.turn) if row.has_two else "",
        )
        for row in rows
    )
    where = (first.session_id, first.code, first.clinic, first.on_date, first.half_day)
    return ScheduledSession(*where, slots, _brief(first), any(row.trial for row in rows))


def _brief(row: Any) -> str:
    if row.read_version is None:
        return "unread"
    return "read" if row.read_version == (row.brief_version or 0) else "changed"
