"""What two observers agreed after both had locked: a third record, which no statistic ever reads."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, now


class Debrief(Base):
    """The note agreed on for one consultation. ``version`` counts its changes: a yes is a yes to one of them."""

    __tablename__ = "debrief"

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    instrument_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("published_instrument.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)


class AgreedPoint(Base):
    """The point of an item both would give now. Never a rating: the locked first ones stay what they were."""

    __tablename__ = "agreed_point"

    consultation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("debrief.consultation_id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    code: Mapped[str] = mapped_column(String(40))


class DebriefYes(Base):
    """An observer's yes to one version of the debrief."""

    __tablename__ = "debrief_yes"

    consultation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("debrief.consultation_id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version: Mapped[int]
    said_at: Mapped[datetime] = mapped_column(default=now)
