"""What every page of a draft does alike: find it, show the form of a part, save what was typed without losing any."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.operations.drafts import save_draft
from app.queries.drafts import DraftToEdit, draft_in_team
from app.queries.people import TeamName, team_led_by
from app.rules import NotThere
from app.studio.pages import PartPage, Way
from app.studio.part_form import PartForm, Values, typed, with_problems, with_typed
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from instruments.drafting.draft import Draft, problems_of
from instruments.drafting.linking import relinked

SAVED = "Saved."
CHANGED_MEANWHILE = (
    "Somebody else changed this while you had it open. Nothing is lost: what you typed is in the fields, and what they "
    "wrote stands beside it. Take over what you want of theirs, then save again."
)


def why_locked(found: DraftToEdit) -> str:
    """Why the words and points of this draft may not be changed; empty when they may."""
    replaced = found.replaced
    if replaced is None or not replaced.attribution.wording_locked:
        return ""
    return f"The licence ({replaced.attribution.licence}) allows no changed words or points."


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that a lead works on."""

    team: TeamName
    found: DraftToEdit

    @property
    def draft(self) -> Draft:
        return self.found.draft

    @property
    def ids(self) -> dict[str, Any]:
        return {"team_id": self.team.id, "draft_id": self.found.listed.id}

    @property
    def locked(self) -> str:
        """Why the words and points may not be changed; empty when they may."""
        return why_locked(self.found)

    def save(self, changed: Draft) -> None:
        """Keep it, unless nothing was changed."""
        if changed != self.draft:
            changed = relinked(changed, self.found.replaced)
            save_draft(db(), actor(), self.team.id, self.found.listed.id, changed, self.found.listed.changes)


def open_draft(team_id: uuid.UUID, draft_id: uuid.UUID) -> OpenDraft:
    """The draft, for a lead of its team. Raises NotThere."""
    return OpenDraft(team_led_by(db(), actor(), team_id), draft_in_team(db(), team_id, draft_id))


def there(form: PartForm | None) -> PartForm:
    """The form; raises NotThere when its part is gone."""
    if form is None:
        raise NotThere
    return form


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a form: the draft as it is now, the form to show, and the status."""

    draft: Draft
    form: PartForm
    status: int
    # Where the page should say that everything typed is kept although something is still to be put right.
    kept: bool = False


def form_of(opened: OpenDraft, make: Callable[[Draft], PartForm | None]) -> Sent:
    """The form of a part: as it is kept, or on POST what was typed, saved, with what is wrong with it."""
    form = there(make(opened.draft))
    if request.method != "POST":
        return Sent(opened.draft, with_problems(form, problems_of(opened.draft.definition)), 200)
    values: Values = typed(form, request.form.get, request.form.getlist)
    if request.form.get("seen") != form.seen:
        mine = with_typed(form, values)
        if any(each.theirs for each in mine.fields):
            return Sent(opened.draft, replace(mine, errors=(CHANGED_MEANWHILE,)), 409)
    changed = form.write(opened.draft, values)
    opened.save(changed)
    now = with_problems(there(make(changed)), problems_of(changed.definition))
    return Sent(changed, now, 422 if now.has_errors else 200, kept=now.has_errors)


def answer(page: PartPage, sent: Sent, then: str) -> ResponseReturnValue:
    """The page, or onwards to ``then`` when everything fits."""
    if request.method == "POST" and sent.status == 200:
        flash(SAVED)
        return redirect(then)
    title = f"Error: {page.title}" if sent.status != 200 else page.title
    return render(replace(page, title=title, form=sent.form, kept=sent.kept)), sent.status


def part_page(opened: OpenDraft, tab: str, heading: str, form: PartForm, action: str) -> PartPage:
    """The page of a part's form, with the way back to the outline."""
    return PartPage(
        title=heading,
        team=opened.team,
        may_edit=True,
        listed=opened.found.listed,
        tab=tab,
        heading=heading,
        intro="",
        form=form,
        action=action,
        back=Way("the outline", url_for("drafts.outline", **opened.ids)),
    )


def change(team_id: uuid.UUID, draft_id: uuid.UUID, changed: Callable[[Draft], Draft]) -> OpenDraft:
    """Make one change to a draft that needs no form."""
    opened = open_draft(team_id, draft_id)
    opened.save(changed(opened.draft))
    return opened


def to_outline(opened: OpenDraft, anchor: str = "") -> ResponseReturnValue:
    """Back to the outline, at the part that was changed."""
    return redirect(url_for("drafts.outline", **opened.ids, _anchor=anchor or None))
