"""A locked sheet corrected: a further revision with a reason. What was locked first stays, and the results use it."""

import uuid
from hashlib import sha256

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.observing.blueprint import observing
from app.observing.entries import section_views
from app.observing.filled_sheets import frozen, judged
from app.observing.forms import CorrectionForm, correction_form, fill, show_problems
from app.observing.names_found import NameFound, names_found
from app.observing.pages import CorrectionPage
from app.operations.observations import Quarantined, submit_observation
from app.queries.scoresheets import LockedSheet, Scoresheet, scoresheet_for_assignment
from app.rules import NotThere, Unfit
from app.web.languages import _, language
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.scoresheet import Problem


@observing.get("/assignments/<uuid:assignment_id>/correct")
def correct(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """The sheet as it stands now, to put right."""
    place, locked = _locked_place(assignment_id)
    form = correction_form(place.instrument, place.fingerprint)(formdata=None)
    fill(form, place.instrument, locked.latest)
    form.observation_id.data, form.fingerprint.data = str(locked.observation_id), place.fingerprint
    return render(_page(place, locked, form))


@observing.post("/assignments/<uuid:assignment_id>/correct")
def send_correction(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Lock the correction, for a browser without script."""
    place, locked = _locked_place(assignment_id)
    form = correction_form(place.instrument, place.fingerprint)()
    form.observation_id.data = str(locked.observation_id)
    sheet, problems = judged(place, form)
    reason = (form.reason.data or "").strip()
    if not reason:
        problems = (*problems, Problem("reason", _("Write why you are correcting this sheet.")))
    names = names_found(place.instrument, sheet, place.wording)
    if problems or (names and not form.names_checked.data):
        show_problems(form, problems)
        return render(_page(place, locked, form, names)), 422
    submitted, body = frozen(place, form, sheet, locked.next_revision, reason)
    try:
        outcome = submit_observation(db(), actor(), submitted, body, sha256(body).hexdigest())
    except Unfit as refused:
        show_problems(form, [Problem(each.field, _(each.sentence)) for each in refused.problems])
        return render(_page(place, locked, form)), 422
    if isinstance(outcome, Quarantined):
        flash(_(outcome.sentence), "error")
    else:
        flash(
            _("Your correction is in. Its receipt is {code}. What you locked first stays as it was.", code=outcome.code)
        )
    return redirect(url_for("observing.slot", assignment_id=assignment_id))


def _locked_place(assignment_id: uuid.UUID) -> tuple[Scoresheet, LockedSheet]:
    place = scoresheet_for_assignment(db(), actor(), assignment_id)
    if place.locked is None:
        raise NotThere
    return place, place.locked


def _page(
    place: Scoresheet, locked: LockedSheet, form: CorrectionForm, names: tuple[NameFound, ...] = ()
) -> CorrectionPage:
    title = _("Correct {session}, slot {number}", session=place.session_code, number=place.slot)
    return CorrectionPage(
        title=f"{_('Error:')} {title}" if form.errors or names else title,
        person_id=actor().id,
        place=place,
        observation_id=locked.observation_id,
        revision=locked.next_revision,
        sections=section_views(place.instrument, place.wording, language()),
        form=form,
        names=names,
    )
