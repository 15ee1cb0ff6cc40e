"""Released reports, for their clinician and for those who release them; and what the clinician wrote around them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlalchemy.orm import Session

from app.ladder.steps import STEPS
from app.models.base import AnySelect
from app.models.consultations import ClinicSession, Consultation
from app.models.feedback import IssuedReport, Preparation, Reflection
from app.models.ladder import LadderStep
from app.models.people import Clinician
from app.models.programmes import Programme, Round
from app.queries.open_consultations import NO_TRIAL
from app.queries.published_instruments import published_instrument
from app.rules import Actor
from instruments.definition import Instrument


@dataclass(frozen=True, slots=True)
class RoundOfMine:
    """One round in which a clinician is observed, and how far it is for them."""

    clinician_id: uuid.UUID
    round_id: uuid.UUID
    round_name: str
    programme: str
    aim: str
    opens_on: date
    closes_on: date
    prepared: bool
    reflected: bool
    report_id: uuid.UUID | None
    issued_at: datetime | None
    # Its report was taken back because a patient changed their mind, and the next one is not there yet.
    made_anew: bool

    @property
    def answer_by(self) -> date | None:
        """Until when they are asked to write something; None before the report is out."""
        return self.issued_at.date() + timedelta(days=STEPS["reply"].days) if self.issued_at else None


@dataclass(frozen=True, slots=True)
class ReportInHand:
    """A released report as its reader gets it."""

    id: uuid.UUID
    clinician_id: uuid.UUID
    round_id: uuid.UUID
    team_id: uuid.UUID
    person_id: uuid.UUID | None
    clinician: str
    round_name: str
    number: int
    issued_at: datetime
    content: dict[str, Any]
    pdf: bytes


@dataclass(frozen=True, slots=True)
class WrittenPreparation:
    question: str
    self_ratings: dict[str, Any]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenReflection:
    text: str
    will_try: str
    what_will_change: str
    look_again_on: date | None


def rounds_of_clinician(session: Session, person_id: uuid.UUID) -> tuple[RoundOfMine, ...]:
    """The rounds in which this person is observed, newest first; one query."""
    newest = _newest_reports()
    rows = session.execute(
        select(
            Clinician.id,
            Round.id,
            Round.name,
            Programme.name,
            Programme.aim,
            Round.opens_on,
            Round.closes_on,
            func.count(Preparation.id.distinct()) > 0,
            func.count(Reflection.id.distinct()) > 0,
            IssuedReport.id,
            IssuedReport.issued_at,
            func.coalesce(IssuedReport.anew, "") != "",
        )
        .join(Consultation, Consultation.clinician_id == Clinician.id)
        .join(ClinicSession, ClinicSession.id == Consultation.session_id)
        .join(Round, Round.id == ClinicSession.round_id)
        .join(Programme, Programme.id == Round.programme_id)
        .outerjoin(Preparation, (Preparation.clinician_id == Clinician.id) & (Preparation.round_id == Round.id))
        .outerjoin(Reflection, (Reflection.clinician_id == Clinician.id) & (Reflection.round_id == Round.id))
        .outerjoin(newest, (newest.c.clinician_id == Clinician.id) & (newest.c.round_id == Round.id))
        .outerjoin(
            IssuedReport,
            (IssuedReport.clinician_id == Clinician.id)
            & (IssuedReport.round_id == Round.id)
            & (IssuedReport.number == newest.c.number),
        )
        .where(Clinician.person_id == person_id, NO_TRIAL)
        .group_by(
            Clinician.id,
            Round.id,
            Round.name,
            Programme.name,
            Programme.aim,
            Round.opens_on,
            Round.closes_on,
            IssuedReport.id,
            IssuedReport.issued_at,
            IssuedReport.anew,
        )
        .order_by(Round.opens_on.desc(), Round.name)
    )
    return tuple(RoundOfMine(*row) for row in rows)


def report_for_reader(session: Session, actor: Actor, report_id: uuid.UUID) -> ReportInHand | None:
    """The report, if it is this clinician's own or of a team in which the actor releases, and is the newest one."""
    newest = _newest_reports()
    row = session.execute(
        _reports()
        .join(
            newest,
            (newest.c.clinician_id == IssuedReport.clinician_id)
            & (newest.c.round_id == IssuedReport.round_id)
            & (newest.c.number == IssuedReport.number),
        )
        .where(
            IssuedReport.id == report_id,
            IssuedReport.removed_at.is_(None),
            _is_reader(actor),
        )
    ).first()
    return ReportInHand(*row) if row else None


def newest_report_id(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> uuid.UUID | None:
    return session.scalar(
        select(IssuedReport.id)
        .where(
            IssuedReport.clinician_id == clinician_id,
            IssuedReport.round_id == round_id,
            IssuedReport.removed_at.is_(None),
        )
        .order_by(IssuedReport.number.desc())
        .limit(1)
    )


def is_made_anew(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> bool:
    """Whether the report was taken back because a patient changed their mind, and the next one is not there yet."""
    newest = (
        select(IssuedReport.anew)
        .where(IssuedReport.clinician_id == clinician_id, IssuedReport.round_id == round_id)
        .order_by(IssuedReport.number.desc())
        .limit(1)
    )
    return bool(session.scalar(newest))


def is_taken_back(session: Session, actor: Actor, report_id: uuid.UUID) -> bool:
    """Whether this report, which the actor might read, was taken back and the next one is not there yet."""
    found = session.execute(
        select(IssuedReport.clinician_id, IssuedReport.round_id)
        .join(Clinician, Clinician.id == IssuedReport.clinician_id)
        .where(IssuedReport.id == report_id, _is_reader(actor))
    ).first()
    return found is not None and is_made_anew(session, *found)


def is_own_clinician(session: Session, person_id: uuid.UUID, clinician_id: uuid.UUID) -> bool:
    """Whether the person asking is this clinician."""
    found = session.scalar(select(Clinician.id).where(Clinician.id == clinician_id, Clinician.person_id == person_id))
    return found is not None


def instrument_of_round(session: Session, round_id: uuid.UUID) -> Instrument:
    instrument_id = session.scalars(select(Round.instrument_id).where(Round.id == round_id)).one()
    return published_instrument(session, instrument_id)[0]


def preparation_of(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> WrittenPreparation:
    """What the clinician wrote beforehand; empty when nothing."""
    row = session.execute(
        select(Preparation.question, Preparation.self_ratings, Preparation.about).where(
            Preparation.clinician_id == clinician_id, Preparation.round_id == round_id
        )
    ).first()
    return WrittenPreparation(row[0], row[1], tuple(row[2])) if row else WrittenPreparation("", {})


def reflection_of(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> WrittenReflection:
    """What the clinician made of the report; empty when nothing."""
    row = session.execute(
        select(Reflection.text, Reflection.will_try, Reflection.what_will_change, Reflection.look_again_on).where(
            Reflection.clinician_id == clinician_id, Reflection.round_id == round_id
        )
    ).first()
    return WrittenReflection(*row) if row else WrittenReflection("", "", "", None)


def is_talked_through(session: Session, clinician_id: uuid.UUID, round_id: uuid.UUID) -> bool:
    """Whether the talk about this report has been held: from then on the reflection stays as it is."""
    found = session.scalar(
        select(LadderStep.done_at).where(
            LadderStep.clinician_id == clinician_id, LadderStep.round_id == round_id, LadderStep.step == "talk"
        )
    )
    return found is not None


def _is_reader(actor: Actor) -> ColumnElement[bool]:
    return (Clinician.person_id == actor.id) | Clinician.team_id.in_(actor.teams_as("lead", "facilitator"))


def _newest_reports() -> Subquery:
    return (
        select(IssuedReport.clinician_id, IssuedReport.round_id, func.max(IssuedReport.number).label("number"))
        .group_by(IssuedReport.clinician_id, IssuedReport.round_id)
        .subquery()
    )


def _reports() -> AnySelect:
    return (
        select(
            IssuedReport.id,
            IssuedReport.clinician_id,
            IssuedReport.round_id,
            Clinician.team_id,
            Clinician.person_id,
            Clinician.name,
            Round.name,
            IssuedReport.number,
            IssuedReport.issued_at,
            IssuedReport.content,
            IssuedReport.pdf,
        )
        .join(Clinician, Clinician.id == IssuedReport.clinician_id)
        .join(Round, Round.id == IssuedReport.round_id)
    )
