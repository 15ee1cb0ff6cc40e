"""Screen the comments about one clinician before they go into a report."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.operations.feedback import screen_comment
from app.queries.comments import CommentToScreen, comments_to_screen
from app.reviewing.blueprint import releases
from app.reviewing.finding import the_report
from app.reviewing.forms import CommentForm
from app.reviewing.pages import ScreenedRow, ScreenPage
from app.rules import Unfit
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from reports.feedback.identifiers import identifiers_in


@releases.route("/<uuid:round_id>/<uuid:clinician_id>/comments/", methods=["GET", "POST"])
def screen(round_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """Decide on every comment about one clinician; what was decided is saved together."""
    of_round, of = the_report(round_id, clinician_id)
    comments = comments_to_screen(db(), clinician_id, round_id)
    rows = [_row(number, comment) for number, comment in enumerate(comments)]
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        problems = _save(rows, of.team_id)
        if not problems:
            flash("Your decisions are saved.")
            return redirect(url_for("releases.screen", round_id=round_id, clinician_id=clinician_id))
    page = ScreenPage(
        title=("Error: " if problems else "") + f"Comments about {of.name}",
        of_round=of_round,
        clinician=of,
        rows=tuple(rows),
        undecided=sum(1 for comment in comments if not comment.decision),
        problems=tuple(problems),
    )
    return render(page), 422 if problems else 200


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
