"""What goes to a clinician: preparation, screened comments, issued reports, reflection."""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, Keyed, now, one_of
from app.words import MADE_ANEW, SCREENING_DECISIONS


class Preparation(Keyed, Base):
    """The clinician's own question and self-rating, written before any score is seen."""

    __tablename__ = "preparation"
    __table_args__ = (UniqueConstraint("clinician_id", "round_id"),)

    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"))
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"))
    question: Mapped[str] = mapped_column(Text, default="")
    # The domains and items of the instrument that the question is about.
    about: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    self_ratings: Mapped[Json] = mapped_column(JSON, default=dict)
    written_at: Mapped[datetime] = mapped_column(default=now)


class ScreenedComment(Base):
    """The decision on one free text before release. The observer's original stays with the observation."""

    __tablename__ = "screened_comment"
    __table_args__ = (one_of("decision", SCREENING_DECISIONS),)

    revision_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("observation_revision.id", ondelete="CASCADE"), primary_key=True
    )
    entry_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    decision: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)


class SharedNumbers(Keyed, Base):
    """Which consultations of a round its shared numbers came from: fair averages and the band of colleagues.

    One row serves every report that was made from the same scores. It holds ids alone, never a score.
    """

    __tablename__ = "shared_numbers"

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    consultations: Mapped[list[str]] = mapped_column(JSON)


class IssuedReport(Keyed, Base):
    """A released report: what was said, as the page and as the PDF, so that it can always be shown again exactly.

    After a withdrawn consent its words and bytes are removed at once, and ``anew`` says why another has to be made in
    its place; when that is there, with the next number, nothing waits any more.
    """

    __tablename__ = "issued_report"
    __table_args__ = (UniqueConstraint("clinician_id", "round_id", "number"), one_of("anew", MADE_ANEW))

    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"))
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"), index=True)
    number: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    content: Mapped[Json] = mapped_column(JSON)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    # Which sheets the figures came from, per observer type: a later report must not give one away by subtraction.
    used: Mapped[Json] = mapped_column(JSON)
    # The overall results it showed, per observer type, to be set beside those of a later round.
    results: Mapped[Json] = mapped_column(JSON, default=dict, server_default="{}")
    # Numbers of the whole round that it shows, and the report on an earlier round that it sets its results beside.
    shared_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("shared_numbers.id"), index=True)
    previous_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("issued_report.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    issued_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
    anew: Mapped[str] = mapped_column(String(12), default="", server_default="")


class Reflection(Keyed, Base):
    """What the clinician makes of a report, in their own words."""

    __tablename__ = "reflection"
    __table_args__ = (UniqueConstraint("clinician_id", "round_id"),)

    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"))
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"))
    text: Mapped[str] = mapped_column(Text)
    will_try: Mapped[str] = mapped_column(Text, default="")
    what_will_change: Mapped[str] = mapped_column(Text, default="")
    look_again_on: Mapped[date | None]
    written_at: Mapped[datetime] = mapped_column(default=now)
