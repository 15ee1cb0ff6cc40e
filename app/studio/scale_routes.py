"""Scales: make one, change its words and points, use it for every item, take it out."""

import uuid
from dataclasses import replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.studio.blueprint import studio
from app.studio.editing import answer, change, form_of, open_draft, part_page, there, to_outline
from app.studio.pages import AskPage, Way
from app.studio.part_form import PartField
from app.studio.scale_form import scale_form
from app.studio.section_routes import PLACE
from app.studio.wordings import SCALE_STARTS, scale_name
from app.web.page import render
from instruments.drafting.parts import remove_scale, use_scale_for_all
from instruments.drafting.places import records_at, text_at
from instruments.drafting.scale_making import (
    STARTS,
    add_point,
    add_scale,
    remove_point,
    scale_from,
    scale_of_labels,
)
from instruments.tree import cleaned


@studio.route(f"{PLACE}/scales/new", methods=["GET", "POST"])
def new_scale(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """A scale, from one of ours or from a list of levels."""
    opened = open_draft(team_id, draft_id)
    name = PartField("name", "Name", (), cleaned(request.form.get("name", "")), hint="For you, such as Effort.")
    start = PartField("start", "Begin with", (), request.form.get("start", "0-4"), kind="radio", options=SCALE_STARTS)
    levels = PartField(
        "levels",
        "Or write your own levels, from the lowest to the highest",
        (),
        request.form.get("levels", ""),
        kind="long",
        rows=6,
        hint="One on each line. The first counts 0, the next 1, and so on; you can change that next.",
    )
    if request.method == "POST" and name.value:
        labels = [line.strip() for line in cleaned(str(levels.value)).splitlines() if line.strip()]
        scale = (
            scale_of_labels(labels, 0) if labels else scale_from(str(start.value) if start.value in STARTS else "0-4")
        )
        changed, scale_id = add_scale(opened.draft, str(name.value), scale)
        opened.save(changed)
        flash("Made. Now write what each level looks like.")
        return redirect(url_for("studio.scale", **opened.ids, scale_id=scale_id))
    refused = request.method == "POST"
    page = AskPage(
        title="Error: A new scale" if refused else "A new scale",
        team=opened.team,
        may_edit=True,
        heading="A new scale",
        intro="",
        fields=(replace(name, errors=("Give the scale a name.",)) if refused else name, start, levels),
        action=url_for("studio.new_scale", **opened.ids),
        send="Make the scale",
        back=Way("the outline", url_for("drafts.outline", **opened.ids)),
        listed=opened.found.listed,
        tab="outline",
    )
    return render(page), 422 if refused else 200


@studio.route(f"{PLACE}/scales/<scale_id>", methods=["GET", "POST"])
def scale(team_id: uuid.UUID, draft_id: uuid.UUID, scale_id: str) -> ResponseReturnValue:
    """The words and points of a scale."""
    opened = open_draft(team_id, draft_id)
    locked = opened.locked
    sent = form_of(opened, lambda draft: scale_form(draft, scale_id, locked))
    address: dict[str, Any] = {**opened.ids, "scale_id": scale_id}
    heading = f"Scale: {scale_name(scale_id)}"
    page = part_page(opened, "outline", heading, sent.form, url_for("studio.scale", **address))
    points = records_at(sent.draft.definition, ("scales", scale_id, "points"))
    removing = [
        Way(
            f"Remove level {text_at(point, ('code',))} “{text_at(point, ('label', 'en'))}”",
            url_for("studio.take_point_out", **address, code=text_at(point, ("code",))),
        )
        for point in points
    ]
    adding = (
        Way("Add a level", url_for("studio.one_more_point", **address)),
        Way("Use this scale for all items", url_for("studio.use_for_all", **address)),
        *removing,
        Way("Remove this scale", url_for("studio.take_scale_out", **address)),
    )
    page = replace(page, locked=locked, posts=() if locked else adding)
    return answer(page, sent, page.back.address)


@studio.post(f"{PLACE}/scales/<scale_id>/points")
def one_more_point(team_id: uuid.UUID, draft_id: uuid.UUID, scale_id: str) -> ResponseReturnValue:
    """A level above the highest."""
    there(scale_form(open_draft(team_id, draft_id).draft, scale_id))
    opened = change(team_id, draft_id, lambda draft: add_point(draft, scale_id))
    return redirect(url_for("studio.scale", **opened.ids, scale_id=scale_id))


@studio.post(f"{PLACE}/scales/<scale_id>/points/<code>/remove")
def take_point_out(team_id: uuid.UUID, draft_id: uuid.UUID, scale_id: str, code: str) -> ResponseReturnValue:
    """One level fewer."""
    there(scale_form(open_draft(team_id, draft_id).draft, scale_id))
    opened = change(team_id, draft_id, lambda draft: remove_point(draft, scale_id, code))
    return redirect(url_for("studio.scale", **opened.ids, scale_id=scale_id))


@studio.post(f"{PLACE}/scales/<scale_id>/use-for-all")
def use_for_all(team_id: uuid.UUID, draft_id: uuid.UUID, scale_id: str) -> ResponseReturnValue:
    """Every item rated on this scale."""
    there(scale_form(open_draft(team_id, draft_id).draft, scale_id))
    opened = change(team_id, draft_id, lambda draft: use_scale_for_all(draft, scale_id))
    flash(f"Every item is rated on “{scale_name(scale_id)}” now.")
    return to_outline(opened)


@studio.post(f"{PLACE}/scales/<scale_id>/remove")
def take_scale_out(team_id: uuid.UUID, draft_id: uuid.UUID, scale_id: str) -> ResponseReturnValue:
    """Take a scale out; it can be brought back."""
    there(scale_form(open_draft(team_id, draft_id).draft, scale_id))
    opened = change(team_id, draft_id, lambda draft: remove_scale(draft, scale_id))
    flash("Removed. You can bring it back at the foot of the outline.")
    return to_outline(opened)
