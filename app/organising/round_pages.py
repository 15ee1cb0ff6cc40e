"""What the pages of a round show: its sessions, its progress, one session with its slots, an instrument."""

from dataclasses import dataclass
from typing import ClassVar

from app.organising.instrument_reading import InstrumentShown
from app.organising.pages import FieldShown, OrganisingPage, fields_shown
from app.organising.progress_bars import ProgressRow, ProgressShown
from app.queries.instruments import InstrumentInTeam
from app.queries.programmes import RoundOfLead
from app.queries.progress import ConsentOfClinic
from app.queries.sessions import SessionInRound, SessionOfLead, SlotOfSession
from app.web.typed_forms import WebForm
from instruments.definition import Instrument


@dataclass(frozen=True, slots=True)
class MinimumShown:
    wording: str
    number: int
    raised: bool


@dataclass(frozen=True)
class RoundPage(OrganisingPage):
    """A round: its rules, its sessions, how far it has come. ``lacking`` says what must be there before a session."""

    template: ClassVar[str] = "organising/round.html"

    round: RoundOfLead
    state: str
    shape: str
    minimums: tuple[MinimumShown, ...]
    sessions: tuple[SessionInRound, ...]
    total: ProgressRow
    lacking: str


@dataclass(frozen=True)
class ProgressPage(OrganisingPage):
    """Sheets by clinic and by observer. Counts only."""

    template: ClassVar[str] = "organising/progress.html"

    round: RoundOfLead
    progress: ProgressShown
    consents: tuple[ConsentOfClinic, ...]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ObserverShown:
    """``may_release``: their day has not come, so they can simply be taken off."""

    assignment_id: str
    name: str
    observer_type: str
    state: str
    shape: str
    reason: str
    may_give_up: bool
    may_release: bool
    of_two: str = ""


@dataclass(frozen=True, slots=True)
class SlotShown:
    listed: SlotOfSession
    consent: str
    observers: tuple[ObserverShown, ...]
    removable: bool


@dataclass(frozen=True)
class SessionPage(OrganisingPage):
    """One session: its slots, who observes them, and the form that asks observers."""

    template: ClassVar[str] = "organising/session.html"

    round: RoundOfLead
    session: SessionOfLead
    half_day: str
    slots: tuple[SlotShown, ...]
    form: WebForm
    enough_observers: bool
    # Of those asked to observe: who, and the form they have no training on before that day.
    untrained: tuple[tuple[str, str], ...]

    @property
    def fields(self) -> tuple[FieldShown, ...]:
        return fields_shown(self.form)


@dataclass(frozen=True)
class InstrumentsPage(OrganisingPage):
    """What the team may score with, and what comes with the product but is not in use yet."""

    template: ClassVar[str] = "organising/instruments.html"

    published: tuple[InstrumentInTeam, ...]
    shipped: tuple[Instrument, ...]


@dataclass(frozen=True)
class InstrumentPage(OrganisingPage):
    """One version, whole. ``listed`` is None for one that comes with the product and is not in use yet."""

    template: ClassVar[str] = "organising/instrument.html"

    shown: InstrumentShown
    listed: InstrumentInTeam | None
