"""A clinician's own talk and actions: say that the record is right, write actions down, say what became of them."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.climbing import today
from app.operations.talks import (
    MOST_ACTIONS,
    Plan,
    agree_action,
    change_action,
    confirm_conversation,
    end_action,
)
from app.queries.reports import reflection_of
from app.queries.talks import ActionShown, actions_of, conversation_about
from app.reviewing.blueprint import mine
from app.reviewing.plan_finding import in_my_language, my_report, titled_for_me
from app.reviewing.talk_forms import ActionForm, OutcomeForm
from app.reviewing.talk_pages import ActionPage, OutcomePage, PlanPage
from app.rules import NotThere
from app.web.asking import answered, refusals_beside
from app.web.languages import _, later
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor

HEADINGS = (
    ("relationship", later("How we began")),
    ("reaction", later("How it felt to read")),
    ("content", later("What the report says")),
    ("coaching", later("What comes next")),
)


@mine.get("/<uuid:clinician_id>/<uuid:round_id>/plan/")
def plan(clinician_id: uuid.UUID, round_id: uuid.UUID) -> ResponseReturnValue:
    """What was said in the talk, and what I will do."""
    report_id = my_report(clinician_id, round_id)
    found = actions_of(db(), clinician_id, round_id)
    return render(
        PlanPage(
            title=_("Your talk and your actions"),
            clinician_id=clinician_id,
            round_id=round_id,
            talk=conversation_about(db(), clinician_id, round_id),
            headings=HEADINGS,
            actions=found,
            may_add=len(found) < MOST_ACTIONS,
            report_address=url_for("reading.report", report_id=report_id),
            today=today(),
        )
    )


@mine.post("/<uuid:clinician_id>/<uuid:round_id>/plan/confirm")
def confirm(clinician_id: uuid.UUID, round_id: uuid.UUID) -> ResponseReturnValue:
    """The record of the talk is right."""
    my_report(clinician_id, round_id)
    confirm_conversation(db(), actor(), (clinician_id, round_id))
    flash(_("Thank you. It is now part of your report."))
    return redirect(_back(clinician_id, round_id))


@mine.route("/<uuid:clinician_id>/<uuid:round_id>/plan/new", methods=["GET", "POST"])
def new_action(clinician_id: uuid.UUID, round_id: uuid.UUID) -> ResponseReturnValue:
    """Write an action down. The first begins with what I thought of in my reflection."""
    my_report(clinician_id, round_id)
    thought = reflection_of(db(), clinician_id, round_id)
    first = not actions_of(db(), clinician_id, round_id)
    form = ActionForm(
        data={
            "action": thought.will_try,
            "what_will_change": thought.what_will_change,
            "look_again_on": thought.look_again_on,
        }
        if first
        else {}
    )
    if form.sent():
        with refusals_beside(form):
            agree_action(db(), actor(), (clinician_id, round_id), _planned(form))
            flash(_("Written down. It is part of your report."))
            return redirect(_back(clinician_id, round_id))
    action = url_for("mine.new_action", clinician_id=clinician_id, round_id=round_id)
    return _action_page(form, _("A new action"), action, _back(clinician_id, round_id))


@mine.route("/<uuid:clinician_id>/<uuid:round_id>/plan/<uuid:action_id>", methods=["GET", "POST"])
def one_action(clinician_id: uuid.UUID, round_id: uuid.UUID, action_id: uuid.UUID) -> ResponseReturnValue:
    """Put an action in other words."""
    found = _my_action(clinician_id, round_id, action_id)
    form = ActionForm(obj=found)
    if form.sent():
        with refusals_beside(form):
            change_action(db(), actor(), action_id, _planned(form))
            flash(_("Saved."))
            return redirect(_back(clinician_id, round_id))
    action = url_for("mine.one_action", clinician_id=clinician_id, round_id=round_id, action_id=action_id)
    return _action_page(form, _("Change this action"), action, _back(clinician_id, round_id))


@mine.route("/<uuid:clinician_id>/<uuid:round_id>/plan/<uuid:action_id>/outcome", methods=["GET", "POST"])
def outcome(clinician_id: uuid.UUID, round_id: uuid.UUID, action_id: uuid.UUID) -> ResponseReturnValue:
    """Say what became of an action."""
    found = _my_action(clinician_id, round_id, action_id)
    form = OutcomeForm(data={"state": found.state, "outcome": found.outcome})
    if form.sent():
        with refusals_beside(form):
            end_action(db(), actor(), action_id, form.state.data or "", form.outcome.data or "")
            flash(_("Saved."))
            return redirect(_back(clinician_id, round_id))
    in_my_language(form)
    heading = _("What became of it?")
    page = OutcomePage(
        title=titled_for_me(heading, form),
        of=found,
        form=form,
        action=url_for("mine.outcome", clinician_id=clinician_id, round_id=round_id, action_id=action_id),
        back_address=_back(clinician_id, round_id),
    )
    return answered(page, form)


def _action_page(form: ActionForm, heading: str, action: str, back: str) -> ResponseReturnValue:
    in_my_language(form)
    page = ActionPage(title=titled_for_me(heading, form), heading=heading, form=form, action=action, back_address=back)
    return answered(page, form)


def _planned(form: ActionForm) -> Plan:
    return Plan(
        action=form.action.data or "",
        what_will_change=form.what_will_change.data or "",
        in_whom=form.in_whom.data or "",
        how_known=form.how_known.data or "",
        mechanism=form.mechanism.data or "",
        look_again_on=form.look_again_on.data,
    )


def _my_action(clinician_id: uuid.UUID, round_id: uuid.UUID, action_id: uuid.UUID) -> ActionShown:
    my_report(clinician_id, round_id)
    found = next((each for each in actions_of(db(), clinician_id, round_id) if each.id == action_id), None)
    if found is None:
        raise NotThere
    return found


def _back(clinician_id: uuid.UUID, round_id: uuid.UUID) -> str:
    return url_for("mine.plan", clinician_id=clinician_id, round_id=round_id)
