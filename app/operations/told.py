"""Tell observers what changed after their visits, and take it back."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.feedback import IssuedReport
from app.models.people import Clinician
from app.models.programmes import Programme, Round
from app.models.told import ChangeTold
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit
from app.words import noted

# Fewer behind a sentence, and it would be told to one or two people, or point at one of one or two clinicians.
LEAST_OBSERVERS = 3
LEAST_CLINICIANS = 3
LONGEST = 300
WRITE = noted("Write one sentence.")
SHORTER = noted("Please keep it to 300 letters: one sentence.")
TOO_FEW_OBSERVERS = noted("Fewer than three people observed you in this round. Ask your lead to tell it for the round.")
TOO_FEW_CLINICIANS = noted("So few clinicians were in this round that all would know it is you. Let your name stand.")
NOTHING_OUT = "No report of this round is out yet, so nothing can have changed because of one."


def tell_change(
    session: Session, actor: Actor, of: tuple[uuid.UUID, uuid.UUID], sentence: str, *, named: bool
) -> uuid.UUID:
    """A clinician tells what they changed. ``of``: their clinician and the round.

    With their name it goes to who observed them in it; without, to everybody who observed in the round, so that
    nobody can tell by having got it whose it is. Raises `NotThere`, `Conflict` below three people, and `Unfit`.
    """
    clinician = session.get(Clinician, of[0])
    out = select(IssuedReport.id).where(IssuedReport.clinician_id == of[0], IssuedReport.round_id == of[1]).limit(1)
    mine = clinician is not None and clinician.person_id == actor.id
    if clinician is None or not mine or clinician.team_id not in actor.teams_as("clinician"):
        raise NotThere
    if session.scalar(out) is None:
        raise NotThere
    kept = _fits(sentence)
    if _observers(session, of[1], of[0]) < LEAST_OBSERVERS:
        raise Conflict(TOO_FEW_OBSERVERS)
    if not named and _clinicians(session, of[1]) < LEAST_CLINICIANS:
        raise Conflict(TOO_FEW_CLINICIANS)
    row = ChangeTold(round_id=of[1], clinician_id=of[0], sentence=kept, named=named, told_by=actor.id)
    return _keep(session, actor, clinician.team_id, row)


def tell_change_of_round(session: Session, actor: Actor, round_id: uuid.UUID, sentence: str) -> uuid.UUID:
    """A lead tells everybody who observed in a round what changed in the programme. Raises as `tell_change` does."""
    team_id = session.scalar(
        select(Programme.team_id).join(Round, Round.programme_id == Programme.id).where(Round.id == round_id)
    )
    if team_id is None or team_id not in actor.teams_as("lead"):
        raise NotThere
    kept = _fits(sentence)
    if session.scalar(select(IssuedReport.id).where(IssuedReport.round_id == round_id).limit(1)) is None:
        raise Conflict(NOTHING_OUT)
    row = ChangeTold(round_id=round_id, clinician_id=None, sentence=kept, named=False, told_by=actor.id)
    return _keep(session, actor, team_id, row)


def take_back_change(session: Session, actor: Actor, told_id: uuid.UUID) -> None:
    """Nobody reads it from now on. Who told it takes it back; what was told for a round, any lead of the team."""
    found = session.execute(
        select(ChangeTold, Programme.team_id)
        .join(Round, Round.id == ChangeTold.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(ChangeTold.id == told_id)
    ).first()
    if found is None:
        raise NotThere
    row: ChangeTold = found.ChangeTold
    of_round = row.clinician_id is None and found.team_id in actor.teams_as("lead")
    own = row.clinician_id is not None and row.told_by == actor.id
    if not (of_round or own) or row.taken_back_at is not None:
        raise NotThere
    row.taken_back_at = now()
    session.flush()
    _note(session, actor, found.team_id, "change told to observers taken back", row)


def _fits(sentence: str) -> str:
    kept = " ".join(sentence.split())
    if not kept:
        raise Unfit([Problem("sentence", WRITE)])
    if len(kept) > LONGEST:
        raise Unfit([Problem("sentence", SHORTER)])
    return kept


def _observers(session: Session, round_id: uuid.UUID, clinician_id: uuid.UUID) -> int:
    """How many people have a sheet of this clinician in."""
    return (
        session.scalar(
            select(func.count(Assignment.person_id.distinct()))
            .join(Consultation, Consultation.id == Assignment.consultation_id)
            .join(ClinicSession, ClinicSession.id == Consultation.session_id)
            .where(
                ClinicSession.round_id == round_id,
                Consultation.clinician_id == clinician_id,
                Assignment.state == "locked",
            )
        )
        or 0
    )


def _clinicians(session: Session, round_id: uuid.UUID) -> int:
    """How many clinicians of the round have a sheet in."""
    return (
        session.scalar(
            select(func.count(Consultation.clinician_id.distinct()))
            .join(ClinicSession, ClinicSession.id == Consultation.session_id)
            .join(Assignment, Assignment.consultation_id == Consultation.id)
            .where(ClinicSession.round_id == round_id, Assignment.state == "locked")
        )
        or 0
    )


def _keep(session: Session, actor: Actor, team_id: uuid.UUID, row: ChangeTold) -> uuid.UUID:
    session.add(row)
    session.flush()
    _note(session, actor, team_id, "change told to observers", row)
    return row.id


def _note(session: Session, actor: Actor, team_id: uuid.UUID, event: str, row: ChangeTold) -> None:
    details = {"round": str(row.round_id), "named": row.named}
    record(session, event, f"change {row.id}", actor_id=actor.id, team_id=team_id, details=details)
