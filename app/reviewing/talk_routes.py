"""The talk about a report: the guide and its record for whoever holds it, and the actions of a round."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.climbing import today
from app.operations.audit import record
from app.operations.talks import write_conversation
from app.queries.ladder import OnLadder
from app.queries.reports import newest_report_id, reflection_of, report_for_reader
from app.queries.talks import actions_of, actions_of_round, conversation_about, per_mechanism
from app.releasing import draft_feedback
from app.reviewing.blueprint import releases
from app.reviewing.finding import the_report, the_round
from app.reviewing.talk_forms import ConversationForm
from app.reviewing.talk_pages import ActionsPage, GuidePage
from app.web.asking import answered, refusals_beside, titled
from app.web.page import render
from app.web.request_database import database, db
from app.web.signed_in import actor
from app.words import TALK_HEADINGS
from reports.feedback.keeping import from_plain
from reports.feedback.shape import Feedback
from reports.feedback.talk import guide


@releases.route("/<uuid:round_id>/<uuid:clinician_id>/conversation/", methods=["GET", "POST"])
def conversation(round_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """What to ask, fed from the report, and what was agreed."""
    _, of = the_report(round_id, clinician_id)
    written = conversation_about(db(), clinician_id, round_id)
    form = ConversationForm(data={"held_on": written.held_on, **written.notes} if written else {"held_on": of.talk_on})
    if form.sent():
        with refusals_beside(form):
            notes = {heading: form[heading].data or "" for heading in TALK_HEADINGS}
            write_conversation(db(), actor(), (clinician_id, round_id), form.held_on.data, notes)
            flash(f"Kept. {of.name} is asked to say that it is right; then it is part of the report.")
            return redirect(url_for("releases.conversation", round_id=round_id, clinician_id=clinician_id))
    if not form.is_submitted():
        _opened(of)
    page = GuidePage(
        title=titled(f"Conversation guide: {of.name}", form),
        clinician=of,
        steps=guide(_feedback(of)),
        reflection=reflection_of(db(), clinician_id, round_id).text,
        actions=actions_of(db(), clinician_id, round_id),
        written=written,
        form=form,
        action=url_for("releases.conversation", round_id=round_id, clinician_id=clinician_id),
        back_address=url_for("releases.ladder", round_id=round_id, clinician_id=clinician_id),
        refused=""
        if of.facts.released_at
        else "You can note down what was agreed once the report is out. Until then this is to prepare yourself.",
    )
    return answered(page, form)


@releases.get("/<uuid:round_id>/actions/")
def actions(round_id: uuid.UUID) -> ResponseReturnValue:
    """What clinicians of the round will do, the next day to look again first."""
    of_round = the_round(round_id)
    found = actions_of_round(db(), round_id, actor().id)
    return render(
        ActionsPage(
            title=f"Actions of {of_round.name}",
            of_round=of_round,
            open=tuple(each for each in found if each.state == "open"),
            ended=tuple(each for each in found if each.state != "open"),
            counts=per_mechanism(found),
            leads=actor().is_lead,
            today=today(),
        )
    )


def _opened(of: OnLadder) -> None:
    with database().short_write() as write:
        record(
            write,
            "conversation guide opened",
            f"clinician {of.id}",
            actor_id=actor().id,
            team_id=of.team_id,
            details={"round": str(of.round_id)},
        )


def _feedback(of: OnLadder) -> Feedback:
    """The report as it was released; before that, as it would be today."""
    report_id = newest_report_id(db(), of.id, of.round_id)
    found = report_for_reader(db(), actor(), report_id) if report_id else None
    return from_plain(found.content) if found else draft_feedback(db(), of.id, of.round_id)
