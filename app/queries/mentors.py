"""Who may be whose mentor, who has asked, and who is: each side sees a no of the other as no answer yet."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.models.base import AnySelect
from app.models.consultations import Assignment, Consultation
from app.models.feedback import IssuedReport
from app.models.mentors import MentorLink, MentorWish
from app.models.people import Clinician, Membership, Person, Team


@dataclass(frozen=True, slots=True)
class MentorShown:
    """One pair as one side of it sees it: "linked", "asks" (their turn), "waits" (I offered), or "free".

    wished: whether the clinician said that they would like a mentor.
    """

    clinician_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    state: str
    wished: bool = False


@dataclass(frozen=True, slots=True)
class WishShown:
    """A clinician in one team, whose report is out, and whether they wish for a mentor."""

    clinician_id: uuid.UUID
    team: str
    wished: bool


def wishes_of(session: Session, person_id: uuid.UUID) -> tuple[WishShown, ...]:
    """For a clinician: each team in which a report of theirs is out, by name."""
    rows = session.execute(
        select(Clinician.id, Team.name, MentorWish.wished_at)
        .join(Team, Team.id == Clinician.team_id)
        .outerjoin(MentorWish, MentorWish.clinician_id == Clinician.id)
        .where(
            Clinician.person_id == person_id,
            select(IssuedReport.id).where(IssuedReport.clinician_id == Clinician.id).exists(),
        )
        .order_by(Team.name, Clinician.id)
    )
    return tuple(WishShown(row.id, row.name, row.wished_at is not None) for row in rows)


def mentors_of(session: Session, person_id: uuid.UUID) -> tuple[MentorShown, ...]:
    """For a clinician: whoever offered to be their mentor, and their mentors, by name; one statement.

    Nobody else who observed them is named.
    """
    found = _shown(session, Clinician.person_id == person_id, mine="clinician")
    return tuple(each for each in found if each.state in {"asks", "linked"})


def mentored_by(session: Session, person_id: uuid.UUID) -> tuple[MentorShown, ...]:
    """For an observer: every clinician they observed whose report is out, by name; one statement."""
    return _shown(session, Person.id == person_id, mine="mentor")


def _pairs() -> AnySelect:
    observed = (
        select(Consultation.clinician_id, Assignment.person_id)
        .join(Assignment, Assignment.consultation_id == Consultation.id)
        .where(Assignment.state == "locked")
        .distinct()
        .subquery()
    )
    out = select(IssuedReport.id).where(IssuedReport.clinician_id == Clinician.id).exists()
    observes = (
        select(Membership.id)
        .where(
            Membership.person_id == Person.id,
            Membership.team_id == Clinician.team_id,
            Membership.role == "observer",
            Membership.ended_at.is_(None),
        )
        .exists()
    )
    return (
        select(
            Clinician.id.label("clinician_id"),
            Clinician.name.label("clinician"),
            Person.name,
            Person.id,
            MentorLink,
            MentorWish.wished_at,
        )
        .select_from(observed)
        .join(Clinician, Clinician.id == observed.c.clinician_id)
        .join(Person, Person.id == observed.c.person_id)
        .outerjoin(MentorWish, MentorWish.clinician_id == Clinician.id)
        .outerjoin(MentorLink, (MentorLink.clinician_id == Clinician.id) & (MentorLink.person_id == Person.id))
        .where(out, observes, Clinician.person_id.is_not(None), Clinician.person_id != Person.id)
    )


def _shown(session: Session, which: ColumnElement[bool], mine: str) -> tuple[MentorShown, ...]:
    rows = session.execute(_pairs().where(which))
    found = [
        MentorShown(
            row.clinician_id,
            row.id,
            row.name if mine == "clinician" else row.clinician,
            _state(row.MentorLink, mine),
            wished=row.wished_at is not None,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: each.name))


def _state(link: MentorLink | None, mine: str) -> str:
    if link is None:
        return "free"
    if link.began_at is not None:
        return "linked"
    by_clinician, by_mentor = (link.clinician_yes_at, link.clinician_no_at), (link.mentor_yes_at, link.mentor_no_at)
    (my_yes, my_no), (their_yes, _) = (by_clinician, by_mentor) if mine == "clinician" else (by_mentor, by_clinician)
    if my_yes is not None:
        return "waits"
    return "asks" if their_yes is not None and my_no is None else "free"
