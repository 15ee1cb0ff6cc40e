"""What is shown around a clinician's replies and questions."""

from dataclasses import dataclass
from typing import ClassVar

from app.queries.ladder import OnLadder
from app.queries.replies import WordShown
from app.web.page import Page
from app.web.typed_forms import WebForm


@dataclass(frozen=True)
class ReplyPage(Page):
    """What I said back so far, with the answers, and the form to say more."""

    template: ClassVar[str] = "reviewing/reply.html"

    said: tuple[WordShown, ...]
    form: WebForm
    action: str
    report_address: str


@dataclass(frozen=True)
class AnswerPage(Page):
    """A clinician's question, for who answers it."""

    template: ClassVar[str] = "reviewing/answer.html"

    clinician: OnLadder
    word: WordShown
    form: WebForm
    action: str
    back_address: str
