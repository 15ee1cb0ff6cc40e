"""People and what they are in a team: person, team, membership, observer type, clinic, clinician."""

import uuid
from datetime import datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Keyed, now, one_of
from app.words import PROFESSIONS, ROLES, WORDINGS


class SignInRole(RoleMixin):
    """Flask-Security asks for a role class. Ours come from `Membership`, so this one stays empty."""

    name = ""


class Person(Keyed, UserMixin, Base):  # pyright: ignore[reportIncompatibleVariableOverride]
    """Someone who can sign in. What they may do follows from their memberships."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(255), unique=True)  # pyright: ignore[reportIncompatibleVariableOverride]
    # Empty until the person has used their set-up link.
    password: Mapped[str | None] = mapped_column(String(255))  # pyright: ignore[reportIncompatibleVariableOverride]
    active: Mapped[bool] = mapped_column(default=True)  # pyright: ignore[reportIncompatibleVariableOverride]
    is_administrator: Mapped[bool] = mapped_column(default=False)
    # Changing it ends every session and voids every set-up link of this person.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid.uuid4().hex)  # pyright: ignore[reportIncompatibleVariableOverride]
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    # Of the pages; empty until they have chosen one.
    language: Mapped[str] = mapped_column(String(10), default="", server_default="")

    roles: tuple[SignInRole, ...] = ()  # type: ignore[assignment]

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        """Whether sign-in is refused for now after too many wrong passwords (asked by Flask-Security)."""
        locked = self.locked_until is not None and self.locked_until > now()
        if locked and form_error is not None:
            form_error.append("Too many wrong tries. Wait 15 minutes, or ask your lead for a new set-up link.")
        return locked


class Team(Keyed, Base):
    """A partnership or site. Everything a lead sees belongs to one of the lead's teams."""

    __tablename__ = "team"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    # Whether a draft needs a patient partner's yes before it is published.
    partners_sign_off: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class ObserverType(Keyed, Base):
    """Patient partner, peer clinician, and others a site adds. ``wording`` says which item wording they read."""

    __tablename__ = "observer_type"
    __table_args__ = (UniqueConstraint("team_id", "code"), one_of("wording", WORDINGS))

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    wording: Mapped[str] = mapped_column(String(40))


class Membership(Keyed, Base):
    """What one person is in one team. An observer has an observer type."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "team_id", "role"), one_of("role", ROLES))

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    observer_type_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("observer_type.id"))
    ended_at: Mapped[datetime | None]


class Clinic(Keyed, Base):
    """A place and service where clinicians see patients."""

    __tablename__ = "clinic"
    __table_args__ = (UniqueConstraint("team_id", "code"),)

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))


class Clinician(Keyed, Base):
    """The person observed. ``person_id`` is empty until they have an account, as in an imported study."""

    __tablename__ = "clinician"
    __table_args__ = (one_of("profession", PROFESSIONS),)

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    clinic_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clinic.id"))
    name: Mapped[str] = mapped_column(String(120))
    profession: Mapped[str] = mapped_column(String(40))
