"""Drafts of instruments: nothing is lost between two leads, and publishing asks for everything it should."""

import uuid

import pytest
from sqlalchemy.orm import Session

from app.operations.drafts import begin_draft, discard_draft, publish_draft, save_draft
from app.operations.sign_off import ask_for_sign_off
from app.queries.drafts import draft_in_team, drafts_in_team, team_with_drafts
from app.rules import Actor, Conflict, NotThere, OutOfDate, Unfit
from instruments.drafting.beginning import blank_definition, next_version
from instruments.drafting.draft import Draft
from instruments.loading import load
from tests.app.builders import SMALL, Builder


@pytest.fixture
def team(build: Builder) -> uuid.UUID:
    return build.a_team()


@pytest.fixture
def lead(build: Builder, team: uuid.UUID) -> Actor:
    return build.actor(build.a_person(team, "lead"))


@pytest.fixture
def draft_id(build: Builder, session: Session, team: uuid.UUID, lead: Actor) -> uuid.UUID:
    published = build.an_instrument()
    return begin_draft(session, lead, team, next_version(load(SMALL)), published)


def titled(session: Session, team: uuid.UUID, draft_id: uuid.UUID, title: str) -> Draft:
    return draft_in_team(session, team, draft_id).draft.with_values({("title", "en"): title})


def test_a_draft_may_be_unfinished(session: Session, team: uuid.UUID, lead: Actor) -> None:
    made = begin_draft(session, lead, team, blank_definition("Deciding", "Written here"))
    assert draft_in_team(session, team, made).listed.title == "Deciding"


def test_a_draft_says_which_version_it_replaces(session: Session, team: uuid.UUID, draft_id: uuid.UUID) -> None:
    listed = drafts_in_team(session, team)[0]
    assert (listed.replaces, listed.version) == ("1", "2")


def test_a_saved_draft_counts_its_changes(session: Session, team: uuid.UUID, lead: Actor, draft_id: uuid.UUID) -> None:
    save_draft(session, lead, team, draft_id, titled(session, team, draft_id, "New words"), 0)
    listed = draft_in_team(session, team, draft_id).listed
    assert (listed.title, listed.changes) == ("New words", 1)


def test_nobody_writes_over_a_change_they_have_not_seen(
    session: Session, team: uuid.UUID, lead: Actor, draft_id: uuid.UUID
) -> None:
    mine, theirs = (titled(session, team, draft_id, words) for words in ("Mine", "Theirs"))
    save_draft(session, lead, team, draft_id, theirs, 0)
    with pytest.raises(OutOfDate, match="Somebody else changed this draft"):
        save_draft(session, lead, team, draft_id, mine, 0)


def test_a_discarded_draft_no_longer_changes(
    session: Session, team: uuid.UUID, lead: Actor, draft_id: uuid.UUID
) -> None:
    discard_draft(session, lead, team, draft_id)
    with pytest.raises(Conflict, match="discarded"):
        save_draft(session, lead, team, draft_id, titled(session, team, draft_id, "Late"), 0)


def test_a_published_draft_is_a_version_and_leaves_the_list(
    session: Session, team: uuid.UUID, lead: Actor, draft_id: uuid.UUID
) -> None:
    ask_for_sign_off(session, lead, team, wanted=False)
    made = publish_draft(session, lead, team, draft_id, 0)
    assert draft_in_team(session, team, draft_id).listed.published_id == made
    assert drafts_in_team(session, team) == ()


def test_publishing_names_what_is_still_missing(session: Session, team: uuid.UUID, lead: Actor) -> None:
    made = begin_draft(session, lead, team, blank_definition("Deciding", "Written here"))
    with pytest.raises(Unfit, match="Write at least one section"):
        publish_draft(session, lead, team, made, 0)


def test_another_team_s_draft_is_not_there(
    build: Builder, session: Session, team: uuid.UUID, draft_id: uuid.UUID
) -> None:
    other = build.a_team()
    stranger = build.actor(build.a_person(other, "lead"))
    with pytest.raises(NotThere):
        discard_draft(session, stranger, other, draft_id)


def test_patient_partners_read_the_drafts_of_their_team(build: Builder, session: Session, team: uuid.UUID) -> None:
    partner = build.actor(build.a_person(team, "observer", "patient_partner"))
    assert team_with_drafts(session, partner, team).id == team


def test_peers_do_not_read_drafts(build: Builder, session: Session, team: uuid.UUID) -> None:
    peer = build.actor(build.a_person(team, "observer", "peer_clinician"))
    with pytest.raises(NotThere):
        team_with_drafts(session, peer, team)
