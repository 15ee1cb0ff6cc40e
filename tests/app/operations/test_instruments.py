"""Publishing an instrument for good, and retiring it from new rounds."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.instruments import PublishedInstrument
from app.operations.instruments import publish_instrument, publish_shipped, retire_instrument
from app.rules import Actor, Conflict, NotThere, Unfit
from instruments.catalogue import shipped_text
from instruments.loading import fingerprint, from_canonical_json, load
from tests.app.builders import SMALL, Builder


@pytest.fixture
def team(build: Builder) -> uuid.UUID:
    return build.a_team()


@pytest.fixture
def lead(build: Builder, team: uuid.UUID) -> Actor:
    return build.actor(build.a_person(team, "lead"))


def test_what_is_stored_is_what_was_published(session: Session, team: uuid.UUID, lead: Actor) -> None:
    made = publish_instrument(session, lead, team, SMALL)
    row = session.get_one(PublishedInstrument, made)
    assert row.fingerprint == fingerprint(load(SMALL)) == fingerprint(from_canonical_json(row.canonical))


def test_the_same_definition_published_twice_is_one_version(session: Session, team: uuid.UUID, lead: Actor) -> None:
    first = publish_instrument(session, lead, team, SMALL)
    assert publish_instrument(session, lead, team, "# a comment\n" + SMALL) == first


def test_a_published_version_never_changes_its_content(session: Session, team: uuid.UUID, lead: Actor) -> None:
    publish_instrument(session, lead, team, SMALL)
    with pytest.raises(Unfit, match="Give this one a new version"):
        publish_instrument(session, lead, team, SMALL.replace("Names the choices", "Names every choice"))


def test_nobody_publishes_other_content_as_an_instrument_of_the_product(
    session: Session, team: uuid.UUID, lead: Actor
) -> None:
    changed = shipped_text("levelfield-sdm", "1").replace("Deciding together", "Deciding alone")
    with pytest.raises(Unfit, match="Give this one a new version"):
        publish_instrument(session, lead, team, changed)


def test_a_refused_definition_says_where_it_is_wrong(session: Session, team: uuid.UUID, lead: Actor) -> None:
    with pytest.raises(Unfit) as refused:
        publish_instrument(session, lead, team, SMALL.replace("rule: mean_of_answered", "rule: magic"))
    assert refused.value.problems[0].field == "definition"
    assert "Line " in str(refused.value)


def test_two_teams_may_use_an_instrument_of_the_product(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor
) -> None:
    other = build.a_team()
    neighbour = build.actor(build.a_person(other, "lead"))
    first = publish_shipped(session, lead, team, "levelfield-sdm", "1")
    assert publish_shipped(session, neighbour, other, "levelfield-sdm", "1") == first
    assert session.get_one(PublishedInstrument, first).team_id is None


def test_an_instrument_that_is_not_in_the_product_is_not_there(session: Session, team: uuid.UUID, lead: Actor) -> None:
    with pytest.raises(NotThere):
        publish_shipped(session, lead, team, "no-such", "1")


def test_a_retired_version_is_taken_back_into_use_by_publishing_it_again(
    session: Session, team: uuid.UUID, lead: Actor
) -> None:
    made = publish_instrument(session, lead, team, SMALL)
    retire_instrument(session, lead, team, made)
    with pytest.raises(Conflict, match="retired already"):
        retire_instrument(session, lead, team, made)
    publish_instrument(session, lead, team, SMALL)
    assert session.scalars(select(PublishedInstrument.retired_at)).one() is None


def test_a_shared_version_that_another_team_uses_is_not_retired(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor
) -> None:
    made = publish_shipped(session, lead, team, "levelfield-sdm", "1")
    build.a_round(build.a_team(), made)
    with pytest.raises(Conflict, match="Another team uses"):
        retire_instrument(session, lead, team, made)


def test_another_teams_version_does_not_exist_for_a_lead(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor
) -> None:
    other = build.a_team()
    neighbour = build.actor(build.a_person(other, "lead"))
    theirs = publish_instrument(session, neighbour, other, SMALL)
    with pytest.raises(NotThere):
        retire_instrument(session, lead, team, theirs)
    with pytest.raises(Unfit, match="Another team of this site"):
        publish_instrument(session, lead, team, SMALL)
    with pytest.raises(NotThere):
        publish_instrument(session, lead, other, SMALL)


PERMITTED = "licence: CC BY-NC-ND 4.0, permission_reference: Letter 7, permission_expires: 2099-03-31"
LICENSED = SMALL.replace("licence: CC BY 4.0", PERMITTED)


def test_a_draft_file_is_held_to_what_publishing_asks_for(session: Session, team: uuid.UUID, lead: Actor) -> None:
    draft = SMALL.replace("status: published", "status: draft").replace("licence: CC BY 4.0, ", "")
    with pytest.raises(Unfit, match="Write the licence before publishing"):
        publish_instrument(session, lead, team, draft)


def test_the_next_version_keeps_the_words_its_licence_locks(session: Session, team: uuid.UUID, lead: Actor) -> None:
    publish_instrument(session, lead, team, LICENSED)
    changed = LICENSED.replace('version: "1"', 'version: "2"').replace("Names the choices", "Names every choice")
    with pytest.raises(Unfit, match="allows no other words or points"):
        publish_instrument(session, lead, team, changed)


def test_a_version_whose_permission_has_ended_is_not_published(session: Session, team: uuid.UUID, lead: Actor) -> None:
    with pytest.raises(Unfit, match="permission ended on 2020-03-31"):
        publish_instrument(session, lead, team, LICENSED.replace("2099", "2020"))
