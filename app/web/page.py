"""A page is one frozen object and the template that prints it."""

from dataclasses import dataclass
from typing import ClassVar

from flask import render_template


@dataclass(frozen=True)
class Page:
    """Everything a template receives, under the one name ``page``. Subclasses name their template and add fields."""

    template: ClassVar[str]

    title: str


def render(page: Page) -> str:
    """Print a page. A refused form's title starts with "Error:", which screen readers read first."""
    return render_template(page.template, page=page)
