"""Become a clinician's mentor, and end it: a yes from both sides, and from then on no observation for appraisal.

A clinician never names an observer first: they may wish for a mentor, and answer those who offer.
"""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, Consultation
from app.models.feedback import IssuedReport
from app.models.mentors import MentorLink, MentorWish
from app.models.people import Clinician, Membership
from app.operations.audit import record
from app.operations.conflicts import bar_mentor
from app.rules import Actor, NotThere


def say_yes(session: Session, actor: Actor, clinician_id: uuid.UUID, person_id: uuid.UUID, today: date) -> bool:
    """The observer offers it, or the clinician takes the offer; gives whether both have now said yes.

    With the second yes the mentor is taken off every coming visit of this clinician. Raises `NotThere` for anybody but
    the two, before a report of the clinician is out, for somebody who has not observed them, and for a clinician to
    whom this observer has offered nothing.
    """
    clinician, mine = _side(session, actor, clinician_id, person_id)
    if not _may_be_linked(session, clinician, person_id):
        raise NotThere
    row = _row(session, clinician_id, person_id)
    if mine and (row is None or row.mentor_yes_at is None):
        raise NotThere
    if row is None:
        row = MentorLink(clinician_id=clinician_id, person_id=person_id)
        session.add(row)
    if mine:
        row.clinician_yes_at, row.clinician_no_at = now(), None
    else:
        row.mentor_yes_at, row.mentor_no_at = now(), None
    begins = row.clinician_yes_at is not None and row.mentor_yes_at is not None and row.began_at is None
    if begins:
        row.began_at, row.ended_at = now(), None
    session.flush()
    _note(session, actor, clinician, "mentor agreed" if begins else "mentor asked or offered", row)
    if begins:
        bar_mentor(session, actor, clinician, person_id, today)
    return begins


def wish_for_mentor(session: Session, actor: Actor, clinician_id: uuid.UUID, *, wished: bool) -> None:
    """A clinician says that they would like a mentor, or no longer. Raises `NotThere` for anybody else."""
    clinician = session.get(Clinician, clinician_id)
    if clinician is None or clinician.person_id != actor.id or clinician.team_id not in actor.teams_as("clinician"):
        raise NotThere
    row = session.get(MentorWish, clinician_id)
    if wished and row is None:
        session.add(MentorWish(clinician_id=clinician_id))
    elif not wished and row is not None:
        session.delete(row)
    else:
        return
    session.flush()
    event = "mentor wished for" if wished else "mentor no longer wished for"
    record(session, event, f"clinician {clinician.id}", actor_id=actor.id, team_id=clinician.team_id)


def say_no(session: Session, actor: Actor, clinician_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Take back one's own yes, or leave the other's where it is. The other side is told nothing."""
    clinician, mine = _side(session, actor, clinician_id, person_id)
    row = _row(session, clinician_id, person_id)
    if row is None or row.began_at is not None:
        raise NotThere
    if mine:
        row.clinician_no_at, row.clinician_yes_at = now(), None
    else:
        row.mentor_no_at, row.mentor_yes_at = now(), None
    session.flush()
    _note(session, actor, clinician, "mentor not taken up", row)


def end_mentoring(session: Session, actor: Actor, clinician_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Either ends it. The mentor stays off this clinician's visits until they take that back themselves."""
    clinician, _ = _side(session, actor, clinician_id, person_id)
    row = _row(session, clinician_id, person_id)
    if row is None or row.began_at is None:
        raise NotThere
    row.clinician_yes_at = row.mentor_yes_at = row.began_at = None
    row.ended_at = now()
    session.flush()
    _note(session, actor, clinician, "mentoring ended", row)


def _side(session: Session, actor: Actor, clinician_id: uuid.UUID, person_id: uuid.UUID) -> tuple[Clinician, bool]:
    """The clinician, and whether the actor is them; else the actor is the observer. Raises NotThere for others."""
    clinician = session.get(Clinician, clinician_id)
    if clinician is None or clinician.person_id in (None, person_id):
        raise NotThere
    if clinician.person_id == actor.id and clinician.team_id in actor.teams_as("clinician"):
        return clinician, True
    if person_id == actor.id and clinician.team_id in actor.teams_as("observer"):
        return clinician, False
    raise NotThere


def _may_be_linked(session: Session, clinician: Clinician, person_id: uuid.UUID) -> bool:
    """Whether an observer of the team has a sheet of this clinician in, and a report of the clinician is out."""
    observed = (
        select(Assignment.id)
        .join(Consultation, Consultation.id == Assignment.consultation_id)
        .join(Membership, Membership.person_id == Assignment.person_id)
        .where(
            Assignment.person_id == person_id,
            Assignment.state == "locked",
            Consultation.clinician_id == clinician.id,
            Membership.team_id == clinician.team_id,
            Membership.role == "observer",
            Membership.ended_at.is_(None),
        )
        .limit(1)
    )
    out = select(IssuedReport.id).where(IssuedReport.clinician_id == clinician.id).limit(1)
    return session.scalar(observed) is not None and session.scalar(out) is not None


def _row(session: Session, clinician_id: uuid.UUID, person_id: uuid.UUID) -> MentorLink | None:
    return session.scalar(
        select(MentorLink).where(MentorLink.clinician_id == clinician_id, MentorLink.person_id == person_id)
    )


def _note(session: Session, actor: Actor, clinician: Clinician, event: str, row: MentorLink) -> None:
    details = {"observer": str(row.person_id)}
    record(session, event, f"clinician {clinician.id}", actor_id=actor.id, team_id=clinician.team_id, details=details)
