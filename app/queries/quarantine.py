"""Sheets that could not take their place, for a lead to settle. Never what stands in them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import QuarantinedSheet
from app.models.people import Membership, Person
from app.models.programmes import Programme, Round
from app.words import OTHER_VERSION


@dataclass(frozen=True, slots=True)
class SheetSetAside:
    """``place`` names the session and slot; empty when the sheet names none that we know.

    is_other_version: it came on the version of the form that this observer's other sheet of the slot is on.
    """

    id: uuid.UUID
    observer: str
    place: str
    why: str
    received_at: datetime
    resolved_at: datetime | None

    @property
    def cause(self) -> str:
        """The first sentence of why; what follows speaks to the observer."""
        return self.why.split(". ")[0].rstrip(".") + "."

    @property
    def is_other_version(self) -> bool:
        return self.why == OTHER_VERSION


def sheets_set_aside(session: Session, team_id: uuid.UUID) -> tuple[SheetSetAside, ...]:
    """Those of the team's consultations and observers: unsettled first, newest first."""
    observers = select(Membership.person_id).where(Membership.team_id == team_id, Membership.role == "observer")
    rows = session.execute(
        select(
            QuarantinedSheet.id,
            Person.name,
            ClinicSession.code,
            Consultation.slot,
            QuarantinedSheet.why,
            QuarantinedSheet.received_at,
            QuarantinedSheet.resolved_at,
        )
        .join(Person, Person.id == QuarantinedSheet.person_id)
        .outerjoin(Assignment, Assignment.id == QuarantinedSheet.assignment_id)
        .outerjoin(Consultation, Consultation.id == Assignment.consultation_id)
        .outerjoin(ClinicSession, ClinicSession.id == Consultation.session_id)
        .outerjoin(Round, Round.id == ClinicSession.round_id)
        .outerjoin(Programme, Programme.id == Round.programme_id)
        .where(
            (Programme.team_id == team_id)
            | (QuarantinedSheet.assignment_id.is_(None) & QuarantinedSheet.person_id.in_(observers))
        )
        .order_by(QuarantinedSheet.resolved_at.is_not(None), QuarantinedSheet.received_at.desc())
    )
    return tuple(
        SheetSetAside(
            row.id,
            row.name,
            f"session {row.code}, slot {row.slot}" if row.code else "",
            row.why,
            row.received_at,
            row.resolved_at,
        )
        for row in rows
    )


def unsettled_in_team(session: Session, team_id: uuid.UUID) -> int:
    """How many wait to be settled."""
    observers = select(Membership.person_id).where(Membership.team_id == team_id, Membership.role == "observer")
    assignments = (
        select(Assignment.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Programme.team_id == team_id)
    )
    return (
        session.scalar(
            select(func.count(QuarantinedSheet.id)).where(
                QuarantinedSheet.resolved_at.is_(None),
                QuarantinedSheet.assignment_id.in_(assignments)
                | (QuarantinedSheet.assignment_id.is_(None) & QuarantinedSheet.person_id.in_(observers)),
            )
        )
        or 0
    )
