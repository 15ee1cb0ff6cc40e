"""Votes on the items of a draft, and what came of them."""

import uuid

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.codesigning.asking import address, item_rows, leads, reads_as, refusals_beside, refusals_told, the_draft
from app.codesigning.blueprint import codesigning, deciding
from app.codesigning.forms import VotingForm
from app.codesigning.pages import RELEVANCE, ItemResult, ItemsPage, ResultsPage
from app.operations.relevance import close_voting, open_voting, vote_on_items
from app.queries.codesign import DraftInWork, votes_on
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from reports.codesign.relevance import relevance_result
from reports.figures.drawing import draw
from reports.figures.svg import svg

WIDTH = 480.0


@codesigning.route("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/", methods=["GET", "POST"])
def items(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """The items, and how relevant the reader finds each."""
    draft = the_draft(team_id, draft_id)
    problem = ""
    if request.method == "POST":
        given = {
            each.id: int(request.form[f"vote-{each.id}"])
            for each in draft.items
            if request.form.get(f"vote-{each.id}", "") in ("1", "2", "3", "4")
        }
        if given:
            with refusals_told():
                vote_on_items(db(), actor(), team_id, draft_id, given)
                flash("Your votes are kept. You can change them until voting closes.")
            return redirect(address("items", draft))
        problem = "Choose how relevant at least one item is."
    page = ItemsPage(
        title=f"Error: {draft.title}" if problem else draft.title,
        draft=draft,
        tab="items",
        may_lead=leads(draft),
        sections=item_rows(draft),
        choices=RELEVANCE,
        is_voting=draft.is_open and draft.may_vote and draft.voting_closed_at is None,
        voted=len(draft.my_votes),
        problem=problem,
    )
    return render(page), 422 if problem else 200


@codesigning.get("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/results/")
def results(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """The vote, each kind of voter beside the other."""
    draft = the_draft(team_id, draft_id)
    return _results_page(draft, VotingForm(formdata=None))


@deciding.post("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/voting")
def voting(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Close voting, or open it again."""
    draft = the_draft(team_id, draft_id)
    form = VotingForm()
    if form.sent():
        with refusals_beside(form):
            change = close_voting if draft.voting_closed_at is None else open_voting
            change(db(), actor(), team_id, draft_id, form.why.data or "")
            flash("Voting is closed." if draft.voting_closed_at is None else "Voting is open again.")
            return redirect(address("results", draft))
    return _results_page(draft, form)


def _results_page(draft: DraftInWork, form: VotingForm) -> ResponseReturnValue:
    votes = votes_on(db(), draft)
    mine = reads_as(draft)
    seen = [at for at, item in enumerate(draft.items) if item.id not in votes.hidden]
    found = relevance_result(
        [draft.items[at].read_by(mine) for at in seen],
        votes.groups,
        votes.of_person,
        [[row[at] for at in seen] for row in votes.table],
    )
    said = dict(zip(seen, found.items, strict=True))
    heads, rows = found.figure.table() if found.figure else ((), ())
    page = ResultsPage(
        title="Error: Results" if form.errors else "Results",
        draft=draft,
        tab="results",
        may_lead=leads(draft) and draft.is_open,
        # The scale is summed up once every item may be seen: a part of it is not the scale.
        scale=found.scale if not votes.hidden else (),
        items=tuple(
            ItemResult(
                item.read_by(mine),
                item.id in votes.hidden,
                said[at].sentences if at in said else (),
                votes.set_aside.get(item.id, 0),
            )
            for at, item in enumerate(draft.items)
        ),
        # The words inside were escaped when the picture was written.
        drawing=Markup(svg(draw(found.figure, WIDTH), "votes")) if found.figure else None,  # noqa: S704 - its words were escaped when drawn
        heads=heads,
        rows=rows,
        form=form,
    )
    return render(page), 422 if form.errors else 200
