"""Training that observers took part in: what for, how long, who led it."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import TRAINING_KINDS


class Training(Keyed, Base):
    """One observer took part on one day. Who took part in the same training shares ``together``.

    ``instrument_id``: the form it was about; empty for observing in general. ``hours`` and ``led_by`` are empty where
    they were not noted. After a calibration, which is practice with feedback, an observer's chart begins anew.
    """

    __tablename__ = "training"
    __table_args__ = (one_of("kind", TRAINING_KINDS),)

    together: Mapped[uuid.UUID] = mapped_column(index=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    on_date: Mapped[date]
    hours: Mapped[float | None]
    led_by: Mapped[str] = mapped_column(String(120), default="")
    instrument_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("published_instrument.id"))
    what: Mapped[str] = mapped_column(Text, default="")
    noted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(default=now)
