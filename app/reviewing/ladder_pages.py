"""What the pages of the release ladder show."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.queries.ladder import OnLadder
from app.queries.releases import RoundToRelease
from app.queries.replies import WordShown
from app.reviewing.ladder_shown import LadderRow, Line, RungShown, StepCount, WaitingLine
from app.web.page import Page
from app.web.typed_forms import WebForm


@dataclass(frozen=True)
class RoundsPage(Page):
    """What waits for me, and the rounds whose reports I may release."""

    template: ClassVar[str] = "reviewing/rounds.html"

    rounds: tuple[RoundToRelease, ...]
    waiting: tuple[WaitingLine, ...]
    # About somebody's safety, where I am told of them.
    worries: int


@dataclass(frozen=True)
class RoundPage(Page):
    """Where every clinician of a round stands. ``filtered`` says in words what is left out; "" for everybody."""

    template: ClassVar[str] = "reviewing/round.html"

    of_round: RoundToRelease
    counts: tuple[StepCount, ...]
    rows: tuple[LadderRow, ...]
    everybody: int
    late: int
    late_address: str
    filtered: str
    leads: bool


@dataclass(frozen=True)
class LadderPage(Page):
    """One clinician's ladder: what is done, whose turn it is, what is missing."""

    template: ClassVar[str] = "reviewing/ladder.html"

    of_round: RoundToRelease
    clinician: OnLadder
    rungs: tuple[RungShown, ...]
    report_id: uuid.UUID | None
    made_anew: bool
    talk_on: date | None
    again_address: str
    said: tuple[WordShown, ...]


@dataclass(frozen=True)
class StepPage(Page):
    """One step on a page of its own: what is missing, and the form with which it is taken."""

    template: ClassVar[str] = "reviewing/step.html"

    clinician: OnLadder
    heading: str
    intro: str
    lines: tuple[Line, ...]
    form: WebForm
    action: str
    send: str
    back_address: str
    # Empty when it is not this person's step, or not its turn.
    refused: str = ""
