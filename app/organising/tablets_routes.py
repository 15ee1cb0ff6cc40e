"""The team's tablets: which hold unsent work, pair one by QR code, end one, take in a rescue file."""

import uuid
from typing import Any

import segno
from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField  # pyright: ignore[reportMissingTypeStubs]
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from app.operations.tablets import LINK_WORKS, make_tablet_link, note_copy_taken, unpair_tablet
from app.organising.blueprint import organising
from app.organising.forms import a_name
from app.organising.pages import FormPage, PairingPage, RescuedPage, TabletsPage, Way
from app.queries.people import TeamName, team_led_by
from app.queries.tablets import tablets_in_team
from app.rescuing import Rescued, read_bundle, rescue_bundle
from app.web.asking import answered, done_or_told, refusals_beside, titled
from app.web.page import render
from app.web.request_database import db
from app.web.sealing import sealing_keys
from app.web.signed_in import actor
from app.web.typed_forms import WebForm


class TabletForm(WebForm):
    """A tablet's name and place, and how long it stays paired."""

    name = a_name("Name of the tablet", "Write its name, such as Tablet 3.", "As on its sticker.")
    site = a_name("Where it is used", "Say where it is used.", "A clinic, or a cupboard.")
    days = IntegerField(
        "For how many days",
        default=180,
        description="After that it must be paired again.",
        validators=[InputRequired("Say for how many days."), NumberRange(1, 400, "Choose from 1 to 400 days.")],
    )


@organising.get("/teams/<uuid:team_id>/tablets/")
def tablets(team_id: uuid.UUID) -> ResponseReturnValue:
    """Every paired tablet, the one to worry about most first."""
    team = team_led_by(db(), actor(), team_id)
    build = str(current_app.config["BUILD"])  # pyright: ignore[reportUnknownArgumentType]
    return render(
        TabletsPage(title="Tablets", team=team, section="tablets", tablets=tablets_in_team(db(), team_id, build))
    )


@organising.route("/teams/<uuid:team_id>/tablets/new", methods=["GET", "POST"])
def new_tablet(team_id: uuid.UUID) -> ResponseReturnValue:
    """Name a tablet; the next page shows the code that pairs it."""
    team = team_led_by(db(), actor(), team_id)
    form = TabletForm()
    if form.sent():
        name, site = form.name.data or "", form.site.data or ""
        secret = make_tablet_link(db(), actor(), team_id, name, site, form.days.data or 1)
        address = url_for("tablets.pair", secret=secret, _external=True)
        code = segno.make(address, error="m")
        return render(
            PairingPage(
                title=f"Pair {name}",
                team=team,
                section="tablets",
                name=name,
                address=address,
                picture=code.svg_data_uri(scale=6, dark="#000", light="#fff"),
                minutes=round(LINK_WORKS.total_seconds() / 60),
            )
        )
    page = FormPage(
        title=titled("Pair a tablet", form),
        team=team,
        section="tablets",
        heading="Pair a tablet",
        intro="The next page shows a code. Open it with the tablet's camera; it works once, for half an hour.",
        form=form,
        action=url_for("organising.new_tablet", team_id=team_id),
        send="Show the code",
        back=Way("Tablets", url_for("organising.tablets", team_id=team_id)),
    )
    return answered(page, form)


@organising.post("/teams/<uuid:team_id>/tablets/<uuid:tablet_id>/<any(unpair, lost):how>")
def end_tablet(team_id: uuid.UUID, tablet_id: uuid.UUID, how: str) -> ResponseReturnValue:
    """Unpair a tablet with nothing left on it, or mark one as lost."""
    team_led_by(db(), actor(), team_id)
    done = (
        "It is marked as lost. Nobody can sign in on it any more. Tell the observers who used it: without a network it "
        "still opens an observer’s own pages with their PIN."
        if how == "lost"
        else "The tablet is no longer paired. Without a network it still opens an observer’s own pages with their PIN."
    )
    done_or_told(lambda: unpair_tablet(db(), actor(), tablet_id, is_lost=how == "lost"), done)
    return redirect(url_for("organising.tablets", team_id=team_id))


class RescueForm(WebForm):
    """A rescue file, or the texts of the codes that a tablet showed."""

    file = FileField("The rescue file", description="Its name begins with levelfield-rescue.")
    codes = TextAreaField(
        "Or paste the texts of the codes",
        description="Read each code on the tablet with your phone and copy its text. The order does not matter.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        if not self.file.data and not (self.codes.data or "").strip():
            self.file.errors = [*self.file.errors, "Choose the file, or paste the texts of the codes."]
            return False
        return fits


@organising.route("/teams/<uuid:team_id>/tablets/rescue", methods=["GET", "POST"])
def rescue(team_id: uuid.UUID) -> ResponseReturnValue:
    """Take in what a tablet could not send."""
    team = team_led_by(db(), actor(), team_id)
    form = RescueForm()
    if form.sent():
        with refusals_beside(form):
            file = form.file.data
            content, field = (file.read(), "file") if file else ((form.codes.data or "").encode(), "codes")
            bundle = read_bundle(content, field)
            found = rescue_bundle(db(), sealing_keys(), bundle, actor().id)
            holds = len(bundle.records) + len(bundle.drafts)
            # What was refused is in the file alone, which the lead has: only a whole copy lets the tablet go.
            freed = "" if found.refused else note_copy_taken(db(), actor(), team_id, bundle.device, bundle.made, holds)
            return render(_rescued(team, found, freed))
    page = FormPage(
        title=titled("Take in a rescue file", form),
        team=team,
        section="tablets",
        heading="Take in a rescue file",
        intro="A tablet that could not send saves what waits as a sealed file, or shows it as codes, under “End of "
        "clinic”. You may take the same in twice: each sheet counts once.",
        form=form,
        action=url_for("organising.rescue", team_id=team_id),
        send="Take it in",
        back=Way("Tablets", url_for("organising.tablets", team_id=team_id)),
        takes_files=True,
    )
    return answered(page, form)


def _rescued(team: TeamName, found: Rescued, freed: str) -> RescuedPage:
    return RescuedPage(
        title="What came of the file",
        team=team,
        section="tablets",
        stored=found.stored,
        here_already=found.here_already,
        set_aside=found.set_aside,
        noted=found.noted,
        drafts=found.drafts,
        refused=found.refused,
        freed=freed,
    )
