"""Observers on one ruler with clinicians and items. That somebody looked is recorded."""

import uuid

from flask.typing import ResponseReturnValue

from app.comparing.asked import asked
from app.comparing.blueprint import comparing
from app.comparing.figures import shown
from app.comparing.people_and_plans_pages import SevereLine, SeverityPage
from app.comparing.people_routes import note_look
from app.comparing.remembered import severity_of
from app.web.page import render
from reports.comparison.severity import ObserverSeverity
from reports.figures.scale import number


@comparing.get("/rounds/<uuid:round_id>/severity/")
def severity(round_id: uuid.UUID) -> ResponseReturnValue:
    """Who is severe, who is mild, and how each used the scale."""
    ask = asked(round_id)
    found = severity_of(ask.ratings, ask.minimums)
    ruler = found.ruler
    caption = "The numbers stand for the people and items in the tables below; clinicians are dots without names."
    page = SeverityPage(
        title=f"Severe and mild: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        sentences=found.sentences,
        refused=found.refused,
        left_out=found.left_out,
        figure=shown(ask, "severity", caption),
        lines=() if ruler is None else tuple(_line(at, each) for at, each in enumerate(ruler.observers, start=1)),
        items=()
        if ruler is None
        else tuple((str(at), name, number(measure, 2)) for at, (name, measure) in enumerate(ruler.items, start=1)),
        item_range="" if ruler is None else f"{number(ruler.lowest)} to {number(ruler.highest)}",
    )
    note_look(ask)
    return render(page)


def _line(at: int, each: ObserverSeverity) -> SevereLine:
    gives = each.gives
    if gives.value is None or gives.low is None or gives.high is None:
        return SevereLine(at, each.name, each.type_name, each.sheets, gives.undefined or "", "", each.ways)
    reach = f"{number(gives.low, 1)} to {number(gives.high, 1)}"
    return SevereLine(at, each.name, each.type_name, each.sheets, number(gives.value, 1), reach, each.ways)
