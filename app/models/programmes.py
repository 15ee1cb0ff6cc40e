"""Programme and round: what is being run, when, with which instrument and rules."""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, Keyed, now, one_of
from app.words import PROGRAMME_SOURCES


class Programme(Keyed, Base):
    """A lasting effort in one team. ``source`` tells a live programme from an imported study and a demonstration."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("team_id", "name"), one_of("source", PROGRAMME_SOURCES))

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(String(120))
    aim: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(20), default="live")
    created_at: Mapped[datetime] = mapped_column(default=now)


class Round(Keyed, Base):
    """An assessment cycle. ``minimums`` may only raise the product's own minimum numbers, never lower them."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"))
    name: Mapped[str] = mapped_column(String(120))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    instrument_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("published_instrument.id"))
    # The other version, in a bridging period: every consultation is then scored with both.
    bridge_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("published_instrument.id"))
    how_chosen: Mapped[str] = mapped_column(Text, default="")
    minimums: Mapped[Json] = mapped_column(JSON, default=dict)
    # How far apart two kinds of observer may be on the total and still count as alike; None is one step on one item.
    margin: Mapped[float | None]
    # Every change made after the first sheet was in: day, before, after, why. It is printed beside the result.
    margin_changes: Mapped[list[Json]] = mapped_column(JSON, default=list)
    # Closed by a lead: nothing more is planned in it. Sheets still on a tablet are taken in all the same.
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
