"""Training of observers: who has it, note one for several at once, correct an entry, take it back."""

import uuid
from datetime import UTC, date, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.operations.training import TrainingDone, correct_training, note_training, take_training_back
from app.organising.blueprint import organising
from app.organising.pages import FormPage, Way
from app.organising.training_forms import CorrectedTrainingForm, TakeBackForm, TrainingForm
from app.organising.training_pages import TrainedObserver, TrainingPage
from app.organising.wordings import TRAINING_KINDS
from app.queries.instruments import instruments_in_team
from app.queries.people import observers_in_team, team_led_by
from app.queries.training import (
    TrainingInTeam,
    forms_in_use,
    lacking,
    training_days,
    training_in_team,
    trainings_in_team,
)
from app.rules import Problem, Unfit
from app.web.asking import answered, refusals_beside, titled
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import choices
from app.web.words_for_templates import short_date
from reports.figures.scale import number

IN_GENERAL = "No form: about observing in general"


@organising.get("/teams/<uuid:team_id>/training/")
def training(team_id: uuid.UUID) -> ResponseReturnValue:
    """Who is trained on what is scored with now, and every training so far."""
    team = team_led_by(db(), actor(), team_id)
    observers, forms = observers_in_team(db(), team_id), forms_in_use(db(), team_id)
    days = training_days(db(), team_id, [each.code for each in forms])
    shown = tuple(
        TrainedObserver(
            each.name,
            each.observer_type,
            tuple(short_date(days[each.id, form.code][1]) if (each.id, form.code) in days else "" for form in forms),
        )
        for each in observers
    )
    page = TrainingPage(
        title="Training",
        team=team,
        section="people",
        forms=forms,
        observers=shown,
        lacking=len(lacking(forms, days, {each.id for each in observers})),
        trainings=tuple((each, _hours_shown(each.hours)) for each in trainings_in_team(db(), team_id)),
    )
    return render(page)


@organising.route("/teams/<uuid:team_id>/training/new", methods=["GET", "POST"])
def new_training(team_id: uuid.UUID) -> ResponseReturnValue:
    """Note a training for one observer or several."""
    team = team_led_by(db(), actor(), team_id)
    form = TrainingForm(kind=request.args.get("kind", ""), instrument=_usual(team_id))
    _offer(form, team_id)
    back = Way("Training", url_for("organising.training", team_id=team_id))
    if form.sent():
        with refusals_beside(form):
            note_training(db(), actor(), team_id, _done(form), _today())
            flash("Noted. Those who took part see it in their own record.")
            return redirect(back.address)
    page = FormPage(
        title=titled("Note a training", form),
        team=team,
        section="people",
        heading="Note a training",
        intro="Once it has taken place, note it for everybody who took part.",
        form=form,
        action=url_for("organising.new_training", team_id=team_id),
        send="Note this training",
        back=back,
    )
    return answered(page, form)


@organising.route("/teams/<uuid:team_id>/training/<uuid:together>/", methods=["GET", "POST"])
def correct_a_training(team_id: uuid.UUID, together: uuid.UUID) -> ResponseReturnValue:
    """Change what was noted, or who took part."""
    team = team_led_by(db(), actor(), team_id)
    found = training_in_team(db(), team_id, together)
    form = CorrectedTrainingForm(
        kind=found.kind,
        on_date=found.on,
        hours="" if found.hours is None else number(found.hours),
        led_by=found.led_by,
        instrument=str(found.instrument_id or ""),
        what=found.what,
        people=[str(person_id) for person_id, _ in found.people],
    )
    _offer(form, team_id, found)
    back = Way("Training", url_for("organising.training", team_id=team_id))
    if form.sent():
        with refusals_beside(form):
            correct_training(db(), actor(), team_id, together, _done(form), form.why.data or "", _today())
            flash("Corrected.")
            return redirect(back.address)
    page = FormPage(
        title=titled("Correct a training", form),
        team=team,
        section="people",
        heading="Correct a training",
        intro="It changes for everybody who is ticked. Take the tick away from those who were not there.",
        form=form,
        action=url_for("organising.correct_a_training", team_id=team_id, together=together),
        send="Save",
        back=back,
    )
    return answered(page, form)


@organising.route("/teams/<uuid:team_id>/training/<uuid:together>/take-back", methods=["GET", "POST"])
def take_back_a_training(team_id: uuid.UUID, together: uuid.UUID) -> ResponseReturnValue:
    """It did not take place."""
    team = team_led_by(db(), actor(), team_id)
    found = training_in_team(db(), team_id, together)
    form = TakeBackForm()
    back = Way("Training", url_for("organising.training", team_id=team_id))
    if form.sent():
        with refusals_beside(form):
            take_training_back(db(), actor(), team_id, together, form.why.data or "")
            flash("Taken back.")
            return redirect(back.address)
    heading = f"Take back: {TRAINING_KINDS[found.kind].lower()} on {short_date(found.on)}"
    page = FormPage(
        title=titled(heading, form),
        team=team,
        section="people",
        heading=heading,
        intro=f"It goes from the records of {', '.join(name for _, name in found.people)}.",
        form=form,
        action=url_for("organising.take_back_a_training", team_id=team_id, together=together),
        send="Take it back",
        back=back,
    )
    return answered(page, form)


def _offer(form: TrainingForm, team_id: uuid.UUID, found: TrainingInTeam | None = None) -> None:
    """The forms and people to choose from; of an entry that is corrected also those not offered any more."""
    kept = None if found is None else found.instrument_id
    form.instrument.choices = choices(
        (
            (each.id, f"{each.title}, version {each.version}{' (trial)' if each.trial else ''}")
            for each in instruments_in_team(db(), team_id)
            if each.retired_at is None or each.id == kept
        ),
        first=IN_GENERAL,
    )
    observers = {each.id: f"{each.name}, {each.observer_type}" for each in observers_in_team(db(), team_id)}
    former = {} if found is None else {key: name for key, name in found.people if key not in observers}
    form.people.choices = choices((observers | former).items())


def _usual(team_id: uuid.UUID) -> str:
    """The form of the open rounds, when there is one only: else a lead who forgets to choose notes it for none."""
    forms = forms_in_use(db(), team_id)
    offered = (each.id for each in instruments_in_team(db(), team_id) if [each.code] == [form.code for form in forms])
    return str(next(offered, ""))


def _done(form: TrainingForm) -> TrainingDone:
    on = form.on_date.data
    if on is None:
        raise Unfit([Problem("on_date", "Choose the day.")])
    return TrainingDone(
        kind=str(form.kind.data),
        on=on,
        hours=_hours(form.hours.data or ""),
        led_by=form.led_by.data or "",
        instrument_id=uuid.UUID(form.instrument.data) if form.instrument.data else None,
        what=form.what.data or "",
        people=[uuid.UUID(each) for each in form.people.data or ()],
    )


def _hours_shown(hours: float | None) -> str:
    if hours is None:
        return "Hours not noted"
    return "1 hour" if hours == 1 else f"{number(hours)} hours"


def _hours(text: str) -> float:
    """As typed, with a point or a comma. What is no number is no hours, which is refused."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0.0


def _today() -> date:
    return datetime.now(UTC).date()
