"""The brief for a clinic session: read before the day, signed by a tap."""

import uuid

from flask import flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from app.observing.blueprint import observing
from app.observing.keeping import may_be_kept
from app.observing.pages import BriefPage
from app.operations.briefs import sign_brief
from app.queries.briefs import brief_for_observer
from app.rules import OutOfDate
from app.web.languages import _
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor


@observing.get("/sessions/<uuid:session_id>/brief/")
def brief(session_id: uuid.UUID) -> ResponseReturnValue:
    """Why, who is who, what words mean, where to go."""
    found = brief_for_observer(db(), actor(), session_id)
    page = BriefPage(title=_("Brief for session {code}", code=found.code), brief=found)
    return may_be_kept(make_response(render(page)), actor())


@observing.post("/sessions/<uuid:session_id>/brief/<int:version>")
def sign(session_id: uuid.UUID, version: int) -> ResponseReturnValue:
    """I have read it."""
    try:
        sign_brief(db(), actor(), session_id, version)
    except OutOfDate as refused:
        flash(_(str(refused)), "error")
        return redirect(url_for("observing.brief", session_id=session_id))
    flash(_("Thank you. Your lead sees that you have read the brief."))
    return redirect(url_for("observing.today"))
