"""Who took which step on the way to a clinician's report, who takes the next one, and until when."""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of
from app.words import LADDER_STEPS


class LadderStep(Base):
    """One step for one clinician in one round. What a step needs is asked of `app/ladder/`, never stored here."""

    __tablename__ = "ladder_step"
    __table_args__ = (one_of("step", LADDER_STEPS),)

    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"), primary_key=True)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"), primary_key=True, index=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    # Who is asked to take it, and until when; empty for whoever may and for the usual number of days.
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    # The soft conditions that were not met when the step was taken, each by its code: the note says why all the same.
    accepted: Mapped[list[str]] = mapped_column(JSON, default=list)
