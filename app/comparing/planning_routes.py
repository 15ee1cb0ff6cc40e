"""How many more consultations or people it takes to know a number as closely as one wishes."""

import uuid

from flask import request
from flask.typing import ResponseReturnValue

from app.comparing.asked import Asked, asked
from app.comparing.blueprint import comparing
from app.comparing.planning_forms import wish_form
from app.comparing.planning_pages import PlanningPage, PlanShown
from app.comparing.remembered import plans_of
from app.web.page import render
from reports.comparison.equivalence import margin_of
from reports.comparison.plans import guesses


@comparing.get("/rounds/<uuid:round_id>/planning/")
def planning(round_id: uuid.UUID) -> ResponseReturnValue:
    """What it takes, for wishes that stand in the address."""
    ask = asked(round_id)
    form = wish_form(request.args, _points_to_begin_with(ask))
    lines = plans_of(ask.ratings, ask.overview, form.wishes, ask.minimums)
    title = f"How many more are needed: {ask.round.name}"
    page = PlanningPage(
        title=title if form.sound else f"Error: {title}",
        round=ask.round,
        places=ask.places(),
        fields=form.fields,
        problems=tuple((each.name, each.problem) for each in form.fields if each.problem),
        action=ask.address("planning"),
        lines=tuple(
            PlanShown(each.question, each.have, each.answer, each.basis, each.plan.cautions, each.plan.method)
            for each in lines
        ),
        planned=f"{form.wishes.planned:g}",
        guesses=guesses(form.wishes),
        gates=_gates(ask),
    )
    return render(page), 200 if form.sound else 422


def _points_to_begin_with(ask: Asked) -> float:
    """As wide as the margin on both sides, so that the answer could be "alike"; else a tenth of the scale."""
    margin = margin_of(ask.ratings.total, ask.round.margin)
    if margin is not None:
        return round(2 * margin, 2)
    return round((ask.ratings.total.highest - ask.ratings.total.lowest) / 10, 2)


def _gates(ask: Asked) -> tuple[tuple[str, str, str], ...]:
    """For each group: how many consultations two of them saw, and how many more until numbers are shown."""
    need = ask.minimums.paired_consultations
    rows: list[tuple[str, str, str]] = []
    for group in ask.overview.groups:
        have = group.total.consultations
        more = max(need - have, 0)
        rows.append((group.title, str(have), f"You need {more} more." if more else f"Enough: it takes {need}."))
    return tuple(rows)
