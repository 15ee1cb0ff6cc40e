"""The draft beside the version it replaces: every text that differs, with the words that are gone and new."""

import uuid
from itertools import groupby

from flask.typing import ResponseReturnValue

from app.queries.drafts import draft_in_team, team_with_drafts
from app.studio.blueprint import drafts
from app.studio.difference_pages import DifferencesPage
from app.studio.section_routes import PLACE
from app.studio.touched import touched_by
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.changes import changes
from instruments.drafting.draft import Draft, instrument_of
from instruments.drafting.word_changes import word_changes
from instruments.writing import written


@drafts.get(f"{PLACE}/differences")
def differences(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """What differs from the version it replaces."""
    team = team_with_drafts(db(), actor(), team_id)
    found = draft_in_team(db(), team_id, draft_id)
    before = Draft(written(found.replaced)) if found.replaced else None
    words = word_changes(before, found.draft) if before else ()
    instrument = instrument_of(found.draft.definition)
    compared = changes(found.replaced, instrument) if found.replaced and instrument else ()
    return render(
        DifferencesPage(
            title="Differences",
            team=team,
            may_edit=team_id in actor().teams_as("lead"),
            listed=found.listed,
            tab="differences",
            words=tuple((about, tuple(each)) for about, each in groupby(words, key=lambda change: change.about)),
            count=len(words),
            meanings=touched_by(db(), team_id, found),
            uses=tuple(each.sentence for each in compared if each.kind == "use"),
            whole=instrument is not None,
        )
    )
