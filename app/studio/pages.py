"""What the studio's pages show."""

from dataclasses import dataclass
from typing import ClassVar

from app.queries.drafts import DraftInTeam
from app.queries.instruments import InstrumentInTeam
from app.queries.people import TeamName
from app.studio.part_form import PartField, PartForm
from app.studio.problem_places import ProblemShown
from app.web.page import Page
from instruments.drafting.worked_example import WorkedExample
from instruments.problems import Problem


@dataclass(frozen=True, slots=True)
class Way:
    """A link, or a button that posts: what it says and where it goes."""

    label: str
    address: str


@dataclass(frozen=True)
class TeamsPage(Page):
    """The teams whose instruments somebody may read, when there is not exactly one."""

    template: ClassVar[str] = "studio/teams.html"

    teams: tuple[TeamName, ...]


@dataclass(frozen=True)
class StudioPage(Page):
    """A page about one team's instruments. ``may_edit``: the reader leads the team."""

    team: TeamName
    may_edit: bool


@dataclass(frozen=True)
class ShelfPage(StudioPage):
    """The drafts in work, and the published versions one can begin from."""

    template: ClassVar[str] = "studio/shelf.html"

    drafts: tuple[DraftInTeam, ...]
    published: tuple[InstrumentInTeam, ...]


@dataclass(frozen=True)
class DraftPage(StudioPage):
    """A page about one draft. ``tab`` is the entry of the draft's own navigation that it stands under."""

    listed: DraftInTeam
    tab: str

    @property
    def is_open(self) -> bool:
        return self.listed.state == "open"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An item or question in the outline. ``answered_by`` is its scale, or how the question is answered."""

    id: str
    words: str
    answered_by: str
    is_item: bool
    condition: bool
    problems: int
    number: int


@dataclass(frozen=True, slots=True)
class SectionRow:
    id: str
    title: str
    kind: str
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class ScaleRow:
    id: str
    name: str
    ends: str
    items: int


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A part that can be brought back."""

    kind: str
    id: str
    words: str


@dataclass(frozen=True)
class OutlinePage(DraftPage):
    """The whole draft at a glance, with everything that can be done to it."""

    template: ClassVar[str] = "studio/outline.html"

    introduction: str
    sections: tuple[SectionRow, ...]
    scales: tuple[ScaleRow, ...]
    removed: tuple[RemovedRow, ...]
    problems: tuple[ProblemShown, ...]
    items: int
    locked: str


@dataclass(frozen=True)
class PartPage(DraftPage):
    """The form of one part. ``buttons`` are further submits by name of what follows: what they say."""

    template: ClassVar[str] = "studio/part.html"

    heading: str
    intro: str
    form: PartForm
    action: str
    back: Way
    kept: bool = False
    locked: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    ways: tuple[Way, ...] = ()
    posts: tuple[Way, ...] = ()


@dataclass(frozen=True)
class ScoringPage(PartPage):
    """The scoring with a worked example; ``rules`` say the kept rule in sentences."""

    template: ClassVar[str] = "studio/scoring.html"

    rules: tuple[str, ...] = ()
    example: WorkedExample | None = None


@dataclass(frozen=True)
class AskPage(StudioPage):
    """A short form that makes something new: its fields, each with what was typed and what is wrong with it."""

    template: ClassVar[str] = "studio/ask.html"

    heading: str
    intro: str
    fields: tuple[PartField, ...]
    action: str
    send: str
    back: Way
    listed: DraftInTeam | None = None
    tab: str = ""
    takes_files: bool = False
    # A question that comes ready-made: the name of the button that adds it.
    ready: str = ""


@dataclass(frozen=True)
class TextPage(DraftPage):
    """The draft as its file, with what is wrong by line."""

    template: ClassVar[str] = "studio/text.html"

    text: str
    seen: int
    problems: tuple[Problem, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class LanguageRow:
    code: str
    name: str
    parts: tuple[tuple[str, str, int, int], ...]
    missing: int


@dataclass(frozen=True)
class LanguagesPage(DraftPage):
    """The languages of the draft, how much of each is written, and one to add."""

    template: ClassVar[str] = "studio/languages.html"

    languages: tuple[LanguageRow, ...]
    field: PartField


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change of meaning, and how many observations were made under the old one."""

    sentence: str
    observations: int


@dataclass(frozen=True)
class PreviewPage(DraftPage):
    """The sheet in a frame of a tablet's or a phone's size. ``address`` is empty while the draft is not whole."""

    template: ClassVar[str] = "studio/preview.html"

    address: str
    size: str
    fields: tuple[PartField, ...]


@dataclass(frozen=True)
class PublishPage(DraftPage):
    """What publishing asks for and what is still missing."""

    template: ClassVar[str] = "studio/publish.html"

    problems: tuple[ProblemShown, ...]
    rules: tuple[str, ...]
    attribution: tuple[tuple[str, str], ...]
    items: int
    touched: tuple[ChangeShown, ...]
    # Whether the patient partners' yes is asked for, and given to the draft as it stands.
    sign_off_missing: bool = False
