"""What is shown around the talk about a report."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from app.queries.ladder import OnLadder
from app.queries.releases import RoundToRelease
from app.queries.talks import ActionShown, ConversationShown
from app.reviewing.talk_forms import MECHANISM_LABELS, STATE_LABELS, ActionForm, ConversationForm, OutcomeForm
from app.web.page import Page
from reports.feedback.talk import Step


@dataclass(frozen=True)
class GuidePage(Page):
    """Four steps with what to ask, and room for what was agreed. ``refused``: why nothing can be noted yet."""

    template: ClassVar[str] = "reviewing/conversation.html"

    clinician: OnLadder
    steps: tuple[Step, ...]
    reflection: str
    actions: tuple[ActionShown, ...]
    written: ConversationShown | None
    form: ConversationForm
    action: str
    back_address: str
    refused: str
    states: Mapping[str, Any] = field(default_factory=lambda: STATE_LABELS)


@dataclass(frozen=True)
class PlanPage(Page):
    """My talk as it was written down, and what I will do."""

    template: ClassVar[str] = "reviewing/plan.html"

    clinician_id: uuid.UUID
    round_id: uuid.UUID
    talk: ConversationShown | None
    headings: tuple[tuple[str, Any], ...]
    actions: tuple[ActionShown, ...]
    may_add: bool
    report_address: str
    today: date
    mechanisms: Mapping[str, Any] = field(default_factory=lambda: MECHANISM_LABELS)
    states: Mapping[str, Any] = field(default_factory=lambda: STATE_LABELS)


@dataclass(frozen=True)
class ActionPage(Page):
    """One action to write down or to put in other words."""

    template: ClassVar[str] = "reviewing/action.html"

    heading: str
    form: ActionForm
    action: str
    back_address: str


@dataclass(frozen=True)
class OutcomePage(Page):
    """What became of one action."""

    template: ClassVar[str] = "reviewing/outcome.html"

    of: ActionShown
    form: OutcomeForm
    action: str
    back_address: str


@dataclass(frozen=True)
class ActionsPage(Page):
    """The actions of a round by their day, for a lead: no result of anybody."""

    template: ClassVar[str] = "reviewing/actions.html"

    of_round: RoundToRelease
    open: tuple[ActionShown, ...]
    ended: tuple[ActionShown, ...]
    counts: tuple[tuple[str, int], ...]
    leads: bool
    today: date
    mechanisms: Mapping[str, Any] = field(default_factory=lambda: MECHANISM_LABELS)
    states: Mapping[str, Any] = field(default_factory=lambda: STATE_LABELS)
