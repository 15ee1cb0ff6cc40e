"""Items and questions: change one, say when it is shown, move it, take it out."""

import uuid
from dataclasses import replace
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from app.studio.blueprint import studio
from app.studio.condition_form import condition_form
from app.studio.editing import OpenDraft, answer, change, form_of, open_draft, part_page, there, to_outline
from app.studio.entry_form import entry_form
from app.studio.pages import Way
from app.studio.section_routes import PLACE, direction
from instruments.drafting.draft import entry_words
from instruments.drafting.parts import move_entry, remove_entry
from instruments.drafting.places import record_at


@studio.route(f"{PLACE}/entries/<entry_id>", methods=["GET", "POST"])
def entry(team_id: uuid.UUID, draft_id: uuid.UUID, entry_id: str) -> ResponseReturnValue:
    """Everything about one item or question."""
    opened = open_draft(team_id, draft_id)
    locked = opened.locked
    sent = form_of(opened, lambda draft: entry_form(draft, entry_id, locked))
    record = record_at(sent.draft.definition, sent.form.base)
    heading = "Question" if "kind" in record else "Item"
    page = part_page(opened, "outline", heading, sent.form, url_for("studio.entry", **opened.ids, entry_id=entry_id))
    following = _after(opened, entry_id)
    address: dict[str, Any] = {**opened.ids, "entry_id": entry_id}
    page = replace(
        page,
        title=f"{heading}: {entry_words(record)}"[:120],
        intro=f"Its code on paper and in files is {entry_id}.",
        locked=locked,
        buttons=(("next", "Save and go to the next one"),) if following else (),
        ways=(Way("When it is shown", url_for("studio.conditions", **address)),),
        posts=() if locked else (Way("Remove it", url_for("studio.take_entry_out", **address)),),
    )
    goes_on = following and request.form.get("then") == "next"
    then = url_for("studio.entry", **opened.ids, entry_id=following) if goes_on else ""
    return answer(page, sent, then or f"{page.back.address}#entry-{entry_id}")


@studio.route(f"{PLACE}/entries/<entry_id>/shown-when", methods=["GET", "POST"])
def conditions(team_id: uuid.UUID, draft_id: uuid.UUID, entry_id: str) -> ResponseReturnValue:
    """After which answers it is shown."""
    opened = open_draft(team_id, draft_id)
    there(entry_form(opened.draft, entry_id))
    if condition_form(opened.draft, entry_id) is None:
        flash("This rule has rules inside it and was written as text. Change it there.", "error")
        return to_outline(opened)
    sent = form_of(opened, lambda draft: condition_form(draft, entry_id))
    record = record_at(sent.draft.definition, sent.form.base)
    page = part_page(
        opened, "outline", "When is it shown?", sent.form, url_for("studio.conditions", **opened.ids, entry_id=entry_id)
    )
    page = replace(
        page,
        intro=(
            f"“{entry_words(record)}” is always shown, unless an answer above it says otherwise. What is hidden counts "
            "as not applicable."
        ),
        back=Way("the item", url_for("studio.entry", **opened.ids, entry_id=entry_id)),
    )
    return answer(page, sent, page.back.address)


@studio.post(f"{PLACE}/entries/<entry_id>/move")
def move_this_entry(team_id: uuid.UUID, draft_id: uuid.UUID, entry_id: str) -> ResponseReturnValue:
    """One place up or down."""
    there(entry_form(open_draft(team_id, draft_id).draft, entry_id))
    opened = change(team_id, draft_id, lambda draft: move_entry(draft, entry_id, direction()))
    return to_outline(opened, f"entry-{entry_id}")


@studio.post(f"{PLACE}/entries/<entry_id>/remove")
def take_entry_out(team_id: uuid.UUID, draft_id: uuid.UUID, entry_id: str) -> ResponseReturnValue:
    """Take it out; it can be brought back."""
    there(entry_form(open_draft(team_id, draft_id).draft, entry_id))
    opened = change(team_id, draft_id, lambda draft: remove_entry(draft, entry_id))
    flash("Removed. You can bring it back at the foot of the outline.")
    return to_outline(opened)


def _after(opened: OpenDraft, entry_id: str) -> str:
    ids = [str(entry.get("id")) for _, entry in opened.draft.entries()]
    place = ids.index(entry_id) + 1 if entry_id in ids else len(ids)
    return ids[place] if place < len(ids) else ""
