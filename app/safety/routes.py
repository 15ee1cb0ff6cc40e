"""The list of worries, one of them, and whom a team tells."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.operations.audit import record
from app.operations.safety import acknowledge_concern, add_contact, close_concern, end_contact
from app.queries.people import people_by_role, team_led_by, teams_led_by
from app.queries.safety import ConcernShown, concern_for, concerns_for, contacts_of
from app.rules import NotThere
from app.safety.blueprint import safety
from app.safety.pages import ConcernPage, ConcernsPage, ContactsPage
from app.web.asking import answered, refusals_beside, titled
from app.web.page import render
from app.web.request_database import database, db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices

BLUEPRINTS: tuple[Blueprint, ...] = (safety,)
TOLD = ("lead", "facilitator", "observer", "clinician")


class CloseForm(WebForm):
    """How a worry ended."""

    outcome = TextAreaField(
        "What was done",
        description="Whoever raised it is told that it is closed, not what you write here.",
        validators=[Optional(), Length(max=4000, message="Please keep this under 4,000 letters.")],
    )


class ContactForm(WebForm):
    """One more person to be told."""

    person = SelectField("Somebody who has an account here", validators=[Optional()])
    name = StringField(
        "Or a name",
        description="For somebody without an account, such as the safeguarding lead of your organisation.",
        validators=[Optional(), Length(max=120, message="Please keep the name under 120 letters.")],
    )
    reach = StringField(
        "How to reach them",
        description="For example: 01632 960 114, or bleep 220 at night.",
        validators=[Optional(), Length(max=300, message="Please keep this under 300 letters.")],
    )


@safety.get("/")
def concerns() -> ResponseReturnValue:
    """Every worry of my teams, open ones first."""
    found = concerns_for(db(), actor())
    teams = tuple((team.id, team.name) for team in teams_led_by(db(), actor()))
    return render(
        ConcernsPage(
            title="Somebody’s safety",
            open_ones=tuple(each for each in found if each.closed_at is None),
            closed_ones=tuple(each for each in found if each.closed_at is not None),
            teams=teams,
        )
    )


@safety.route("/<uuid:concern_id>/", methods=["GET", "POST"])
def concern(concern_id: uuid.UUID) -> ResponseReturnValue:
    """One worry, and the form that closes it."""
    found = concern_for(db(), actor(), concern_id)
    form = CloseForm()
    if form.sent():
        with refusals_beside(form):
            close_concern(db(), actor(), concern_id, form.outcome.data or "")
            flash("Closed. It stays in the list.")
            return redirect(url_for("safety.concerns"))
    if not form.errors:
        _looked(found)
    return answered(ConcernPage(title=titled("A worry about somebody’s safety", form), concern=found, form=form), form)


@safety.post("/<uuid:concern_id>/seen")
def seen(concern_id: uuid.UUID) -> ResponseReturnValue:
    """I have it in hand."""
    concern_for(db(), actor(), concern_id)
    acknowledge_concern(db(), actor(), concern_id)
    flash("Noted: you have it in hand.")
    return redirect(url_for("safety.concern", concern_id=concern_id))


@safety.route("/contacts/<uuid:team_id>/", methods=["GET", "POST"])
def contacts(team_id: uuid.UUID) -> ResponseReturnValue:
    """Whom the team tells."""
    team = team_led_by(db(), actor(), team_id)
    form = ContactForm()
    people = people_by_role(db(), team_id, TOLD)
    form.person.choices = choices([("", "Nobody chosen"), *((str(key), name) for key, name in people)])
    if form.sent():
        with refusals_beside(form):
            person = next((key for key, _ in people if str(key) == form.person.data), None)
            name, reach = form.name.data or "", form.reach.data or ""
            add_contact(db(), actor(), team_id, name=name, reach=reach, person_id=person)
            flash("Named. Observers see it on every sheet from now on.")
            return redirect(url_for("safety.contacts", team_id=team_id))
    page = ContactsPage(
        title=titled("Whom to tell about safety", form),
        team_id=team_id,
        team=team.name,
        contacts=contacts_of(db(), [team_id]),
        form=form,
    )
    return answered(page, form)


@safety.post("/contacts/<uuid:team_id>/<uuid:contact_id>/end")
def no_longer(team_id: uuid.UUID, contact_id: uuid.UUID) -> ResponseReturnValue:
    """They are no longer told."""
    team = team_led_by(db(), actor(), team_id)
    if contact_id not in {each.id for each in contacts_of(db(), [team.id])}:
        raise NotThere
    end_contact(db(), actor(), team_id, contact_id)
    flash("They are no longer told.")
    return redirect(url_for("safety.contacts", team_id=team_id))


def _looked(found: ConcernShown) -> None:
    with database().short_write() as write:
        record(
            write,
            "safety concern read",
            f"safety concern {found.id}",
            actor_id=actor().id,
            team_id=found.team_id,
        )
