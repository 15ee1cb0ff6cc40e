"""People of a team: add them, hand over their set-up link, say what they do, and the kinds of observer."""

import re
import uuid

import segno
from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.accounts import add_observer_type
from app.operations.invitations import give_role, invite_person, remove_person, set_up_token, take_role
from app.organising.blueprint import organising
from app.organising.forms import ObserverTypeForm, PersonForm, RoleForm
from app.organising.pages import FormPage, LinkPage, PeoplePage, PersonPage, Way
from app.organising.wordings import SHORT_ROLES
from app.queries.people import observer_types_in_team, people_in_team, person_in_team, team_led_by
from app.queries.training import forms_in_use, lacking, training_days
from app.web.asking import answered, done_or_told, refusals_beside, titled
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import Choices, choices


@organising.get("/teams/<uuid:team_id>/people/")
def people(team_id: uuid.UUID) -> ResponseReturnValue:
    """Everybody in the team, and its kinds of observer."""
    team = team_led_by(db(), actor(), team_id)
    found, forms = people_in_team(db(), team_id), forms_in_use(db(), team_id)
    observers = [each.id for each in found if any(held.role == "observer" for held in each.roles)]
    return render(
        PeoplePage(
            title="People",
            team=team,
            section="people",
            people=found,
            untrained=lacking(forms, training_days(db(), team_id, [each.code for each in forms]), observers),
            observer_types=observer_types_in_team(db(), team_id),
        )
    )


@organising.route("/teams/<uuid:team_id>/people/new", methods=["GET", "POST"])
def new_person(team_id: uuid.UUID) -> ResponseReturnValue:
    """Add somebody to the team."""
    team = team_led_by(db(), actor(), team_id)
    form = PersonForm()
    form.observer_type.choices = _kinds(team_id)
    if form.sent():
        kind = form.observer_type.data
        with refusals_beside(form):
            made = invite_person(
                db(),
                actor(),
                team_id,
                form.name.data or "",
                form.email.data or "",
                form.roles.data or [],
                uuid.UUID(kind) if kind else None,
            )
            flash("Added. Now make their set-up link and hand it over.")
            return redirect(url_for("organising.person", team_id=team_id, person_id=made))
    page = FormPage(
        title=titled("Add a person", form),
        team=team,
        section="people",
        heading="Add a person",
        intro="Somebody who already has an account on this site keeps their name and password.",
        form=form,
        action=url_for("organising.new_person", team_id=team_id),
        send="Add this person",
        back=Way("People", url_for("organising.people", team_id=team_id)),
    )
    return answered(page, form)


@organising.route("/teams/<uuid:team_id>/people/<uuid:person_id>/", methods=["GET", "POST"])
def person(team_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """One person; the form gives them one more role."""
    team = team_led_by(db(), actor(), team_id)
    form = RoleForm()
    form.role.choices = choices(SHORT_ROLES.items(), first="Choose a role")
    form.observer_type.choices = _kinds(team_id)
    if form.sent():
        person_in_team(db(), team_id, person_id)
        role, kind = str(form.role.data), form.observer_type.data
        with refusals_beside(form):
            give_role(db(), actor(), team_id, person_id, role, uuid.UUID(kind) if kind else None)
            flash("Saved.")
            return redirect(url_for("organising.person", team_id=team_id, person_id=person_id))
    found = person_in_team(db(), team_id, person_id)
    page = PersonPage(title=titled(found.name, form), team=team, section="people", person=found, form=form)
    return answered(page, form)


@organising.post("/teams/<uuid:team_id>/people/<uuid:person_id>/set-up-link")
def set_up_link(team_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """A new link with which the person chooses a password. Shown once, never stored."""
    team = team_led_by(db(), actor(), team_id)
    token = set_up_token(db(), actor(), team_id, person_id)
    link = url_for("security.reset_password", token=token, _external=True)
    code = segno.make(link, error="l", micro=False).svg_inline(scale=4, border=2, omitsize=True)
    found = person_in_team(db(), team_id, person_id)
    title = f"Set-up link for {found.name}"
    return render(LinkPage(title=title, team=team, section="people", person=found, link=link, code=code))


@organising.post("/teams/<uuid:team_id>/people/<uuid:person_id>/roles/<role>/end")
def end_role(team_id: uuid.UUID, person_id: uuid.UUID, role: str) -> ResponseReturnValue:
    """Take one role away."""
    team_led_by(db(), actor(), team_id)
    done_or_told(lambda: take_role(db(), actor(), team_id, person_id, role), "Saved.")
    return _back_to(team_id, person_id)


@organising.post("/teams/<uuid:team_id>/people/<uuid:person_id>/remove")
def end_all_roles(team_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Take every role in this team away."""
    team_led_by(db(), actor(), team_id)
    done_or_told(lambda: remove_person(db(), actor(), team_id, person_id), "Removed from this team.")
    return _back_to(team_id, person_id)


@organising.route("/teams/<uuid:team_id>/observer-types/new", methods=["GET", "POST"])
def new_observer_type(team_id: uuid.UUID) -> ResponseReturnValue:
    """Add a kind of observer."""
    team = team_led_by(db(), actor(), team_id)
    form = ObserverTypeForm()
    if form.sent():
        name = form.name.data or ""
        with refusals_beside(form):
            add_observer_type(db(), actor(), team_id, _code_of(name), name, str(form.wording.data))
            flash(f"{name} is added.")
            return redirect(url_for("organising.people", team_id=team_id))
    page = FormPage(
        title=titled("Add a kind of observer", form),
        team=team,
        section="people",
        heading="Add a kind of observer",
        intro="Every kind of observer counts the same. Each has its own column in results.",
        form=form,
        action=url_for("organising.new_observer_type", team_id=team_id),
        send="Add this kind",
        back=Way("People", url_for("organising.people", team_id=team_id)),
    )
    return answered(page, form)


def _back_to(team_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    # Leads who end a role of their own are signed out by it, and may not see this page again.
    if person_id == actor().id:
        return redirect("/")
    return redirect(url_for("organising.person", team_id=team_id, person_id=person_id))


def _kinds(team_id: uuid.UUID) -> Choices:
    return choices(((each.id, each.name) for each in observer_types_in_team(db(), team_id)), first="Not an observer")


def _code_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40] or "observer"
