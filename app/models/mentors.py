"""A mentor of a clinician: an observer who offered it, with a yes from both; and who wishes for one."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now


class MentorLink(Keyed, Base):
    """One observer and one clinician. It holds while both have said yes; a no is kept so that nobody is asked twice."""

    __tablename__ = "mentor_link"
    __table_args__ = (UniqueConstraint("clinician_id", "person_id"),)

    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    clinician_yes_at: Mapped[datetime | None]
    clinician_no_at: Mapped[datetime | None]
    mentor_yes_at: Mapped[datetime | None]
    mentor_no_at: Mapped[datetime | None]
    # While both have said yes.
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class MentorWish(Base):
    """A clinician would like a mentor. It names nobody: those who observed them see it and may offer."""

    __tablename__ = "mentor_wish"

    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"), primary_key=True)
    wished_at: Mapped[datetime] = mapped_column(default=now)
