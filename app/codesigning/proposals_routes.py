"""What was proposed for a draft, a new proposal, what a lead decides, and the log of decisions."""

import uuid

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue

from app.codesigning.asking import address, leads, refusals_beside, the_draft
from app.codesigning.blueprint import codesigning, deciding
from app.codesigning.forms import DecisionForm, NewItemForm
from app.codesigning.pages import AskPage, DecisionsPage, ProposalShown, ProposalsPage
from app.operations.proposals import decide_proposal, propose_item
from app.queries.codesign import DraftInWork, Proposal, decisions_of, proposals_of
from app.rules import NotThere
from app.web.csv_files import csv_file
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from app.web.typed_forms import choices


@codesigning.get("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/proposals/")
def proposals(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Everything that was proposed."""
    draft = the_draft(team_id, draft_id)
    found = tuple(_shown(draft, each) for each in proposals_of(db(), draft_id))
    page = ProposalsPage(
        title="Proposals", draft=draft, tab="proposals", may_lead=leads(draft) and draft.is_open, proposals=found
    )
    return render(page)


@codesigning.route("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/proposals/new", methods=["GET", "POST"])
def propose(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Put a new item forward."""
    draft = the_draft(team_id, draft_id)
    form = NewItemForm()
    form.section.choices = choices(draft.sections, first="Choose a part")
    if form.sent():
        with refusals_beside(form):
            words = (str(form.section.data), form.text.data or "", form.why.data or "")
            propose_item(db(), actor(), team_id, draft_id, *words)
            flash("Thank you. Your item is put forward, and the lead will say what becomes of it.")
            return redirect(address("proposals", draft))
    return _asked(draft, "Propose an item", "", form, address("propose", draft), "Put this item forward")


@deciding.route(
    "/teams/<uuid:team_id>/drafts/<uuid:draft_id>/proposals/<uuid:proposal_id>/decide", methods=["GET", "POST"]
)
def decide(team_id: uuid.UUID, draft_id: uuid.UUID, proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Accept or decline a proposal, with a reason."""
    draft = the_draft(team_id, draft_id)
    found = next((each for each in proposals_of(db(), draft_id) if each.id == proposal_id), None)
    if found is None:
        raise NotThere
    form = DecisionForm()
    if form.sent():
        with refusals_beside(form):
            accept = form.decision.data == "accept"
            decide_proposal(db(), actor(), team_id, draft_id, proposal_id, accept=accept, reason=form.reason.data or "")
            flash("Accepted. The draft is changed." if accept else "Declined. The draft stays as it is.")
            return redirect(address("proposals", draft))
    shown = _shown(draft, found)
    quote = f"{shown.about}: “{found.text}”" + (f" {found.by} says why: {found.why}" if found.why else "")
    action = address("deciding.decide", draft, proposal_id=proposal_id)
    return _asked(draft, "Decide about a proposal", quote, form, action, "Save the decision")


@codesigning.get("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/decisions/")
def decisions(team_id: uuid.UUID, draft_id: uuid.UUID) -> ResponseReturnValue:
    """Who decided what, when and why."""
    draft = the_draft(team_id, draft_id)
    page = DecisionsPage(
        title="Decision log",
        draft=draft,
        tab="decisions",
        may_lead=leads(draft),
        decisions=decisions_of(db(), draft_id),
    )
    return render(page)


@codesigning.get("/teams/<uuid:team_id>/drafts/<uuid:draft_id>/decisions.csv")
def decisions_file(team_id: uuid.UUID, draft_id: uuid.UUID) -> Response:
    """The decision log as a file."""
    the_draft(team_id, draft_id)
    rows = [
        (each.at.isoformat(timespec="seconds"), each.by, each.what, each.about, each.why)
        for each in decisions_of(db(), draft_id)
    ]
    return csv_file("decision-log", ("when", "who", "what", "about", "why"), rows)


def _shown(draft: DraftInWork, proposal: Proposal) -> ProposalShown:
    sections = dict(draft.sections)
    if proposal.kind == "new_item":
        return ProposalShown(proposal, f"A new item in {sections.get(proposal.target, proposal.target)}", "")
    before = next((each for each in draft.items if each.id == proposal.target), None)
    words = before.words.get(proposal.wording, "") if before and proposal.state == "open" else ""
    return ProposalShown(proposal, f"Other words for {proposal.target}", words)


def _asked(
    draft: DraftInWork, heading: str, quote: str, form: NewItemForm | DecisionForm, action: str, send: str
) -> ResponseReturnValue:
    page = AskPage(
        title=f"Error: {heading}" if form.errors else heading,
        draft=draft,
        tab="proposals",
        may_lead=leads(draft),
        heading=heading,
        quote=quote,
        form=form,
        action=action,
        send=send,
        back=address("proposals", draft),
        back_label="Proposals",
    )
    return render(page), 422 if form.errors else 200
