"""Observers on one ruler with clinicians and items. That somebody looked is recorded."""

import uuid

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.drift_asked import drift_asked
from app.comparing.figures import shown
from app.comparing.lines import value_cell
from app.comparing.people_and_plans_pages import ObserverInTimePage, SevereLine, SeverityPage
from app.comparing.people_routes import note_look
from app.comparing.remembered import severity_of
from app.rules import NotThere
from app.web.page import render
from app.web.words_for_templates import short_date
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
        practice=_practice(ask),
        sentences=found.sentences,
        refused=found.refused,
        mend=ask.who_observed.mend if found.parted else "",
        who_observed=ask.address("who"),
        left_out=found.left_out,
        figure=shown(ask, "severity", caption),
        lines=() if ruler is None else tuple(_line(ask, at, each) for at, each in enumerate(ruler.observers, start=1)),
        items=()
        if ruler is None
        else tuple((str(at), name, value_cell(measure)) for at, (name, measure) in enumerate(ruler.items, start=1)),
        item_range="" if ruler is None else f"{number(ruler.lowest)} to {number(ruler.highest)}",
    )
    note_look(ask)
    return render(page)


@comparing.get("/rounds/<uuid:round_id>/severity/observer/")
def observer(round_id: uuid.UUID) -> ResponseReturnValue:
    """One observer through time."""
    ask = asked(round_id)
    key = request.args.get("one", "")
    found = drift_asked(ask, key)
    ruler = severity_of(ask.ratings, ask.minimums).ruler
    if found is None or ruler is None:
        raise NotThere
    person = next(each for each in ruler.observers if ask.ratings.observers[each.at].key == key)
    caption = (
        "Bands are what chance alone would keep to in 997 of 1000 sessions. A square lies outside. After practice the "
        "chart begins anew."
    )
    page = ObserverInTimePage(
        title=f"{found.name} through time: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        name=found.name,
        back=ask.address("severity"),
        practice=_practice(ask),
        sentences=found.sentences,
        ways=person.ways,
        figure=shown(ask, "drift", caption, {"one": key}),
        rows=tuple(
            (
                str(at),
                name,
                day,
                str(each.ratings),
                number(each.gap, 2),
                number(each.error, 2),
                "yes" if each.outside else "no",
            )
            for at, (name, day, each) in enumerate(
                zip(found.names, map(short_date, found.days), found.found.sessions, strict=True), start=1
            )
        ),
    )
    note_look(ask)
    return render(page)


def _practice(ask: Asked) -> str:
    return url_for("organising.new_training", team_id=ask.round.team.id, kind="calibration")


def _line(ask: Asked, at: int, each: ObserverSeverity) -> SevereLine:
    gives = each.gives
    address = ask.address("observer", one=ask.ratings.observers[each.at].key)
    if gives.value is None or gives.low is None or gives.high is None:
        return SevereLine(at, each.name, each.type_name, each.sheets, gives.undefined or "", "", each.ways, "")
    reach = f"{number(gives.low, 1)} to {number(gives.high, 1)}"
    return SevereLine(at, each.name, each.type_name, each.sheets, number(gives.value, 1), reach, each.ways, address)
