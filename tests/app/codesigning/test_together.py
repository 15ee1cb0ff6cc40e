"""Patient partners, peers and a lead develop a draft together: propose, comment, vote, decide, sign off, publish."""

import csv
import io
import uuid
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.models.codesign import DraftDecision, DraftProposal, DraftSignOff, RelevanceVote
from app.models.drafts import InstrumentDraft
from app.operations.drafts import begin_draft
from instruments.drafting.beginning import next_version
from instruments.loading import load
from tests.app.builders import SMALL, Builder
from tests.app.conftest import SignIn
from tests.app.queries.test_ratings import counted_statements


@dataclass
class Table:
    """Everybody round one draft."""

    lead: FlaskClient
    partners: tuple[FlaskClient, ...]
    peers: tuple[FlaskClient, ...]
    team: uuid.UUID
    draft: uuid.UUID

    @property
    def at(self) -> str:
        return f"/codesign/teams/{self.team}/drafts/{self.draft}/"


@pytest.fixture
def table(build: Builder, sign_in: SignIn) -> Table:
    team = build.a_team()
    lead = build.a_person(team, "lead", name="Lea Lead")
    partners = [build.a_person(team, "observer", name=f"Partner {n}") for n in range(3)]
    peers = [build.a_person(team, "observer", "peer_clinician", name=f"Peer {n}") for n in range(3)]
    draft = begin_draft(build.session, build.actor(lead), team, next_version(load(SMALL)), build.an_instrument())
    build.keep()
    return Table(
        sign_in(lead), tuple(sign_in(each) for each in partners), tuple(sign_in(each) for each in peers), team, draft
    )


def said(answer) -> str:
    return answer.get_data(as_text=True)


def propose(table: Table, who: FlaskClient, text: str = "Asks what matters to me") -> None:
    data = {"section": "options", "text": text, "why": "It decides the rest."}
    assert who.post(table.at + "proposals/new", data=data).status_code == 302


def decide(table: Table, session: Session, decision: str, reason: str = "We all want it."):
    session.rollback()
    proposal = session.scalars(select(DraftProposal.id).where(DraftProposal.state == "open")).one()
    session.rollback()
    address = f"{table.at}proposals/{proposal}/decide"
    return table.lead.post(address, data={"decision": decision, "reason": reason}, follow_redirects=True)


def definition(session: Session, table: Table) -> str:
    session.rollback()
    found = str(session.get_one(InstrumentDraft, table.draft, populate_existing=True).definition)
    session.rollback()
    return found


def test_an_accepted_item_stands_in_the_draft_and_in_the_log(session: Session, table: Table) -> None:
    propose(table, table.partners[0])
    page = said(decide(table, session, "accept"))
    assert "Accepted. The draft is changed." in page
    assert "Lea Lead wrote: We all want it." in page
    assert "Asks what matters to me" in definition(session, table)
    log = said(table.partners[0].get(table.at + "decisions/"))
    assert "Proposal accepted" in log
    assert "We all want it." in log


def test_a_declined_item_leaves_the_draft_and_says_why(session: Session, table: Table) -> None:
    propose(table, table.peers[0])
    assert "Declined." in said(decide(table, session, "decline", "Two items ask it already."))
    assert "Asks what matters" not in definition(session, table)
    assert "Two items ask it already." in said(table.peers[0].get(table.at + "proposals/"))


def test_a_decision_needs_a_reason(session: Session, table: Table) -> None:
    propose(table, table.partners[0])
    answer = decide(table, session, "accept", " ")
    assert answer.status_code == 422
    assert "Asks what matters" not in definition(session, table)


def test_other_words_are_put_forward_and_taken_over(session: Session, table: Table) -> None:
    data = {"wording": "any", "text": "Tells me which choices there are", "why": ""}
    assert table.partners[0].post(table.at + "items/choices/reword", data=data).status_code == 302
    assert "Now: “Names the choices”" in said(table.lead.get(table.at + "proposals/"))
    decide(table, session, "accept")
    assert "Tells me which choices there are" in definition(session, table)


def test_the_same_words_are_no_proposal(table: Table) -> None:
    data = {"wording": "any", "text": "Names the choices", "why": ""}
    answer = table.partners[0].post(table.at + "items/choices/reword", data=data)
    assert answer.status_code == 422
    assert "These are the words that are there." in said(answer)


def test_comments_make_a_thread_everybody_reads(table: Table) -> None:
    table.partners[0].post(table.at + "items/choices/comment", data={"comment": "What is a choice?"})
    table.peers[0].post(table.at + "items/choices/comment", data={"comment": "<b>More than one way</b>"})
    page = said(table.lead.get(table.at + "items/choices/"))
    assert page.index("What is a choice?") < page.index("&lt;b&gt;More than one way")
    assert "1 comment" not in page
    assert "2 comments" in page


def test_an_empty_comment_is_asked_for_again(table: Table) -> None:
    answer = table.partners[0].post(table.at + "items/choices/comment", data={"comment": " "})
    assert answer.status_code == 422
    assert "Write your comment first." in said(answer)


def test_an_item_that_is_not_there_has_no_page(table: Table) -> None:
    assert table.partners[0].get(table.at + "items/nothing/").status_code == 404


def test_nobody_sees_others_votes_on_an_item_before_voting_on_it(table: Table) -> None:
    for each in (*table.partners[:2], *table.peers):
        each.post(table.at, data={"vote-choices": "4", "vote-harms": "1"})
    blind = said(table.partners[2].get(table.at + "results/"))
    assert blind.count("Vote on this item first.") == 2
    assert "of 3 find it relevant" not in blind
    table.partners[2].post(table.at, data={"vote-choices": "3"})
    seeing = said(table.partners[2].get(table.at + "results/"))
    assert seeing.count("Vote on this item first.") == 1
    assert "Patient partner: 3 of 3 find it relevant (I-CVI 1.00, kappa 1.00: excellent). That is enough." in seeing
    assert "Peer clinician: 0 of 3" not in seeing


def test_groups_stand_side_by_side_for_the_lead(table: Table) -> None:
    for each in table.partners:
        each.post(table.at, data={"vote-choices": "4", "vote-harms": "3"})
    for each in table.peers[:2]:
        each.post(table.at, data={"vote-choices": "1", "vote-harms": "1"})
    page = said(table.lead.get(table.at + "results/"))
    assert "Patient partner: 3 of 3 find it relevant" in page
    assert "Peer clinician: Not yet: 1 more vote needed (2 of 3)." in page
    assert "All 3 agree on 100 of 100 items (S-CVI/UA)." in page


def test_a_vote_is_changed_until_voting_closes(session: Session, table: Table) -> None:
    table.partners[0].post(table.at, data={"vote-choices": "4"})
    table.partners[0].post(table.at, data={"vote-choices": "2"})
    session.rollback()
    assert session.scalars(select(RelevanceVote.relevance)).all() == [2]
    session.rollback()
    table.lead.post(table.at + "voting", data={"why": "All have voted."})
    late = said(table.partners[0].post(table.at, data={"vote-choices": "4"}, follow_redirects=True))
    assert "Voting on this draft is closed." in late
    assert "Vote on this item first." not in said(table.partners[1].get(table.at + "results/"))


def test_a_vote_on_words_that_changed_since_is_set_aside(session: Session, table: Table) -> None:
    for each in table.partners:
        each.post(table.at, data={"vote-choices": "4"})
    data = {"wording": "any", "text": "Tells me which choices there are", "why": ""}
    table.partners[0].post(table.at + "items/choices/reword", data=data)
    decide(table, session, "accept")
    page = said(table.lead.get(table.at + "results/"))
    assert "3 earlier votes on the old words are set aside." in page
    assert "Not yet: 3 more votes needed (0 of 3)." in page


def test_a_lead_who_does_not_observe_does_not_vote(table: Table) -> None:
    answer = table.lead.post(table.at, data={"vote-choices": "4"}, follow_redirects=True)
    assert "Patient partners and peers vote." in said(answer)


def test_an_empty_vote_is_asked_for_again(table: Table) -> None:
    answer = table.partners[0].post(table.at, data={})
    assert answer.status_code == 422
    assert "Choose how relevant at least one item is." in said(answer)


def test_voting_is_opened_again_with_a_reason(session: Session, table: Table) -> None:
    table.lead.post(table.at + "voting", data={"why": "All have voted."})
    assert table.lead.post(table.at + "voting", data={"why": ""}).status_code == 422
    table.lead.post(table.at + "voting", data={"why": "Two items were reworded."})
    session.rollback()
    assert session.scalars(select(DraftDecision.what)).all() == ["voting closed", "voting opened again"]


def sign(table: Table, who: FlaskClient) -> str:
    mark = said(who.get(table.at + "sign-off")).split('name="fingerprint" value="')[1].split('"')[0]
    return said(who.post(table.at + "sign-off", data={"fingerprint": mark}, follow_redirects=True))


def publish(table: Table, session: Session):
    session.rollback()
    changes = session.scalars(select(InstrumentDraft.changes)).one()
    session.rollback()
    address = f"/studio/teams/{table.team}/drafts/{table.draft}/publish"
    return table.lead.post(address, data={"seen": str(changes)})


def test_a_draft_is_published_only_once_a_patient_partner_signed_it_off(session: Session, table: Table) -> None:
    refused = publish(table, session)
    assert refused.status_code == 422
    assert "No patient partner has signed this draft off as it stands." in said(refused)
    assert "You have signed this draft off." in sign(table, table.partners[0])
    assert publish(table, session).status_code == 302


def test_a_change_after_the_sign_off_needs_a_new_one(session: Session, table: Table) -> None:
    sign(table, table.partners[0])
    propose(table, table.partners[1])
    decide(table, session, "accept")
    assert "The draft has changed since" in said(table.lead.get(table.at + "sign-off"))
    assert publish(table, session).status_code == 422


def test_what_changed_while_reading_is_not_signed(session: Session, table: Table) -> None:
    page = said(table.partners[0].get(table.at + "sign-off"))
    mark = page.split('name="fingerprint" value="')[1].split('"')[0]
    propose(table, table.partners[1])
    decide(table, session, "accept")
    late = table.partners[0].post(table.at + "sign-off", data={"fingerprint": mark}, follow_redirects=True)
    assert "The draft was changed while you were reading." in said(late)
    session.rollback()
    assert session.scalars(select(DraftSignOff.id)).all() == []


def test_a_peer_does_not_sign_for_patient_partners(session: Session, table: Table) -> None:
    page = said(table.peers[0].get(table.at + "sign-off"))
    assert "Sign this draft off" not in page
    refused = table.peers[0].post(table.at + "sign-off", data={"fingerprint": "x"}, follow_redirects=True)
    assert "Patient partners of this team sign a draft off." in said(refused)


def test_a_team_can_do_without_sign_off(session: Session, table: Table) -> None:
    table.lead.post(table.at + "sign-off/setting", data={"wanted": "no"})
    assert "without a patient partner’s sign-off" in said(table.lead.get(table.at + "sign-off"))
    assert publish(table, session).status_code == 302


def test_a_published_draft_takes_no_more_words(session: Session, table: Table) -> None:
    table.lead.post(table.at + "sign-off/setting", data={"wanted": "no"})
    publish(table, session)
    answer = table.partners[0].post(table.at + "proposals/new", data={"section": "options", "text": "Late", "why": ""})
    assert "no longer worked on" in said(answer)


def test_the_decision_log_is_a_file_without_formulas(session: Session, table: Table) -> None:
    propose(table, table.partners[0], "=1+1")
    decide(table, session, "decline", "That is no item.")
    text = said(table.partners[0].get(table.at + "decisions.csv")).lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["when", "who", "what", "about", "why"]
    assert rows[1][1:] == ["Lea Lead", "proposal declined", "'=1+1", "That is no item."]


def test_the_list_names_the_drafts_of_ones_teams(table: Table, build: Builder, sign_in: SignIn) -> None:
    assert "A small instrument" in said(table.peers[0].get("/codesign/"))
    stranger = build.a_person(build.a_team(), "observer")
    build.keep()
    assert "There is no draft to work on yet." in said(sign_in(stranger).get("/codesign/"))


def test_pages_cost_as_many_statements_for_one_voter_as_for_six(database: Database, table: Table) -> None:
    table.partners[0].post(table.at, data={"vote-choices": "4", "vote-harms": "4"})
    with counted_statements(database) as few:
        table.lead.get(table.at + "results/")
    for each in (*table.partners, *table.peers):
        each.post(table.at, data={"vote-choices": "4", "vote-harms": "4"})
    with counted_statements(database) as many:
        table.lead.get(table.at + "results/")
    assert len(many) <= len(few)
