"""What an observer sees who is worried about somebody's safety."""

from dataclasses import dataclass
from typing import ClassVar

from app.queries.safety import ContactShown, WorryOfMine
from app.web.page import Page
from app.web.typed_forms import WebForm


@dataclass(frozen=True)
class SafetyPage(Page):
    """Whom to tell now, and a few words for them."""

    template: ClassVar[str] = "observing/safety.html"

    contacts: tuple[ContactShown, ...]
    form: WebForm
    asks_team: bool
    raised: tuple[WorryOfMine, ...]
