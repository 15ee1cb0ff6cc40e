"""Clinic sessions, their slots, who is asked to observe, and the patient's consent."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import ASSIGNMENT_STATES, CONSENT_OUTCOMES, CONSENT_STAGES, CONSENT_STATES, HALF_DAYS


class ClinicSession(Keyed, Base):
    """A half-day in one clinic. ``code`` and a slot number are all that ever names a consultation."""

    __tablename__ = "clinic_session"
    __table_args__ = (UniqueConstraint("round_id", "code"), one_of("half_day", HALF_DAYS))

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"), index=True)
    clinic_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinic.id"))
    code: Mapped[str] = mapped_column(String(40))
    on_date: Mapped[date]
    half_day: Mapped[str] = mapped_column(String(10))


class Consultation(Keyed, Base):
    """One slot of a session: one consultation. No patient's name, number, birth date or time to the minute."""

    __tablename__ = "consultation"
    __table_args__ = (
        UniqueConstraint("session_id", "slot"),
        CheckConstraint("slot > 0", name="slot_positive"),
        one_of("consent", CONSENT_STATES),
    )

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinic_session.id"))
    slot: Mapped[int]
    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"), index=True)
    # The first consultation of a clinician's first session: people behave differently until they forget the observer.
    warm_up: Mapped[bool] = mapped_column(default=False)
    consent: Mapped[str] = mapped_column(String(12), default="not_asked")


class Assignment(Keyed, Base):
    """One sheet asked of one observer for one consultation.

    Part 1 is the sheet on the round's own instrument. In a bridging period a second one is asked for: part 2, on the
    version of ``instrument_id``. Each is an assignment of its own, so that each holds one observation exactly once and
    the consultation opens only when all of both are in. ``turn`` says which of the two this observer fills in first.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("consultation_id", "person_id", "part"),
        CheckConstraint("(part = 1) = (instrument_id IS NULL)", name="bridging_part_has_its_version"),
        CheckConstraint("part IN (1, 2)", name="part_known"),
        CheckConstraint("turn IN (1, 2)", name="turn_known"),
        one_of("state", ASSIGNMENT_STATES),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    observer_type_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("observer_type.id"))
    part: Mapped[int] = mapped_column(default=1)
    instrument_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("published_instrument.id"))
    turn: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default="assigned")
    given_up_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)


class ConsentEvent(Keyed, Base):
    """What the patient said, when in the visit, and the role of who asked. Its id is made on the tablet."""

    __tablename__ = "consent_event"
    __table_args__ = (one_of("outcome", CONSENT_OUTCOMES), one_of("stage", CONSENT_STAGES))

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(12))
    stage: Mapped[str] = mapped_column(String(12))
    asked_by: Mapped[str] = mapped_column(String(40), default="")
    how: Mapped[str] = mapped_column(String(20), default="", server_default="")
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=now)
