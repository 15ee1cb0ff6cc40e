"""The talk about a released report: its record, and the actions agreed in it."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import ACTION_STATES, MECHANISMS


class ConversationRecord(Base):
    """What was said under four headings. It counts once the clinician has said that it is right."""

    __tablename__ = "conversation_record"

    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"), primary_key=True)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"), primary_key=True, index=True)
    held_on: Mapped[date]
    relationship: Mapped[str] = mapped_column(Text, default="")
    reaction: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="")
    coaching: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)
    # Empty again when it is written anew.
    confirmed_at: Mapped[datetime | None]


class AgreedAction(Keyed, Base):
    """One thing a clinician will do, what it should change, in whom, how they will know, and when they look again."""

    __tablename__ = "agreed_action"
    __table_args__ = (one_of("mechanism", MECHANISMS), one_of("state", ACTION_STATES))

    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"), index=True)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"), index=True)
    action: Mapped[str] = mapped_column(Text)
    what_will_change: Mapped[str] = mapped_column(Text)
    in_whom: Mapped[str] = mapped_column(Text)
    how_known: Mapped[str] = mapped_column(Text)
    mechanism: Mapped[str] = mapped_column(String(20))
    look_again_on: Mapped[date]
    written_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(String(12), default="open")
    # What happened, in a sentence, once the action is no longer open.
    outcome: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None]
    # The clinician asks to be observed again because of it; a lead links the session in which that happens.
    asked_again_at: Mapped[datetime | None]
    again_session_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clinic_session.id"), index=True)
