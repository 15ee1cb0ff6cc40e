"""Files: bring an instrument in from another program, and give it out in any format or on paper."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.exchange_files.door import FORMS_IN, WAYS_OUT, Exported, Imported, export_file, import_file
from app.exchange_files.on_paper import languages_on_paper, losses_on_paper
from app.operations.drafts import begin_draft
from app.queries.drafts import draft_in_team, team_with_drafts
from app.queries.instruments import instrument_in_team
from app.queries.people import team_led_by
from app.rules import NotThere
from app.studio.blueprint import drafts, studio
from app.studio.file_pages import FileShown, FilesPage, ImportedPage, PublishedFilesPage
from app.studio.language_form import language_name
from app.studio.pages import AskPage, Way
from app.studio.part_form import PartField
from app.studio.section_routes import PLACE
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.definition import Instrument, in_language
from instruments.drafting.draft import instrument_of
from instruments.loading import DefinitionProblems, canonical_json, load
from instruments.writing import written

VERSION = "/teams/<uuid:team_id>/published/<uuid:instrument_id>"
READERS = {"patient_partner": "Patient partner", "peer_clinician": "Peer clinician"}
PAPER = "pdf"
UNSOUND = "This draft is not whole yet. Put right what the outline lists; then its files can be made."


@studio.route("/teams/<uuid:team_id>/import", methods=["GET", "POST"])
def bring_in(team_id: uuid.UUID) -> ResponseReturnValue:
    """Read a file and show what it would become, with what could not be carried. Nothing is kept yet."""
    team = team_led_by(db(), actor(), team_id)
    file = request.files.get("file")
    pasted = request.form.get("pasted", "")
    content = file.read() if file and file.filename else pasted.encode()
    refused = request.method == "POST" and not content.strip()
    if request.method == "POST" and not refused:
        name = (file.filename if file and file.filename else "") or "pasted.csv"
        form = request.form.get("form", "")
        found = import_file(name, content, form=form if form in FORMS_IN else "")
        page = _imported_page(found, name)(team=team, may_edit=True)
        return render(page), 422 if found.instrument is None else 200
    wrong = ("Choose a file, or paste a table of items.",) if refused else ()
    page = AskPage(
        title="Error: Bring in a file" if refused else "Bring in a file",
        team=team,
        may_edit=True,
        heading="Bring in a file",
        intro="You see what became of it, and what could not be carried, before anything is kept.",
        fields=(
            PartField("file", "File", (), kind="file", errors=wrong, hint=f"One of: {'; '.join(FORMS_IN.values())}."),
            PartField(
                "pasted",
                "Or paste a table of items",
                (),
                pasted,
                kind="long",
                rows=8,
                hint="The first line names the columns: item, text, low anchor, high anchor.",
            ),
            PartField(
                "form",
                "What it is",
                (),
                kind="select",
                options=(("", "Find out by itself"), *FORMS_IN.items()),
            ),
        ),
        action=url_for("studio.bring_in", team_id=team_id),
        send="Read it",
        back=Way("Instruments", url_for("drafts.shelf", team_id=team_id)),
        takes_files=True,
    )
    return render(page), 422 if refused else 200


def _imported_page(found: Imported, name: str) -> Callable[..., ImportedPage]:
    instrument = found.instrument
    title = "Error: This file could not be read" if instrument is None else f"{name}: what it would become"

    def page(**frame: Any) -> ImportedPage:
        return ImportedPage(
            title=title,
            filename=name,
            taken_for=FORMS_IN.get(found.form, ""),
            losses=found.losses,
            problems=found.problems,
            content=canonical_json(instrument).decode() if instrument else "",
            sections=tuple((in_language(each.title, "en"), len(each.entries)) for each in instrument.sections)
            if instrument
            else (),
            **frame,
        )

    return page


@studio.post("/teams/<uuid:team_id>/import/keep")
def keep_imported(team_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was read as a draft."""
    team_led_by(db(), actor(), team_id)
    try:
        instrument = load(request.form.get("definition", ""))
    except DefinitionProblems:
        flash("That could not be kept. Bring the file in again.", "error")
        return redirect(url_for("studio.bring_in", team_id=team_id))
    made = begin_draft(db(), actor(), team_id, {**written(instrument), "status": "draft"})
    flash("Kept as a draft.")
    return redirect(url_for("drafts.outline", team_id=team_id, draft_id=made))


@drafts.get(f"{PLACE}/files/")
def files(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Every file of a draft, with what each cannot carry."""
    team = team_with_drafts(db(), actor(), team_id)
    found = draft_in_team(db(), team_id, draft_id)
    instrument = instrument_of(found.draft.definition)

    def address(filetype: str, **asked: str) -> str:
        return url_for("drafts.file", team_id=team_id, draft_id=draft_id, filetype=filetype, **asked)  # pyright: ignore[reportArgumentType]

    return render(
        FilesPage(
            title="Files and paper",
            team=team,
            may_edit=team_id in actor().teams_as("lead"),
            listed=found.listed,
            tab="files",
            files=_files(instrument, address) if instrument else (),
            paper=_papers(instrument, address) if instrument else (),
            why_not="" if instrument else UNSOUND,
        )
    )


@drafts.get(f"{PLACE}/files/<filetype>")
def file(team_id: uuid.UUID, draft_id: uuid.UUID, filetype: str) -> ResponseReturnValue:
    """One file of a draft."""
    team_with_drafts(db(), actor(), team_id)
    instrument = instrument_of(draft_in_team(db(), team_id, draft_id).draft.definition)
    return _download(instrument, filetype)


@drafts.get(f"{VERSION}/files/")
def version_files(team_id: uuid.UUID, instrument_id: uuid.UUID) -> ResponseReturnValue:
    """Every file of a published version, with what each cannot carry."""
    team = team_with_drafts(db(), actor(), team_id)
    found = instrument_in_team(db(), team_id, instrument_id)

    def address(filetype: str, **asked: str) -> str:
        return url_for("drafts.version_file", team_id=team_id, instrument_id=instrument_id, filetype=filetype, **asked)  # pyright: ignore[reportArgumentType]

    return render(
        PublishedFilesPage(
            title=f"Files of {found.listed.title}",
            team=team,
            may_edit=team_id in actor().teams_as("lead"),
            name=f"{found.listed.title}, version {found.listed.version}",
            files=_files(found.instrument, address),
            paper=_papers(found.instrument, address),
        )
    )


@drafts.get(f"{VERSION}/files/<filetype>")
def version_file(team_id: uuid.UUID, instrument_id: uuid.UUID, filetype: str) -> ResponseReturnValue:
    """One file of a published version."""
    team_with_drafts(db(), actor(), team_id)
    return _download(instrument_in_team(db(), team_id, instrument_id).instrument, filetype)


def _files(instrument: Instrument, address: Callable[..., str]) -> tuple[FileShown, ...]:
    return tuple(
        FileShown(way.words, address(form), export_file(instrument, form).losses)
        for form, way in WAYS_OUT.items()
        if form != PAPER
    )


def _papers(instrument: Instrument, address: Callable[..., str]) -> tuple[FileShown, ...]:
    """A form for each kind of observer and language."""
    languages = languages_on_paper(instrument)
    return tuple(
        FileShown(
            f"{name}, {language_name(code)}" if len(languages) > 1 else name,
            address(PAPER, wording=reader, language=code),
            losses_on_paper(instrument, reader, code).losses,
        )
        for code in languages
        for reader, name in READERS.items()
    )


def _download(instrument: Instrument | None, form: str) -> Response:
    if instrument is None or form not in WAYS_OUT:
        raise NotThere
    made = _paper(instrument) if form == PAPER else export_file(instrument, form)
    response = Response(made.content, mimetype=made.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    return response


def _paper(instrument: Instrument) -> Exported:
    """The form for the reader and language asked for, with both in its name."""
    reader, language = request.args.get("wording", ""), request.args.get("language", "en")
    reader = reader if reader in READERS else "patient_partner"
    language = language if language in languages_on_paper(instrument) else "en"
    made = export_file(instrument, PAPER, wording=reader, language=language)
    name = f"{made.filename.removesuffix('.pdf')}-{reader.replace('_', '-')}-{language}.pdf"
    return replace(made, filename=name)
