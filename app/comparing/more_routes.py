"""What more observations of one clinician would buy, and what they need to be worth something."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from app.comparing.asked import asked
from app.comparing.blueprint import comparing
from app.comparing.figures import shown
from app.comparing.lines import value_cell
from app.comparing.pages import Cell
from app.comparing.people_and_plans_pages import MorePage
from app.comparing.remembered import more_of
from app.comparing.wished_plans import MOST_CONSULTATIONS, MOST_OBSERVERS, plan_of, wanted_of
from app.web.page import render
from reports.comparison.more_observations import MoreObservations
from reports.figures.scale import number
from reports.statistics.generalizability.observing_plans import Plan

ROWS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20)


@comparing.get("/rounds/<uuid:round_id>/more/")
def more(round_id: uuid.UUID) -> ResponseReturnValue:
    """One plan in words, and every plan side by side."""
    ask = asked(round_id)
    found = more_of(ask.ratings, ask.minimums)
    plan, wanted = plan_of(request.args), wanted_of(request.args)
    caption = "The dashed line is what the mean is to reach. The likely range of each value stands in the table."
    page = MorePage(
        title=f"What more visits would buy: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        sentences=found.sentences(plan, wanted),
        has_numbers=found.shares is not None,
        plan=plan,
        wanted=number(wanted, 2),
        most_consultations=MOST_CONSULTATIONS,
        most_observers=MOST_OBSERVERS,
        action=ask.address("more"),
        parts=tuple((name, value_cell(found.share(part), 0, 100, " %")) for name, part in found.parts),
        on_boundary=bool(found.on_boundary),
        figure=shown(ask, "more", caption, {"wanted": f"{wanted:g}"}),
        rows=_rows(found),
    )
    return render(page)


def _rows(found: MoreObservations) -> tuple[tuple[str | Cell, ...], ...]:
    if found.shares is None:
        return ()
    ways = [(people, rotated) for people in (1, 2) for rotated in (False, True)]
    return tuple(
        (str(at), *(value_cell(found.dependability(Plan(at, people, new))) for people, new in ways)) for at in ROWS
    )
