"""Whom an observer must not observe, and when they can come at all."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import CONFLICT_KINDS


class ConflictOfInterest(Keyed, Base):
    """One observer must not observe one clinician. ``kind`` may stay unsaid, and is forgotten when it ends."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (UniqueConstraint("clinician_id", "person_id"), one_of("kind", CONFLICT_KINDS))

    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="unsaid")
    declared_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    declared_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class Availability(Base):
    """When somebody can observe in one team. ``half_days``: such as "mon-morning", always when empty.

    ``most``: half-days in four weeks at most; None is no limit.
    """

    __tablename__ = "availability"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    half_days: Mapped[list[str]] = mapped_column(JSON, default=list)
    most: Mapped[int | None]
    said_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime] = mapped_column(default=now)
