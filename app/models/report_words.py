"""What a clinician says back to a released report, and the answer they get. Both are kept with the report."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import REPORT_WORDS


class ReportWord(Keyed, Base):
    """A reply to a comment, or a query of a result. A query has somebody who answers it, and a day."""

    __tablename__ = "report_word"
    __table_args__ = (one_of("kind", REPORT_WORDS),)

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("issued_report.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    # The part of the report it is about: its title, or the comment as it was shown.
    about: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)
    answerer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    answer_by: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    # The report that replaced the queried one because of it.
    reissued_as: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("issued_report.id"))
