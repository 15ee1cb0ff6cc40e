"""What people of the demonstration said about the draft in work: proposals, a thread, votes, and a first decision."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from app.demonstration.people import Company
from app.operations.proposals import comment_on_item, decide_proposal, propose_item, propose_rewording
from app.operations.relevance import vote_on_items
from app.queries.actors import actor_for_person
from app.queries.drafts import draft_in_team
from app.rules import Actor
from instruments.drafting.proposing import items_of

VOTERS_OF_A_TYPE = 5
# How each voter in turn differs from "very relevant", item by item.
VOTES = (4, 3, 4, 2, 4, 3, 1, 4)


def talk_about_the_draft(session: Session, everybody: Company, team_id: uuid.UUID, draft_id: uuid.UUID) -> None:
    """Patient partners and peers propose, comment and vote; the lead accepts one proposal and declines another."""
    lead = _actor(session, everybody.person(everybody.leads[0]))
    cut = everybody.number_of_partners
    partners = [_actor(session, everybody.person(each)) for each in everybody.observers[:cut][:VOTERS_OF_A_TYPE]]
    peers = [_actor(session, everybody.person(each)) for each in everybody.observers[cut:][:VOTERS_OF_A_TYPE]]
    draft = draft_in_team(session, team_id, draft_id).draft
    items = items_of(draft)
    if not items or not partners or not peers:
        return
    place = (team_id, draft_id)
    section, first = items[0].section_id, items[0]
    accepted = propose_item(
        session,
        partners[0],
        *place,
        section,
        "Did the clinician ask what a good day looks like for me?",
        "It is the question I would have wanted to be asked.",
    )
    declined = propose_item(
        session, peers[0], *place, section, "Keeps to the time of the slot", "Clinics run late when nobody looks."
    )
    wording = next(iter(first.words))
    propose_rewording(
        session, partners[-1], *place, first.id, wording, f"{first.words[wording].rstrip('.?')}, in plain words?", ""
    )
    comment_on_item(session, partners[0], *place, first.id, "I would not know what counts here. Can we add an example?")
    comment_on_item(session, peers[0], *place, first.id, "Agreed. One from a follow-up visit would help me too.")
    reason = "All patient partners at the table wanted it."
    decide_proposal(session, lead, *place, accepted, accept=True, reason=reason)
    reason = "It says nothing about deciding together. We look at time in the clinic’s own figures."
    decide_proposal(session, lead, *place, declined, accept=False, reason=reason)
    now = items_of(draft_in_team(session, team_id, draft_id).draft)
    for turn, voter in enumerate([*partners, *peers]):
        votes = {item.id: VOTES[(turn * 3 + at) % len(VOTES)] for at, item in enumerate(now)}
        vote_on_items(session, voter, *place, votes)


def _actor(session: Session, person_id: uuid.UUID) -> Actor:
    actor = actor_for_person(session, person_id)
    if actor is None:
        raise LookupError(f"Nobody has the id {person_id}.")
    return actor
