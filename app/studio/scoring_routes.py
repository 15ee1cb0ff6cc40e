"""The scoring, with an example that the server works out."""

import uuid
from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.studio.blueprint import studio
from app.studio.condition_form import standard_form
from app.studio.editing import answer, form_of, open_draft, part_page
from app.studio.pages import ScoringPage, Way
from app.studio.published_range_form import published_range_form
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
        ways=(
            Way("Minimum standard", url_for("studio.standard", **opened.ids)),
            Way("Published range", url_for("studio.published_range", **opened.ids)),
        ),
        rules=rule_in_words(instrument, instrument.scoring) if instrument else (),
        example=worked_example(instrument, codes) if instrument and instrument.items else None,
    )
    return answer(page, sent, url_for("studio.scoring", **opened.ids))


@studio.route(f"{PLACE}/standard", methods=["GET", "POST"])
def standard(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """A yes-or-no bar beside the score."""
    opened = open_draft(team_id, draft_id)
    scoring_page = url_for("studio.scoring", **opened.ids)
    if standard_form(opened.draft) is None:
        flash("This standard has rules inside rules and was written as text. Change it there.", "error")
        return redirect(scoring_page)
    sent = form_of(opened, standard_form)
    page = part_page(opened, "scoring", "Minimum standard", sent.form, url_for("studio.standard", **opened.ids))
    intro = "A bar that a visit meets or does not meet, beside its score. It is worked out from the ratings."
    return answer(replace(page, intro=intro, back=Way("Scoring", scoring_page)), sent, scoring_page)


@studio.route(f"{PLACE}/published-range", methods=["GET", "POST"])
def published_range(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Where the totals of others lay, to be printed beside a clinician's result."""
    opened = open_draft(team_id, draft_id)
    scoring_page = url_for("studio.scoring", **opened.ids)
    sent = form_of(opened, published_range_form)
    page = part_page(opened, "scoring", "Published range", sent.form, url_for("studio.published_range", **opened.ids))
    intro = "A clinician’s report can show where others stood in a published study, with its source and its caveat."
    return answer(replace(page, intro=intro, back=Way("Scoring", scoring_page)), sent, scoring_page)
