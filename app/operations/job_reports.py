"""What a job of reports has finished: one row a clinician, written with the report itself."""

import uuid

from sqlalchemy.orm import Session

from app.models.jobs import JobReport


def store_draft(session: Session, job_id: uuid.UUID, clinician_id: uuid.UUID, pdf: bytes) -> None:
    """A draft, whole."""
    session.add(JobReport(job_id=job_id, clinician_id=clinician_id, pdf=pdf))
    session.flush()


def note_released(session: Session, job_id: uuid.UUID, clinician_id: uuid.UUID, report_id: uuid.UUID) -> None:
    """A report that this job released."""
    session.add(JobReport(job_id=job_id, clinician_id=clinician_id, report_id=report_id))
    session.flush()


def store_trouble(session: Session, job_id: uuid.UUID, clinician_id: uuid.UUID, trouble: str) -> None:
    """Why there is no report of this clinician, in one sentence."""
    session.add(JobReport(job_id=job_id, clinician_id=clinician_id, trouble=trouble))
    session.flush()
