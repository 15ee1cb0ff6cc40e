"""What the reviewing pages show."""

from dataclasses import dataclass
from typing import ClassVar

from app.queries.comment_edits import EditSoFar
from app.queries.comments import CommentToScreen
from app.queries.ladder import OnLadder
from app.queries.releases import RoundToRelease
from app.queries.reports import RoundOfMine
from app.queries.safety import ContactShown
from app.reviewing.forms import CommentForm, PreparationForm, ReflectionForm, SettleForm, WorryForm
from app.reviewing.report_page import WebReport
from app.web.page import Page
from reports.feedback.screening import Piece


@dataclass(frozen=True)
class MyFeedbackPage(Page):
    """My rounds: what to prepare, what is out, what I wrote."""

    template: ClassVar[str] = "reviewing/my_feedback.html"

    rounds: tuple[RoundOfMine, ...]


@dataclass(frozen=True)
class DomainToRate:
    """One domain of the self-rating: its title and the names of its fields."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class PreparePage(Page):
    """My own question and self-rating, before I see anything."""

    template: ClassVar[str] = "reviewing/prepare.html"

    form: PreparationForm
    domains: tuple[DomainToRate, ...]
    action: str


@dataclass(frozen=True)
class ReportPage(Page):
    """A report on the web: released, or a draft for those who release."""

    template: ClassVar[str] = "reviewing/report.html"

    report: WebReport
    pdf_address: str
    reflect_address: str
    reply_address: str
    back_address: str
    is_draft: bool
    for_lead: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReflectPage(Page):
    """Write down what struck me and what I will try."""

    template: ClassVar[str] = "reviewing/reflect.html"

    form: ReflectionForm
    locked: bool
    action: str
    report_address: str


@dataclass(frozen=True)
class ScreenedRow:
    """A comment with its form, what was found in it, and what its author says to a change of it."""

    comment: CommentToScreen
    form: CommentForm
    pieces: tuple[Piece, ...]
    finds: tuple[str, ...]
    edit: EditSoFar | None
    edit_words: str
    settle_address: str


@dataclass(frozen=True)
class ScreenPage(Page):
    """Every comment about one clinician, each with its decision."""

    template: ClassVar[str] = "reviewing/screen.html"

    of_round: RoundToRelease
    clinician: OnLadder
    rows: tuple[ScreenedRow, ...]
    undecided: int
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SettlePage(Page):
    """Decide on a changed comment whose author has not answered."""

    template: ClassVar[str] = "reviewing/settle.html"

    author: str
    edit: EditSoFar
    form: SettleForm
    action: str
    back_address: str
    refused: str


@dataclass(frozen=True)
class WorryPage(Page):
    """A comment is about somebody's safety: whom to ring, and what is passed on."""

    template: ClassVar[str] = "reviewing/worry.html"

    contacts: tuple[ContactShown, ...]
    form: WorryForm
    action: str
    back_address: str
