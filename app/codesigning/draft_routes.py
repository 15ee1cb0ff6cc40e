"""The drafts one may work on, and one item of a draft with its thread and its words."""

import uuid

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.codesigning.asking import address, leads, refusals_beside, the_draft
from app.codesigning.blueprint import codesigning
from app.codesigning.forms import CommentForm, RewordingForm
from app.codesigning.pages import DraftsPage, ItemPage, WordsFor
from app.operations.proposals import comment_on_item, propose_rewording
from app.queries.codesign import DraftInWork, comments_on, drafts_to_develop
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import choices

READERS = {"any": "Everybody", "patient_partner": "Patient partners", "peer_clinician": "Peer clinicians"}


@codesigning.get("/")
def drafts() -> ResponseReturnValue:
    """Every draft the reader may work on."""
    return render(DraftsPage(title="Develop an instrument together", drafts=drafts_to_develop(db(), actor())))


@codesigning.get("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/items/<item_id>/")
def item(team_id: uuid.UUID, draft_id: uuid.UUID, item_id: str) -> ResponseReturnValue:
    """One item: its words, what was said about it, and a form for other words."""
    draft = the_draft(team_id, draft_id)
    return _item_page(draft, item_id, CommentForm(formdata=None), _rewording_form(draft, item_id, sent=False))


@codesigning.post("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/items/<item_id>/comment")
def comment(team_id: uuid.UUID, draft_id: uuid.UUID, item_id: str) -> ResponseReturnValue:
    """Add to the thread."""
    draft = the_draft(team_id, draft_id)
    draft.item(item_id)
    form = CommentForm()
    if form.sent():
        with refusals_beside(form):
            comment_on_item(db(), actor(), team_id, draft_id, item_id, form.comment.data or "")
            flash("Your comment is added.")
            return redirect(address("item", draft, item_id=item_id))
    return _item_page(draft, item_id, form, _rewording_form(draft, item_id, sent=False))


@codesigning.post("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/items/<item_id>/reword")
def reword(team_id: uuid.UUID, draft_id: uuid.UUID, item_id: str) -> ResponseReturnValue:
    """Propose other words."""
    draft = the_draft(team_id, draft_id)
    form = _rewording_form(draft, item_id, sent=True)
    if form.sent():
        with refusals_beside(form):
            propose_rewording(
                db(),
                actor(),
                team_id,
                draft_id,
                item_id,
                str(form.wording.data),
                form.text.data or "",
                form.why.data or "",
            )
            flash("Thank you. Your words are put forward, and the lead will say what becomes of them.")
            return redirect(address("proposals", draft))
    return _item_page(draft, item_id, CommentForm(formdata=None), form)


def _rewording_form(draft: DraftInWork, item_id: str, *, sent: bool) -> RewordingForm:
    words = draft.item(item_id).words
    form = RewordingForm() if sent else RewordingForm(formdata=None)
    form.wording.choices = choices((who, f"{READERS.get(who, who)}: “{text}”") for who, text in words.items())
    if not sent and len(words) == 1:
        form.wording.data = next(iter(words))
    return form


def _item_page(
    draft: DraftInWork, item_id: str, comment_form: CommentForm, rewording_form: RewordingForm
) -> ResponseReturnValue:
    found = draft.item(item_id)
    refused = request.method == "POST"
    page = ItemPage(
        title=f"{'Error: ' if refused else ''}Item {found.id}",
        draft=draft,
        tab="items",
        may_lead=leads(draft),
        item=found,
        words=tuple(WordsFor(READERS.get(who, who), text) for who, text in found.words.items()),
        comments=comments_on(db(), draft.id, item_id),
        comment_form=comment_form,
        rewording_form=rewording_form,
    )
    return render(page), 422 if refused else 200
