"""Practice with feedback that observers took part in: from then on their ratings are held against a new beginning."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now


class Recalibration(Keyed, Base):
    """One observer took part on one day. ``what``: what was practised, in a lead's words."""

    __tablename__ = "recalibration"
    __table_args__ = (UniqueConstraint("team_id", "person_id", "on_date"),)

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    on_date: Mapped[date]
    what: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(default=now)
