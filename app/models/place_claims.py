"""An observer's word that a locked sheet stands in the wrong place: another slot, or another clinician."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import CLAIM_OUTCOMES


class PlaceClaim(Keyed, Base):
    """Either a slot of the same session or a clinician is named, never both. A lead decides; nothing is guessed."""

    __tablename__ = "place_claim"
    __table_args__ = (
        CheckConstraint("(said_slot IS NULL) <> (said_clinician_id IS NULL)", name="slot_or_clinician"),
        one_of("outcome", CLAIM_OUTCOMES, nullable=True),
    )

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment.id"), index=True)
    said_slot: Mapped[int | None]
    said_clinician_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clinician.id"))
    said_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[str | None] = mapped_column(String(12))
    resolved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    resolved_at: Mapped[datetime | None]
