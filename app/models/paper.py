"""Sheets that were scored on paper and copied later."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, now


class PaperEntry(Base):
    """An observation that came from paper: who copied it, and when. It goes with its observation."""

    __tablename__ = "paper_entry"

    observation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("observation.id", ondelete="CASCADE"), primary_key=True
    )
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)
