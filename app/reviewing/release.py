"""Screen the comments, look at the draft, release."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.operations.audit import record
from app.operations.feedback import screen_comment
from app.queries.comments import CommentToScreen, comments_to_screen
from app.queries.releases import (
    ClinicianInRound,
    RoundToRelease,
    clinicians_in_round,
    round_for_release,
    rounds_to_release,
    team_of_clinician,
)
from app.queries.reports import newest_report_id
from app.releasing import draft_feedback, release_report
from app.reviewing.blueprint import releases
from app.reviewing.forms import CommentForm, ReleaseForm
from app.reviewing.pages import ReportPage, RoundPage, RoundsPage, ScreenedRow, ScreenPage
from app.reviewing.report_page import web_report
from app.rules import NotThere, Unfit
from app.web.page import render
from app.web.request_database import database, db
from app.web.signed_in import actor
from reports.feedback.identifiers import identifiers_in


@releases.get("/")
def rounds() -> ResponseReturnValue:
    """The rounds of my teams."""
    return render(RoundsPage(title="Release reports", rounds=rounds_to_release(db(), _teams())))


@releases.get("/<uuid:round_id>/")
def one_round(round_id: uuid.UUID) -> ResponseReturnValue:
    """The clinicians of one round."""
    of_round = _round(round_id)
    return render(
        RoundPage(
            title=f"Reports of {of_round.name}", of_round=of_round, clinicians=clinicians_in_round(db(), round_id)
        )
    )


@releases.route("/<uuid:round_id>/<uuid:clinician_id>/", methods=["GET", "POST"])
def screen(round_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """Decide on every comment about one clinician; what was decided is saved together."""
    of_round, clinician = _clinician(round_id, clinician_id)
    comments = comments_to_screen(db(), clinician_id, round_id)
    rows = [_row(number, comment) for number, comment in enumerate(comments)]
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        team_id = team_of_clinician(db(), clinician_id)
        if team_id is None:
            raise NotThere
        problems = _save(rows, team_id)
        if not problems:
            flash("Your decisions are saved.")
            return redirect(url_for("releases.screen", round_id=round_id, clinician_id=clinician_id))
    page = ScreenPage(
        title=("Error: " if problems else "") + f"Report of {clinician.name}",
        of_round=of_round,
        clinician=clinician,
        rows=tuple(rows),
        undecided=sum(1 for comment in comments if not comment.decision),
        problems=tuple(problems),
        release_form=ReleaseForm(),
        report_id=newest_report_id(db(), clinician_id, round_id),
    )
    return render(page), 422 if problems else 200


@releases.get("/<uuid:round_id>/<uuid:clinician_id>/draft/")
def draft(round_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """The report as it would be today."""
    _, clinician = _clinician(round_id, clinician_id)
    feedback = draft_feedback(db(), clinician_id, round_id)
    team_id = team_of_clinician(db(), clinician_id)
    with database().short_write() as write:
        record(write, "draft report read", f"clinician {clinician_id}", actor_id=actor().id, team_id=team_id)
    return render(
        ReportPage(
            title=f"Draft for {clinician.name}",
            report=web_report(feedback),
            pdf_address="",
            reflect_address="",
            back_address=url_for("releases.screen", round_id=round_id, clinician_id=clinician_id),
            is_draft=True,
        )
    )


@releases.post("/<uuid:round_id>/<uuid:clinician_id>/release")
def release(round_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """Release, when every comment has been decided on."""
    _, clinician = _clinician(round_id, clinician_id)
    if any(not comment.decision for comment in comments_to_screen(db(), clinician_id, round_id)):
        flash("Decide on every comment first.", "error")
        return redirect(url_for("releases.screen", round_id=round_id, clinician_id=clinician_id))
    release_report(db(), actor(), clinician_id, round_id)
    flash(f"The report of {clinician.name} is released.")
    return redirect(url_for("releases.one_round", round_id=round_id))


def _teams() -> frozenset[uuid.UUID]:
    return actor().teams_as("lead", "facilitator")


def _round(round_id: uuid.UUID) -> RoundToRelease:
    found = round_for_release(db(), _teams(), round_id)
    if found is None:
        raise NotThere
    return found


def _clinician(round_id: uuid.UUID, clinician_id: uuid.UUID) -> tuple[RoundToRelease, ClinicianInRound]:
    of_round = _round(round_id)
    found = next((each for each in clinicians_in_round(db(), round_id) if each.id == clinician_id), None)
    if found is None:
        raise NotThere
    return of_round, found


def _row(number: int, comment: CommentToScreen) -> ScreenedRow:
    form = CommentForm(
        request.form if request.method == "POST" else None,
        prefix=f"c{number}-",
        data={"decision": comment.decision, "text": comment.text or comment.original, "reason": comment.reason},
    )
    return ScreenedRow(comment, form, identifiers_in(comment.original))


def _save(rows: list[ScreenedRow], team_id: uuid.UUID) -> list[tuple[str, str]]:
    """Save every decision that was made, or none when one of them does not fit."""
    problems: list[tuple[str, str]] = []
    who = actor()
    with db().begin_nested() as all_or_nothing:
        for row in rows:
            form, comment = row.form, row.comment
            if not form.decision.data:
                continue
            shown = form.text.data if form.decision.data == "edit" else comment.original
            try:
                screen_comment(
                    db(),
                    who,
                    team_id,
                    comment.revision_id,
                    comment.entry_id,
                    decision=form.decision.data,
                    text=shown or "",
                    reason=form.reason.data or "",
                )
            except Unfit as refusal:
                for problem in refusal.problems:
                    field = form[problem.field]
                    field.errors = [problem.sentence]
                    problems.append((field.id, problem.sentence))
        if problems:
            all_or_nothing.rollback()
    return problems
