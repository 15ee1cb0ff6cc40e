"""What the account pages show."""

import uuid
from dataclasses import dataclass
from typing import ClassVar

from app.queries.account import PlaceInTeam, SignedInDevice
from app.queries.tablets import Pairing, PersonWithPin, TabletHere
from app.web.catalogues import Catalogue
from app.web.page import Page
from app.web.typed_forms import WebForm


@dataclass(frozen=True)
class AccountPage(Page):
    """Who I am here and where I am signed in."""

    template: ClassVar[str] = "accounts/account.html"

    name: str
    email: str
    places: tuple[PlaceInTeam, ...]
    devices: tuple[SignedInDevice, ...]
    # Where a PIN can be set just now: a paired tablet, and only after a full sign-in.
    tablet: TabletHere | None


@dataclass(frozen=True)
class NewLinkPage(Page):
    """How to get back in without a password."""

    template: ClassVar[str] = "accounts/new_link.html"


@dataclass(frozen=True)
class LanguagesPage(Page):
    """The languages of this site."""

    template: ClassVar[str] = "accounts/languages.html"

    choices: tuple[Catalogue, ...]


@dataclass(frozen=True)
class PairPage(Page):
    """What a tablet is about to become."""

    template: ClassVar[str] = "accounts/pair.html"

    secret: str
    pairing: Pairing


@dataclass(frozen=True)
class ChoosePersonPage(Page):
    """Whose turn it is on a shared tablet. ``next``: where they go then."""

    template: ClassVar[str] = "accounts/choose_person.html"

    tablet: TabletHere
    people: tuple[PersonWithPin, ...]
    form: WebForm
    next: str


@dataclass(frozen=True)
class SwitchPage(Page):
    """Whose turn it is, asked without a network: the same for everybody."""

    template: ClassVar[str] = "accounts/switch.html"


@dataclass(frozen=True)
class SetPinPage(Page):
    """A new PIN for this tablet. ``person_id`` tells the script whose key to wrap."""

    template: ClassVar[str] = "accounts/set_pin.html"

    person_id: uuid.UUID
    tablet: TabletHere
    form: WebForm
