"""Look at an action again: its clinician asks to be observed because of it, and a lead links the session for that."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import ClinicSession, Consultation
from app.models.people import Clinician
from app.models.talks import AgreedAction
from app.operations.audit import record
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, is_own_report
from app.words import noted

ASKED_ALREADY = noted("You have asked for it already.")
ENDED_ALREADY = noted("You have said what became of this action.")


def ask_to_look_again(session: Session, actor: Actor, action_id: uuid.UUID) -> None:
    """The clinician asks to be observed again because of an open action. Raises `NotThere` and `Conflict`."""
    row, clinician = _found(session, action_id)
    if clinician.person_id != actor.id or clinician.team_id not in actor.teams_as("clinician"):
        raise NotThere
    if row.state != "open":
        raise Conflict(ENDED_ALREADY)
    if row.asked_again_at is not None:
        raise Conflict(ASKED_ALREADY)
    row.asked_again_at = now()
    session.flush()
    _note(session, actor, clinician, "observation asked for because of an action", row)


def link_session(session: Session, actor: Actor, action_id: uuid.UUID, session_id: uuid.UUID | None) -> None:
    """A lead says in which session the action is looked at again; None takes the link off.

    Raises `NotThere` for whoever does not lead the clinician's team and for one's own action; `Unfit` for a session
    without a visit of this clinician, or from before the action was written down.
    """
    row, clinician = _found(session, action_id)
    if clinician.team_id not in actor.teams_as("lead") or is_own_report(actor, clinician.person_id):
        raise NotThere
    if session_id is not None:
        visit = (
            select(Consultation.id)
            .join(ClinicSession, ClinicSession.id == Consultation.session_id)
            .where(
                ClinicSession.id == session_id,
                ClinicSession.on_date >= row.written_at.date(),
                Consultation.clinician_id == clinician.id,
            )
            .limit(1)
        )
        if session.scalar(visit) is None:
            raise Unfit([Problem("session", "Choose a session in which this clinician is observed.")])
    row.again_session_id = session_id
    session.flush()
    event = "session linked to an action" if session_id else "session taken off an action"
    _note(session, actor, clinician, event, row)


def _found(session: Session, action_id: uuid.UUID) -> tuple[AgreedAction, Clinician]:
    row = session.get(AgreedAction, action_id)
    if row is None:
        raise NotThere
    return row, session.get_one(Clinician, row.clinician_id)


def _note(session: Session, actor: Actor, clinician: Clinician, event: str, row: AgreedAction) -> None:
    details = {"round": str(row.round_id), "action": str(row.id), "session": str(row.again_session_id or "")}
    record(session, event, f"clinician {clinician.id}", actor_id=actor.id, team_id=clinician.team_id, details=details)
