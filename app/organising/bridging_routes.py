"""The bridging period of a round: begin it, see how far it is, end it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.operations.bridging import begin_bridging, end_bridging
from app.organising.blueprint import organising
from app.organising.pages import FieldShown, OrganisingPage, fields_shown
from app.queries.bridging import BridgingOfRound, bridging_of_round
from app.queries.programmes import RoundOfLead, round_of_lead
from app.web.asking import answered, done_or_told, refusals_beside, titled
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices


class BridgingForm(WebForm):
    """Which version to score beside the round's own."""

    version = RadioField(
        "Which version is scored as well?",
        choices=[],
        validators=[InputRequired("Choose the version that is scored as well.")],
    )


@dataclass(frozen=True)
class BridgingPage(OrganisingPage):
    """Where the bridging period of a round stands."""

    template: ClassVar[str] = "organising/bridging.html"

    round: RoundOfLead
    bridging: BridgingOfRound
    form: WebForm

    @property
    def fields(self) -> tuple[FieldShown, ...]:
        return fields_shown(self.form)


@organising.route("/rounds/<uuid:round_id>/bridging/", methods=["GET", "POST"])
def bridging(round_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a bridging period, or see how far it is."""
    found = round_of_lead(db(), actor(), round_id)
    stands = bridging_of_round(db(), found.team.id, round_id)
    form = BridgingForm()
    form.version.choices = choices((each.id, each.name) for each in stands.offered)
    if form.sent():
        with refusals_beside(form):
            version = uuid.UUID(str(form.version.data))
            added = begin_bridging(db(), actor(), round_id, version, datetime.now(UTC).date())
            flash(f"The bridging period has begun. {added} second sheets were added to sessions that are planned.")
            return redirect(url_for("organising.bridging", round_id=round_id))
    heading = "Bridge two versions"
    page = BridgingPage(
        title=titled(heading, form),
        team=found.team,
        section="programmes",
        round=found,
        bridging=stands,
        form=form,
    )
    return answered(page, form)


@organising.post("/rounds/<uuid:round_id>/bridging/end")
def bridging_end(round_id: uuid.UUID) -> ResponseReturnValue:
    """End the bridging period."""
    done_or_told(
        lambda: end_bridging(db(), actor(), round_id, datetime.now(UTC).date()), "The bridging period has ended."
    )
    return redirect(url_for("organising.bridging", round_id=round_id))
