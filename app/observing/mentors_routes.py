"""An observer as mentor: offer it to a clinician they observed, or end it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.observing.blueprint import observing
from app.operations.mentors import end_mentoring, say_no, say_yes
from app.queries.mentors import MentorShown, mentored_by
from app.web.languages import _
from app.web.page import Page, render
from app.web.request_database import db
from app.web.signed_in import actor


@dataclass(frozen=True)
class MentoringPage(Page):
    """Whose mentor I am, who wishes for one, to whom I offered it, and to whom I can."""

    template: ClassVar[str] = "observing/mentoring.html"

    clinicians: tuple[MentorShown, ...]


@observing.get("/mentoring/")
def mentoring() -> str:
    """Every clinician I observed whose report is out."""
    return render(MentoringPage(title=_("Being a mentor"), clinicians=mentored_by(db(), actor().id)))


@observing.post("/mentoring/<uuid:clinician_id>/<uuid:person_id>/yes")
def mentor_yes(clinician_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """I offer it."""
    say_yes(db(), actor(), clinician_id, person_id, datetime.now(UTC).date())
    flash(_("Offered. They find it on their own page and answer if they like."))
    return redirect(url_for("observing.mentoring"))


@observing.post("/mentoring/<uuid:clinician_id>/<uuid:person_id>/no")
def mentor_no(clinician_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Not now, or no longer offered."""
    say_no(db(), actor(), clinician_id, person_id)
    flash(_("That is fine. Nobody is told."))
    return redirect(url_for("observing.mentoring"))


@observing.post("/mentoring/<uuid:clinician_id>/<uuid:person_id>/end")
def mentor_end(clinician_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """It is over."""
    end_mentoring(db(), actor(), clinician_id, person_id)
    flash(_("It has ended. You still do not observe them, unless you take that back."))
    return redirect(url_for("observing.mentoring"))
