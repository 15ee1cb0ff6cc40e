"""What the account pages show."""

from dataclasses import dataclass
from typing import ClassVar

from app.queries.account import PlaceInTeam, SignedInDevice
from app.web.catalogues import Catalogue
from app.web.page import Page


@dataclass(frozen=True)
class AccountPage(Page):
    """Who I am here and where I am signed in."""

    template: ClassVar[str] = "accounts/account.html"

    name: str
    email: str
    places: tuple[PlaceInTeam, ...]
    devices: tuple[SignedInDevice, ...]


@dataclass(frozen=True)
class NewLinkPage(Page):
    """How to get back in without a password."""

    template: ClassVar[str] = "accounts/new_link.html"


@dataclass(frozen=True)
class LanguagesPage(Page):
    """The languages of this site."""

    template: ClassVar[str] = "accounts/languages.html"

    choices: tuple[Catalogue, ...]
