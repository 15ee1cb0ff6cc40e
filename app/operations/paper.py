"""Keep a sheet that was scored on paper, copied by its observer or by a lead."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.paper import PaperEntry
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.operations.observations import Quarantined, Receipt, SubmittedSheet, submit_observation
from app.rules import Actor, NotAllowed, NotThere, Place

OWN_FIRST = (
    "You observe this consultation yourself and your own sheet is not in yet. Lock yours first, or ask somebody else "
    "to copy this one: nobody sees another’s ratings early."
)


def submit_from_paper(
    session: Session, actor: Actor, submitted: SubmittedSheet, body: bytes, sha256: str
) -> Receipt | Quarantined:
    """Store a copied sheet as its observer's, with who copied it. The same judge and the same rules as any sheet.

    Raises NotThere, NotAllowed when the actor would see a rating early, and whatever `submit_observation` raises.
    """
    person_id, team_id = _whose(session, actor, submitted.assignment_id)
    # The sheet is the observer's; the log and the consent name who copied it.
    standing_in = Actor(actor.id, actor.name, (Place(team_id, "observer"),), stands_in_for=person_id)
    outcome = submit_observation(session, standing_in, submitted, body, sha256)
    if isinstance(outcome, Receipt) and outcome.is_new:
        session.add(PaperEntry(observation_id=outcome.observation_id, entered_by=actor.id))
        session.flush()
        subject = f"observation {outcome.observation_id}"
        record(session, "observation copied from paper", subject, actor_id=actor.id, team_id=team_id)
    return outcome


def _whose(session: Session, actor: Actor, assignment_id: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    row = session.execute(
        select(Assignment.person_id, Assignment.consultation_id, Programme.team_id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(Assignment.id == assignment_id)
    ).first()
    if row is None:
        raise NotThere
    if row.person_id == actor.id and row.team_id in actor.teams_as("observer"):
        return row.person_id, row.team_id
    if row.team_id not in actor.teams_as("lead"):
        raise NotThere
    own_open = select(Assignment.id).where(
        Assignment.consultation_id == row.consultation_id,
        Assignment.person_id == actor.id,
        Assignment.state == "assigned",
    )
    if session.scalar(own_open) is not None:
        raise NotAllowed(OWN_FIRST)
    return row.person_id, row.team_id
