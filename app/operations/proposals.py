"""Proposals and comments on a draft, and what a lead decides about them."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.codesign import DraftComment, DraftDecision, DraftProposal
from app.models.drafts import InstrumentDraft
from app.operations.audit import record
from app.operations.drafts import save_draft
from app.rules import Actor, Conflict, NotThere, Problem, Unfit, can_develop, check_leads
from instruments.drafting.draft import Draft, removed_from_json
from instruments.drafting.proposing import items_of, with_new_item, with_rewording

LONGEST = 2000


def propose_item(
    session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID, section_id: str, text: str, why: str
) -> uuid.UUID:
    """Put a new item forward. Raises NotThere, Conflict when the draft is no longer open, and Unfit."""
    row = open_draft(session, actor, team_id, draft_id)
    if Draft(row.definition).section_path(section_id) is None:
        raise Unfit([Problem("section", "Choose the part it belongs to.")])
    _check_text(text)
    return _put_forward(session, actor, row, DraftProposal(kind="new_item", target=section_id, text=text, why=why))


def propose_rewording(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    draft_id: uuid.UUID,
    item_id: str,
    wording: str,
    text: str,
    why: str,
) -> uuid.UUID:
    """Put other words for an item forward; ``wording`` says for whom. Raises NotThere, Conflict and Unfit."""
    row = open_draft(session, actor, team_id, draft_id)
    item = next((each for each in items_of(Draft(row.definition)) if each.id == item_id), None)
    if item is None:
        raise NotThere
    _check_text(text)
    if wording not in item.words:
        raise Unfit([Problem("wording", "Choose whose wording you mean.")])
    if item.words[wording] == text.strip():
        raise Unfit([Problem("text", "These are the words that are there. Change them, or write a comment instead.")])
    made = DraftProposal(kind="rewording", target=item_id, wording=wording, text=text, why=why)
    return _put_forward(session, actor, row, made)


def comment_on_item(
    session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID, item_id: str, text: str
) -> None:
    """Add to the thread of an item. Raises NotThere, Conflict and Unfit."""
    row = open_draft(session, actor, team_id, draft_id)
    if all(each.id != item_id for each in items_of(Draft(row.definition))):
        raise NotThere
    _check_text(text)
    session.add(DraftComment(draft_id=row.id, item_id=item_id, text=text.strip(), written_by=actor.id))
    session.flush()
    record(session, "draft commented on", named(row), actor_id=actor.id, team_id=team_id, details={"item": item_id})


def decide_proposal(
    session: Session,
    actor: Actor,
    team_id: uuid.UUID,
    draft_id: uuid.UUID,
    proposal_id: uuid.UUID,
    *,
    accept: bool,
    reason: str,
) -> None:
    """Accept a proposal, which changes the draft, or decline it. Either needs a reason, and stands in the log.

    Raises NotThere, Conflict when it was decided already or what it concerns is gone, OutOfDate and Unfit.
    """
    check_leads(actor, team_id)
    row = open_draft(session, actor, team_id, draft_id)
    proposal = session.scalar(
        select(DraftProposal)
        .where(DraftProposal.id == proposal_id, DraftProposal.draft_id == draft_id)
        .with_for_update()
    )
    if proposal is None:
        raise NotThere
    if proposal.state != "open":
        raise Conflict("This proposal was decided already.")
    if not reason.strip():
        raise Unfit([Problem("reason", "Write why, so that whoever proposed it can read it.")])
    if accept:
        draft = Draft(row.definition, removed_from_json(row.removed))
        save_draft(session, actor, team_id, draft_id, _applied(draft, proposal), row.changes)
    proposal.state = "accepted" if accept else "declined"
    proposal.reason, proposal.decided_by, proposal.decided_at = reason.strip(), actor.id, now()
    log_decision(session, actor, row, f"proposal {proposal.state}", proposal.text, reason)
    record(
        session,
        f"proposal {proposal.state}",
        named(row),
        actor_id=actor.id,
        team_id=team_id,
        details={"proposal": str(proposal.id), "reason": reason.strip()},
    )


def open_draft(session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID) -> InstrumentDraft:
    """The draft, for whoever may develop it. Raises NotThere, and Conflict when it is published or discarded."""
    if not can_develop(actor, team_id):
        raise NotThere
    row = session.scalar(
        select(InstrumentDraft)
        .where(InstrumentDraft.id == draft_id, InstrumentDraft.team_id == team_id)
        .with_for_update()
    )
    if row is None:
        raise NotThere
    if row.published_id is not None or row.discarded_at is not None:
        raise Conflict("This draft is no longer worked on, so nothing can be added to it.")
    return row


def log_decision(session: Session, actor: Actor, draft: InstrumentDraft, what: str, about: str, why: str) -> None:
    """One row of the draft's decision log."""
    session.add(DraftDecision(draft_id=draft.id, person_id=actor.id, what=what, about=about, why=why.strip()))
    session.flush()


def named(row: InstrumentDraft) -> str:
    """The draft in the audit log."""
    return f"draft of {row.code} version {row.version}"[:120]


def _put_forward(session: Session, actor: Actor, row: InstrumentDraft, proposal: DraftProposal) -> uuid.UUID:
    proposal.draft_id, proposal.proposed_by = row.id, actor.id
    proposal.text, proposal.why = proposal.text.strip(), proposal.why.strip()
    session.add(proposal)
    session.flush()
    record(
        session,
        "proposal made",
        named(row),
        actor_id=actor.id,
        team_id=row.team_id,
        details={"proposal": str(proposal.id), "kind": proposal.kind},
    )
    return proposal.id


def _applied(draft: Draft, proposal: DraftProposal) -> Draft:
    try:
        if proposal.kind == "new_item":
            return with_new_item(draft, proposal.target, proposal.text)
        return with_rewording(draft, proposal.target, proposal.wording, proposal.text)
    except KeyError:
        raise Conflict("What this proposal is about is no longer in the draft. Decline it, and say so.") from None


def _check_text(text: str) -> None:
    if not text.strip():
        raise Unfit([Problem("text", "Write your words first.")])
    if len(text) > LONGEST:
        raise Unfit([Problem("text", f"Write at most {LONGEST} letters.")])
