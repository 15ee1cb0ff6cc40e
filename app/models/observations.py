"""Observations, their revisions, ratings and answers. Revisions are only ever added."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, Keyed, now, one_of
from app.words import RATING_KINDS


class Observation(Base):
    """One observer's sheet for one consultation. The id is made on the tablet, so a resend is recognised."""

    __tablename__ = "observation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment.id"), unique=True)
    instrument_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("published_instrument.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(default=now)


class ObservationRevision(Keyed, Base):
    """Revision 1 is the locked first score, which the statistics use. A correction is a further revision."""

    __tablename__ = "observation_revision"
    __table_args__ = (
        UniqueConstraint("observation_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    observation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("observation.id", ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    # The frozen bytes as they came, so that "the same again" can be told from "something else".
    body: Mapped[bytes] = mapped_column(LargeBinary)
    reason: Mapped[str] = mapped_column(Text, default="")
    locked_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    total: Mapped[Decimal | None] = mapped_column(Numeric(12, 6))
    scoring_rule: Mapped[str] = mapped_column(String(60), default="")


class Rating(Base):
    """An observer's mark on one item. ``not_scored`` keeps its reason; a left-blank item has no row."""

    __tablename__ = "rating"
    __table_args__ = (one_of("kind", RATING_KINDS),)

    revision_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("observation_revision.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(40))
    points: Mapped[Decimal | None] = mapped_column(Numeric(12, 6))
    reason: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    tally: Mapped[Json | None] = mapped_column(JSON(none_as_null=True))
    # The minutes since watching began at which the item was tapped; never a time of day, never part of a score.
    taps: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    # The same by behaviour, where the item names several to tap.
    marked: Mapped[dict[str, list[int]]] = mapped_column(JSON, default=dict, server_default="{}")


class SheetAnswer(Base):
    """An answer that is not scored: the decision gate, what the visit was about, and the two comments."""

    __tablename__ = "sheet_answer"

    revision_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("observation_revision.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    text: Mapped[str] = mapped_column(Text, default="")


class QuarantinedSheet(Keyed, Base):
    """A sheet that came under an id already used for something else. Kept for a lead to resolve, never dropped."""

    __tablename__ = "quarantined_sheet"
    __table_args__ = (UniqueConstraint("observation_id", "number", "sha256"),)

    observation_id: Mapped[uuid.UUID]
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("assignment.id"))
    why: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(default=now)
    resolved_at: Mapped[datetime | None]
    # How it was settled, and why; empty until then.
    settled: Mapped[str] = mapped_column(String(12), default="")
    settled_why: Mapped[str] = mapped_column(Text, default="")
