"""What an observer sees of a change to their own words."""

from dataclasses import dataclass
from typing import ClassVar

from app.queries.comment_edits import EditOfMine
from app.web.page import Page
from app.web.typed_forms import WebForm


@dataclass(frozen=True)
class MyWordsPage(Page):
    """All changes to words of mine."""

    template: ClassVar[str] = "observing/my_words.html"

    edits: tuple[EditOfMine, ...]


@dataclass(frozen=True)
class ChangePage(Page):
    """What I wrote, what is proposed and why, and my answer."""

    template: ClassVar[str] = "observing/change.html"

    edit: EditOfMine
    reasons: tuple[str, ...]
    form: WebForm
