"""The clinics of a team and the clinicians observed in them."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.people import Clinic, Clinician, Person
from app.rules import NotThere


@dataclass(frozen=True, slots=True)
class ClinicInTeam:
    id: uuid.UUID
    code: str
    name: str
    clinicians: int


@dataclass(frozen=True, slots=True)
class ClinicianInTeam:
    """``clinic`` and ``account`` (the e-mail address they sign in with) are empty when there is none."""

    id: uuid.UUID
    name: str
    profession: str
    clinic_id: uuid.UUID | None
    clinic: str
    person_id: uuid.UUID | None
    account: str


def clinics_in_team(session: Session, team_id: uuid.UUID) -> tuple[ClinicInTeam, ...]:
    """Every clinic by name, with how many clinicians belong to it."""
    rows = session.execute(
        select(Clinic.id, Clinic.code, Clinic.name, func.count(Clinician.id).label("clinicians"))
        .outerjoin(Clinician, Clinician.clinic_id == Clinic.id)
        .where(Clinic.team_id == team_id)
        .group_by(Clinic.id, Clinic.code, Clinic.name)
        .order_by(Clinic.name)
    )
    return tuple(ClinicInTeam(row.id, row.code, row.name, row.clinicians) for row in rows)


def clinic_in_team(session: Session, team_id: uuid.UUID, clinic_id: uuid.UUID) -> ClinicInTeam:
    """One clinic. Raises NotThere when the team has no such clinic."""
    found = next((each for each in clinics_in_team(session, team_id) if each.id == clinic_id), None)
    if found is None:
        raise NotThere
    return found


def clinicians_in_team(session: Session, team_id: uuid.UUID) -> tuple[ClinicianInTeam, ...]:
    """Every clinician by name, with clinic and account."""
    rows = session.execute(
        select(
            Clinician.id,
            Clinician.name,
            Clinician.profession,
            Clinician.clinic_id,
            Clinic.name.label("clinic"),
            Clinician.person_id,
            Person.email,
        )
        .outerjoin(Clinic, Clinic.id == Clinician.clinic_id)
        .outerjoin(Person, Person.id == Clinician.person_id)
        .where(Clinician.team_id == team_id)
        .order_by(Clinician.name, Clinician.id)
    )
    return tuple(
        ClinicianInTeam(
            row.id, row.name, row.profession, row.clinic_id, row.clinic or "", row.person_id, row.email or ""
        )
        for row in rows
    )


def clinician_in_team(session: Session, team_id: uuid.UUID, clinician_id: uuid.UUID) -> ClinicianInTeam:
    """One clinician. Raises NotThere when the team has no such clinician."""
    found = next((each for each in clinicians_in_team(session, team_id) if each.id == clinician_id), None)
    if found is None:
        raise NotThere
    return found
