"""Which released reports rest on a consultation: their own, numbers of the whole round, or an earlier report."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.models.feedback import IssuedReport, SharedNumbers

OfRound = tuple[uuid.UUID, uuid.UUID]
"""A clinician and a round: whose report it is."""


def reports_sharing(session: Session, round_id: uuid.UUID, consultation_id: uuid.UUID) -> tuple[OfRound, ...]:
    """Standing reports of the round that show a number worked out from this consultation among the whole round's."""
    rows = session.execute(
        select(SharedNumbers.id, SharedNumbers.consultations).where(SharedNumbers.round_id == round_id)
    )
    shared = [row.id for row in rows if str(consultation_id) in row.consultations]
    if not shared:
        return ()
    return _pairs(
        session.execute(
            select(IssuedReport.clinician_id, IssuedReport.round_id).where(
                IssuedReport.shared_id.in_(shared), IssuedReport.removed_at.is_(None)
            )
        ).all()
    )


def reports_to_make_anew(session: Session, reports: Collection[OfRound]) -> dict[OfRound, str]:
    """Of these reports those whose words are gone and that nothing stands for yet, with why they are made anew."""
    rows = session.execute(
        select(IssuedReport.clinician_id, IssuedReport.round_id, IssuedReport.anew)
        .where(
            IssuedReport.clinician_id.in_({clinician_id for clinician_id, _ in reports}),
            IssuedReport.round_id.in_({round_id for _, round_id in reports}),
        )
        .order_by(IssuedReport.number)
    ).all()
    newest = {(row[0], row[1]): row.anew for row in rows}
    return {of: newest[of] for of in reports if newest.get(of)}


def reports_beside(session: Session, replaced: Collection[OfRound]) -> tuple[OfRound, ...]:
    """Standing reports of later rounds that set their results beside one of these clinicians' reports of a round."""
    earlier = aliased(IssuedReport)
    rows = session.execute(
        select(IssuedReport.clinician_id, IssuedReport.round_id, earlier.round_id.label("earlier"))
        .join(earlier, earlier.id == IssuedReport.previous_id)
        .where(
            IssuedReport.clinician_id.in_({clinician for clinician, _ in replaced}),
            IssuedReport.removed_at.is_(None),
        )
    ).all()
    return _pairs([(row[0], row[1]) for row in rows if (row[0], row.earlier) in set(replaced)])


def _pairs(rows: Collection[OfRound]) -> tuple[OfRound, ...]:
    return tuple(sorted({(row[0], row[1]) for row in rows}, key=str))
