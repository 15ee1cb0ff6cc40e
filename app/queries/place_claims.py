"""Sheets that may stand in the wrong place: what an observer may say, and what a lead settles. Never a rating."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.people import Clinic, Clinician, ObserverType, Person
from app.models.place_claims import PlaceClaim
from app.models.programmes import Programme, Round
from app.rules import Actor, NotThere


@dataclass(frozen=True, slots=True)
class PlacesToChoose:
    """Where a locked sheet stands, and where else it could belong: other slots of the session, other clinicians."""

    session_code: str
    slot: int
    clinician: str
    slots: tuple[tuple[int, str], ...]
    clinicians: tuple[tuple[uuid.UUID, str], ...]
    said: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place a sheet may belong to."""

    slot: int
    clinician: str
    consent: str
    observers: int


@dataclass(frozen=True, slots=True)
class ClaimToSettle:
    """What an observer said of one sheet, with both places. ``wants``: "slot" or "clinician"."""

    id: uuid.UUID
    team_id: uuid.UUID
    observer: str
    observer_type: str
    session_id: uuid.UUID
    session_code: str
    clinic: str
    on_date: date
    half_day: str
    said_at: datetime
    outcome: str | None
    wants: str
    now: Candidate
    said: Candidate | None


def places_to_choose(session: Session, actor: Actor, assignment_id: uuid.UUID) -> PlacesToChoose:
    """For the observer of a locked sheet. Raises NotThere for anybody else, and while nothing is locked."""
    here = session.execute(
        select(ClinicSession.id, ClinicSession.code, Consultation.slot, Consultation.clinician_id, Programme.team_id)
        .select_from(Assignment)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(
            Assignment.id == assignment_id,
            Assignment.person_id == actor.id,
            Assignment.state == "locked",
            Programme.team_id.in_(actor.teams_as("observer")),
        )
    ).first()
    if here is None:
        raise NotThere
    slots = session.execute(
        select(Consultation.slot, Clinician.name)
        .join(Clinician, Clinician.id == Consultation.clinician_id)
        .where(Consultation.session_id == here.id)
        .order_by(Consultation.slot)
    ).all()
    clinicians = session.execute(
        select(Clinician.id, Clinician.name).where(Clinician.team_id == here.team_id).order_by(Clinician.name)
    ).all()
    said = session.scalar(
        select(PlaceClaim).where(PlaceClaim.assignment_id == assignment_id, PlaceClaim.outcome.is_(None))
    )
    names = {row.id: row.name for row in clinicians}
    return PlacesToChoose(
        session_code=here.code,
        slot=here.slot,
        clinician=names.get(here.clinician_id, ""),
        slots=tuple((row.slot, row.name) for row in slots if row.slot != here.slot),
        clinicians=tuple((row.id, row.name) for row in clinicians if row.id != here.clinician_id),
        said=_said(said, names),
    )


def _said(claim: PlaceClaim | None, names: dict[uuid.UUID, str]) -> str:
    if claim is None:
        return ""
    if claim.said_slot is not None:
        return f"slot {claim.said_slot}"
    return names.get(claim.said_clinician_id, "another clinician") if claim.said_clinician_id else ""


def open_claims_in_team(session: Session, team_id: uuid.UUID) -> int:
    """How many wait for a lead."""
    rows = (
        select(func.count(PlaceClaim.id))
        .join(Assignment, Assignment.id == PlaceClaim.assignment_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Programme.team_id == team_id, PlaceClaim.outcome.is_(None))
    )
    return session.scalar(rows) or 0


def claims_in_team(session: Session, team_id: uuid.UUID) -> tuple[ClaimToSettle, ...]:
    """Every claim that waits, oldest first, with both places; two statements."""
    now, said = aliased(Consultation), aliased(Consultation)
    now_clinician, said_clinician, named = aliased(Clinician), aliased(Clinician), aliased(Clinician)
    rows = session.execute(
        select(
            PlaceClaim.id,
            PlaceClaim.said_at,
            PlaceClaim.said_slot,
            PlaceClaim.outcome,
            Programme.team_id,
            Person.name.label("observer"),
            ObserverType.name.label("observer_type"),
            ClinicSession.id.label("session_id"),
            ClinicSession.code,
            ClinicSession.on_date,
            ClinicSession.half_day,
            Clinic.name.label("clinic"),
            now.id.label("now_id"),
            now.slot.label("now_slot"),
            now.consent.label("now_consent"),
            now_clinician.name.label("now_clinician"),
            said.id.label("said_id"),
            said.consent.label("said_consent"),
            said_clinician.name.label("said_slot_clinician"),
            named.name.label("named_clinician"),
        )
        .select_from(PlaceClaim)
        .join(Assignment, Assignment.id == PlaceClaim.assignment_id)
        .join(Person, Person.id == Assignment.person_id)
        .join(ObserverType, ObserverType.id == Assignment.observer_type_id)
        .join(now, now.id == Assignment.consultation_id)
        .join(now_clinician, now_clinician.id == now.clinician_id)
        .join(ClinicSession, ClinicSession.id == now.session_id)
        .join(Clinic, Clinic.id == ClinicSession.clinic_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .outerjoin(said, (said.session_id == now.session_id) & (said.slot == PlaceClaim.said_slot))
        .outerjoin(said_clinician, said_clinician.id == said.clinician_id)
        .outerjoin(named, named.id == PlaceClaim.said_clinician_id)
        .where(Programme.team_id == team_id, PlaceClaim.outcome.is_(None))
        .order_by(PlaceClaim.said_at, PlaceClaim.id)
    ).all()
    places = {each for row in rows for each in (row.now_id, row.said_id) if each}
    counted = select(Assignment.consultation_id, func.count(func.distinct(Assignment.person_id)).label("people"))
    asked = session.execute(counted.where(Assignment.consultation_id.in_(places)).group_by(Assignment.consultation_id))
    observers = {row.consultation_id: row.people for row in asked}
    return tuple(
        ClaimToSettle(
            id=row.id,
            team_id=row.team_id,
            observer=row.observer,
            observer_type=row.observer_type,
            session_id=row.session_id,
            session_code=row.code,
            clinic=row.clinic,
            on_date=row.on_date,
            half_day=row.half_day,
            said_at=row.said_at,
            outcome=row.outcome,
            wants="slot" if row.said_slot is not None else "clinician",
            now=Candidate(row.now_slot, row.now_clinician, row.now_consent, observers.get(row.now_id, 0)),
            said=_candidate(row.said_slot, row.said_id, row.said_slot_clinician, row.said_consent, observers)
            if row.said_slot is not None
            else Candidate(row.now_slot, row.named_clinician, row.now_consent, observers.get(row.now_id, 0)),
        )
        for row in rows
    )


def _candidate(
    slot: int, consultation_id: uuid.UUID | None, clinician: str, consent: str, observers: dict[uuid.UUID, int]
) -> Candidate | None:
    if consultation_id is None:
        return None
    return Candidate(slot, clinician, consent, observers.get(consultation_id, 0))
