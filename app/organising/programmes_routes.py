"""Programmes, and the rounds in them."""

import uuid
from datetime import UTC, datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.programmes import RoundPlan, add_programme, add_round, change_programme, change_round
from app.organising.blueprint import organising
from app.organising.minimums import minimums_in_words
from app.organising.pages import FormPage, ProgrammePage, ProgrammesPage, Way
from app.organising.planning_forms import ProgrammeForm, RoundForm, round_form
from app.organising.round_states import rounds_shown
from app.queries.instruments import instruments_in_team
from app.queries.people import TeamName, team_led_by
from app.queries.programmes import programme_of_lead, programmes_in_team, round_of_lead
from app.rules import Problem, Unfit
from app.web.asking import answered, refusals_beside, titled
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import choices


@organising.get("/teams/<uuid:team_id>/programmes/")
def programmes(team_id: uuid.UUID) -> ResponseReturnValue:
    """Every programme of the team."""
    team = team_led_by(db(), actor(), team_id)
    found = programmes_in_team(db(), team_id)
    return render(ProgrammesPage(title="Programmes", team=team, section="programmes", programmes=found))


@organising.route("/teams/<uuid:team_id>/programmes/new", methods=["GET", "POST"])
def new_programme(team_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a programme."""
    team = team_led_by(db(), actor(), team_id)
    form = ProgrammeForm()
    if form.sent():
        with refusals_beside(form):
            made = add_programme(db(), actor(), team_id, form.name.data or "", form.aim.data or "")
            flash("Saved. Now plan its first round.")
            return redirect(url_for("organising.programme", programme_id=made))
    page = FormPage(
        title=titled("Begin a programme", form),
        team=team,
        section="programmes",
        heading="Begin a programme",
        intro="A programme lasts. Its rounds come and go, each with its own dates and instrument.",
        form=form,
        action=url_for("organising.new_programme", team_id=team_id),
        send="Begin this programme",
        back=Way("Programmes", url_for("organising.programmes", team_id=team_id)),
    )
    return answered(page, form)


@organising.get("/programmes/<uuid:programme_id>/")
def programme(programme_id: uuid.UUID) -> ResponseReturnValue:
    """One programme and its rounds."""
    found = programme_of_lead(db(), actor(), programme_id)
    today = datetime.now(UTC).date()
    return render(
        ProgrammePage(
            title=found.programme.name,
            team=found.team,
            section="programmes",
            programme=found.programme,
            rounds=rounds_shown(found.programme.rounds, today),
        )
    )


@organising.route("/programmes/<uuid:programme_id>/change", methods=["GET", "POST"])
def edit_programme(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Name a programme anew, or say its aim better."""
    found = programme_of_lead(db(), actor(), programme_id)
    form = ProgrammeForm(name=found.programme.name, aim=found.programme.aim)
    address = url_for("organising.programme", programme_id=programme_id)
    if form.sent():
        with refusals_beside(form):
            change_programme(db(), actor(), programme_id, form.name.data or "", form.aim.data or "")
            flash("Saved.")
            return redirect(address)
    heading = f"Change {found.programme.name}"
    page = FormPage(
        title=titled(heading, form),
        team=found.team,
        section="programmes",
        heading=heading,
        intro="",
        form=form,
        action=url_for("organising.edit_programme", programme_id=programme_id),
        send="Save the programme",
        back=Way(found.programme.name, address),
    )
    return answered(page, form)


@organising.route("/programmes/<uuid:programme_id>/rounds/new", methods=["GET", "POST"])
def new_round(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Plan a round."""
    found = programme_of_lead(db(), actor(), programme_id)
    form = round_form(minimums_in_words())()
    _offer_instruments(form, found.team, None)
    if form.sent():
        with refusals_beside(form):
            made = add_round(db(), actor(), programme_id, _plan(form))
            flash("The round is saved. Now add its clinic sessions.")
            return redirect(url_for("organising.round_page", round_id=made))
    back = Way(found.programme.name, url_for("organising.programme", programme_id=programme_id))
    action = url_for("organising.new_round", programme_id=programme_id)
    return _asked_for_round(form, found.team, "Plan a round", action, back)


@organising.route("/rounds/<uuid:round_id>/change", methods=["GET", "POST"])
def edit_round(round_id: uuid.UUID) -> ResponseReturnValue:
    """Change a round's dates, rules or, while it has no session, its instrument."""
    found = round_of_lead(db(), actor(), round_id)
    form = round_form(minimums_in_words())(
        data={
            "name": found.name,
            "opens_on": found.opens_on,
            "closes_on": found.closes_on,
            "instrument": str(found.instrument_id),
            "how_chosen": found.how_chosen,
            "margin": found.margin,
            **found.minimums,
        }
    )
    _offer_instruments(form, found.team, found.instrument_id)
    back = Way(found.name, url_for("organising.round_page", round_id=round_id))
    if form.sent():
        with refusals_beside(form):
            change_round(db(), actor(), round_id, _plan(form))
            flash("Saved.")
            return redirect(back.address)
    action = url_for("organising.edit_round", round_id=round_id)
    return _asked_for_round(form, found.team, f"Change {found.name}", action, back)


def _offer_instruments(form: RoundForm, team: TeamName, current: uuid.UUID | None) -> None:
    offered = [
        (each.id, f"{each.title}, version {each.version}")
        for each in instruments_in_team(db(), team.id)
        if each.retired_at is None or each.id == current
    ]
    form.instrument.choices = choices(offered, first="Choose an instrument")


def _plan(form: RoundForm) -> RoundPlan:
    opens_on, closes_on = form.opens_on.data, form.closes_on.data
    if opens_on is None or closes_on is None:
        raise Unfit([Problem("opens_on", "Choose the round’s first and last day.")])
    raised = {name: form[name].data for name in minimums_in_words() if form[name].data is not None}
    return RoundPlan(
        name=form.name.data or "",
        opens_on=opens_on,
        closes_on=closes_on,
        instrument_id=uuid.UUID(str(form.instrument.data)),
        how_chosen=form.how_chosen.data or "",
        minimums=raised,
        margin=form.margin.data,
        margin_reason=form.margin_reason.data or "",
    )


def _asked_for_round(form: RoundForm, team: TeamName, heading: str, action: str, back: Way) -> ResponseReturnValue:
    page = FormPage(
        title=titled(heading, form),
        team=team,
        section="programmes",
        heading=heading,
        intro="",
        form=form,
        action=action,
        send="Save the round",
        back=back,
        folded_under="When two kinds count as alike, and how much to wait for before numbers are shown",
        folded_names=frozenset({"margin", "margin_reason", *minimums_in_words()}),
    )
    return answered(page, form)
