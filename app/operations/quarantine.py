"""Settle a sheet that could not take its place: another stood there already, or it had been given up."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.observations import QuarantinedSheet
from app.models.people import Membership
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.operations.known_sheets import PlaceOfSheet
from app.rules import Actor, Conflict, NotThere, Problem, Unfit


def set_aside(
    session: Session,
    actor: Actor,
    observation_id: uuid.UUID,
    number: int,
    body: bytes,
    sha256: str,
    place: PlaceOfSheet,
    why: str,
) -> None:
    """Keep a sheet that cannot take its place. The same bytes are kept once."""
    known = session.scalar(
        select(QuarantinedSheet.id).where(
            QuarantinedSheet.observation_id == observation_id,
            QuarantinedSheet.number == number,
            QuarantinedSheet.sha256 == sha256,
        )
    )
    if known is not None:
        return
    session.add(
        QuarantinedSheet(
            observation_id=observation_id,
            number=number,
            sha256=sha256,
            body=body,
            person_id=actor.id,
            assignment_id=place.id,
            why=why,
        )
    )
    session.flush()
    subject = f"observation {observation_id}"
    record(session, "observation quarantined", subject, actor_id=actor.id, team_id=place.team_id)


def leave_set_aside(session: Session, actor: Actor, quarantined_id: uuid.UUID) -> None:
    """What stood before stands. The sheet is kept, marked as settled, so that nothing is lost.

    Raises NotThere outside the actor's teams, Conflict when it was settled before.
    """
    row, team_id = unsettled(session, actor, quarantined_id)
    row.resolved_at, row.settled = now(), "left"
    session.flush()
    record(
        session,
        "set-aside sheet settled",
        f"sheet {row.id}",
        actor_id=actor.id,
        team_id=team_id,
        details={"kept": "what stood before", "observation": str(row.observation_id), "sha256": row.sha256},
    )


def discard_set_aside(session: Session, actor: Actor, quarantined_id: uuid.UUID, reason: str) -> None:
    """It should never have been made, and the lead says why. Results use what stood before; the bytes stay kept.

    Raises Unfit without a reason, NotThere and Conflict as `leave_set_aside`.
    """
    row, team_id = unsettled(session, actor, quarantined_id)
    settle(session, actor, row, team_id, "discarded", reason)


def settle(session: Session, actor: Actor, row: QuarantinedSheet, team_id: uuid.UUID, how: str, reason: str) -> None:
    """Note how it was settled and why. Raises Unfit without a reason."""
    if not reason.strip():
        raise Unfit([Problem("reason", "Write why, so that it can be understood later.")])
    row.resolved_at, row.settled, row.settled_why = now(), how, reason.strip()[:2000]
    session.flush()
    record(
        session,
        f"set-aside sheet {how}",
        f"sheet {row.id}",
        actor_id=actor.id,
        team_id=team_id,
        details={"why": row.settled_why, "observation": str(row.observation_id), "sha256": row.sha256},
    )


def unsettled(session: Session, actor: Actor, quarantined_id: uuid.UUID) -> tuple[QuarantinedSheet, uuid.UUID]:
    """The sheet and its team. Raises NotThere outside the actor's teams, Conflict when it was settled before."""
    row = session.get(QuarantinedSheet, quarantined_id, with_for_update=True)
    if row is None:
        raise NotThere
    team_id = _team_of(session, actor, row)
    if row.resolved_at is not None:
        raise Conflict("This sheet was settled already.")
    return row, team_id


def _team_of(session: Session, actor: Actor, row: QuarantinedSheet) -> uuid.UUID:
    """The team of the sheet's consultation; of its observer when it names no assignment we know."""
    if row.assignment_id is not None:
        teams = session.scalars(
            select(Programme.team_id)
            .join(Round, Round.programme_id == Programme.id)
            .join(ClinicSession, ClinicSession.round_id == Round.id)
            .join(Consultation, Consultation.session_id == ClinicSession.id)
            .join(Assignment, Assignment.consultation_id == Consultation.id)
            .where(Assignment.id == row.assignment_id)
        )
    else:
        teams = session.scalars(
            select(Membership.team_id).where(Membership.person_id == row.person_id, Membership.role == "observer")
        )
    led = sorted(set(teams) & actor.teams_as("lead"))
    if not led:
        raise NotThere
    return led[0]
