"""Worries about somebody's safety, and whom a team tells. Nothing of this is ever part of a report."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import SAFETY_PLACES


class SafetyContact(Keyed, Base):
    """Whom to tell at once. Whoever has an account here sees the concerns on their own page too."""

    __tablename__ = "safety_contact"

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    # In words: a telephone number and when, a bleep, a room.
    reach: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None]


class SafetyConcern(Keyed, Base):
    """One worry. Its id is made by whoever sends it, so that sending twice stores once.

    It outlives the sheet it came from: a patient who changes their mind does not make a danger go away.
    """

    __tablename__ = "safety_concern"
    __table_args__ = (one_of("place", SAFETY_PLACES),)

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    place: Mapped[str] = mapped_column(String(12))
    consultation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("consultation.id"))
    revision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("observation_revision.id", ondelete="SET NULL"))
    entry_id: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    raised_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(default=now)
    acknowledged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    acknowledged_at: Mapped[datetime | None]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
