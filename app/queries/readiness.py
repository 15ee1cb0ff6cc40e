"""How much of what a programme needs is there: the counts behind the lead's checklist."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.instruments import PublishedInstrument
from app.models.people import Clinic, Clinician, Membership, Person
from app.models.programmes import Programme, Round
from app.queries.open_consultations import REFUSED


@dataclass(frozen=True, slots=True)
class Readiness:
    """Counts for one team. ``open_rounds`` are neither closed nor past; the rest of the plan is counted in them.

    ``current_round_id`` is the open round that began last; None when there is none.
    """

    observers: int
    clinics: int
    clinicians: int
    instruments: int
    programmes: int
    open_rounds: int
    sessions: int
    slots: int
    slots_with_two: int
    current_round_id: uuid.UUID | None
    current_round: str
    # Sessions of that round after today in which a slot has fewer than two who come to it.
    thin_sessions: int = 0


def readiness_of_team(session: Session, team_id: uuid.UUID, today: date) -> Readiness:
    """Everything in two statements."""
    open_rounds = (
        select(Round.id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Programme.team_id == team_id, Round.closed_at.is_(None), Round.closes_on >= today)
    )
    newest = select(Round.id, Round.name).where(Round.id.in_(open_rounds)).order_by(Round.opens_on.desc()).limit(1)
    planned = select(ClinicSession.id).where(ClinicSession.round_id.in_(open_rounds))
    slots = select(Consultation.id).where(Consultation.session_id.in_(planned))
    with_two = (
        select(Assignment.consultation_id)
        .where(Assignment.consultation_id.in_(slots))
        .group_by(Assignment.consultation_id)
        .having(func.count(Assignment.person_id.distinct()) >= 2)
        .subquery()
    )
    coming = (
        select(Assignment.consultation_id)
        .where(Assignment.consultation_id.in_(slots), Assignment.state.in_(("assigned", "locked")))
        .group_by(Assignment.consultation_id)
        .having(func.count(Assignment.person_id.distinct()) >= 2)
    )
    thin = select(func.count(Consultation.session_id.distinct())).where(
        Consultation.session_id.in_(
            select(ClinicSession.id).where(
                ClinicSession.round_id == newest.with_only_columns(Round.id).scalar_subquery(),
                ClinicSession.on_date > today,
            )
        ),
        Consultation.consent.not_in(REFUSED),
        Consultation.id.not_in(coming),
    )
    row = session.execute(
        select(
            select(func.count(func.distinct(Membership.person_id)))
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.team_id == team_id,
                Membership.role == "observer",
                Membership.ended_at.is_(None),
                Person.active,
            )
            .scalar_subquery()
            .label("observers"),
            select(func.count(Clinic.id)).where(Clinic.team_id == team_id).scalar_subquery().label("clinics"),
            select(func.count(Clinician.id)).where(Clinician.team_id == team_id).scalar_subquery().label("clinicians"),
            select(func.count(PublishedInstrument.id))
            .where(
                PublishedInstrument.team_id.is_(None) | (PublishedInstrument.team_id == team_id),
                PublishedInstrument.retired_at.is_(None),
            )
            .scalar_subquery()
            .label("instruments"),
            select(func.count(Programme.id)).where(Programme.team_id == team_id).scalar_subquery().label("programmes"),
            select(func.count()).select_from(open_rounds.subquery()).scalar_subquery().label("open_rounds"),
            select(func.count()).select_from(planned.subquery()).scalar_subquery().label("sessions"),
            select(func.count()).select_from(slots.subquery()).scalar_subquery().label("slots"),
            select(func.count()).select_from(with_two).scalar_subquery().label("slots_with_two"),
            thin.scalar_subquery().label("thin_sessions"),
        )
    ).one()
    current = session.execute(newest).first()
    return Readiness(
        observers=row.observers,
        clinics=row.clinics,
        clinicians=row.clinicians,
        instruments=row.instruments,
        programmes=row.programmes,
        open_rounds=row.open_rounds,
        sessions=row.sessions,
        slots=row.slots,
        slots_with_two=row.slots_with_two,
        current_round_id=current.id if current else None,
        current_round=current.name if current else "",
        thin_sessions=row.thin_sessions,
    )
