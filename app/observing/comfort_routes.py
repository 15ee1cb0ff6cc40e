"""How the tablet's pages look to one person on one device: text size, spacing, colours, hand."""

from dataclasses import dataclass

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.observing.blueprint import observing
from app.web.comfort import CHOICES, Comfort, comfort, cookie_name, keep_comfort, read_comfort
from app.web.languages import later
from app.web.signed_in import actor

LEGENDS = {
    "text": later("Size of the words"),
    "space": later("Room between the words"),
    "colours": later("Colours"),
    "hand": later("The hand you tap with"),
}
LABELS = {
    "text": {"usual": later("Usual"), "large": later("Large"), "largest": later("Largest")},
    "space": {"usual": later("Usual"), "wide": later("Wider, easier to read")},
    "colours": {
        "device": later("As the tablet has it"),
        "light": later("Light"),
        "dark": later("Dark"),
        "strong": later("Black on white"),
    },
    "hand": {"right": later("Right"), "left": later("Left")},
}


@dataclass(frozen=True, slots=True)
class LookChoice:
    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that can be chosen, with its choices."""

    kind: str
    legend: str
    choices: tuple[LookChoice, ...]


@dataclass(frozen=True, slots=True)
class Looks:
    """Everything that can be chosen, and the cookie that keeps it."""

    cookie: str
    kinds: tuple[Look, ...]


def looks() -> Looks:
    """What the person asking has chosen on this device."""
    chosen = comfort()
    return Looks(
        cookie_name(actor().id),
        tuple(
            Look(
                kind,
                str(LEGENDS[kind]),
                tuple(LookChoice(code, str(LABELS[kind][code]), getattr(chosen, kind) == code) for code in codes),
            )
            for kind, codes in CHOICES.items()
        ),
    )


@observing.post("/comfort")
def keep_looks() -> ResponseReturnValue:
    """Keep the choices, for a browser without script, and go back to where they were made."""
    chosen: Comfort = read_comfort(".".join(f"{kind}-{request.form.get(kind, '')}" for kind in CHOICES))
    response = make_response(redirect(_back(request.form.get("back", ""))))
    keep_comfort(response, actor().id, chosen)
    return response


def _back(wanted: str) -> str:
    home = url_for("observing.today")
    # Only the tablet's own pages: an address from a form must not lead to another site.
    return wanted if wanted.startswith(home) else home
