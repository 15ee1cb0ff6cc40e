"""Look at the draft, and release it."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.climbing import may_take, report_in_hand, today
from app.ladder.standing import current, rung_of
from app.ladder.steps import BEFORE_RELEASE, STEPS
from app.operations.audit import record
from app.operations.replies import note_reissued_for
from app.queries.ladder import OnLadder
from app.queries.pairings import pairings_for_lead
from app.queries.releases import clinician_name
from app.queries.replies import words_about
from app.releasing import draft_feedback, release_report
from app.reviewing.blueprint import releases
from app.reviewing.finding import the_report, the_round
from app.reviewing.ladder_forms import ReleaseForm
from app.reviewing.ladder_pages import StepPage
from app.reviewing.ladder_shown import Line
from app.reviewing.pages import ReportPage
from app.reviewing.report_page import web_report
from app.web.asking import answered, refusals_beside, titled
from app.web.fresh import need_fresh_sign_in
from app.web.page import render
from app.web.request_database import database, db
from app.web.signed_in import actor
from app.web.typed_forms import choices
from app.web.words_for_templates import long_date


@releases.get("/<uuid:round_id>/<uuid:clinician_id>/draft/")
def draft(round_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """The report as it would be today."""
    _, of = the_report(round_id, clinician_id)
    feedback = draft_feedback(db(), clinician_id, round_id)
    with database().short_write() as write:
        record(write, "draft report read", f"clinician {clinician_id}", actor_id=actor().id, team_id=of.team_id)
    return render(
        ReportPage(
            title=f"Draft for {of.name}",
            report=web_report(feedback),
            pdf_address="",
            reflect_address="",
            reply_address="",
            back_address=_back(of),
            is_draft=True,
            for_lead=pairings_for_lead(db(), of.team_id, clinician_id, round_id),
        )
    )


@releases.route("/<uuid:round_id>/<uuid:clinician_id>/release", methods=["GET", "POST"])
def release(round_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """The last word: with the password given a short while ago, the clinician gets the report."""
    of_round = the_round(round_id)
    here = url_for("releases.release", round_id=round_id, clinician_id=clinician_id)
    form = ReleaseForm()
    asked = [each for each in words_about(db(), clinician_id, round_id) if each.kind == "query"]
    form.because.choices = choices((str(each.id), each.text[:120]) for each in asked)
    if form.is_submitted():
        need_fresh_sign_in(here, sending=True)
        if form.sent():
            # Where it stands is looked up by the release itself, when nobody else writes about the team any more.
            with refusals_beside(form):
                report_id = release_report(db(), actor(), clinician_id, round_id, form.note.data or "")
                note_reissued_for(
                    db(), [each.id for each in asked if str(each.id) in (form.because.data or ())], report_id
                )
                flash(f"The report of {clinician_name(db(), clinician_id)} is released.")
                return redirect(url_for("releases.ladder", round_id=of_round.id, clinician_id=clinician_id))
    of = report_in_hand(db(), actor(), clinician_id, round_id)
    again = of.facts.released_at is not None
    refused = _not_now(of)
    if not refused:
        need_fresh_sign_in(here)
    heading = "Release it again" if again else "Release the report"
    page = StepPage(
        title=titled(f"{heading}: {of.name}", form),
        clinician=of,
        heading=heading,
        intro=_intro(of, again=again),
        lines=tuple(Line(sentence) for sentence in rung_of(of.rungs(today()), "comments").missing),
        form=form,
        action=here,
        send=heading,
        back_address=_back(of),
        refused=refused,
    )
    return answered(page, form)


def _not_now(of: OnLadder) -> str:
    if not may_take(actor(), of, "released"):
        return "The supporting colleague takes this step."
    turn = current(of.rungs(today()))
    if turn is not None and turn.code in BEFORE_RELEASE:
        return f"The steps before it come first: {STEPS[turn.code].name}."
    return ""


def _intro(of: OnLadder, *, again: bool) -> str:
    if again:
        return "The clinician gets the new report in place of the old one. What you write is printed in it."
    if of.talk_on is None:
        return "Nobody has said when you will talk it through. A report goes out at the talk or just before."
    return f"You talk it through on {long_date(of.talk_on)}. From the moment you release it the clinician can read it."


def _back(of: OnLadder) -> str:
    return url_for("releases.ladder", round_id=of.round_id, clinician_id=of.id)
