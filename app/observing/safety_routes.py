"""This is about somebody's safety: whom to tell, and telling them. It waits for no sheet and no report."""

import uuid

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Optional

from app.frozen_sheets import read_worry
from app.observing.blueprint import observing, sync
from app.observing.safety_pages import SafetyPage
from app.observing.sync import whole_body
from app.operations.safety import raise_concern
from app.queries.safety import contacts_of, worries_of
from app.queries.teams import team_names
from app.rules import NotThere, Unfit
from app.web.languages import _, later
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices


class SafetyForm(WebForm):
    """What worries me. The id is made with the form, so that sending it twice stores it once."""

    concern_id = HiddenField()
    assignment_id = HiddenField()
    team = SelectField(later("Which team is it about?"), validators=[Optional()])
    text = TextAreaField(later("What worries you? Do not wait to find the right words."))


@observing.route("/safety/", methods=["GET", "POST"])
def safety() -> ResponseReturnValue:
    """Whom to tell now; and a few words, which those who are told find at once."""
    who = actor()
    teams = who.teams_as("observer")
    form = SafetyForm(
        request.form if request.method == "POST" else None,
        data={"concern_id": str(uuid.uuid4()), "assignment_id": request.args.get("assignment", "")},
    )
    form.team.choices = choices([("", ""), *((str(key), name) for key, name in team_names(db(), teams))])
    if form.sent():
        try:
            with db().begin_nested():
                raise_concern(
                    db(),
                    who,
                    _id(form.concern_id.data) or uuid.uuid4(),
                    text=form.text.data or "",
                    assignment_id=_id(form.assignment_id.data),
                    team_id=_id(form.team.data),
                )
        except Unfit as refused:
            for problem in refused.problems:
                field = form[problem.field]
                field.errors = [*field.errors, _(problem.sentence)]
        else:
            flash(_("It is sent. Those who are told find it now. Ring them as well if it is urgent."))
            return redirect(url_for("observing.safety"))
    heading = _("This is about somebody’s safety")
    page = SafetyPage(
        title=f"{_('Error:')} {heading}" if form.errors else heading,
        contacts=contacts_of(db(), teams),
        form=form,
        asks_team=len(teams) > 1 and not form.assignment_id.data,
        raised=worries_of(db(), who.id),
    )
    return render(page), 422 if form.errors else 200


@sync.put("/safety-concerns/<uuid:concern_id>")
def put_concern(concern_id: uuid.UUID) -> ResponseReturnValue:
    """The same from a tablet that had no network: kept there sealed, sent again until it is here."""
    who = actor()
    worry = read_worry(whole_body(who))
    raise_concern(db(), who, concern_id, text=worry.text, assignment_id=worry.assignment_id, team_id=worry.team_id)
    return jsonify(receipt={"id": str(concern_id)}), 200


def _id(value: str | None) -> uuid.UUID | None:
    """The id in a form's hidden field; none where it is empty. Raises `NotThere` for anything else."""
    try:
        return uuid.UUID(value) if value else None
    except ValueError:
        raise NotThere from None
