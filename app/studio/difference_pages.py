"""What the page shows on which a draft stands beside the version it replaces."""

from dataclasses import dataclass
from typing import ClassVar

from app.studio.pages import ChangeShown, DraftPage
from instruments.drafting.word_changes import WordChange


@dataclass(frozen=True)
class DifferencesPage(DraftPage):
    """Every text that differs, by what it belongs to; ``count`` of them in all.

    ``meanings`` change what a rating or a score means, ``uses`` only how the sheet is used. ``whole`` is false while
    something is wrong with the draft, so that only its words can be compared.
    """

    template: ClassVar[str] = "studio/differences.html"

    words: tuple[tuple[str, tuple[WordChange, ...]], ...]
    count: int
    meanings: tuple[ChangeShown, ...]
    uses: tuple[str, ...]
    whole: bool
