"""Votes on how relevant the items of a draft are, and the end of voting."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.codesign import RelevanceVote
from app.models.people import Membership
from app.operations.audit import record
from app.operations.proposals import log_decision, named, open_draft
from app.rules import Actor, Conflict, NotAllowed, Problem, Unfit, check_leads
from instruments.drafting.draft import Draft
from instruments.drafting.proposing import items_of


def vote_on_items(
    session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID, votes: Mapping[str, int]
) -> int:
    """Keep how relevant, 1 to 4, somebody finds items, on the words as they stand now; gives how many votes were kept.

    A vote may be changed until voting closes. Raises NotThere, Conflict when voting is closed, NotAllowed for a lead
    who observes in no kind, and Unfit for an unknown item or a vote that is not 1 to 4.
    """
    row = open_draft(session, actor, team_id, draft_id)
    if row.voting_closed_at is not None:
        raise Conflict("Voting on this draft is closed.")
    kind = session.scalar(
        select(Membership.observer_type_id).where(
            Membership.person_id == actor.id,
            Membership.team_id == team_id,
            Membership.role == "observer",
            Membership.ended_at.is_(None),
        )
    )
    if kind is None:
        raise NotAllowed("Patient partners and peers vote. Leads see the result.")
    items = {item.id: item for item in items_of(Draft(row.definition))}
    if set(votes) - set(items) or any(vote not in (1, 2, 3, 4) for vote in votes.values()):
        raise Unfit([Problem("", "Choose 1, 2, 3 or 4 for an item of this draft.")])
    known = {
        vote.item_id: vote
        for vote in session.scalars(
            select(RelevanceVote).where(RelevanceVote.draft_id == draft_id, RelevanceVote.person_id == actor.id)
        )
    }
    kept = 0
    for item_id, relevance in votes.items():
        vote = known.get(item_id) or RelevanceVote(draft_id=draft_id, item_id=item_id, person_id=actor.id)
        if (vote.relevance, vote.mark) == (relevance, items[item_id].mark):
            continue
        vote.observer_type_id, vote.relevance, vote.mark, vote.voted_at = kind, relevance, items[item_id].mark, now()
        session.add(vote)
        kept += 1
    session.flush()
    if kept:
        record(session, "relevance voted", named(row), actor_id=actor.id, team_id=team_id, details={"items": kept})
    return kept


def close_voting(session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID, why: str) -> None:
    """Nobody votes any more, and everybody sees the result. Raises NotThere, Conflict and Unfit."""
    check_leads(actor, team_id)
    row = open_draft(session, actor, team_id, draft_id)
    if row.voting_closed_at is not None:
        raise Conflict("Voting on this draft is closed already.")
    if not why.strip():
        raise Unfit([Problem("why", "Write why voting ends now. It stands in the decision log.")])
    row.voting_closed_at = now()
    log_decision(session, actor, row, "voting closed", "", why)
    record(session, "voting closed", named(row), actor_id=actor.id, team_id=team_id)


def open_voting(session: Session, actor: Actor, team_id: uuid.UUID, draft_id: uuid.UUID, why: str) -> None:
    """Take the closing back, as when items were reworded. Raises NotThere, Conflict and Unfit."""
    check_leads(actor, team_id)
    row = open_draft(session, actor, team_id, draft_id)
    if row.voting_closed_at is None:
        raise Conflict("Voting on this draft is open.")
    if not why.strip():
        raise Unfit([Problem("why", "Write why people should vote again. It stands in the decision log.")])
    row.voting_closed_at = None
    log_decision(session, actor, row, "voting opened again", "", why)
    record(session, "voting opened again", named(row), actor_id=actor.id, team_id=team_id)
