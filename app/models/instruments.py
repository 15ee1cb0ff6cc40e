"""Published instrument versions and the tables that link them. A row is never updated but for its retirement."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, Keyed, now


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
    # A draft that is tried out: what is scored with it is never a result, and is thrown away.
    trial: Mapped[bool] = mapped_column(default=False, server_default=false())


class PublishedLinking(Keyed, Base):
    """The linking table a team published with a new version. Never changed afterwards: a row is only ever added.

    ``instrument_id`` is the new version, ``replaces_id`` the one whose scores it carries over. ``table`` holds the rows
    with their errors; ``data_sha256`` the mark of the locked sheets they were computed from.
    """

    __tablename__ = "published_linking"
    __table_args__ = (UniqueConstraint("team_id", "instrument_id", "replaces_id"),)

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    instrument_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("published_instrument.id"), index=True)
    replaces_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("published_instrument.id"))
    way: Mapped[str] = mapped_column(String(20))
    table: Mapped[Json] = mapped_column(JSON)
    data_sha256: Mapped[str] = mapped_column(String(64))
    software: Mapped[str] = mapped_column(String(60))
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(default=now)
