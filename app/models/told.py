"""What observers are told has changed after their visits: "you said, we changed"."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now


class ChangeTold(Keyed, Base):
    """One sentence of a clinician, or of a lead for the round as a whole: then ``clinician_id`` is empty.

    ``named``: the clinician lets their name stand with it.
    """

    __tablename__ = "change_told"

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"), index=True)
    clinician_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clinician.id"), index=True)
    sentence: Mapped[str] = mapped_column(Text)
    named: Mapped[bool] = mapped_column(default=False)
    told_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime] = mapped_column(default=now)
    # From then on nobody reads it any more.
    taken_back_at: Mapped[datetime | None]
