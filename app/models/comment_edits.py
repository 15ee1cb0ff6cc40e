"""A change to a comment, put before the one who wrote it."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import EDIT_STATES


class EditAsked(Keyed, Base):
    """One proposed wording and what its author said. A new proposal is a new row: what was said before is kept."""

    __tablename__ = "edit_asked"
    __table_args__ = (one_of("state", EDIT_STATES),)

    revision_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("observation_revision.id", ondelete="CASCADE"), index=True
    )
    entry_id: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    # After this day a lead may decide without the author.
    answer_by: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default="open")
    # The author's own other wording.
    suggestion: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    # Who decided without the author, and why.
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_why: Mapped[str] = mapped_column(Text, default="")
