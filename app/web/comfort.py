"""How somebody likes pages to look on this device: text size, spacing, colours, and the hand that taps.

Kept in a cookie of this device under the person's own name, so that the next person on a shared tablet has their own,
and read by the server, so that a page is right before it is first painted. It tells nobody anything but taste.
"""

import uuid
from dataclasses import dataclass, fields

from flask import Flask, Response, current_app, request

from app.web.signed_in import signed_in
from app.web.template_names import name_in_templates

KEPT_SECONDS = 400 * 24 * 3600
# The first choice of each is what everybody begins with.
CHOICES = {
    "text": ("usual", "large", "largest"),
    "space": ("usual", "wide"),
    "colours": ("device", "light", "dark", "strong"),
    "hand": ("right", "left"),
}


@dataclass(frozen=True, slots=True)
class Comfort:
    """One choice of each kind; see `CHOICES`."""

    text: str = "usual"
    space: str = "usual"
    colours: str = "device"
    hand: str = "right"

    @property
    def written(self) -> str:
        """The choices as the cookie holds them, such as text-large.space-usual.colours-dark.hand-left."""
        return ".".join(f"{each.name}-{getattr(self, each.name)}" for each in fields(self))

    @property
    def classes(self) -> str:
        """The page's classes, such as lf-text-large lf-colours-dark."""
        return " ".join(f"lf-{each}" for each in self.written.split("."))

    @property
    def dark_media(self) -> str:
        """When the dark style sheet counts."""
        return {"device": "(prefers-color-scheme: dark)", "dark": "all"}.get(self.colours, "not all")

    @property
    def contrast_media(self) -> str:
        """When the high-contrast style sheet counts."""
        return "all" if self.colours == "strong" else "(prefers-contrast: more)"


USUAL = Comfort()


def read_comfort(written: str) -> Comfort:
    """The choices in a cookie; whatever is not one of ours counts as not chosen. Never raises."""
    given = dict(each.split("-", 1) for each in written.split(".") if "-" in each)
    return Comfort(**{kind: given[kind] for kind, known in CHOICES.items() if given.get(kind) in known})


def cookie_name(person_id: uuid.UUID) -> str:
    return f"comfort-{person_id.hex[:12]}"


def comfort() -> Comfort:
    """What the person asking likes, on the tablet's pages; elsewhere the device decides."""
    who = signed_in()
    if who is None or request.blueprint != "observing":
        return USUAL
    return read_comfort(request.cookies.get(cookie_name(who.id), ""))


def keep_comfort(response: Response, person_id: uuid.UUID, chosen: Comfort) -> None:
    """Keep the choices on this device. The page's script reads and writes the same cookie."""
    response.set_cookie(
        cookie_name(person_id),
        chosen.written,
        max_age=KEPT_SECONDS,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),  # pyright: ignore[reportUnknownArgumentType]
        samesite="Lax",
    )


def add_comfort(app: Flask) -> None:
    name_in_templates(app, comfort=comfort)
