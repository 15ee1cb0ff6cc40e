"""One slot: consent, score, lock, a patient's change of mind, leaving.

Works without script; with script the same page needs no network.
"""

import uuid
from datetime import UTC, datetime
from hashlib import sha256

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.frozen_sheets import wire_time
from app.observing.blueprint import observing
from app.observing.comfort_routes import looks
from app.observing.comparison import sheet_in_words, side_by_side
from app.observing.entries import section_views
from app.observing.filled_sheets import frozen, judged
from app.observing.forms import (
    ASKED_BY_LABELS,
    ConsentForm,
    ScoresheetForm,
    WithdrawalForm,
    scoresheet_form,
    show_problems,
)
from app.observing.keeping import may_be_kept
from app.observing.names_found import NameFound, names_found
from app.observing.pages import ClosedPage, CorrectionShown, LockedPage, ScoresheetPage
from app.operations.consent import Concerned, record_agreement, record_refusal, withdraw_from_assignment
from app.operations.observations import (
    Quarantined,
    give_up_sheet,
    short_code,
    submit_observation,
)
from app.queries.safety import contacts_of
from app.queries.scoresheets import Correction, LockedSheet, Scoresheet, scoresheet_for_assignment
from app.releasing import reissue_after_withdrawal
from app.rules import NotThere
from app.web.languages import _, language
from app.web.page import Page, render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.definition import in_language


@observing.get("/assignments/<uuid:assignment_id>/")
def slot(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Where this sheet stands: to fill in, locked, or closed. ``form`` names the version a sheet was begun with."""
    who = actor()
    begun_with = request.args.get("form", "")
    place = scoresheet_for_assignment(db(), who, assignment_id, begun_with)
    if begun_with and place.locked is None and place.fingerprint != begun_with:
        # Another form must not pass for the one that was asked for: the tablet keeps the sheet and says so.
        raise NotThere
    if place.locked is not None:
        page: Page = _locked_page(place, place.locked, who.id)
    elif place.state == "assigned" and _may_begin(place):
        page = _sheet_page(place, who.id, ConsentForm(formdata=None), _new_form(place))
    else:
        page = ClosedPage(title=_title(place), person_id=who.id, place=place)
        if place.state == "assigned":
            # Not kept: the page the tablet kept before may hold a sheet that was begun.
            return render(page)
    return may_be_kept(make_response(render(page)), who, place.fingerprint)


@observing.post("/assignments/<uuid:assignment_id>/consent")
def consent(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """What the patient said, for a browser without script."""
    who = actor()
    form = ConsentForm()
    if not form.validate():
        place = scoresheet_for_assignment(db(), who, assignment_id)
        return render(_sheet_page(place, who.id, form, _new_form(place), is_refused=True)), 422
    if form.outcome.data == "agreed":
        record_agreement(db(), who, assignment_id, form.asking)
    else:
        _reissue(record_refusal(db(), who, assignment_id, form.asking))
    return _back_to(assignment_id)


@observing.post("/assignments/<uuid:assignment_id>/")
def lock(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Lock a sheet, for a browser without script, in the form it was begun with."""
    who = actor()
    place = scoresheet_for_assignment(db(), who, assignment_id, request.form.get("fingerprint", ""))
    if place.consent == "not_asked":
        flash(_("Say first whether the patient agreed."), "error")
        return _back_to(assignment_id)
    form = scoresheet_form(place.instrument, place.fingerprint)()
    sheet, problems = judged(place, form)
    if problems:
        show_problems(form, problems)
        return render(_sheet_page(place, who.id, ConsentForm(formdata=None), form, is_refused=True)), 422
    names = names_found(place.instrument, sheet, place.wording)
    if names and not form.names_checked.data:
        return render(_sheet_page(place, who.id, ConsentForm(formdata=None), form, is_refused=True, names=names)), 422
    submitted, body = frozen(place, form, sheet)
    outcome = submit_observation(db(), who, submitted, body, sha256(body).hexdigest())
    if isinstance(outcome, Quarantined):
        flash(_(outcome.sentence), "error")
    else:
        flash(_("Your sheet is locked and in. Its receipt is {code}.", code=outcome.code))
    return _back_to(assignment_id)


@observing.post("/assignments/<uuid:assignment_id>/withdraw")
def withdraw(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """The patient changed their mind: everything of this consultation is deleted."""
    who = actor()
    place = scoresheet_for_assignment(db(), who, assignment_id)
    form = WithdrawalForm()
    usual = "after" if place.locked else "during"
    stage = form.stage.data if form.validate() and form.stage.data else usual
    _reissue(withdraw_from_assignment(db(), who, assignment_id, stage))
    flash(_("Done. Everything scored for this consultation is deleted."))
    return _back_to(assignment_id)


@observing.post("/assignments/<uuid:assignment_id>/give-up")
def give_up(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """The observer had to leave. No reason is asked for."""
    give_up_sheet(db(), actor(), assignment_id)
    flash(_("That is fine. No sheet is expected from you for this consultation."))
    return redirect(url_for("observing.today"))


def _may_begin(place: Scoresheet) -> bool:
    """A lapsed permission and a conflict of interest stop new sheets. One whose patient has agreed to this observer is
    begun, and may be finished and sent."""
    lapsed = place.instrument.attribution.permission_lapsed(datetime.now(UTC).date())
    return not (lapsed or place.barred) or place.consent == "agreed"


def _back_to(assignment_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("observing.slot", assignment_id=assignment_id))


def _reissue(concerned: Concerned) -> None:
    if concerned.had_sheets:
        reissue_after_withdrawal(db(), actor().id, concerned)


def _title(place: Scoresheet) -> str:
    return _("{session}, slot {number}", session=place.session_code, number=place.slot)


def _new_form(place: Scoresheet) -> ScoresheetForm:
    form = scoresheet_form(place.instrument, place.fingerprint)(formdata=None)
    form.observation_id.data = str(uuid.uuid4())
    form.opened_at.data = wire_time(datetime.now(UTC))
    form.fingerprint.data = place.fingerprint
    return form


def _sheet_page(
    place: Scoresheet,
    person_id: uuid.UUID,
    consent_form: ConsentForm,
    form: ScoresheetForm,
    *,
    is_refused: bool = False,
    names: tuple[NameFound, ...] = (),
) -> ScoresheetPage:
    introduction = place.instrument.introduction
    return ScoresheetPage(
        title=f"{_('Error:')} {_title(place)}" if is_refused else _title(place),
        person_id=person_id,
        place=place,
        consent=consent_form,
        asked_by=tuple(ASKED_BY_LABELS.items()),
        sections=section_views(place.instrument, place.wording, language()),
        form=form,
        looks=looks(),
        contacts=contacts_of(db(), actor().teams_as("observer")),
        names=names,
        introduction=in_language(introduction, language()) if introduction else "",
        attribution=place.instrument.attribution.printed,
    )


def _locked_page(place: Scoresheet, locked: LockedSheet, person_id: uuid.UUID) -> LockedPage:
    return LockedPage(
        title=_title(place),
        person_id=person_id,
        place=place,
        observation_id=locked.observation_id,
        code=short_code(locked.observation_id, locked.revision, locked.sha256),
        received_at=locked.received_at,
        sections=sheet_in_words(place.instrument, locked.sheet, place.wording, language()),
        corrections=tuple(_correction(place, locked, each) for each in locked.corrections),
        contacts=contacts_of(db(), actor().teams_as("observer")),
    )


def _correction(place: Scoresheet, locked: LockedSheet, each: Correction) -> CorrectionShown:
    compared = side_by_side(place.instrument, [locked.sheet, each.sheet], place.wording)
    changed = (*compared.different, *(answer for answer in compared.words if not answer.is_same))
    code = short_code(locked.observation_id, each.revision, each.sha256)
    return CorrectionShown(each.reason, each.received_at, code, changed)
