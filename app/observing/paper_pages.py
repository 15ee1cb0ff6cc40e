"""What the pages show on which a paper form is copied and a draft's sheet is tried out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from app.observing.entries import SectionView
from app.observing.forms import ScoresheetForm
from app.observing.paper_form import PaperEntryView
from app.queries.paper import PaperSheet
from app.web.page import Page
from instruments.scoresheet import Problem


@dataclass(frozen=True)
class PaperPage(Page):
    """A paper form to copy, line by line; or that this is done, and who did it."""

    template: ClassVar[str] = "observing/paper.html"

    found: PaperSheet
    asked_by: tuple[tuple[str, str], ...]
    agreed: bool
    asked: str
    entries: tuple[PaperEntryView, ...]
    problems: tuple[Problem, ...]
    beside: Mapping[str, str]


@dataclass(frozen=True)
class PreviewPage(Page):
    """A draft's sheet to try out. ``fits``: it would be locked now."""

    template: ClassVar[str] = "observing/preview.html"

    name: str
    action: str
    sections: tuple[SectionView, ...]
    form: ScoresheetForm
    introduction: str
    attribution: str
    language: str
    fits: bool
