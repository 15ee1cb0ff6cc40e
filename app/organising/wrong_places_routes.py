"""Sheets that may stand in the wrong place: both candidates side by side, and a lead decides."""

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.place_claims import settle_claim
from app.organising.blueprint import organising
from app.organising.pages import WrongPlacesPage
from app.queries.people import team_led_by
from app.queries.place_claims import claims_in_team
from app.web.asking import done_or_told
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor

DONE = {"yes": "Done. The sheet stands where the observer said.", "no": "Settled. Everything stays where it was."}


@organising.get("/teams/<uuid:team_id>/wrong-places/")
def wrong_places(team_id: uuid.UUID) -> ResponseReturnValue:
    """What observers said of their sheets. Never a rating."""
    team = team_led_by(db(), actor(), team_id)
    claims = claims_in_team(db(), team_id)
    return render(WrongPlacesPage(title="Sheets in the wrong place", team=team, section="start", claims=claims))


@organising.post("/teams/<uuid:team_id>/wrong-places/<uuid:claim_id>/<any(yes, no):answer>")
def settle_wrong_place(team_id: uuid.UUID, claim_id: uuid.UUID, answer: str) -> ResponseReturnValue:
    """Do as the observer said, or leave it."""
    team_led_by(db(), actor(), team_id)
    done_or_told(lambda: settle_claim(db(), actor(), claim_id, as_said=answer == "yes"), DONE[answer])
    return redirect(url_for("organising.wrong_places", team_id=team_id))
