"""Clinics and clinicians of a team."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.clinics import ClinicianPlan, add_clinic, add_clinician, change_clinic, change_clinician
from app.operations.invitations import give_role, invite_person
from app.organising.blueprint import organising
from app.organising.forms import NEW_ACCOUNT, ClinicForm, ClinicianForm
from app.organising.pages import ClinicsPage, FormPage, Way
from app.queries.clinics import clinic_in_team, clinician_in_team, clinicians_in_team, clinics_in_team
from app.queries.people import people_in_team, team_led_by
from app.web.asking import answered, refusals_beside, titled
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import choices


@organising.get("/teams/<uuid:team_id>/clinics/")
def clinics(team_id: uuid.UUID) -> ResponseReturnValue:
    """The clinics and who is observed in them."""
    team = team_led_by(db(), actor(), team_id)
    return render(
        ClinicsPage(
            title="Clinics and clinicians",
            team=team,
            section="clinics",
            clinics=clinics_in_team(db(), team_id),
            clinicians=clinicians_in_team(db(), team_id),
        )
    )


@organising.route("/teams/<uuid:team_id>/clinics/new", methods=["GET", "POST"])
def new_clinic(team_id: uuid.UUID) -> ResponseReturnValue:
    """Add a clinic."""
    form = ClinicForm()
    team_led_by(db(), actor(), team_id)
    if form.sent():
        name, code = form.name.data or "", form.code.data or ""
        with refusals_beside(form):
            add_clinic(db(), actor(), team_id, name, code)
            flash(f"{name} is added.")
            return redirect(url_for("organising.clinics", team_id=team_id))
    address = url_for("organising.new_clinic", team_id=team_id)
    return _asked(team_id, form, "Add a clinic", address)


@organising.route("/teams/<uuid:team_id>/clinics/<uuid:clinic_id>/", methods=["GET", "POST"])
def edit_clinic(team_id: uuid.UUID, clinic_id: uuid.UUID) -> ResponseReturnValue:
    """Name a clinic anew."""
    team_led_by(db(), actor(), team_id)
    clinic = clinic_in_team(db(), team_id, clinic_id)
    form = ClinicForm(name=clinic.name, code=clinic.code)
    if form.sent():
        name, code = form.name.data or "", form.code.data or ""
        with refusals_beside(form):
            change_clinic(db(), actor(), clinic_id, name, code)
            flash("Saved.")
            return redirect(url_for("organising.clinics", team_id=team_id))
    address = url_for("organising.edit_clinic", team_id=team_id, clinic_id=clinic_id)
    return _asked(team_id, form, f"Change {clinic.name}", address)


@organising.route("/teams/<uuid:team_id>/clinicians/new", methods=["GET", "POST"])
def new_clinician(team_id: uuid.UUID) -> ResponseReturnValue:
    """Add somebody who will be observed."""
    team_led_by(db(), actor(), team_id)
    form = _with_choices(ClinicianForm(), team_id)
    if form.sent():
        with refusals_beside(form):
            add_clinician(db(), actor(), team_id, _plan(form, team_id))
            flash(f"{form.name.data} is added.")
            return redirect(url_for("organising.clinics", team_id=team_id))
    return _asked(team_id, form, "Add a clinician", url_for("organising.new_clinician", team_id=team_id))


@organising.route("/teams/<uuid:team_id>/clinicians/<uuid:clinician_id>/", methods=["GET", "POST"])
def edit_clinician(team_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a clinician's name, profession, clinic or account."""
    team_led_by(db(), actor(), team_id)
    clinician = clinician_in_team(db(), team_id, clinician_id)
    form = _with_choices(
        ClinicianForm(
            name=clinician.name,
            profession=clinician.profession,
            clinic=str(clinician.clinic_id or ""),
            account=str(clinician.person_id or ""),
        ),
        team_id,
    )
    if form.sent():
        with refusals_beside(form):
            change_clinician(db(), actor(), clinician_id, _plan(form, team_id))
            flash("Saved.")
            return redirect(url_for("organising.clinics", team_id=team_id))
    address = url_for("organising.edit_clinician", team_id=team_id, clinician_id=clinician_id)
    return _asked(team_id, form, f"Change {clinician.name}", address)


def _with_choices(form: ClinicianForm, team_id: uuid.UUID) -> ClinicianForm:
    clinics_here = ((each.id, each.name) for each in clinics_in_team(db(), team_id))
    people_here = [(each.id, f"{each.name}, {each.email}") for each in people_in_team(db(), team_id)]
    form.clinic.choices = choices(clinics_here, first="No clinic yet")
    form.account.choices = choices([(NEW_ACCOUNT, "Make a new account"), *people_here], first="No account yet")
    return form


def _plan(form: ClinicianForm, team_id: uuid.UUID) -> ClinicianPlan:
    """What the form says; makes the account, or lets the chosen one read feedback, on the way."""
    person_id: uuid.UUID | None = None
    if form.account.data == NEW_ACCOUNT:
        person_id = invite_person(db(), actor(), team_id, form.name.data or "", form.email.data or "", ["clinician"])
    elif form.account.data:
        person_id = uuid.UUID(form.account.data)
        give_role(db(), actor(), team_id, person_id, "clinician")
    return ClinicianPlan(
        name=form.name.data or "",
        profession=str(form.profession.data),
        clinic_id=uuid.UUID(form.clinic.data) if form.clinic.data else None,
        person_id=person_id,
    )


def _asked(team_id: uuid.UUID, form: ClinicForm | ClinicianForm, heading: str, address: str) -> ResponseReturnValue:
    page = FormPage(
        title=titled(heading, form),
        team=team_led_by(db(), actor(), team_id),
        section="clinics",
        heading=heading,
        intro="",
        form=form,
        action=address,
        send="Save the clinic" if isinstance(form, ClinicForm) else "Save the clinician",
        back=Way("Clinics and clinicians", url_for("organising.clinics", team_id=team_id)),
    )
    return answered(page, form)
