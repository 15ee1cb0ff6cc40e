"""What the pages on who observes whom show."""

from dataclasses import dataclass
from typing import ClassVar

from app.comparing.pages import ComparingPage, Shown


@dataclass(frozen=True)
class WhoPage(ComparingPage):
    """Who has observed whom. said: a head and its sentence. long: the table is better folded away.

    For those who run the programme only.
    """

    template: ClassVar[str] = "comparing/who.html"

    said: tuple[tuple[str, str], ...]
    figure: Shown | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    long: bool
