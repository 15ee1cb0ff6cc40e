"""The start of the room: which team, what is ready, what comes next; the log; sheets that came twice."""

import uuid
from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.operations.quarantine import keep_the_first
from app.organising.blueprint import organising
from app.organising.checklist import checklist
from app.organising.pages import DoubledPage, LogPage, StartPage, TeamsPage, Way
from app.queries.audit import log_of_team
from app.queries.people import team_led_by, teams_led_by
from app.queries.quarantine import doubled_sheets_in_team, unsettled_in_team
from app.queries.readiness import readiness_of_team
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor


@organising.get("/")
def start() -> ResponseReturnValue:
    """The one team's page, or the teams to choose from."""
    teams = teams_led_by(db(), actor())
    if len(teams) == 1:
        return redirect(url_for("organising.team_start", team_id=teams[0].id))
    return render(TeamsPage(title="Your teams", teams=teams))


@organising.get("/audit/")
def logs() -> ResponseReturnValue:
    """The log of the one team, or the teams to choose from."""
    teams = teams_led_by(db(), actor())
    if len(teams) == 1:
        return redirect(url_for("organising.log", team_id=teams[0].id))
    return render(TeamsPage(title="Your teams", teams=teams))


@organising.get("/teams/<uuid:team_id>/")
def team_start(team_id: uuid.UUID) -> ResponseReturnValue:
    """What is ready and what comes next."""
    team = team_led_by(db(), actor(), team_id)
    ready = readiness_of_team(db(), team_id, datetime.now(UTC).date())
    current = (
        Way(ready.current_round, url_for("organising.round_page", round_id=ready.current_round_id))
        if ready.current_round_id
        else None
    )
    addresses = {
        "people": url_for("organising.people", team_id=team_id),
        "clinics": url_for("organising.clinics", team_id=team_id),
        "clinicians": url_for("organising.clinics", team_id=team_id),
        "instruments": url_for("organising.instruments", team_id=team_id),
        "round": url_for("organising.programmes", team_id=team_id),
    }
    plan = current.address if current else addresses["round"]
    steps = checklist(ready, {**addresses, "sessions": plan, "assignments": plan})
    return render(
        StartPage(
            title=team.name,
            team=team,
            section="start",
            steps=steps,
            done=sum(step.done for step in steps),
            doubled=unsettled_in_team(db(), team_id),
            current_round=current,
        )
    )


@organising.get("/teams/<uuid:team_id>/audit/")
def log(team_id: uuid.UUID) -> ResponseReturnValue:
    """Who did what, and when, newest first."""
    team = team_led_by(db(), actor(), team_id)
    number = request.args.get("page", default=1, type=int)
    page = log_of_team(db(), team_id, number)
    return render(LogPage(title="What was done", team=team, section="log", log=page))


@organising.get("/teams/<uuid:team_id>/doubled-sheets/")
def doubled(team_id: uuid.UUID) -> ResponseReturnValue:
    """Sheets that came twice with different content."""
    team = team_led_by(db(), actor(), team_id)
    sheets = doubled_sheets_in_team(db(), team_id)
    return render(DoubledPage(title="Sheets that came twice", team=team, section="start", sheets=sheets))


@organising.post("/teams/<uuid:team_id>/doubled-sheets/<uuid:sheet_id>/keep-first")
def keep_first(team_id: uuid.UUID, sheet_id: uuid.UUID) -> ResponseReturnValue:
    """The sheet that came first stands."""
    team_led_by(db(), actor(), team_id)
    keep_the_first(db(), actor(), sheet_id)
    flash("Settled: the sheet that came first stands.")
    return redirect(url_for("organising.doubled", team_id=team_id))
