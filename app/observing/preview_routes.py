"""A draft's score sheet exactly as observers will see it. Nothing is stored, on the server or on the device."""

import uuid

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from app.observing.blueprint import previews
from app.observing.entries import section_views
from app.observing.forms import raw_answers, scoresheet_form, show_problems
from app.observing.paper_pages import PreviewPage
from app.queries.drafts import draft_in_team, team_with_drafts
from app.rules import NotThere
from app.web.headers import framed_by_own_pages
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.definition import in_language
from instruments.drafting.draft import instrument_of
from instruments.loading import fingerprint
from instruments.scoresheet import judge, read_sheet, visible


@previews.route("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/sheet", methods=["GET", "POST"])
def sheet(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """The sheet to try out: locking says what the observer would be told, and keeps nothing."""
    team_with_drafts(db(), actor(), team_id)
    instrument = instrument_of(draft_in_team(db(), team_id, draft_id).draft.definition)
    if instrument is None:
        raise NotThere("This draft is not whole yet, so there is no sheet to look at.")
    wording = request.args.get("wording", "patient_partner")
    language = request.args.get("language", "en")
    language = language if language in instrument.languages else "en"
    kind = scoresheet_form(instrument, fingerprint(instrument))
    form = kind() if request.method == "POST" else kind(formdata=None)
    fits = False
    if request.method == "POST":
        raw = raw_answers(form, instrument)
        read, _ = read_sheet(instrument, raw, wording, language)
        shown = visible(instrument, read)
        _, problems = judge(instrument, {each: raw[each] for each in shown}, wording, language)
        show_problems(form, problems)
        fits = not problems
    refused = request.method == "POST" and not fits
    page = PreviewPage(
        title="Error: the sheet to try out" if refused else "The sheet to try out",
        name=in_language(instrument.title, language),
        action=url_for("previews.sheet", team_id=team_id, draft_id=draft_id, wording=wording, language=language),
        sections=section_views(instrument, wording, language),
        form=form,
        introduction=in_language(instrument.introduction, language) if instrument.introduction else "",
        attribution=instrument.attribution.printed,
        language=language,
        fits=fits,
    )
    response = make_response(render(page), 422 if refused else 200)
    return framed_by_own_pages(response)
