"""Where each clinician's report stands, for those who release it and for the clinician."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.feedback import IssuedReport, Preparation
from app.models.people import Clinic, Clinician
from app.models.programmes import Programme, Round
from app.queries.comments import comment_counts
from app.queries.open_consultations import NO_TRIAL


@dataclass(frozen=True, slots=True)
class RoundToRelease:
    id: uuid.UUID
    name: str
    programme: str
    opens_on: date
    closes_on: date
    released: int
    clinicians: int


@dataclass(frozen=True, slots=True)
class ClinicianInRound:
    """How far one clinician's report is: counts of sheets, never a rating."""

    id: uuid.UUID
    name: str
    clinic: str
    consultations: int
    sheets_in: int
    sheets_out: int
    comments: int
    comments_screened: int
    prepared: bool
    has_account: bool
    issued_number: int
    issued_at: datetime | None


def team_of_clinician(session: Session, clinician_id: uuid.UUID) -> uuid.UUID | None:
    return session.scalar(select(Clinician.team_id).where(Clinician.id == clinician_id))


def was_released(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> bool:
    found = session.scalar(
        select(IssuedReport.id)
        .where(IssuedReport.clinician_id == clinician_id, IssuedReport.round_id == round_id)
        .limit(1)
    )
    return found is not None


def rounds_to_release(session: Session, team_ids: Iterable[uuid.UUID]) -> tuple[RoundToRelease, ...]:
    """Every round of these teams, newest first, with how many clinicians have their report."""
    observed = (
        select(ClinicSession.round_id, func.count(Consultation.clinician_id.distinct()).label("clinicians"))
        .join(Consultation, Consultation.session_id == ClinicSession.id)
        .group_by(ClinicSession.round_id)
        .subquery()
    )
    issued = (
        select(IssuedReport.round_id, func.count(IssuedReport.clinician_id.distinct()).label("released"))
        .group_by(IssuedReport.round_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Round.id,
            Round.name,
            Programme.name.label("programme"),
            Round.opens_on,
            Round.closes_on,
            func.coalesce(issued.c.released, 0).label("released"),
            func.coalesce(observed.c.clinicians, 0).label("clinicians"),
        )
        .join(Programme, Programme.id == Round.programme_id)
        .outerjoin(observed, observed.c.round_id == Round.id)
        .outerjoin(issued, issued.c.round_id == Round.id)
        .where(Programme.team_id.in_(list(team_ids)), NO_TRIAL)
        .order_by(Round.opens_on.desc(), Round.name)
    )
    return tuple(RoundToRelease(*row) for row in rows)


def round_for_release(session: Session, team_ids: Iterable[uuid.UUID], round_id: uuid.UUID) -> RoundToRelease | None:
    """One of those rounds, or None when it is outside these teams."""
    return next((each for each in rounds_to_release(session, team_ids) if each.id == round_id), None)


def clinicians_in_round(session: Session, round_id: uuid.UUID) -> tuple[ClinicianInRound, ...]:
    """Every clinician observed in the round and how far their report is: as many queries for one as for hundreds."""
    sheets = session.execute(
        select(
            Clinician.id,
            Clinician.name,
            Clinician.person_id,
            Clinic.name.label("clinic"),
            func.count(Consultation.id.distinct()).label("consultations"),
            func.sum(case(((Assignment.state == "locked") & (Assignment.part == 1), 1), else_=0)).label("sheets_in"),
            func.sum(case((Assignment.state == "assigned", 1), else_=0)).label("sheets_out"),
        )
        .join(Consultation, Consultation.clinician_id == Clinician.id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .outerjoin(Clinic, Clinic.id == Clinician.clinic_id)
        .outerjoin(Assignment, Assignment.consultation_id == Consultation.id)
        .where(ClinicSession.round_id == round_id)
        .group_by(Clinician.id, Clinician.name, Clinician.person_id, Clinic.name)
        .order_by(Clinician.name)
    ).all()
    issued = {
        row.clinician_id: row
        for row in session.execute(
            select(
                IssuedReport.clinician_id,
                func.max(IssuedReport.number).label("number"),
                func.max(IssuedReport.issued_at).label("issued_at"),
            )
            .where(IssuedReport.round_id == round_id)
            .group_by(IssuedReport.clinician_id)
        )
    }
    prepared = set(session.scalars(select(Preparation.clinician_id).where(Preparation.round_id == round_id)))
    comments = comment_counts(session, round_id)
    return tuple(
        ClinicianInRound(
            id=row.id,
            name=row.name,
            clinic=row.clinic or "",
            consultations=row.consultations,
            sheets_in=row.sheets_in or 0,
            sheets_out=row.sheets_out or 0,
            comments=comments.written.get(row.id, 0),
            comments_screened=comments.screened.get(row.id, 0),
            prepared=row.id in prepared,
            has_account=row.person_id is not None,
            issued_number=issued[row.id].number if row.id in issued else 0,
            issued_at=issued[row.id].issued_at if row.id in issued else None,
        )
        for row in sheets
    )
