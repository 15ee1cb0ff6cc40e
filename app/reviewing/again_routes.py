"""Look at an action again: a clinician asks for it, a lead says in which session."""

import uuid
from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.validators import Optional

from app.operations.looking_again import ask_to_look_again, link_session
from app.queries.looking_again import sessions_to_link
from app.queries.talks import ActionShown, actions_of, actions_of_round
from app.reviewing.blueprint import mine, releases
from app.reviewing.finding import the_round
from app.reviewing.plan_finding import my_report
from app.rules import Conflict, NotThere
from app.web.asking import answered, refusals_beside, titled
from app.web.languages import _
from app.web.page import Page
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices
from app.web.words_for_templates import long_date


class SessionForm(WebForm):
    """One session, or none."""

    session = SelectField("In which session is it looked at again?", validators=[Optional()])


@dataclass(frozen=True)
class AgainPage(Page):
    """One action, and the sessions in which its clinician is observed."""

    template: ClassVar[str] = "reviewing/again.html"

    of: ActionShown
    form: SessionForm
    action: str
    # Whether there is a session to choose.
    has_sessions: bool
    leads: bool


@mine.post("/<uuid:clinician_id>/<uuid:round_id>/plan/<uuid:action_id>/again")
def ask_again(clinician_id: uuid.UUID, round_id: uuid.UUID, action_id: uuid.UUID) -> ResponseReturnValue:
    """I would like to be observed again because of this action."""
    my_report(clinician_id, round_id)
    if action_id not in {each.id for each in actions_of(db(), clinician_id, round_id)}:
        raise NotThere
    try:
        with db().begin_nested():
            ask_to_look_again(db(), actor(), action_id)
    except Conflict as refused:
        flash(_(str(refused)), "error")
    else:
        flash(_("Your lead finds it among the actions of the round, and plans a session with you."))
    return redirect(url_for("mine.plan", clinician_id=clinician_id, round_id=round_id))


@releases.route("/<uuid:round_id>/actions/<uuid:action_id>/", methods=["GET", "POST"])
def again(round_id: uuid.UUID, action_id: uuid.UUID) -> ResponseReturnValue:
    """Say in which session the action is looked at again. A lead does."""
    the_round(round_id)
    found = next((each for each in actions_of_round(db(), round_id, actor().id) if each.id == action_id), None)
    if found is None:
        raise NotThere
    sessions = sessions_to_link(db(), action_id)
    form = SessionForm()
    form.session.choices = choices(
        [("", "None"), *((str(each.id), f"{long_date(each.on_date)}, {each.clinic}, {each.code}") for each in sessions)]
    )
    if form.sent():
        with refusals_beside(form):
            link_session(db(), actor(), action_id, uuid.UUID(form.session.data) if form.session.data else None)
            flash("Saved. When every sheet of it is in, the action says that it was looked at again.")
            return redirect(url_for("releases.actions", round_id=round_id))
    page = AgainPage(
        title=titled(f"Look at it again: {found.clinician}", form),
        of=found,
        form=form,
        action=url_for("releases.again", round_id=round_id, action_id=action_id),
        has_sessions=bool(sessions),
        leads=actor().is_lead,
    )
    return answered(page, form)
