"""The rounds whose reports may be released, and where every clinician of one stands."""

import uuid
from collections.abc import Mapping

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.climbing import today
from app.ladder.standing import Rung
from app.ladder.steps import STEPS
from app.queries.ladder import ladders_of_round
from app.queries.releases import rounds_to_release
from app.queries.safety import open_concerns
from app.queries.turns import turns, waiting_for
from app.reviewing.blueprint import releases
from app.reviewing.finding import my_teams, the_round
from app.reviewing.ladder_pages import RoundPage, RoundsPage
from app.reviewing.ladder_shown import ALL_DONE, line_of, row_of, step_counts, turn_of_each
from app.rules import is_own_report
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor

Standing = Mapping[uuid.UUID, Rung | None]


@releases.get("/")
def rounds() -> ResponseReturnValue:
    """The rounds of my teams."""
    found = turns(db(), my_teams(), today())
    return render(
        RoundsPage(
            title="Release reports",
            rounds=rounds_to_release(db(), my_teams()),
            waiting=tuple(line_of(each) for each in waiting_for(found, actor())),
            worries=open_concerns(db(), actor()),
        )
    )


@releases.get("/<uuid:round_id>/")
def one_round(round_id: uuid.UUID) -> ResponseReturnValue:
    """Every clinician's step at a glance: all of them, those at one step, or those who are late."""
    of_round = the_round(round_id)
    who = actor()
    ladders = [each for each in ladders_of_round(db(), round_id) if not is_own_report(who, each.person_id)]
    on = today()
    standing = turn_of_each(ladders, on)
    step, only_late = request.args.get("step", ""), request.args.get("late") == "yes"
    shown = [
        each
        for each in ladders
        if (not step or _at(standing, each.id) == step) and (not only_late or _is_late(standing, each.id))
    ]
    return render(
        RoundPage(
            title=f"Reports of {of_round.name}",
            of_round=of_round,
            counts=step_counts(round_id, standing, step),
            rows=tuple(row_of(each, on) for each in shown),
            everybody=len(ladders),
            late=sum(_is_late(standing, each.id) for each in ladders),
            late_address=url_for("releases.one_round", round_id=round_id, late="yes"),
            filtered=_in_words(step, only_late),
            leads=who.is_lead,
        )
    )


def _at(standing: Standing, clinician_id: uuid.UUID) -> str:
    rung = standing[clinician_id]
    return rung.code if rung else ALL_DONE


def _is_late(standing: Standing, clinician_id: uuid.UUID) -> bool:
    rung = standing[clinician_id]
    return rung is not None and rung.late


def _in_words(step: str, only_late: bool) -> str:
    """What is shown when not everybody is."""
    if only_late:
        return "Only those who are late."
    if step == ALL_DONE:
        return "Only those with everything done."
    return f"Only those at the step “{STEPS[step].name}”." if step in STEPS else ""
