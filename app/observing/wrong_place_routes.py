"""A locked sheet in the wrong place: the observer says where it belongs, and the lead decides."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.observing.blueprint import observing
from app.observing.pages import WrongPlacePage
from app.operations.place_claims import CHOOSE, say_wrong_place
from app.queries.place_claims import places_to_choose
from app.rules import Conflict, Unfit
from app.web.errors import sentence_of
from app.web.languages import _, later
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm


class WrongPlaceForm(WebForm):
    """One choice among slots and clinicians: slot-3, or clinician-<id>."""

    place = RadioField(choices=[], validators=[InputRequired(later(CHOOSE))], validate_choice=False)


@observing.route("/assignments/<uuid:assignment_id>/wrong-place", methods=["GET", "POST"])
def wrong_place(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Which slot, or which clinician, it really was."""
    found = places_to_choose(db(), actor(), assignment_id)
    form = WrongPlaceForm()
    if form.sent():
        slot, clinician_id = _chosen(str(form.place.data))
        try:
            with db().begin_nested():
                say_wrong_place(db(), actor(), assignment_id, slot, clinician_id)
        except (Unfit, Conflict) as refused:
            form.place.errors = [*form.place.errors, sentence_of(refused)]
        else:
            flash(_("Thank you. Your lead will look at it. Your sheet is safe."))
            return redirect(url_for("observing.slot", assignment_id=assignment_id))
    heading = _("This was another visit")
    title = f"{_('Error:')} {heading}" if form.errors else heading
    page = WrongPlacePage(title=title, assignment_id=assignment_id, places=found, form=form)
    return render(page), 422 if form.errors else 200


def _chosen(value: str) -> tuple[int | None, uuid.UUID | None]:
    """The slot or the clinician in a choice such as slot-3; neither for nonsense."""
    kind, __, rest = value.partition("-")
    if kind == "slot" and rest.isdecimal() and len(rest) < 4:
        return int(rest), None
    try:
        return None, uuid.UUID(rest) if kind == "clinician" else None
    except ValueError:
        return None, None
