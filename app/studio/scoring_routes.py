"""The scoring, with an example that the server works out."""

import uuid

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.studio.blueprint import studio
from app.studio.editing import answer, form_of, open_draft
from app.studio.pages import ScoringPage, Way
from app.studio.scoring_form import scoring_form
from app.studio.section_routes import PLACE
from instruments.drafting.draft import instrument_of
from instruments.drafting.worked_example import worked_example
from instruments.rule_words import rule_in_words


@studio.route(f"{PLACE}/scoring", methods=["GET", "POST"])
def scoring(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """How scores are made. The example's ratings travel in the address and are never kept."""
    opened = open_draft(team_id, draft_id)
    locked = opened.locked
    sent = form_of(opened, lambda draft: scoring_form(draft, locked))
    instrument = instrument_of(sent.draft.definition)
    codes = {name.removeprefix("example-"): code for name, code in request.args.items() if name.startswith("example-")}
    page = ScoringPage(
        title="Scoring",
        team=opened.team,
        may_edit=True,
        listed=opened.found.listed,
        tab="scoring",
        heading="Scoring",
        intro="Scores are made on the server when a sheet comes in. Observers see none.",
        form=sent.form,
        action=url_for("studio.scoring", **opened.ids),
        back=Way("the outline", url_for("drafts.outline", **opened.ids)),
        locked=locked,
        rules=rule_in_words(instrument, instrument.scoring) if instrument else (),
        example=worked_example(instrument, codes) if instrument and instrument.items else None,
    )
    return answer(page, sent, url_for("studio.scoring", **opened.ids))
