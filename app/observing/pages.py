"""What the tablet's pages show."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from app.observing.comfort_routes import Looks
from app.observing.comparison import Difference, WordsOf
from app.observing.debrief_forms import DebriefForm
from app.observing.entries import SectionView
from app.observing.forms import ASKED_HOW_LABELS, STAGE_LABELS, ConsentForm, CorrectionForm, ScoresheetForm
from app.observing.names_found import NameFound
from app.queries.briefs import Brief
from app.queries.debriefs import DebriefSoFar
from app.queries.place_claims import PlacesToChoose
from app.queries.safety import ContactShown
from app.queries.schedule import ScheduledSession
from app.queries.scoresheets import Scoresheet
from app.queries.told import ChangeHeard
from app.web.page import Page
from app.web.typed_forms import WebForm

STAGES = tuple(STAGE_LABELS.items())


@dataclass(frozen=True)
class TodayPage(Page):
    """My sessions. ``person_id`` tells the script whose drafts it may show."""

    template: ClassVar[str] = "observing/today.html"

    person_id: uuid.UUID
    looks: Looks
    today: date
    now: tuple[ScheduledSession, ...]
    coming: tuple[ScheduledSession, ...]
    past: tuple[ScheduledSession, ...]
    # To comments of mine that somebody would show in other words.
    changes: int
    # What came of my visits, the newest first and never more than two.
    heard: tuple[ChangeHeard, ...]
    contacts: tuple[ContactShown, ...]


@dataclass(frozen=True)
class EndOfClinicPage(Page):
    """The same for everybody: what it shows is on the tablet."""

    template: ClassVar[str] = "observing/end_of_clinic.html"

    person_id: uuid.UUID


@dataclass(frozen=True)
class ScoresheetPage(Page):
    """Consent, then the sheet, on one page, so that it works without a network."""

    template: ClassVar[str] = "observing/scoresheet.html"

    person_id: uuid.UUID
    place: Scoresheet
    consent: ConsentForm
    asked_by: tuple[tuple[str, str], ...]
    sections: tuple[SectionView, ...]
    form: ScoresheetForm
    introduction: str
    attribution: str
    looks: Looks
    contacts: tuple[ContactShown, ...]
    asked_how: tuple[tuple[str, str], ...] = tuple(ASKED_HOW_LABELS.items())
    stages: tuple[tuple[str, str], ...] = STAGES
    names: tuple[NameFound, ...] = ()

    @property
    def has_agreement(self) -> bool:
        return self.place.consent == "agreed"


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """A correction as the locked page tells it: what is different from what was locked first."""

    reason: str
    received_at: datetime
    code: str
    changed: tuple[Difference, ...]


@dataclass(frozen=True)
class LockedPage(Page):
    """My sheet as I locked it, with its receipt."""

    template: ClassVar[str] = "observing/locked.html"

    person_id: uuid.UUID
    place: Scoresheet
    observation_id: uuid.UUID
    code: str
    received_at: datetime
    sections: tuple[WordsOf, ...]
    corrections: tuple[CorrectionShown, ...]
    contacts: tuple[ContactShown, ...]
    stages: tuple[tuple[str, str], ...] = STAGES


@dataclass(frozen=True)
class CorrectionPage(Page):
    """A locked sheet to put right, with a reason."""

    template: ClassVar[str] = "observing/correct.html"

    person_id: uuid.UUID
    place: Scoresheet
    observation_id: uuid.UUID
    revision: int
    sections: tuple[SectionView, ...]
    form: CorrectionForm
    names: tuple[NameFound, ...]


@dataclass(frozen=True)
class ClosedPage(Page):
    """No sheet will come: given up, or the patient said no."""

    template: ClassVar[str] = "observing/closed.html"

    person_id: uuid.UUID
    place: Scoresheet


@dataclass(frozen=True)
class NotYetPage(Page):
    """Both sheets are not open yet. Tells nothing else."""

    template: ClassVar[str] = "observing/not_yet.html"

    my_assignment_id: uuid.UUID
    session_code: str
    slot: int


@dataclass(frozen=True)
class TogetherPage(Page):
    """The sheets side by side: first where they differ, then where they agree, then the words."""

    template: ClassVar[str] = "observing/together.html"

    my_assignment_id: uuid.UUID
    session_code: str
    slot: int
    clinician: str
    labels: tuple[str, ...]
    different: tuple[Difference, ...]
    same: tuple[Difference, ...]
    words: tuple[Difference, ...]
    consultation_id: uuid.UUID
    so_far: DebriefSoFar
    agreed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PointToChoose:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ItemToAgree:
    """An item, what each observer gave it, and the points both may agree on now."""

    field: str
    compared: Difference
    points: tuple[PointToChoose, ...]


@dataclass(frozen=True)
class DebriefPage(Page):
    """What two observers agree on after both have locked: where they differ comes first."""

    template: ClassVar[str] = "observing/debrief.html"

    consultation_id: uuid.UUID
    session_code: str
    slot: int
    so_far: DebriefSoFar
    form: DebriefForm
    labels: tuple[str, ...]
    items: tuple[ItemToAgree, ...]

    @property
    def asks_about_names(self) -> bool:
        return bool(self.form.note.errors) and any("looks like" in each for each in self.form.note.errors)


@dataclass(frozen=True)
class BriefPage(Page):
    """What an observer should know before a session."""

    template: ClassVar[str] = "observing/brief.html"

    brief: Brief


@dataclass(frozen=True)
class WrongPlacePage(Page):
    """Where a locked sheet really belongs."""

    template: ClassVar[str] = "observing/wrong_place.html"

    assignment_id: uuid.UUID
    places: PlacesToChoose
    form: WebForm

    @property
    def errors(self) -> tuple[str, ...]:
        return tuple(self.form["place"].errors)
