"""One draft: its outline, its title, its licence, its text, and publishing it."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.operations.drafts import MOVED_ON, publish_draft
from app.operations.trials import begin_trial
from app.queries.codesign import draft_in_work, sign_offs_of
from app.queries.drafts import draft_in_team, team_with_drafts
from app.rules import OutOfDate, Unfit
from app.studio.blueprint import drafts, studio
from app.studio.editing import OpenDraft, answer, form_of, open_draft, part_page, why_locked
from app.studio.outline import outline_of
from app.studio.pages import OutlinePage, PublishPage, TextPage
from app.studio.problem_places import problems_shown
from app.studio.small_forms import details_form, licence_form
from app.studio.touched import touched_by
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.drafting.draft import instrument_of, problems_of
from instruments.drafting.normal_form import normal_form
from instruments.drafting.text_form import read_text, text_problems
from instruments.publishing import Circumstances, publishing_problems
from instruments.rule_words import rule_in_words
from instruments.yaml_writing import tree_to_yaml


@drafts.get("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/")
def outline(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """The whole draft at a glance."""
    team = team_with_drafts(db(), actor(), team_id)
    found = draft_in_team(db(), team_id, draft_id)
    may_edit = team_id in actor().teams_as("lead")
    problems = problems_of(found.draft.definition)
    shown = outline_of(found.draft, problems)
    return render(
        OutlinePage(
            title=found.listed.title,
            team=team,
            may_edit=may_edit,
            listed=found.listed,
            tab="outline",
            introduction=found.draft.text("introduction", "en"),
            sections=shown.sections,
            scales=shown.scales,
            removed=shown.removed,
            problems=problems_shown(found.draft, problems, team_id, draft_id) if may_edit else (),
            items=shown.items,
            locked=why_locked(found),
        )
    )


@studio.route("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/details", methods=["GET", "POST"])
def details(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Title, purpose and version."""
    opened = open_draft(team_id, draft_id)
    locked = opened.locked
    sent = form_of(opened, lambda draft: details_form(draft, locked))
    page = part_page(opened, "outline", "Title and purpose", sent.form, url_for("studio.details", **opened.ids))
    return answer(replace(page, locked=locked), sent, page.back.address)


@studio.route("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/licence", methods=["GET", "POST"])
def licence(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Where the wording comes from and by what right it is used."""
    opened = open_draft(team_id, draft_id)
    sent = form_of(opened, licence_form)
    page = replace(
        part_page(opened, "licence", "Licence", sent.form, url_for("studio.licence", **opened.ids)),
        intro=(
            "This is printed on every form and report. Without an owner’s permission a licensed instrument cannot be "
            "published."
        ),
    )
    return answer(page, sent, page.back.address)


@studio.route("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/text", methods=["GET", "POST"])
def text(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """The draft as its file. Text that is no definition at all is not kept, but stays on the page."""
    opened = open_draft(team_id, draft_id)
    listed, written = opened.found.listed, tree_to_yaml(dict(opened.draft.definition))
    page = TextPage(
        title="As text",
        team=opened.team,
        may_edit=True,
        listed=listed,
        tab="text",
        text=written,
        seen=listed.changes,
        problems=text_problems(written),
        refused=False,
    )
    if request.method != "POST":
        return render(page)
    sent = request.form.get("text", "").replace("\r\n", "\n")
    definition, problems = read_text(sent)
    page = replace(page, text=sent, problems=problems)
    if request.form.get("seen") != str(listed.changes):
        flash(MOVED_ON, "error")
        return render(replace(page, title="Error: As text", refused=True)), 409
    if definition is None:
        return render(replace(page, title="Error: As text", refused=True)), 422
    opened.save(replace(opened.draft, definition=normal_form(definition)))
    if problems:
        seen = draft_in_team(db(), team_id, draft_id).listed.changes
        return render(replace(page, title="Error: As text", seen=seen)), 422
    flash("Saved.")
    return redirect(url_for("studio.text", **opened.ids))


@studio.route("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/publish", methods=["GET", "POST"])
def publish(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """What is still missing; and, when nothing is, the button that makes it a version for good."""
    opened = open_draft(team_id, draft_id)
    if request.method == "POST":
        try:
            with db().begin_nested():
                made = publish_draft(db(), actor(), team_id, draft_id, _number(request.form.get("seen")))
            flash("Published. This version can no longer change, and you can choose it for a round.")
            return redirect(url_for("organising.instrument", team_id=team_id, instrument_id=made))
        except (Unfit, OutOfDate) as refused:
            flash(str(refused), "error")
    return render(_publish_page(opened)), 200 if request.method == "GET" else 422


@studio.post("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/trial")
def try_out(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Make the draft available for a trial: what is scored with it is thrown away."""
    opened = open_draft(team_id, draft_id)
    try:
        with db().begin_nested():
            made = begin_trial(db(), actor(), team_id, tree_to_yaml(dict(opened.draft.definition)))
    except Unfit as refused:
        flash(str(refused), "error")
        return redirect(url_for("studio.publish", **opened.ids))
    flash("The trial is ready: choose it for a round. Nothing scored with it counts as a result.")
    return redirect(url_for("organising.instrument", team_id=team_id, instrument_id=made))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else -1


def _publish_page(opened: OpenDraft) -> PublishPage:
    definition = opened.draft.definition
    instrument, replaced = instrument_of(definition), opened.found.replaced
    problems = problems_of(definition, "published")
    if instrument and not problems:
        problems = publishing_problems(instrument, Circumstances(datetime.now(UTC).date(), replaced))
    attribution = [(key.replace("_", " ").capitalize(), opened.draft.text("attribution", key)) for key in _TOLD]
    return PublishPage(
        title=f"Publish {opened.found.listed.title}",
        team=opened.team,
        may_edit=True,
        listed=opened.found.listed,
        tab="publish",
        problems=problems_shown(opened.draft, problems, opened.team.id, opened.found.listed.id),
        rules=rule_in_words(instrument, instrument.scoring) if instrument else (),
        attribution=tuple((name, value) for name, value in attribution if value),
        items=sum("kind" not in entry for _, entry in opened.draft.entries()),
        touched=touched_by(db(), opened.team.id, opened.found),
        sign_off_missing=_sign_off_missing(opened),
    )


def _sign_off_missing(opened: OpenDraft) -> bool:
    draft = draft_in_work(db(), actor(), opened.team.id, opened.found.listed.id)
    return draft.sign_off_asked_for and not any(each.current for each in sign_offs_of(db(), actor(), draft))


_TOLD = ("source", "owner", "licence", "based_on", "validation", "permission_reference", "permission_expires")
