"""What the pages of co-design show."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from app.queries.codesign import Comment, Decision, DraftInWork, DraftToDevelop, Proposal, SignOff
from app.web.page import Page
from app.web.typed_forms import WebForm
from instruments.drafting.proposing import ItemOfDraft

RELEVANCE = ((1, "1: not relevant"), (2, "2: somewhat"), (3, "3: quite"), (4, "4: very relevant"))


@dataclass(frozen=True)
class DraftsPage(Page):
    """Every draft the reader may work on."""

    template: ClassVar[str] = "codesigning/drafts.html"

    drafts: tuple[DraftToDevelop, ...]


@dataclass(frozen=True)
class CodesignPage(Page):
    """A page about one draft. ``tab`` is the entry of its own navigation that it stands under."""

    draft: DraftInWork
    tab: str
    may_lead: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with the words the reader reads, and their own vote."""

    item: ItemOfDraft
    words: str
    vote: int | None
    comments: int


@dataclass(frozen=True)
class ItemsPage(CodesignPage):
    """The items with a vote each."""

    template: ClassVar[str] = "codesigning/items.html"

    sections: tuple[tuple[str, tuple[ItemRow, ...]], ...]
    choices: tuple[tuple[int, str], ...]
    is_voting: bool
    voted: int
    problem: str


@dataclass(frozen=True, slots=True)
class WordsFor:
    who: str
    text: str


@dataclass(frozen=True)
class ItemPage(CodesignPage):
    """One item: its words, what was said about it, and the form for other words."""

    template: ClassVar[str] = "codesigning/item.html"

    item: ItemOfDraft
    words: tuple[WordsFor, ...]
    comments: tuple[Comment, ...]
    comment_form: WebForm
    rewording_form: WebForm


@dataclass(frozen=True, slots=True)
class ProposalShown:
    proposal: Proposal
    about: str
    before: str


@dataclass(frozen=True)
class ProposalsPage(CodesignPage):
    """Everything that was proposed, with what became of it."""

    template: ClassVar[str] = "codesigning/proposals.html"

    proposals: tuple[ProposalShown, ...]


@dataclass(frozen=True)
class AskPage(CodesignPage):
    """One form on a page of its own."""

    template: ClassVar[str] = "codesigning/ask.html"

    heading: str
    quote: str
    form: WebForm
    action: str
    send: str
    back: str
    back_label: str


@dataclass(frozen=True, slots=True)
class ItemResult:
    """``hidden``: the reader votes first."""

    name: str
    hidden: bool
    sentences: tuple[str, ...]
    set_aside: int


@dataclass(frozen=True)
class ResultsPage(CodesignPage):
    """The vote, each kind of voter beside the other."""

    template: ClassVar[str] = "codesigning/results.html"

    scale: tuple[str, ...]
    items: tuple[ItemResult, ...]
    drawing: Markup | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    form: WebForm


@dataclass(frozen=True)
class DecisionsPage(CodesignPage):
    """The decision log."""

    template: ClassVar[str] = "codesigning/decisions.html"

    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class SignOffPage(CodesignPage):
    """Whether patient partners said yes to the draft as it stands."""

    template: ClassVar[str] = "codesigning/sign_off.html"

    sections: tuple[tuple[str, tuple[ItemRow, ...]], ...]
    sign_offs: tuple[SignOff, ...]
    may_sign: bool
    has_signed: bool

    @property
    def is_signed(self) -> bool:
        return any(each.current for each in self.sign_offs)
