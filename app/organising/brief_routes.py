"""The brief of a session: what a lead adds to it, and who has read it."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.operations.briefs import write_brief
from app.organising.blueprint import organising
from app.organising.pages import BriefOfSessionPage, Way
from app.organising.planning_forms import BriefForm
from app.queries.briefs import brief_readers, brief_texts
from app.queries.programmes import round_of_lead
from app.queries.sessions import session_of_lead
from app.web.asking import answered, refusals_beside, titled
from app.web.request_database import db
from app.web.signed_in import actor


@organising.route("/sessions/<uuid:session_id>/brief", methods=["GET", "POST"])
def brief_of_session(session_id: uuid.UUID) -> ResponseReturnValue:
    """Write what observers should know, and see who has read it."""
    found = session_of_lead(db(), actor(), session_id)
    meeting, practical = brief_texts(db(), session_id)
    form = BriefForm(meeting=meeting, practical=practical)
    if form.sent():
        with refusals_beside(form):
            write_brief(db(), actor(), session_id, form.meeting.data or "", form.practical.data or "")
            flash("Saved. The observers are asked to read it.")
            return redirect(url_for("organising.brief_of_session", session_id=session_id))
    heading = f"Brief for session {found.code}"
    page = BriefOfSessionPage(
        title=titled(heading, form),
        team=round_of_lead(db(), actor(), found.round_id).team,
        section="programmes",
        heading=heading,
        form=form,
        action=url_for("organising.brief_of_session", session_id=session_id),
        back=Way(f"Session {found.code}", url_for("organising.session_page", session_id=session_id)),
        readers=brief_readers(db(), session_id),
    )
    return answered(page, form)
