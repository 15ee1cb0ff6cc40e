"""Clinics and the clinicians who are observed in them."""

import re
import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.people import Clinic, Clinician, Membership
from app.operations.audit import record
from app.rules import Actor, NotThere, Problem, Unfit, check_leads
from app.words import PROFESSIONS

CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class ClinicianPlan:
    """What a lead says of a clinician. ``person_id`` is the account they read their feedback with, if any."""

    name: str
    profession: str
    clinic_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None


def suggested_code(name: str) -> str:
    """A short code from a clinic's name: the first letters of its words, or the start of its only word."""
    words = re.findall(r"[A-Za-z0-9]+", name.upper())
    if not words:
        return "CLINIC"
    return (words[0][:4] if len(words) == 1 else "".join(word[0] for word in words))[:CODE_LENGTH]


def add_clinic(session: Session, actor: Actor, team_id: uuid.UUID, name: str, code: str = "") -> uuid.UUID:
    """A clinic. Its code begins every session code; an empty one is made from the name.

    Raises NotThere outside the actor's teams, Unfit for a code that is taken.
    """
    check_leads(actor, team_id)
    name = name.strip()
    code = code.strip().upper() or _free_code(session, team_id, suggested_code(name))
    _check_code(session, team_id, code, None)
    row = Clinic(team_id=team_id, code=code, name=name)
    session.add(row)
    session.flush()
    record(session, "clinic added", f"clinic {name}", actor_id=actor.id, team_id=team_id, details={"code": code})
    return row.id


def change_clinic(session: Session, actor: Actor, clinic_id: uuid.UUID, name: str, code: str) -> None:
    """Name it anew. Sessions keep the codes they were given."""
    row = _clinic(session, actor, clinic_id)
    code = code.strip().upper() or row.code
    _check_code(session, row.team_id, code, clinic_id)
    row.name, row.code = name.strip(), code
    session.flush()
    record(
        session, "clinic changed", f"clinic {row.name}", actor_id=actor.id, team_id=row.team_id, details={"code": code}
    )


def add_clinician(session: Session, actor: Actor, team_id: uuid.UUID, plan: ClinicianPlan) -> uuid.UUID:
    """A person who will be observed. Raises NotThere outside the actor's teams, Unfit for a plan that does not fit."""
    check_leads(actor, team_id)
    _check_clinician(session, team_id, plan, None)
    row = Clinician(
        team_id=team_id,
        person_id=plan.person_id,
        clinic_id=plan.clinic_id,
        name=plan.name.strip(),
        profession=plan.profession,
    )
    session.add(row)
    session.flush()
    record(session, "clinician added", f"clinician {row.name}", actor_id=actor.id, team_id=team_id)
    return row.id


def change_clinician(session: Session, actor: Actor, clinician_id: uuid.UUID, plan: ClinicianPlan) -> None:
    """Correct a clinician's name, profession, clinic or account."""
    row = session.get(Clinician, clinician_id)
    if row is None:
        raise NotThere
    check_leads(actor, row.team_id)
    _check_clinician(session, row.team_id, plan, clinician_id)
    row.name, row.profession = plan.name.strip(), plan.profession
    row.clinic_id, row.person_id = plan.clinic_id, plan.person_id
    session.flush()
    record(session, "clinician changed", f"clinician {row.name}", actor_id=actor.id, team_id=row.team_id)


def _clinic(session: Session, actor: Actor, clinic_id: uuid.UUID) -> Clinic:
    row = session.get(Clinic, clinic_id)
    if row is None:
        raise NotThere
    check_leads(actor, row.team_id)
    return row


def _check_code(session: Session, team_id: uuid.UUID, code: str, own_id: uuid.UUID | None) -> None:
    if not re.fullmatch(rf"[A-Z0-9]{{1,{CODE_LENGTH}}}", code):
        sentence = f"Write the short code with 1 to {CODE_LENGTH} letters or digits, such as KNEE."
        raise Unfit([Problem("code", sentence)])
    taken = session.scalar(
        select(Clinic.name).where(Clinic.team_id == team_id, func.upper(Clinic.code) == code, Clinic.id != own_id)
        if own_id
        else select(Clinic.name).where(Clinic.team_id == team_id, func.upper(Clinic.code) == code)
    )
    if taken:
        raise Unfit([Problem("code", f"The code {code} belongs to {taken}. Choose another.")])


def _free_code(session: Session, team_id: uuid.UUID, wanted: str) -> str:
    taken = set(session.scalars(select(Clinic.code).where(Clinic.team_id == team_id)))
    number, code = 1, wanted
    while code in taken:
        number += 1
        code = f"{wanted[: CODE_LENGTH - len(str(number))]}{number}"
    return code


def _check_clinician(session: Session, team_id: uuid.UUID, plan: ClinicianPlan, own_id: uuid.UUID | None) -> None:
    problems: list[Problem] = []
    if not plan.name.strip():
        problems.append(Problem("name", "Write the clinician's name."))
    if plan.profession not in PROFESSIONS:
        problems.append(Problem("profession", "Choose the clinician's profession."))
    if plan.clinic_id is not None:
        clinic = session.get(Clinic, plan.clinic_id)
        if clinic is None or clinic.team_id != team_id:
            problems.append(Problem("clinic", "Choose a clinic of this team."))
    if plan.person_id is not None:
        problems.extend(_account_problems(session, team_id, plan.person_id, own_id))
    if problems:
        raise Unfit(problems)


def _account_problems(
    session: Session, team_id: uuid.UUID, person_id: uuid.UUID, own_id: uuid.UUID | None
) -> list[Problem]:
    in_team = session.scalar(
        select(Membership.id).where(
            Membership.person_id == person_id, Membership.team_id == team_id, Membership.ended_at.is_(None)
        )
    )
    if in_team is None:
        return [Problem("account", "Choose an account of this team, or make a new one.")]
    others = session.scalars(
        select(Clinician).where(Clinician.team_id == team_id, Clinician.person_id == person_id)
    ).all()
    holder = next((other for other in others if other.id != own_id), None)
    if holder is not None:
        return [Problem("account", f"That account already belongs to the clinician {holder.name}. Choose another.")]
    return []
