"""Copy a paper form: keyboard-fast, the same judge, kept as the observer's sheet with who copied it."""

import uuid
from datetime import UTC, datetime
from hashlib import sha256

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.frozen_sheets import frozen_bytes
from app.observing.blueprint import paper
from app.observing.forms import ASKED_BY_LABELS
from app.observing.paper_form import field_names, judged_paper, paper_views
from app.observing.paper_pages import PaperPage
from app.operations.observations import Agreement, Quarantined, SubmittedSheet
from app.operations.paper import submit_from_paper
from app.queries.paper import PaperSheet, paper_sheet
from app.rules import Conflict
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.scoresheet import Problem, write_sheet

NOT_AGREED = "Without the patient’s yes nothing may be kept. Tick that they agreed, or leave this form out."
WHO_ASKED = "Choose who asked the patient."


@paper.get("/assignments/<uuid:assignment_id>/")
def copy_form(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """The screen to copy onto, or that it is done."""
    return render(_page(paper_sheet(db(), actor(), assignment_id), {}, ()))


@paper.post("/assignments/<uuid:assignment_id>/")
def keep_copy(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Judge what was copied and keep it."""
    found = paper_sheet(db(), actor(), assignment_id)
    place = found.place
    if place.state != "assigned":
        raise Conflict("No sheet is awaited here any more.")
    values = {name: request.form.get(name, "") for name in field_names(place.instrument)}
    sheet, problems = judged_paper(place.instrument, place.wording, values)
    problems = (*_about_consent(found), *problems)
    if problems:
        return render(_page(found, values, problems)), 422
    agreement = None if place.consent == "agreed" else Agreement(uuid.uuid4(), request.form.get("asked_by", ""))
    now = datetime.now(UTC).replace(microsecond=0)
    submitted = SubmittedSheet(
        observation_id=uuid.uuid4(),
        assignment_id=assignment_id,
        fingerprint=place.fingerprint,
        answers=write_sheet(sheet),
        locked_at=now,
        agreement=agreement,
    )
    body = frozen_bytes(submitted, now)
    outcome = submit_from_paper(db(), actor(), submitted, body, sha256(body).hexdigest())
    if isinstance(outcome, Quarantined):
        flash(outcome.sentence, "error")
    else:
        flash(f"Kept. Write its receipt on the paper form: {outcome.code}.")
    return redirect(url_for("paper.copy_form", assignment_id=assignment_id))


def _about_consent(found: PaperSheet) -> tuple[Problem, ...]:
    if found.place.consent == "agreed":
        return ()
    if not request.form.get("agreed"):
        return (Problem("agreed", NOT_AGREED),)
    return () if request.form.get("asked_by") in ASKED_BY_LABELS else (Problem("asked_by", WHO_ASKED),)


def _page(found: PaperSheet, values: dict[str, str], problems: tuple[Problem, ...]) -> PaperPage:
    place = found.place
    beside = {each.entry_id: each.sentence for each in reversed(problems)}
    title = f"Copy a paper form: {place.session_code}, slot {place.slot}"
    return PaperPage(
        title=f"Error: {title}" if problems else title,
        found=found,
        asked_by=tuple(ASKED_BY_LABELS.items()),
        agreed=bool(request.form.get("agreed")),
        asked=request.form.get("asked_by", ""),
        entries=paper_views(place.instrument, place.wording, values, beside),
        problems=problems,
        beside=beside,
    )
