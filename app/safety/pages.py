"""What those who are told of a worry see."""

import uuid
from dataclasses import dataclass
from typing import ClassVar

from app.queries.safety import ConcernShown, ContactShown
from app.web.page import Page
from app.web.typed_forms import WebForm


@dataclass(frozen=True)
class ConcernsPage(Page):
    """Every worry, open ones first. ``teams``: where the reader names whom to tell."""

    template: ClassVar[str] = "safety/concerns.html"

    open_ones: tuple[ConcernShown, ...]
    closed_ones: tuple[ConcernShown, ...]
    teams: tuple[tuple[uuid.UUID, str], ...]


@dataclass(frozen=True)
class ConcernPage(Page):
    """One worry: take it in hand, close it."""

    template: ClassVar[str] = "safety/concern.html"

    concern: ConcernShown
    form: WebForm


@dataclass(frozen=True)
class ContactsPage(Page):
    """Whom a team tells, and the form to name one more."""

    template: ClassVar[str] = "safety/contacts.html"

    team_id: uuid.UUID
    team: str
    contacts: tuple[ContactShown, ...]
    form: WebForm
