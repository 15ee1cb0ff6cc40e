"""The preview: the very sheet observers will see, in a frame of a tablet's or a phone's size."""

import uuid

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from app.queries.drafts import draft_in_team, team_with_drafts
from app.studio.blueprint import drafts
from app.studio.language_form import language_name
from app.studio.pages import PreviewPage
from app.studio.part_form import PartField
from app.studio.section_routes import PLACE
from app.web.headers import with_frames_of_ours
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.drafting.draft import instrument_of

READERS = (("patient_partner", "A patient partner"), ("peer_clinician", "A peer clinician"))
SIZES = (("tablet", "A tablet"), ("phone", "A phone"))


@drafts.get(f"{PLACE}/preview")
def preview(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """The sheet as one kind of observer reads it, on one device, in one language."""
    team = team_with_drafts(db(), actor(), team_id)
    found = draft_in_team(db(), team_id, draft_id)
    languages = tuple((code, language_name(code)) for code in found.draft.languages)
    wording = _asked("wording", READERS)
    size = _asked("size", SIZES)
    language = _asked("language", languages)
    whole = instrument_of(found.draft.definition) is not None
    address = url_for("previews.sheet", team_id=team_id, draft_id=draft_id, wording=wording, language=language)
    page = PreviewPage(
        title="Preview",
        team=team,
        may_edit=team_id in actor().teams_as("lead"),
        listed=found.listed,
        tab="preview",
        address=address if whole else "",
        size=size,
        fields=(
            PartField("wording", "Who reads it", (), wording, kind="select", options=READERS),
            PartField("size", "On", (), size, kind="select", options=SIZES),
            PartField("language", "In", (), language, kind="select", options=languages),
        ),
    )
    return with_frames_of_ours(make_response(render(page)))


def _asked(name: str, options: tuple[tuple[str, str], ...]) -> str:
    asked = request.args.get(name, "")
    return asked if asked in dict(options) else options[0][0]
