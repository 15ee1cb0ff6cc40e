"""Shared tablets: which are paired, who has a PIN on them, what they last said, and what they keep here."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now


class Tablet(Keyed, Base):
    """One paired tablet. ``key`` is a hash of its credential: a stolen copy of the table pairs nothing.

    What follows ``seen_at`` is what the tablet said of itself at its last contact.
    """

    __tablename__ = "tablet"

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    paired_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    paired_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    build: Mapped[str] = mapped_column(String(12), default="")
    persisted: Mapped[bool | None]
    free_megabytes: Mapped[int | None]
    drafts: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    oldest_at: Mapped[datetime | None]
    # How many seconds its clock is ahead of ours.
    clock_ahead: Mapped[int] = mapped_column(default=0)
    # The browser's own id, which a rescue file names too.
    device: Mapped[uuid.UUID | None]
    # When somebody said on it that a paper form lies ready.
    paper_at: Mapped[datetime | None]
    # When the last rescue file or codes were made, if all that is unsent is in them; and of which copy we know that it
    # was taken.
    copy_made_at: Mapped[datetime | None]
    copy_taken_at: Mapped[datetime | None]


class TabletLink(Keyed, Base):
    """An invitation to pair one tablet: works once, for a short time. ``ends_at`` is the tablet's, not the link's."""

    __tablename__ = "tablet_link"

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    works_until: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class TabletPin(Base):
    """One observer's PIN on one tablet, as an argon2id hash."""

    __tablename__ = "tablet_pin"

    tablet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tablet.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    wrong_tries: Mapped[int] = mapped_column(default=0)
    set_at: Mapped[datetime] = mapped_column(default=now)


class DataKey(Base):
    """A data key that its owner showed us, signed in: what is proven with it was frozen by the owner. Sealed."""

    __tablename__ = "data_key"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    shown_at: Mapped[datetime] = mapped_column(default=now)


class KeptDraft(Base):
    """The newest copy of an unfinished sheet from one device, sealed as it came. Only its observer ever gets it."""

    __tablename__ = "kept_draft"

    observation_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    device: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment.id"), index=True)
    seq: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(default=now)
