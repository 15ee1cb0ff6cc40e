"""Leaflet and poster for patients of a clinic, made ready to print."""

import uuid
from datetime import UTC, datetime
from io import BytesIO

from flask import send_file, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from app.organising.blueprint import organising
from app.organising.pages import FormPage, Way
from app.organising.planning_forms import a_long_text
from app.queries.clinics import clinics_in_team
from app.queries.people import team_led_by
from app.web.asking import answered, titled
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices
from reports.documents.leaflet import LANGUAGES, Visit, leaflet, poster
from reports.pdf.paper import leaflet_pdf, poster_pdf

KINDS = (("leaflet", "A leaflet to take away"), ("poster", "A poster for the waiting room"))


class HandoutForm(WebForm):
    """What to print, for which clinic, in which language."""

    kind = RadioField("What would you like?", choices=choices(KINDS), validators=[InputRequired("Choose one.")])
    language = RadioField(
        "In which language?", choices=choices(LANGUAGES.items()), validators=[InputRequired("Choose a language.")]
    )
    clinic = SelectField("For which clinic?", validators=[InputRequired("Choose a clinic.")])
    contact = a_long_text(
        "Whom can patients ask?",
        "A name and how to reach them, for example: Sam Okoro, 01632 960 123, weekdays 9 to 4. It is printed as it"
        " stands. Left empty, the paper says to ask at the desk.",
    )


@organising.route("/teams/<uuid:team_id>/handouts", methods=["GET", "POST"])
def handouts(team_id: uuid.UUID) -> ResponseReturnValue:
    """Choose what to print; the answer is the PDF."""
    team = team_led_by(db(), actor(), team_id)
    clinics = {str(each.id): each.name for each in clinics_in_team(db(), team_id)}
    form = HandoutForm(kind="leaflet", language="en")
    form.clinic.choices = choices(clinics.items(), first="Choose a clinic")
    if form.sent():
        visit = Visit(clinics[str(form.clinic.data)], team.name, form.contact.data or "")
        kind, language, today = str(form.kind.data), str(form.language.data), datetime.now(UTC).date()
        if kind == "poster":
            made = poster_pdf(poster(visit, language, today))
        else:
            made = leaflet_pdf(leaflet(visit, language, today))
        return send_file(BytesIO(made), "application/pdf", as_attachment=True, download_name=f"{kind}-{language}.pdf")
    heading = "Leaflet and poster for patients"
    page = FormPage(
        title=titled(heading, form),
        team=team,
        section="clinics",
        heading=heading,
        intro="Patients should know before their visit that somebody may ask to sit in. Read it through before you"
        " print it: your own rules may ask for more.",
        form=form,
        action=url_for("organising.handouts", team_id=team_id),
        send="Make the PDF",
        back=Way("Clinics and clinicians", url_for("organising.clinics", team_id=team_id)),
    )
    return answered(page, form)
