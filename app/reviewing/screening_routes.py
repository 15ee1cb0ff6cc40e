"""Screen the comments about one clinician before they go into a report, and settle a change without its author."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.climbing import today
from app.operations.comment_edits import follow_decision, settle_edit
from app.operations.feedback import screen_comment
from app.operations.safety import raise_from_comment
from app.queries.comment_edits import EditSoFar, author_name, edits_about
from app.queries.comments import CommentToScreen, comments_to_screen
from app.queries.safety import contacts_of
from app.reviewing.blueprint import releases
from app.reviewing.finding import the_report
from app.reviewing.forms import CommentForm, SettleForm, WorryForm
from app.reviewing.pages import ScreenedRow, ScreenPage, SettlePage, WorryPage
from app.rules import NotThere, Unfit
from app.web.asking import answered, refusals_beside, titled
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.words_for_templates import long_date
from app.words import reasons_in, with_reasons
from reports.feedback.screening import Found, found_in, marked, proposed

PASSED_ON = "It was passed on to those who are told about safety."


@releases.route("/<uuid:round_id>/<uuid:clinician_id>/comments/", methods=["GET", "POST"])
def screen(round_id: uuid.UUID, clinician_id: uuid.UUID) -> ResponseReturnValue:
    """Decide on every comment about one clinician; what was decided is saved together."""
    of_round, of = the_report(round_id, clinician_id)
    comments = comments_to_screen(db(), clinician_id, round_id)
    edits = edits_about(db(), clinician_id, round_id)
    leads = of.team_id in actor().teams_as("lead")
    rows = [
        _row(number, comment, edits.get((comment.revision_id, comment.entry_id)), (round_id, clinician_id), leads=leads)
        for number, comment in enumerate(comments)
    ]
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


@releases.route("/<uuid:round_id>/<uuid:clinician_id>/comments/<uuid:edit_id>/settle", methods=["GET", "POST"])
def settle(round_id: uuid.UUID, clinician_id: uuid.UUID, edit_id: uuid.UUID) -> ResponseReturnValue:
    """Decide without the author, once they have had their time."""
    _, of = the_report(round_id, clinician_id)
    found = next((each for each in edits_about(db(), clinician_id, round_id).values() if each.id == edit_id), None)
    if found is None:
        raise NotThere
    back = url_for("releases.screen", round_id=round_id, clinician_id=clinician_id)
    form = SettleForm()
    if form.sent():
        with refusals_beside(form):
            settle_edit(db(), actor(), edit_id, show=form.decision.data == "show", why=form.why.data or "")
            flash("Decided. The author sees what was decided and why.")
            return redirect(back)
    page = SettlePage(
        title=titled("Decide without the author", form),
        author=author_name(db(), edit_id),
        edit=found,
        form=form,
        action=url_for("releases.settle", round_id=round_id, clinician_id=clinician_id, edit_id=edit_id),
        back_address=back,
        refused="" if of.team_id in actor().teams_as("lead") else "A lead decides this.",
    )
    return answered(page, form)


@releases.route(
    "/<uuid:round_id>/<uuid:clinician_id>/comments/<uuid:revision_id>/<entry_id>/safety", methods=["GET", "POST"]
)
def worry(round_id: uuid.UUID, clinician_id: uuid.UUID, revision_id: uuid.UUID, entry_id: str) -> ResponseReturnValue:
    """A comment is about somebody's safety: those who are told find it at once, and the report never shows it."""
    _, of = the_report(round_id, clinician_id)
    which = (revision_id, entry_id)
    comments = comments_to_screen(db(), clinician_id, round_id)
    comment = next((each for each in comments if (each.revision_id, each.entry_id) == which), None)
    if comment is None:
        raise NotThere
    back = url_for("releases.screen", round_id=round_id, clinician_id=clinician_id)
    form = WorryForm(data={"text": comment.original})
    if form.sent():
        with refusals_beside(form):
            raise_from_comment(db(), actor(), of.team_id, *which, form.text.data or "")
            screen_comment(db(), actor(), of.team_id, *which, decision="withhold", text="", reason=PASSED_ON)
            follow_decision(db(), actor(), of.team_id, *which)
            flash("Passed on. It is left out of the report. Ring them as well if it is urgent.")
            return redirect(back)
    page = WorryPage(
        title=titled("This is about somebody’s safety", form),
        contacts=contacts_of(db(), [of.team_id]),
        form=form,
        action=url_for(
            "releases.worry",
            round_id=round_id,
            clinician_id=clinician_id,
            revision_id=revision_id,
            entry_id=entry_id,
        ),
        back_address=back,
    )
    return answered(page, form)


def _row(
    number: int, comment: CommentToScreen, edit: EditSoFar | None, of: tuple[uuid.UUID, uuid.UUID], *, leads: bool
) -> ScreenedRow:
    codes, more = reasons_in(comment.reason)
    wording = comment.text if comment.decision == "edit" else proposed(comment.original)
    if edit is not None and edit.state == "other":
        wording = edit.suggestion
    form = CommentForm(
        request.form if request.method == "POST" else None,
        prefix=f"c{number}-",
        data={"decision": comment.decision, "text": wording, "why": codes, "reason": more},
    )
    overdue = edit is not None and edit.state in ("open", "other") and edit.answer_by < today()
    return ScreenedRow(
        comment=comment,
        form=form,
        pieces=marked(comment.original),
        finds=tuple(f"“{comment.original[each.start : each.end]}” looks like {each.what}." for each in _once(comment)),
        edit=edit,
        edit_words=_edit_words(edit) if edit else "",
        settle_address=url_for("releases.settle", round_id=of[0], clinician_id=of[1], edit_id=edit.id)
        if edit is not None and overdue and leads
        else "",
    )


def _once(comment: CommentToScreen) -> list[Found]:
    """Each kind of thing once: the marks show where the others stand."""
    seen: dict[str, Found] = {}
    for each in found_in(comment.original):
        seen.setdefault(each.what, each)
    return list(seen.values())


def _edit_words(edit: EditSoFar) -> str:
    """Where the question to the author stands, in one sentence."""
    if edit.state == "open":
        return f"Whoever wrote it is asked about the change, until {long_date(edit.answer_by)}."
    if edit.state == "other":
        return "Whoever wrote it suggests another wording. It stands below: save it to take it over."
    if edit.state == "agreed":
        return "Whoever wrote it agrees with the change."
    if edit.state == "withheld":
        return "Whoever wrote it would rather not show it."
    return f"Decided without whoever wrote it: {edit.settled_why}"


def _save(rows: list[ScreenedRow], team_id: uuid.UUID) -> list[tuple[str, str]]:
    """Save every decision that was made or changed, or none when one of them does not fit."""
    problems: list[tuple[str, str]] = []
    who = actor()
    with db().begin_nested() as all_or_nothing:
        for row in rows:
            form, comment = row.form, row.comment
            decision = str(form.decision.data or "")
            reason = with_reasons(form.why.data or (), form.reason.data or "")
            shown = (form.text.data or "").strip() if decision == "edit" else comment.original
            same_text = decision != "edit" or shown == comment.text
            same_reason = decision == "include" or reason == comment.reason
            if not decision or (decision == comment.decision and same_text and same_reason):
                # What was not touched keeps the moment at which it was decided.
                continue
            which = (comment.revision_id, comment.entry_id)
            try:
                screen_comment(db(), who, team_id, *which, decision=decision, text=shown, reason=reason)
                follow_decision(db(), who, team_id, *which)
            except Unfit as refusal:
                for problem in refusal.problems:
                    field = form[problem.field]
                    field.errors = [problem.sentence]
                    problems.append((field.id, problem.sentence))
        if problems:
            all_or_nothing.rollback()
    return problems
