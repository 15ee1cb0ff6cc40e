"""What the page shows on which a draft stands beside the version it replaces."""

from dataclasses import dataclass
from typing import ClassVar

from app.studio.pages import DraftPage
from instruments.drafting.word_changes import WordChange


@dataclass(frozen=True)
class DifferencesPage(DraftPage):
    """Every text that differs, by what it belongs to; ``count`` of them in all."""

    template: ClassVar[str] = "studio/differences.html"

    words: tuple[tuple[str, tuple[WordChange, ...]], ...]
    count: int
