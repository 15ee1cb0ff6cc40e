"""Forms about what another lead may change meanwhile: nobody's change is undone by a page that was opened before it."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any, cast

from wtforms import Field, HiddenField

from app.web.typed_forms import WebForm

MARK_LETTERS = 12


class SharedForm(WebForm):
    """A form that was filled from what is stored, and knows from its page what was stored when that was opened.

    What only the other lead changed stays as they made it. What both changed is asked about once, beside the field,
    with the other's words; sent again, the words that stand there count.
    """

    shown = HiddenField()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)  # pyright: ignore[reportUnknownMemberType]
        self.before = _marks_in(self.shown.data or "")
        self.shown.data = " ".join(f"{each.name}:{_mark(each.object_data)}" for each in self._asked())

    def sent(self) -> bool:
        """Whether it was sent, every field fits by itself, and no other lead's change would be undone unseen."""
        if not super().sent():
            return False
        clashing = [each for each in self._asked() if self._clashes(each)]
        for each in clashing:
            sentence = f"Somebody else changed this to “{_read(each)}” while you had the page open. Save again to keep"
            each.errors = [*each.errors, f"{sentence} what stands here."]
        return not clashing

    def _asked(self) -> list[Field]:
        return [each for each in self if not isinstance(each, HiddenField)]

    def _clashes(self, field: Field) -> bool:
        stored, own, before = _mark(field.object_data), _mark(field.data), self.before.get(field.name)
        if before in (None, stored) or own == stored:
            return False
        if own == before:
            # Some fields show again what was typed, which is what the page must not say now.
            field.data, field.raw_data = field.object_data, None
            return False
        return True


def _marks_in(text: str) -> dict[str, str]:
    pairs = (each.rpartition(":") for each in text.split())
    return {name: mark for name, _, mark in pairs}


def _plain(value: Any) -> str:
    """The same words whether they were stored or came back from a page."""
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(_plain(each) for each in cast("Iterable[object]", value)))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _mark(value: Any) -> str:
    return sha256(_plain(value).encode()).hexdigest()[:MARK_LETTERS]


def _read(field: Field) -> str:
    """What is stored, as it reads on the page."""
    stored = field.object_data
    if isinstance(stored, date):
        return f"{stored.day} {stored:%B %Y}"
    offered = {str(each.value): str(each.label) for each in getattr(field, "choices", None) or ()}
    return offered.get(str(stored), _plain(stored)) or "nothing"
