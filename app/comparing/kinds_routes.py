"""Agreement by kind of consultation: by decision, by clinic, by length.

Warm-up consultations are never counted here: two versions of one small group could be taken from each other.
"""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.lines import COLUMNS, explanations, kind_line
from app.comparing.pages import Choice, KindsPage
from app.comparing.remembered import kinds_of
from app.queries.consultation_kinds import groupings_of_round
from app.rules import NotThere
from app.web.page import render
from app.web.request_database import db
from reports.comparison.kinds_of_consultation import Grouping


@comparing.get("/rounds/<uuid:round_id>/kinds/")
def kinds(round_id: uuid.UUID) -> ResponseReturnValue:
    """One way of sorting consultations at a time."""
    ask = asked(round_id, warm_ups=False)
    groupings = groupings_of_round(db(), ask.found)
    chosen = _chosen(groupings)
    found = () if chosen is None else kinds_of(ask.ratings, groupings, chosen, ask.minimums)
    page = KindsPage(
        title=f"By kind of consultation: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        choices=_choices(ask, groupings, chosen),
        title_of_grouping="" if chosen is None else chosen.title,
        overlapping=chosen is not None and chosen.overlapping,
        columns=("Same or one step apart, all items", *COLUMNS),
        lines=tuple(kind_line(each) for each in found),
        explanations=explanations([each.total for each in found if each.total is not None]),
    )
    return render(page)


def _chosen(groupings: tuple[Grouping, ...]) -> Grouping | None:
    by = request.args.get("by")
    if by is None:
        return groupings[0] if groupings else None
    found = next((each for each in groupings if each.key == by), None)
    if found is None:
        raise NotThere
    return found


def _choices(ask: Asked, groupings: tuple[Grouping, ...], chosen: Grouping | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(each.title, ask.address("kinds", by=each.key), chosen is not None and each.key == chosen.key)
        for each in groupings
    )
