"""Developing an instrument together: proposals, comments, votes of relevance, decisions and sign-off of a draft."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import PROPOSAL_KINDS, PROPOSAL_STATES


class DraftProposal(Keyed, Base):
    """A new item or other words for one, put forward by a person. ``target`` is the item, or for a new one its section.

    ``wording`` says whose wording is meant: "any", or the observer type that reads it.
    """

    __tablename__ = "draft_proposal"
    __table_args__ = (one_of("kind", PROPOSAL_KINDS), one_of("state", PROPOSAL_STATES))

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instrument_draft.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    target: Mapped[str] = mapped_column(String(80))
    wording: Mapped[str] = mapped_column(String(40), default="any")
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default="open")
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]


class DraftComment(Keyed, Base):
    """One remark in the thread of an item. Plain text, never changed."""

    __tablename__ = "draft_comment"

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instrument_draft.id"), index=True)
    item_id: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)


class RelevanceVote(Keyed, Base):
    """How relevant one person finds one item, 1 to 4. ``mark`` is that of the words voted on: other words, new vote."""

    __tablename__ = "relevance_vote"
    __table_args__ = (
        UniqueConstraint("draft_id", "item_id", "person_id"),
        CheckConstraint("relevance BETWEEN 1 AND 4", name="relevance_in_range"),
    )

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instrument_draft.id"))
    item_id: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    observer_type_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("observer_type.id"))
    relevance: Mapped[int]
    mark: Mapped[str] = mapped_column(String(64))
    voted_at: Mapped[datetime] = mapped_column(default=now)


class DraftDecision(Keyed, Base):
    """Who decided what about a draft, when and why. Rows are only ever added."""

    __tablename__ = "draft_decision"

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instrument_draft.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    what: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")


class DraftSignOff(Keyed, Base):
    """A patient partner's yes to a draft as it stood: ``fingerprint`` is that of what they read."""

    __tablename__ = "draft_sign_off"
    __table_args__ = (UniqueConstraint("draft_id", "person_id", "fingerprint"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instrument_draft.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(default=now)
