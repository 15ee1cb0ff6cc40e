"""Instruments: choose one that comes with the product, publish one's own, read one whole, retire one."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.instruments import publish_instrument, publish_shipped, retire_instrument
from app.operations.trials import throw_trial_away
from app.organising.blueprint import organising
from app.organising.forms import DefinitionForm
from app.organising.instrument_reading import instrument_shown
from app.organising.pages import FormPage, Way
from app.organising.round_pages import InstrumentPage, InstrumentsPage
from app.queries.instruments import instrument_in_team, instruments_in_team
from app.queries.people import team_led_by
from app.rules import NotThere
from app.web.asking import answered, done_or_told, refusals_beside, titled
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.catalogue import shipped
from instruments.loading import fingerprint


@organising.get("/teams/<uuid:team_id>/instruments/")
def instruments(team_id: uuid.UUID) -> ResponseReturnValue:
    """What the team may score with, and what it could take into use."""
    team = team_led_by(db(), actor(), team_id)
    published = instruments_in_team(db(), team_id)
    used = {each.fingerprint for each in published if each.retired_at is None}
    return render(
        InstrumentsPage(
            title="Instruments",
            team=team,
            section="instruments",
            published=published,
            shipped=tuple(each for each in shipped() if fingerprint(each) not in used),
        )
    )


@organising.get("/teams/<uuid:team_id>/instruments/<uuid:instrument_id>/")
def instrument(team_id: uuid.UUID, instrument_id: uuid.UUID) -> ResponseReturnValue:
    """One published version, whole."""
    team = team_led_by(db(), actor(), team_id)
    found = instrument_in_team(db(), team_id, instrument_id)
    return render(
        InstrumentPage(
            title=found.listed.title,
            team=team,
            section="instruments",
            shown=instrument_shown(found.instrument),
            listed=found.listed,
        )
    )


@organising.get("/teams/<uuid:team_id>/instruments/shipped/<code>/<version>")
def shipped_instrument(team_id: uuid.UUID, code: str, version: str) -> ResponseReturnValue:
    """One that comes with the product, whole, before taking it into use."""
    team = team_led_by(db(), actor(), team_id)
    found = next((each for each in shipped() if (each.id, each.version) == (code, version)), None)
    if found is None:
        raise NotThere
    return render(
        InstrumentPage(
            title=found.title["en"], team=team, section="instruments", shown=instrument_shown(found), listed=None
        )
    )


@organising.post("/teams/<uuid:team_id>/instruments/shipped/<code>/<version>/use")
def use_shipped(team_id: uuid.UUID, code: str, version: str) -> ResponseReturnValue:
    """Take one that comes with the product into use."""
    team_led_by(db(), actor(), team_id)
    done_or_told(
        lambda: publish_shipped(db(), actor(), team_id, code, version), "In use. You can choose it for a round now."
    )
    return redirect(url_for("organising.instruments", team_id=team_id))


@organising.route("/teams/<uuid:team_id>/instruments/new", methods=["GET", "POST"])
def new_instrument(team_id: uuid.UUID) -> ResponseReturnValue:
    """Publish a definition of one's own."""
    team = team_led_by(db(), actor(), team_id)
    form = DefinitionForm()
    if form.sent():
        file = form.file.data
        text: str | bytes = file.read() if file else (form.definition.data or "")
        with refusals_beside(form):
            made = publish_instrument(db(), actor(), team_id, text)
            flash("Published. This version can no longer change.")
            return redirect(url_for("organising.instrument", team_id=team_id, instrument_id=made))
    page = FormPage(
        title=titled("Publish an instrument", form),
        team=team,
        section="instruments",
        heading="Publish an instrument",
        intro=(
            "Check the definition well: a published version never changes. "
            "Only publish wording that is yours or that you have permission to use."
        ),
        form=form,
        action=url_for("organising.new_instrument", team_id=team_id),
        send="Publish this version",
        back=Way("Instruments", url_for("organising.instruments", team_id=team_id)),
        takes_files=True,
    )
    return answered(page, form)


@organising.post("/teams/<uuid:team_id>/instruments/<uuid:instrument_id>/throw-away")
def throw_away(team_id: uuid.UUID, instrument_id: uuid.UUID) -> ResponseReturnValue:
    """End a trial and delete what was scored in it."""
    team_led_by(db(), actor(), team_id)
    done_or_told(
        lambda: throw_trial_away(db(), actor(), team_id, instrument_id),
        "The trial has ended, and everything scored in it is deleted.",
    )
    return redirect(url_for("organising.instruments", team_id=team_id))


@organising.post("/teams/<uuid:team_id>/instruments/<uuid:instrument_id>/retire")
def retire(team_id: uuid.UUID, instrument_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a version out of new rounds."""
    team_led_by(db(), actor(), team_id)
    done_or_told(lambda: retire_instrument(db(), actor(), team_id, instrument_id), "Retired from new rounds.")
    return redirect(url_for("organising.instruments", team_id=team_id))
