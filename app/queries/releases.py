"""Where each clinician's report stands, for those who release it and for the clinician."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.consultations import ClinicSession, Consultation
from app.models.feedback import IssuedReport
from app.models.people import Clinician
from app.models.programmes import Programme, Round
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


def team_of_clinician(session: Session, clinician_id: uuid.UUID) -> uuid.UUID | None:
    return session.scalar(select(Clinician.team_id).where(Clinician.id == clinician_id))


def clinician_name(session: Session, clinician_id: uuid.UUID) -> str:
    """For whoever has them in hand already."""
    return session.scalars(select(Clinician.name).where(Clinician.id == clinician_id)).one()


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
