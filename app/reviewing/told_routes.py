"""You said, we changed: a clinician, or a lead for a whole round, tells observers what came of their visits."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.operations.told import LONGEST, SHORTER, WRITE, take_back_change, tell_change, tell_change_of_round
from app.queries.told import ChangeSaid, changes_said, changes_said_of_round
from app.reviewing.blueprint import mine, releases
from app.reviewing.finding import the_round
from app.reviewing.plan_finding import in_my_language, my_report, titled_for_me
from app.rules import NotThere
from app.web.asking import answered, refusals_beside, titled
from app.web.languages import _, later
from app.web.page import Page
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import WebForm, choices


def _sentence(label: Any, hint: Any) -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        validators=[InputRequired(message=later(WRITE)), Length(max=LONGEST, message=later(SHORTER))],
    )


class MyChangeForm(WebForm):
    """One sentence of my own."""

    sentence = _sentence(
        later("What changed, in one sentence"),
        later("For example: you saw that I typed while people spoke, so I now write after they have gone."),
    )
    named = SelectMultipleField(
        later("Your name"),
        choices=choices((("yes", later("My name may stand with it")),)),
        validators=[Optional()],
    )


class ChangeOfRoundForm(WebForm):
    """One sentence for everybody who observed in a round."""

    sentence = _sentence(
        "What changed, in one sentence",
        "For example: you saw how short first visits are, so they now take 40 minutes. Name no clinician.",
    )


@dataclass(frozen=True)
class MyChangesPage(Page):
    """What I told those who observed me."""

    template: ClassVar[str] = "reviewing/my_changes.html"

    said: tuple[ChangeSaid, ...]
    form: MyChangeForm
    clinician_id: uuid.UUID
    round_id: uuid.UUID


@dataclass(frozen=True)
class ChangesOfRoundPage(Page):
    """What everybody who observed in a round was told."""

    template: ClassVar[str] = "reviewing/changes_of_round.html"

    said: tuple[ChangeSaid, ...]
    form: ChangeOfRoundForm
    round_id: uuid.UUID
    round: str
    # Whether it is this person's to tell.
    leads: bool


@mine.route("/<uuid:clinician_id>/<uuid:round_id>/changed/", methods=["GET", "POST"])
def my_changes(clinician_id: uuid.UUID, round_id: uuid.UUID) -> ResponseReturnValue:
    """Tell those who observed me what I changed."""
    my_report(clinician_id, round_id)
    form = MyChangeForm()
    if form.sent():
        with refusals_beside(form):
            tell_change(db(), actor(), (clinician_id, round_id), form.sentence.data or "", named=bool(form.named.data))
            flash(_("Told. They find it on their own page."))
            return redirect(url_for("mine.my_changes", clinician_id=clinician_id, round_id=round_id))
    in_my_language(form)
    page = MyChangesPage(
        title=titled_for_me(_("You said, I changed"), form),
        said=changes_said(db(), clinician_id, round_id),
        form=form,
        clinician_id=clinician_id,
        round_id=round_id,
    )
    return answered(page, form)


@mine.post("/<uuid:clinician_id>/<uuid:round_id>/changed/<uuid:told_id>/back")
def take_my_change_back(clinician_id: uuid.UUID, round_id: uuid.UUID, told_id: uuid.UUID) -> ResponseReturnValue:
    """Nobody reads it any more."""
    my_report(clinician_id, round_id)
    if told_id not in {each.id for each in changes_said(db(), clinician_id, round_id)}:
        raise NotThere
    take_back_change(db(), actor(), told_id)
    flash(_("Taken back. Nobody reads it any more."))
    return redirect(url_for("mine.my_changes", clinician_id=clinician_id, round_id=round_id))


@releases.route("/<uuid:round_id>/changed/", methods=["GET", "POST"])
def changes_of_round(round_id: uuid.UUID) -> ResponseReturnValue:
    """Tell everybody who observed in a round what changed in the programme. A lead does."""
    of_round = the_round(round_id)
    form = ChangeOfRoundForm()
    if form.sent():
        with refusals_beside(form):
            tell_change_of_round(db(), actor(), round_id, form.sentence.data or "")
            flash("Told. Everybody who observed in this round finds it on their own page.")
            return redirect(url_for("releases.changes_of_round", round_id=round_id))
    page = ChangesOfRoundPage(
        title=titled(f"You said, we changed: {of_round.name}", form),
        said=changes_said_of_round(db(), round_id),
        form=form,
        round_id=round_id,
        round=of_round.name,
        leads=actor().is_lead,
    )
    return answered(page, form)


@releases.post("/<uuid:round_id>/changed/<uuid:told_id>/back")
def take_change_back(round_id: uuid.UUID, told_id: uuid.UUID) -> ResponseReturnValue:
    """Nobody reads it any more."""
    the_round(round_id)
    if told_id not in {each.id for each in changes_said_of_round(db(), round_id)}:
        raise NotThere
    take_back_change(db(), actor(), told_id)
    flash("Taken back. Nobody reads it any more.")
    return redirect(url_for("releases.changes_of_round", round_id=round_id))
