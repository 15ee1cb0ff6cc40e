"""The form library where its published types lag behind it: one place, so that everything else stays strictly typed."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from flask_wtf import FlaskForm  # pyright: ignore[reportMissingTypeStubs]
from wtforms import fields

# The types known for the library are older than the class that its deprecation warnings ask for.
_choice: Any = getattr(fields, "SelectChoice")  # noqa: B009

Choices: TypeAlias = list[Any]


class WebForm(FlaskForm):
    """A form on a page, with its token."""

    def sent(self) -> bool:
        """Whether it was sent and every field fits by itself."""
        fits: bool = self.validate_on_submit()  # pyright: ignore[reportUnknownMemberType]
        return fits


def choices(pairs: Iterable[tuple[object, str]], first: str = "") -> Choices:
    """Options from (value, label) pairs; ``first`` is what stands there while nothing is chosen."""
    found: Choices = [_choice(str(value), label) for value, label in pairs]
    return [_choice("", first), *found] if first else found
