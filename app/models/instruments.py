"""Published instrument versions. A row is never updated but for its retirement."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now


class PublishedInstrument(Keyed, Base):
    """``canonical`` is the definition as canonical JSON; ``fingerprint`` its SHA-256. Both are what was published."""

    __tablename__ = "published_instrument"
    __table_args__ = (UniqueConstraint("code", "version", "fingerprint"),)

    code: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    canonical: Mapped[bytes] = mapped_column(LargeBinary)
    # Empty: every team may use it.
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]
