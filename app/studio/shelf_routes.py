"""The shelf: drafts in work, published versions, and how a draft begins."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.operations.drafts import begin_draft, discard_draft
from app.queries.drafts import drafts_in_team, team_with_drafts, teams_with_drafts
from app.queries.instruments import instrument_in_team, instruments_in_team
from app.queries.people import team_led_by
from app.studio.begin_form import begin_fields, begun
from app.studio.blueprint import drafts, studio
from app.studio.pages import AskPage, ShelfPage, TeamsPage, Way
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.drafting.beginning import next_version


@drafts.get("/")
def start() -> ResponseReturnValue:
    """The one team's shelf, or the teams to choose from."""
    teams = teams_with_drafts(db(), actor())
    if len(teams) == 1:
        return redirect(url_for("drafts.shelf", team_id=teams[0].id))
    return render(TeamsPage(title="Instruments", teams=teams))


@drafts.get("/teams/<uuid:team_id>/")
def shelf(team_id: uuid.UUID) -> ResponseReturnValue:
    """What is drafted and what is published."""
    team = team_with_drafts(db(), actor(), team_id)
    return render(
        ShelfPage(
            title="Instruments",
            team=team,
            may_edit=team_id in actor().teams_as("lead"),
            drafts=drafts_in_team(db(), team_id),
            published=instruments_in_team(db(), team_id),
        )
    )


@studio.route("/teams/<uuid:team_id>/new", methods=["GET", "POST"])
def begin(team_id: uuid.UUID) -> ResponseReturnValue:
    """A new instrument: title, scale and a pasted list of items."""
    team = team_led_by(db(), actor(), team_id)
    fields = begin_fields(request.form if request.method == "POST" else None)
    if request.method == "POST" and not any(each.errors for each in fields):
        made = begin_draft(db(), actor(), team_id, begun(request.form, team.name).definition)
        flash("The draft is begun. Nobody scores with it before you publish it.")
        return redirect(url_for("drafts.outline", team_id=team_id, draft_id=made))
    refused = any(each.errors for each in fields)
    page = AskPage(
        title="Error: A new instrument" if refused else "A new instrument",
        team=team,
        may_edit=True,
        heading="A new instrument",
        intro="Everything can be changed afterwards. Only the title is needed to begin.",
        fields=fields,
        action=url_for("studio.begin", team_id=team_id),
        send="Begin the draft",
        back=Way("Instruments", url_for("drafts.shelf", team_id=team_id)),
    )
    return render(page), 422 if refused else 200


@studio.post("/teams/<uuid:team_id>/published/<uuid:instrument_id>/revise")
def revise(team_id: uuid.UUID, instrument_id: uuid.UUID) -> ResponseReturnValue:
    """Begin the next version of a published one."""
    team_led_by(db(), actor(), team_id)
    found = instrument_in_team(db(), team_id, instrument_id)
    made = begin_draft(db(), actor(), team_id, next_version(found.instrument), instrument_id)
    flash(f"This draft begins as version {found.listed.version} was published. Change what should be better.")
    return redirect(url_for("drafts.outline", team_id=team_id, draft_id=made))


@studio.post("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/discard")
def discard(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Lay a draft aside."""
    team_led_by(db(), actor(), team_id)
    discard_draft(db(), actor(), team_id, draft_id)
    flash("The draft is discarded.")
    return redirect(url_for("drafts.shelf", team_id=team_id))
