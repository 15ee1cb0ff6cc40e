"""Languages: which the instrument has, and each text beside its English."""

import uuid
from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.queries.drafts import draft_in_team, team_with_drafts
from app.rules import NotThere
from app.studio.blueprint import drafts, studio
from app.studio.editing import answer, form_of, open_draft, part_page
from app.studio.language_form import OFFERED, language_form, language_name
from app.studio.pages import LanguageRow, LanguagesPage, Way
from app.studio.part_form import PartField, PartForm
from app.studio.section_routes import PLACE
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.drafting.draft import Draft
from instruments.drafting.wordings import wording_parts


@drafts.get(f"{PLACE}/languages/")
def languages(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """The languages, how much of each is written, and one to add."""
    team = team_with_drafts(db(), actor(), team_id)
    found = draft_in_team(db(), team_id, draft_id)
    parts = wording_parts(found.draft)
    rows = tuple(
        LanguageRow(
            code,
            language_name(code),
            tuple(
                (str(n), part.title, part.missing(found.draft, code), len(part.places)) for n, part in enumerate(parts)
            ),
            sum(part.missing(found.draft, code) for part in parts),
        )
        for code in found.draft.languages
        if code != "en"
    )
    options = tuple((code, language_name(code)) for code in OFFERED if code not in found.draft.languages)
    return render(
        LanguagesPage(
            title="Languages",
            team=team,
            may_edit=team_id in actor().teams_as("lead"),
            listed=found.listed,
            tab="languages",
            languages=rows,
            field=PartField("language", "Language to add", (), options[0][0], kind="select", options=options),
        )
    )


@studio.post(f"{PLACE}/languages/add")
def add_language(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """One more language, its texts still to be written."""
    opened = open_draft(team_id, draft_id)
    code = request.form.get("language", "")
    if code in OFFERED and code not in opened.draft.languages:
        opened.save(opened.draft.with_values({("languages",): [*opened.draft.languages, code]}))
        flash(f"{language_name(code)} is added. Write its words part by part.")
    return redirect(url_for("drafts.languages", **opened.ids))


@studio.route(f"{PLACE}/languages/<language>/<int:part>", methods=["GET", "POST"])
def language_part(team_id: uuid.UUID, draft_id: uuid.UUID, language: str, part: int) -> ResponseReturnValue:
    """The texts of one part in one language, beside the English."""
    opened = open_draft(team_id, draft_id)
    if language not in opened.draft.languages or language == "en":
        raise NotThere
    locked = opened.locked

    def make(draft: Draft) -> PartForm | None:
        parts = wording_parts(draft)
        return language_form(draft, parts[part], language, locked) if part < len(parts) else None

    sent = form_of(opened, make)
    name = language_name(language)
    here = url_for("studio.language_part", **opened.ids, language=language, part=part)
    page = part_page(opened, "languages", f"{name}: {sent.form.groups[0].title}", sent.form, here)
    page = replace(
        page,
        intro="Above each field stands the English. Empty means: not translated yet.",
        locked=locked,
        back=Way("Languages", url_for("drafts.languages", **opened.ids)),
    )
    return answer(page, sent, page.back.address)
