"""Who has observed whom, as a graph: whether everybody can be compared. That somebody looked is recorded."""

import uuid

from flask.typing import ResponseReturnValue

from app.comparing.asked import asked
from app.comparing.blueprint import comparing
from app.comparing.figures import shown
from app.comparing.people_routes import note_look
from app.comparing.who_pages import WhoPage
from app.queries.coming_sessions import unwatched_clinicians
from app.web.page import render
from app.web.request_database import db
from reports.comparison.who_observed import LinkLine
from reports.comparison.wording import counted, listed

HEADS = ("Clinician", "Observer", "Kind", "Shared visits", "Rests on this pairing")
FOLDED_FROM = 30
MOST_NAMED = 6


@comparing.get("/rounds/<uuid:round_id>/who/")
def who(round_id: uuid.UUID) -> ResponseReturnValue:
    """The graph, its weakest link, and the one pairing that would do most."""
    ask = asked(round_id)
    found = ask.who_observed
    several = found.figure is not None and len(found.figure.groups) > 1
    as_lines = found.figure is not None and found.figure.as_lines
    caption = (
        "A heavier line means more shared visits. Each box is a group that shares nobody with the others."
        if as_lines
        else "The number in a square is how many visits were shared. Numbers above the columns stand for observers."
    )
    said = (
        ("Can everybody be compared?", found.comparable),
        ("What holds it together?", found.weakest),
        ("What would help most?", found.mend),
        ("Did two of one kind sit together?", found.alike),
        ("Who is missing?", _missing(unwatched_clinicians(db(), round_id, [each.id for each in ask.found.clinicians]))),
    )
    page = WhoPage(
        title=f"Who has observed whom: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        said=tuple(each for each in said if each[1]),
        figure=shown(ask, "who", caption),
        heads=(*HEADS, "Group") if several else HEADS,
        rows=tuple(_row(each, several) for each in found.lines),
        long=len(found.lines) > FOLDED_FROM,
    )
    note_look(ask)
    return render(page)


def _row(each: LinkLine, several: bool) -> tuple[str, ...]:
    carries = f"{each.carries}: weakest link" if each.weakest else each.carries
    row = (each.clinician, each.observer, each.type_name, str(each.consultations), carries)
    return (*row, str(each.group)) if several else row


def _missing(names: tuple[str, ...]) -> str:
    """Clinicians of the round without a sheet that counts yet."""
    if not names:
        return ""
    shown = names[:MOST_NAMED]
    rest = len(names) - len(shown)
    people = listed((*shown, counted(rest, "other"))) if rest else listed(shown)
    return f"No sheet counts yet for {people}, though visits were planned."
