"""Patient partners' sign-off of a draft, and whether a team asks for it before publishing."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.codesign import DraftSignOff
from app.models.people import Team
from app.operations.audit import record
from app.operations.proposals import log_decision, named, open_draft
from app.rules import Actor, NotAllowed, OutOfDate, check_leads
from instruments.drafting.draft import Draft
from instruments.drafting.proposing import draft_fingerprint


def sign_off(session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID, fingerprint: str) -> None:
    """A patient partner's yes to the draft as they read it. Signing twice changes nothing.

    Raises NotThere, Conflict, NotAllowed for anybody else, and OutOfDate when the draft changed since they opened it.
    """
    row = open_draft(session, actor, team_id, draft_id)
    if team_id not in actor.teams_as_patient_partner():
        raise NotAllowed("Patient partners of this team sign a draft off.")
    if draft_fingerprint(Draft(row.definition)) != fingerprint:
        raise OutOfDate("The draft was changed while you were reading. Read it again, then sign off.")
    known = session.scalar(
        select(DraftSignOff.id).where(
            DraftSignOff.draft_id == draft_id,
            DraftSignOff.person_id == actor.id,
            DraftSignOff.fingerprint == fingerprint,
        )
    )
    if known is not None:
        return
    session.add(DraftSignOff(draft_id=draft_id, person_id=actor.id, fingerprint=fingerprint))
    log_decision(session, actor, row, "signed off", f"draft {fingerprint[:8]}", "")
    record(
        session,
        "draft signed off",
        named(row),
        actor_id=actor.id,
        team_id=team_id,
        details={"fingerprint": fingerprint},
    )


def ask_for_sign_off(session: Session, actor: Actor, team_id: uuid.UUID, *, wanted: bool) -> None:
    """Whether a draft of this team needs a patient partner's yes before it is published. Raises NotThere."""
    check_leads(actor, team_id)
    team = session.get_one(Team, team_id)
    if team.partners_sign_off == wanted:
        return
    team.partners_sign_off = wanted
    session.flush()
    record(
        session,
        "sign-off asked for" if wanted else "sign-off no longer asked for",
        f"team {team.name}"[:120],
        actor_id=actor.id,
        team_id=team_id,
    )
