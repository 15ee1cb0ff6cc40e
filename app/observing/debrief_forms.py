"""The form for what two observers agree on, made for the items of their instrument."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField

from app.web.languages import later
from app.web.typed_forms import WebForm


class DebriefForm(WebForm):
    """A field ``p_<item>`` for each item is added by `debrief_form`."""

    seen = HiddenField()
    note = TextAreaField(later("What you agree on"))
    names_checked = BooleanField()

    def say_beside(self, name: str, sentence: str) -> None:
        """Put a sentence beside the item of this id, or beside the note."""
        field = self._fields.get(f"p_{name}", self.note)
        field.errors = [*field.errors, sentence]

    @property
    def seen_version(self) -> int:
        """The version the writer had before them; 0 for nothing, and for nonsense."""
        text = str(self.seen.data or "")
        return int(text) if text.isdecimal() and len(text) < 6 else 0


def debrief_form(items: Sequence[str]) -> type[DebriefForm]:
    """The form class for an instrument with these items."""
    fields: dict[str, Any] = {f"p_{item}": RadioField(choices=[], validate_choice=False) for item in items}
    return type("DebriefFormOfItems", (DebriefForm,), fields)
