"""Drafts of instruments: what leads and patient partners work on before a version is published."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, Keyed, now


class InstrumentDraft(Keyed, Base):
    """``definition`` is the tree of the definition file, texts only; it may be unfinished.

    ``changes`` counts every change, so that nobody writes over what they have not seen. ``replaces_id`` is the version
    it began from. A published or discarded draft stays as the record of how a version came about.
    """

    __tablename__ = "instrument_draft"

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    code: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("published_instrument.id"))
    definition: Mapped[Json] = mapped_column(JSON)
    # Parts that were taken out and can be brought back until publishing.
    removed: Mapped[list[Any]] = mapped_column(JSON, default=list)
    changes: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(default=now)
    # From then on nobody votes on its items any more.
    voting_closed_at: Mapped[datetime | None]
    published_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("published_instrument.id"))
    discarded_at: Mapped[datetime | None]
