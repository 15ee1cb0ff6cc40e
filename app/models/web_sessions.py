"""Sessions live in the database, so that signing out, or revoking one tablet, really ends them."""

import uuid
from datetime import datetime
from hashlib import sha256

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, now


class WebSession(Base):
    """``key`` is a hash of the cookie: a stolen copy of the table signs nobody in."""

    __tablename__ = "web_session"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    contents: Mapped[Json] = mapped_column(JSON, default=dict)
    # A session begun on a paired tablet is worth something on that tablet only.
    tablet_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("tablet.id"), index=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)


def key_of(token: str) -> str:
    """What is stored of a cookie's value: its SHA-256."""
    return sha256(token.encode()).hexdigest()
