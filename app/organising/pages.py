"""What the lead's pages show: the frame they share, forms, the start, people, clinics, programmes and the log."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from wtforms import Field, HiddenField

from app.organising.checklist import Step
from app.organising.round_states import RoundShown
from app.organising.shared_forms import SharedForm
from app.organising.wordings import CONSENTS
from app.queries.audit import PageOfLog
from app.queries.briefs import BriefReader
from app.queries.clinics import ClinicianInTeam, ClinicInTeam
from app.queries.people import ObserverTypeInTeam, PersonInTeam, TeamName
from app.queries.place_claims import ClaimToSettle
from app.queries.programmes import ProgrammeInTeam
from app.queries.quarantine import SheetSetAside
from app.queries.tablets import TabletInTeam
from app.web.page import Page
from app.web.typed_forms import WebForm

KINDS = {
    "StringField": "text",
    "EmailField": "email",
    "DateField": "date",
    "IntegerField": "number",
    "FloatField": "decimal",
    "PointsField": "decimal",
    "TextAreaField": "long",
    "SelectField": "select",
    "RadioField": "radio",
    "SelectMultipleField": "checks",
    "FileField": "file",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A link: where to, in words and as an address."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field and the kind of control it is."""

    kind: str
    field: Field


def fields_shown(form: WebForm) -> tuple[FieldShown, ...]:
    """The form's fields in order, but for its token and what else is hidden."""
    return tuple(FieldShown(KINDS[field.type], field) for field in form if not isinstance(field, HiddenField))


@dataclass(frozen=True)
class OrganisingPage(Page):
    """A page about one team. ``section`` is the entry of the room's own navigation that it stands under."""

    team: TeamName
    section: str


@dataclass(frozen=True)
class FormPage(OrganisingPage):
    """One form on a page of its own."""

    template: ClassVar[str] = "organising/form.html"

    heading: str
    intro: str
    form: WebForm
    action: str
    send: str
    back: Way
    takes_files: bool = False
    # Fields that few people need stand folded away under this heading.
    folded_under: str = ""
    folded_names: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[FieldShown, ...]:
        return tuple(each for each in fields_shown(self.form) if each.field.name not in self.folded_names)

    @property
    def folded(self) -> tuple[FieldShown, ...]:
        return tuple(each for each in fields_shown(self.form) if each.field.name in self.folded_names)

    @property
    def shown(self) -> str:
        """What is stored now, in marks, so that another lead's change meanwhile is noticed."""
        return str(self.form.shown.data) if isinstance(self.form, SharedForm) else ""

    @property
    def unfolded(self) -> bool:
        """A problem must never be hidden."""
        return any(each.field.errors for each in self.folded)


@dataclass(frozen=True)
class TeamsPage(Page):
    """The teams somebody leads, when there is more than one."""

    template: ClassVar[str] = "organising/teams.html"

    teams: tuple[TeamName, ...]


@dataclass(frozen=True)
class StartPage(OrganisingPage):
    """What is ready and what comes next."""

    template: ClassVar[str] = "organising/start.html"

    steps: tuple[Step, ...]
    done: int
    set_aside: int
    wrong_places: int
    worries: int
    asked: int
    told: bool
    current_round: Way | None
    # Coming sessions with fewer than two observers, and where a proposal for them stands.
    thin_sessions: int
    propose: str


@dataclass(frozen=True)
class PeoplePage(OrganisingPage):
    template: ClassVar[str] = "organising/people.html"

    people: tuple[PersonInTeam, ...]
    observer_types: tuple[ObserverTypeInTeam, ...]
    # By observer: the forms of open rounds they have no training on.
    untrained: Mapping[uuid.UUID, tuple[str, ...]]


@dataclass(frozen=True)
class PersonPage(OrganisingPage):
    """One person: what they do here, their link, and one more thing they may do."""

    template: ClassVar[str] = "organising/person.html"

    person: PersonInTeam
    form: WebForm

    @property
    def observes(self) -> bool:
        return any(held.role == "observer" for held in self.person.roles)

    @property
    def fields(self) -> tuple[FieldShown, ...]:
        return fields_shown(self.form)


@dataclass(frozen=True)
class LinkPage(OrganisingPage):
    """A set-up link to hand over: as text to copy, and as a code to scan. ``code`` is SVG of our own making."""

    template: ClassVar[str] = "organising/link.html"

    person: PersonInTeam
    link: str
    code: str


@dataclass(frozen=True)
class ClinicsPage(OrganisingPage):
    template: ClassVar[str] = "organising/clinics.html"

    clinics: tuple[ClinicInTeam, ...]
    clinicians: tuple[ClinicianInTeam, ...]


@dataclass(frozen=True)
class ProgrammesPage(OrganisingPage):
    template: ClassVar[str] = "organising/programmes.html"

    programmes: tuple[ProgrammeInTeam, ...]


@dataclass(frozen=True)
class ProgrammePage(OrganisingPage):
    template: ClassVar[str] = "organising/programme.html"

    programme: ProgrammeInTeam
    rounds: tuple[RoundShown, ...]


@dataclass(frozen=True)
class LogPage(OrganisingPage):
    """Who did what, and when."""

    template: ClassVar[str] = "organising/log.html"

    log: PageOfLog


@dataclass(frozen=True)
class SetAsidePage(OrganisingPage):
    """Sheets that could not take their place."""

    template: ClassVar[str] = "organising/set_aside.html"

    sheets: tuple[SheetSetAside, ...]


@dataclass(frozen=True)
class BriefOfSessionPage(OrganisingPage):
    """What a lead adds to the brief of a session, and who has read it."""

    template: ClassVar[str] = "organising/brief.html"

    heading: str
    form: WebForm
    action: str
    back: Way
    readers: tuple[BriefReader, ...]

    @property
    def fields(self) -> tuple[FieldShown, ...]:
        return fields_shown(self.form)


@dataclass(frozen=True)
class WrongPlacesPage(OrganisingPage):
    """Sheets whose observers say that they belong elsewhere."""

    template: ClassVar[str] = "organising/wrong_places.html"
    consents: ClassVar[dict[str, str]] = CONSENTS

    claims: tuple[ClaimToSettle, ...]


@dataclass(frozen=True)
class TabletsPage(OrganisingPage):
    """The team's tablets, the one to look after first at the top."""

    template: ClassVar[str] = "organising/tablets.html"

    tablets: tuple[TabletInTeam, ...]


@dataclass(frozen=True)
class PairingPage(OrganisingPage):
    """The code that pairs one tablet. ``picture`` is an SVG as a data address."""

    template: ClassVar[str] = "organising/pairing.html"

    name: str
    address: str
    picture: str
    minutes: int


@dataclass(frozen=True)
class RescuedPage(OrganisingPage):
    """What came of a rescue file. ``freed``: the tablet of which it holds everything, so that it may be unpaired."""

    template: ClassVar[str] = "organising/rescued.html"

    stored: int
    here_already: int
    set_aside: int
    noted: int
    drafts: int
    refused: tuple[str, ...]
    freed: str
