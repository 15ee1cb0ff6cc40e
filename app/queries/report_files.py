"""Reports as files: whose are out in a round, and their bytes."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import ClinicSession, Consultation
from app.models.feedback import IssuedReport
from app.models.people import Clinician
from app.models.programmes import Programme, Round


@dataclass(frozen=True, slots=True)
class ObservedClinician:
    id: uuid.UUID
    name: str
    team_id: uuid.UUID


def clinicians_observed(session: Session, round_id: uuid.UUID) -> tuple[ObservedClinician, ...]:
    """Everybody observed in a round, by name; nobody when there is no such round."""
    rows = session.execute(
        select(Clinician.id, Clinician.name, Programme.team_id)
        .join(Consultation, Consultation.clinician_id == Clinician.id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Round.id == round_id)
        .distinct()
        .order_by(Clinician.name, Clinician.id)
    )
    return tuple(ObservedClinician(*row) for row in rows)


def issued_pdf(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> bytes | None:
    """The newest released report, byte for byte; None when none is out."""
    return session.scalar(
        select(IssuedReport.pdf)
        .where(
            IssuedReport.clinician_id == clinician_id,
            IssuedReport.round_id == round_id,
            IssuedReport.removed_at.is_(None),
        )
        .order_by(IssuedReport.number.desc())
        .limit(1)
    )


def issued_pdfs_of(session: Session, person_id: uuid.UUID) -> tuple[bytes, ...]:
    """Every released report about the clinician this person is that still stands, oldest first."""
    return tuple(
        session.scalars(
            select(IssuedReport.pdf)
            .join(Clinician, Clinician.id == IssuedReport.clinician_id)
            .where(Clinician.person_id == person_id, IssuedReport.removed_at.is_(None))
            .order_by(IssuedReport.issued_at, IssuedReport.id)
        )
    )
