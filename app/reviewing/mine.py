"""A clinician's own rounds: prepare before, reflect after."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.feedback import save_preparation, save_reflection
from app.queries.reports import (
    instrument_of_round,
    is_made_anew,
    is_own_clinician,
    is_talked_through,
    newest_report_id,
    preparation_of,
    reflection_of,
    rounds_of_clinician,
)
from app.reviewing.blueprint import mine
from app.reviewing.forms import PREFIX, PreparationForm, ReflectionForm, preparation_form
from app.reviewing.made_anew import none_yet
from app.reviewing.pages import DomainToRate, MyFeedbackPage, PreparePage, ReflectPage
from app.rules import NotThere
from app.web.languages import _
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.definition import Instrument, Item, in_language


@mine.get("/")
def my_feedback() -> ResponseReturnValue:
    """Every round I am observed in."""
    return render(MyFeedbackPage(title=_("My feedback"), rounds=rounds_of_clinician(db(), actor().id)))


@mine.route("/<uuid:clinician_id>/<uuid:round_id>/prepare/", methods=["GET", "POST"])
def prepare(clinician_id: uuid.UUID, round_id: uuid.UUID) -> ResponseReturnValue:
    """My own question and how I rate myself, written before any score is seen."""
    instrument = _instrument_for_me(clinician_id, round_id)
    written = preparation_of(db(), clinician_id, round_id)
    rated = {PREFIX + item: str(answer.get("code", "")) for item, answer in written.self_ratings.items()}
    form = preparation_form(instrument)(data={"question": written.question, "about": list(written.about)} | rated)
    if form.sent():
        save_preparation(
            db(),
            actor(),
            clinician_id,
            round_id,
            question=form.question.data or "",
            about=form.about.data or (),
            self_ratings=_self_ratings(form, instrument),
        )
        flash(_("Saved. You can change it until your report comes out."))
        return redirect(url_for("mine.my_feedback"))
    page = PreparePage(
        title=f"{_('Error:')} {_('Before your report')}" if form.errors else _("Before your report"),
        form=form,
        domains=tuple(
            DomainToRate(
                in_language(domain.title, "en") or "",
                tuple(PREFIX + entry.id for entry in domain.entries if isinstance(entry, Item)),
            )
            for domain in instrument.domains
        ),
        action=url_for("mine.prepare", clinician_id=clinician_id, round_id=round_id),
    )
    return render(page), 422 if form.errors else 200


@mine.route("/<uuid:clinician_id>/<uuid:round_id>/reflect/", methods=["GET", "POST"])
def reflect(clinician_id: uuid.UUID, round_id: uuid.UUID) -> ResponseReturnValue:
    """What I make of my report."""
    _instrument_for_me(clinician_id, round_id)
    report_id = newest_report_id(db(), clinician_id, round_id)
    if report_id is None:
        if is_made_anew(db(), clinician_id, round_id):
            raise none_yet()
        raise NotThere("Your report is not out yet, so there is nothing to reflect on.")
    written = reflection_of(db(), clinician_id, round_id)
    form = ReflectionForm(obj=written)
    if form.sent():
        save_reflection(
            db(),
            actor(),
            clinician_id,
            round_id,
            text=form.text.data or "",
            will_try=form.will_try.data or "",
            what_will_change=form.what_will_change.data or "",
            look_again_on=form.look_again_on.data,
        )
        flash(_("Saved. It is now part of your page and of the PDF you download."))
        return redirect(url_for("reading.report", report_id=report_id))
    page = ReflectPage(
        title=f"{_('Error:')} {_('Your reflection')}" if form.errors else _("Your reflection"),
        locked=bool(written.text) and is_talked_through(db(), clinician_id, round_id),
        form=form,
        action=url_for("mine.reflect", clinician_id=clinician_id, round_id=round_id),
        report_address=url_for("reading.report", report_id=report_id),
    )
    return render(page), 422 if form.errors else 200


def _instrument_for_me(clinician_id: uuid.UUID, round_id: uuid.UUID) -> Instrument:
    who = actor()
    if not is_own_clinician(db(), who.id, clinician_id):
        raise NotThere
    if round_id not in {each.round_id for each in rounds_of_clinician(db(), who.id)}:
        raise NotThere
    return instrument_of_round(db(), round_id)


def _self_ratings(form: PreparationForm, instrument: Instrument) -> dict[str, dict[str, str]]:
    chosen = {item.id: form[PREFIX + item.id].data for item in instrument.items}
    return {item: {"code": str(code)} for item, code in chosen.items() if code}
