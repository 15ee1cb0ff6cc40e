"""The start of the room: which team, what is ready, what comes next; the log; sheets set aside."""

import uuid
from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.operations.quarantine import discard_set_aside, leave_set_aside
from app.operations.settling import take_in_set_aside
from app.organising.blueprint import organising
from app.organising.checklist import checklist
from app.organising.pages import FormPage, LogPage, SetAsidePage, StartPage, TeamsPage, Way
from app.organising.planning_forms import SettleForm
from app.queries.audit import log_of_team
from app.queries.people import team_led_by, teams_led_by
from app.queries.place_claims import open_claims_in_team
from app.queries.quarantine import SheetSetAside, sheets_set_aside, unsettled_in_team
from app.queries.readiness import readiness_of_team
from app.queries.safety import contacts_of, open_concerns
from app.queries.turns import asked_of
from app.rules import NotThere
from app.web.asking import answered, refusals_beside, titled
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
            set_aside=unsettled_in_team(db(), team_id),
            wrong_places=open_claims_in_team(db(), team_id),
            worries=open_concerns(db(), actor()),
            asked=asked_of(db(), actor(), datetime.now(UTC).date()),
            told=bool(contacts_of(db(), [team_id])),
            current_round=current,
            thin_sessions=ready.thin_sessions,
            propose=url_for("comparing.next_weeks", round_id=ready.current_round_id) if ready.current_round_id else "",
        )
    )


@organising.get("/teams/<uuid:team_id>/audit/")
def log(team_id: uuid.UUID) -> ResponseReturnValue:
    """Who did what, and when, newest first."""
    team = team_led_by(db(), actor(), team_id)
    number = request.args.get("page", default=1, type=int)
    page = log_of_team(db(), team_id, number)
    return render(LogPage(title="What was done", team=team, section="log", log=page))


@organising.get("/teams/<uuid:team_id>/set-aside/")
def set_aside(team_id: uuid.UUID) -> ResponseReturnValue:
    """Sheets that could not take their place."""
    team = team_led_by(db(), actor(), team_id)
    sheets = sheets_set_aside(db(), team_id)
    return render(SetAsidePage(title="Sheets set aside", team=team, section="start", sheets=sheets))


@organising.route(
    "/teams/<uuid:team_id>/set-aside/<uuid:sheet_id>/<any('take-in', discard):way>", methods=["GET", "POST"]
)
def settle_set_aside(team_id: uuid.UUID, sheet_id: uuid.UUID, way: str) -> ResponseReturnValue:
    """Take a sheet in as a correction, or discard it; either with a reason."""
    team = team_led_by(db(), actor(), team_id)
    found = next((each for each in sheets_set_aside(db(), team_id) if each.id == sheet_id), None)
    if found is None:
        raise NotThere
    form = SettleForm()
    back = Way("Sheets set aside", url_for("organising.set_aside", team_id=team_id))
    taking = way == "take-in"
    if form.sent():
        with refusals_beside(form):
            act = take_in_set_aside if taking else discard_set_aside
            act(db(), actor(), sheet_id, form.reason.data or "")
            flash(_taken(found) if taking else "It is discarded. Results use what stood before.")
            return redirect(back.address)
    heading = f"{'Take in' if taking else 'Discard'} the sheet of {found.observer}"
    page = FormPage(
        title=titled(heading, form),
        team=team,
        section="start",
        heading=heading,
        intro=_what_taking_in_means(found)
        if taking
        else "Results use what stood before. The sheet stays kept, marked as discarded.",
        form=form,
        action=url_for("organising.settle_set_aside", team_id=team_id, sheet_id=sheet_id, way=way),
        send="Take it in" if taking else "Discard it",
        back=back,
    )
    return answered(page, form)


def _what_taking_in_means(sheet: SheetSetAside) -> str:
    if sheet.is_other_version:
        return (
            "This slot is scored on two versions of the form, and the sheet came in the place of the other one. Taken "
            "in, it goes where its version belongs: as this observer's sheet there, or as a correction when one is in "
            "already. The place it came in stays open for the observer."
        )
    return "It becomes a correction of the sheet in its place. What was locked first stays, and statistics use it."


def _taken(sheet: SheetSetAside) -> str:
    return "It is taken in where its version belongs." if sheet.is_other_version else "It is taken in as a correction."


@organising.post("/teams/<uuid:team_id>/set-aside/<uuid:sheet_id>/leave")
def leave_as_it_is(team_id: uuid.UUID, sheet_id: uuid.UUID) -> ResponseReturnValue:
    """Results use what stood before."""
    team_led_by(db(), actor(), team_id)
    leave_set_aside(db(), actor(), sheet_id)
    flash("Settled: results use what stood before.")
    return redirect(url_for("organising.set_aside", team_id=team_id))
