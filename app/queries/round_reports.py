"""All reports of a round: what must not change while they are made, and those a job has made."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.comment_edits import EditAsked
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.feedback import IssuedReport
from app.models.jobs import JobReport
from app.models.ladder import LadderStep
from app.models.observations import Observation, ObservationRevision
from app.models.people import Clinic, Clinician
from app.queries.evidence import evidence_stamps

READ_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class ReportOfJob:
    """One line of a job's list. ``state``: "draft", "released", "gone" or "trouble"; the last says why."""

    clinician_id: uuid.UUID
    clinician: str
    clinic: str
    state: str
    trouble: str


def release_stamps(session: Session, clinician_ids: Sequence[uuid.UUID], round_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """A word for each clinician that changes when a step towards their release, or what it rests on, does."""
    ids = list(clinician_ids)
    marks: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    steps = select(
        LadderStep.clinician_id, LadderStep.step, LadderStep.done_at, LadderStep.due_on, LadderStep.note
    ).where(LadderStep.round_id == round_id, LadderStep.clinician_id.in_(ids))
    for row in session.execute(steps.order_by(LadderStep.clinician_id, LadderStep.step)):
        marks[row.clinician_id].append(f"{row.step} {row.done_at} {row.due_on} {row.note}")
    edits = (
        select(Consultation.clinician_id, EditAsked.id, EditAsked.state)
        .select_from(EditAsked)
        .join(ObservationRevision, ObservationRevision.id == EditAsked.revision_id)
        .join(Observation, Observation.id == ObservationRevision.observation_id)
        .join(Assignment, Assignment.id == Observation.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .where(ClinicSession.round_id == round_id, Consultation.clinician_id.in_(ids))
        .order_by(EditAsked.id)
    )
    for row in session.execute(edits):
        marks[row.clinician_id].append(f"{row.id} {row.state}")
    out = select(IssuedReport.clinician_id, IssuedReport.number, IssuedReport.anew).where(
        IssuedReport.round_id == round_id, IssuedReport.clinician_id.in_(ids)
    )
    for row in session.execute(out.order_by(IssuedReport.clinician_id, IssuedReport.number)):
        marks[row.clinician_id].append(f"number {row.number} {row.anew}")
    # A result of an earlier round stands beside this one's.
    stands = select(IssuedReport.clinician_id, IssuedReport.id).where(
        IssuedReport.clinician_id.in_(ids), IssuedReport.removed_at.is_(None)
    )
    for row in session.execute(stands.order_by(IssuedReport.clinician_id, IssuedReport.id)):
        marks[row.clinician_id].append(f"stands {row.id}")
    rests_on = evidence_stamps(session, ids, round_id)
    return {each: " ".join([rests_on[each], *marks[each]]) for each in ids}


def withdrawals_of_round(session: Session, round_id: uuid.UUID) -> int:
    """How many patients have withdrawn in the round so far: a draft from before the last of them must not be kept."""
    return (
        session.scalar(
            select(func.count(Consultation.id))
            .join(ClinicSession, ClinicSession.id == Consultation.session_id)
            .where(ClinicSession.round_id == round_id, Consultation.consent == "withdrawn")
        )
        or 0
    )


def list_of_job(session: Session, job_id: uuid.UUID, reader_id: uuid.UUID) -> tuple[ReportOfJob, ...]:
    """What a job has made so far, by clinic and name; never the reader's own, which they get when it is released."""
    rows = session.execute(
        select(
            Clinician.id,
            Clinician.name,
            Clinic.name.label("clinic"),
            JobReport.trouble,
            JobReport.report_id,
            JobReport.pdf.is_not(None).label("drawn"),
        )
        .select_from(JobReport)
        .join(Clinician, Clinician.id == JobReport.clinician_id)
        .outerjoin(Clinic, Clinic.id == Clinician.clinic_id)
        .where(JobReport.job_id == job_id, Clinician.person_id.is_(None) | (Clinician.person_id != reader_id))
        .order_by(func.coalesce(Clinic.name, ""), Clinician.name, Clinician.id)
    )
    return tuple(
        ReportOfJob(
            row.id,
            row.name,
            row.clinic or "",
            "trouble" if row.trouble else "released" if row.report_id else "draft" if row.drawn else "gone",
            row.trouble,
        )
        for row in rows
    )


def pdfs_of_job(
    session: Session, job_id: uuid.UUID, round_id: uuid.UUID, of: tuple[ReportOfJob, ...]
) -> Iterator[tuple[ReportOfJob, bytes]]:
    """The bytes of each, a few at a time: drafts as they were drawn, released reports in their newest form.

    Empty for what is not there.
    """
    for start in range(0, len(of), READ_AT_ONCE):
        part = of[start : start + READ_AT_ONCE]
        ids = [each.clinician_id for each in part]
        drafts = session.execute(
            select(JobReport.clinician_id, JobReport.pdf).where(
                JobReport.job_id == job_id, JobReport.clinician_id.in_(ids), JobReport.pdf.is_not(None)
            )
        )
        found = {row.clinician_id: row.pdf or b"" for row in drafts}
        released = session.execute(
            select(IssuedReport.clinician_id, IssuedReport.pdf)
            .where(
                IssuedReport.round_id == round_id, IssuedReport.clinician_id.in_(ids), IssuedReport.removed_at.is_(None)
            )
            .order_by(IssuedReport.number)
        )
        newest: dict[uuid.UUID, bytes] = {row[0]: row[1] for row in released}
        for each in part:
            bodies = {"draft": found, "released": newest}.get(each.state, {})
            yield each, bodies.get(each.clinician_id, b"")
