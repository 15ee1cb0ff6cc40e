"""Write the brief of a session, and sign that it has been read."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.briefs import BriefRead, SessionBrief
from app.models.consultations import Assignment, ClinicSession, Consultation
from app.models.programmes import Programme, Round
from app.operations.audit import record
from app.rules import Actor, NotThere, OutOfDate, check_leads
from app.words import noted


def write_brief(session: Session, actor: Actor, session_id: uuid.UUID, meeting: str, practical: str) -> None:
    """Say where observers go, who meets them, and what else is good to know. A change asks everybody to read again.

    Writing what stands there already changes nothing. Raises `NotThere` outside the actor's teams.
    """
    code, team_id = _session(session, session_id)
    check_leads(actor, team_id)
    brief = session.get(SessionBrief, session_id)
    if brief is None:
        brief = SessionBrief(session_id=session_id, version=0, written_by=actor.id)
        session.add(brief)
    elif (brief.meeting, brief.practical) == (meeting.strip(), practical.strip()):
        return
    brief.meeting, brief.practical = meeting.strip(), practical.strip()
    brief.version += 1
    brief.written_by, brief.written_at = actor.id, now()
    session.flush()
    details = {"version": brief.version}
    record(session, "brief written", f"session {code}", actor_id=actor.id, team_id=team_id, details=details)


def sign_brief(session: Session, actor: Actor, session_id: uuid.UUID, version: int) -> None:
    """The observer has read this version. Twice changes nothing.

    Raises `NotThere` unless the actor observes in this session, `OutOfDate` when the brief has changed meanwhile.
    """
    code, team_id = _session(session, session_id)
    mine = session.scalar(
        select(Assignment.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .where(Consultation.session_id == session_id, Assignment.person_id == actor.id)
        .limit(1)
    )
    if mine is None or team_id not in actor.teams_as("observer"):
        raise NotThere
    brief = session.get(SessionBrief, session_id)
    if version != (brief.version if brief else 0):
        raise OutOfDate(noted("The brief was changed while you read it. Please read it once more."))
    read = session.get(BriefRead, (session_id, actor.id))
    if read is not None and read.version == version:
        return
    session.merge(BriefRead(session_id=session_id, person_id=actor.id, version=version, read_at=now()))
    session.flush()
    details = {"version": version}
    record(session, "brief read", f"session {code}", actor_id=actor.id, team_id=team_id, details=details)


def _session(session: Session, session_id: uuid.UUID) -> tuple[str, uuid.UUID]:
    row = session.execute(
        select(ClinicSession.code, Programme.team_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .where(ClinicSession.id == session_id)
    ).first()
    if row is None:
        raise NotThere
    return row.code, row.team_id
