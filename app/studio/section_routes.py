"""Sections: add one, change it, move it, take it out; and add items and questions to it."""

import uuid
from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.rules import NotThere
from app.studio.blueprint import studio
from app.studio.editing import OpenDraft, answer, change, form_of, open_draft, part_page, there, to_outline
from app.studio.pages import AskPage, Way
from app.studio.part_form import PartField
from app.studio.ready_questions import GATE, READY
from app.studio.small_forms import section_form
from app.studio.wordings import QUESTION_KINDS, SECTION_KINDS, scale_name
from app.web.page import render
from instruments.drafting.draft import Draft
from instruments.drafting.parts import (
    Direction,
    add_entries,
    add_section,
    bring_back,
    move_section,
    new_item,
    pasted_lines,
    remove_section,
)
from instruments.drafting.places import Definition
from instruments.section_reading import ENTRY_LIMIT
from instruments.tree import cleaned

PLACE = "/teams/<uuid:team_id>/drafts/<uuid:draft_id>"


@studio.route(f"{PLACE}/sections/new", methods=["GET", "POST"])
def new_section(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """One more section."""
    opened = open_draft(team_id, draft_id)
    title = PartField("title", "Title", (), cleaned(request.form.get("title", "")))
    kind = PartField(
        "kind",
        "What happens in it",
        (),
        request.form.get("kind", "domain"),
        kind="radio",
        options=SECTION_KINDS,
    )
    refused = request.method == "POST" and not title.value
    if request.method == "POST" and not refused:
        known = str(kind.value) if kind.value in dict(SECTION_KINDS) else "domain"
        # What is asked about the visit comes before what is rated.
        changed, section_id = add_section(opened.draft, str(title.value), known, first=known == "context")
        opened.save(changed)
        return redirect(url_for("studio.new_entries", **opened.ids, section_id=section_id))
    if refused:
        title = replace(title, errors=("Write a title for the section.",))
    page = _ask(opened, "A new section", (title, kind), url_for("studio.new_section", **opened.ids), "Add the section")
    return _asked(page, refused)


@studio.route(f"{PLACE}/sections/<section_id>", methods=["GET", "POST"])
def section(team_id: uuid.UUID, draft_id: uuid.UUID, section_id: str) -> ResponseReturnValue:
    """Title and kind of a section."""
    opened = open_draft(team_id, draft_id)
    locked = opened.locked
    sent = form_of(opened, lambda draft: section_form(draft, section_id, locked))
    page = part_page(
        opened, "outline", "Section", sent.form, url_for("studio.section", **opened.ids, section_id=section_id)
    )
    remove = Way("Remove this section", url_for("studio.take_section_out", **opened.ids, section_id=section_id))
    page = replace(page, locked=locked, posts=() if locked else (remove,))
    return answer(page, sent, page.back.address)


@studio.post(f"{PLACE}/sections/<section_id>/move")
def move_this_section(team_id: uuid.UUID, draft_id: uuid.UUID, section_id: str) -> ResponseReturnValue:
    """One place up or down."""
    there(section_form(open_draft(team_id, draft_id).draft, section_id))
    opened = change(team_id, draft_id, lambda draft: move_section(draft, section_id, direction()))
    return to_outline(opened, f"section-{section_id}")


@studio.post(f"{PLACE}/sections/<section_id>/remove")
def take_section_out(team_id: uuid.UUID, draft_id: uuid.UUID, section_id: str) -> ResponseReturnValue:
    """Take a section out with all its items."""
    there(section_form(open_draft(team_id, draft_id).draft, section_id))
    opened = change(team_id, draft_id, lambda draft: remove_section(draft, section_id))
    flash("Removed. You can bring it back at the foot of the outline.")
    return to_outline(opened)


@studio.post(f"{PLACE}/removed/bring-back")
def bring_it_back(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Put back what was taken out."""
    part_id = request.form.get("id", "")

    def back(draft: Draft) -> Draft:
        found = next(
            (each for each in draft.removed if each.kind == request.form.get("kind") and each.id == part_id), None
        )
        return draft if found is None else bring_back(draft, found.kind, part_id)

    return to_outline(change(team_id, draft_id, back), f"entry-{part_id}")


@studio.route(f"{PLACE}/sections/<section_id>/add", methods=["GET", "POST"])
def new_entries(team_id: uuid.UUID, draft_id: uuid.UUID, section_id: str) -> ResponseReturnValue:
    """Items or questions for a section: paste as many as there are."""
    opened = open_draft(team_id, draft_id)
    path = opened.draft.section_path(section_id)
    if path is None:
        raise NotThere
    rated = (opened.draft.text(*path, "kind") or "domain") == "domain"
    lines = pasted_lines(cleaned(request.form.get("lines", "")))
    words = _lines_field("items" if rated else "questions", request.form.get("lines", ""))
    how = _scale_field(opened.draft) if rated else _kind_field()
    ready = request.form.get("ready", "") == GATE
    wrong = _wrong_lines(opened.draft, len(lines)) if request.method == "POST" and not ready else ""
    if request.method == "POST" and not wrong:
        chosen = request.form.get(how.name, "")
        entries = [READY[GATE]] if ready else [_new(line, chosen, rated=rated) for line in lines]
        changed, ids = add_entries(opened.draft, section_id, entries)
        opened.save(changed)
        if len(ids) == 1:
            flash("Added. Say more about it here, or go back to the outline.")
            return redirect(url_for("studio.entry", **opened.ids, entry_id=ids[0]))
        flash(f"{len(ids)} added.")
        return to_outline(opened, f"section-{section_id}")
    fields = (replace(words, errors=(wrong,) if wrong else ()), how)
    title = opened.draft.text(*path, "title", "en")
    page = _ask(
        opened,
        f"Add to “{title}”",
        fields,
        url_for("studio.new_entries", **opened.ids, section_id=section_id),
        "Add them",
    )
    return _asked(page if rated else replace(page, ready=GATE), bool(wrong))


def _new(line: str, chosen: str, *, rated: bool) -> Definition:
    return new_item(line, chosen) if rated else {"kind": chosen or "text", "text": {"any": {"en": line}}}


def direction() -> Direction:
    return "up" if request.form.get("direction") == "up" else "down"


def _wrong_lines(draft: Draft, count: int) -> str:
    if not count:
        return "Write at least one line."
    total = count + sum(1 for _ in draft.entries())
    return (
        f"That makes {total}: an instrument has {ENTRY_LIMIT} items and questions at most."
        if total > ENTRY_LIMIT
        else ""
    )


def _lines_field(what: str, sent: str) -> PartField:
    return PartField(
        "lines",
        f"New {what}, one on each line",
        (),
        sent,
        kind="long",
        rows=10,
        hint="Paste a list. Numbers and bullets in front are left out.",
    )


def _scale_field(draft: Draft) -> PartField:
    options = tuple((key, scale_name(key)) for key in draft.scales)
    value = request.form.get("scale", options[0][0] if options else "")
    return PartField("scale", "Scale", (), value, kind="select", options=options or (("", "No scale yet"),))


def _kind_field() -> PartField:
    return PartField(
        "kind", "How they are answered", (), request.form.get("kind", "choice"), kind="select", options=QUESTION_KINDS
    )


def _ask(opened: OpenDraft, heading: str, fields: tuple[PartField, ...], action: str, send: str) -> AskPage:
    return AskPage(
        title=heading,
        team=opened.team,
        may_edit=True,
        heading=heading,
        intro="",
        fields=fields,
        action=action,
        send=send,
        back=Way("the outline", url_for("drafts.outline", **opened.ids)),
        listed=opened.found.listed,
        tab="outline",
    )


def _asked(page: AskPage, refused: bool) -> ResponseReturnValue:
    return render(replace(page, title=f"Error: {page.title}") if refused else page), 422 if refused else 200
