"""Work that takes longer than a request: what was asked, who holds it, what it has finished, what it found."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Json, Keyed, now, one_of
from app.words import JOB_KINDS, JOB_STATES


class Job(Keyed, Base):
    """A piece of long work about one round.

    ``key`` is the same for the same work, so that a second person who asks joins the job instead of starting another.
    A worker that holds the job says so again and again; when ``held_until`` has passed, another may take it over.
    ``attempts`` counts takeovers since something was finished, so that work which kills its worker is given up.
    """

    __tablename__ = "job"
    __table_args__ = (
        one_of("kind", JOB_KINDS),
        one_of("state", JOB_STATES),
        Index("ix_job_state_asked_at", "state", "asked_at"),
    )

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    key: Mapped[str] = mapped_column(String(64), default="", index=True)
    options: Mapped[Json] = mapped_column(JSON, default=dict)
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    # When this worker began and how much was finished by then: from the two comes how long it will still take.
    began_at: Mapped[datetime | None]
    began_with: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    cancelled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None]
    holder: Mapped[str] = mapped_column(String(120), default="")
    held_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    # What came of it, or what failed, in one sentence.
    outcome: Mapped[str] = mapped_column(Text, default="")


class JobReport(Base):
    """One clinician's report of a job, whole or not at all: a draft's bytes, the report that was released, or why not.

    A draft's bytes go when a patient withdraws, and some days after the job ended.
    """

    __tablename__ = "job_report"

    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    clinician_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clinician.id"), primary_key=True, index=True)
    report_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("issued_report.id"))
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary)
    trouble: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(default=now)


class ComputedResult(Keyed, Base):
    """A long computation's result with all that is needed to compute it again: data, code, seed, options."""

    __tablename__ = "computed_result"

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("round.id"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    ratings_digest: Mapped[str] = mapped_column(String(64))
    code_version: Mapped[str] = mapped_column(String(80))
    seed: Mapped[int]
    options: Mapped[Json] = mapped_column(JSON, default=dict)
    result: Mapped[bytes] = mapped_column(LargeBinary)
    result_digest: Mapped[str] = mapped_column(String(64))
    milliseconds: Mapped[int]
    computed_at: Mapped[datetime] = mapped_column(default=now)
    # When it was last computed again, and whether that gave the same, to the last bit.
    checked_at: Mapped[datetime | None]
    checked_same: Mapped[bool | None]
