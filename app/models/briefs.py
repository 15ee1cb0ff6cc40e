"""The brief for a clinic session, and which observer has read it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, now


class SessionBrief(Base):
    """What a lead tells the observers of one session. ``version`` counts its changes: a reader signs one of them."""

    __tablename__ = "session_brief"

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinic_session.id", ondelete="CASCADE"), primary_key=True)
    meeting: Mapped[str] = mapped_column(Text, default="")
    practical: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)


class BriefRead(Base):
    """An observer's word that they have read it. Version 0 is the brief nobody has added anything to."""

    __tablename__ = "brief_read"

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinic_session.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version: Mapped[int]
    read_at: Mapped[datetime] = mapped_column(default=now)
