"""The audit log: append-only, each row carrying the hash of the one before in its team."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, Keyed


class AuditEvent(Keyed, Base):
    """``chain`` is the team's id, or "site" for what belongs to no team; ``sequence`` counts from 1 in it."""

    __tablename__ = "audit_event"
    __table_args__ = (UniqueConstraint("chain", "sequence"),)

    chain: Mapped[str] = mapped_column(String(36))
    sequence: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    event: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    details: Mapped[Json] = mapped_column(JSON, default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
