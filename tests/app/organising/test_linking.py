"""A lead sees how many double sheets there are, what the linking table would be, and publishes it for good."""

import random
import uuid
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment
from app.models.instruments import PublishedLinking
from app.operations.linking import TableToPublish, publish_linking
from app.queries.linking import linking_evidence, published_linkings, versions_to_link
from app.rules import Conflict, NotThere
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.operations.test_bridging import SECOND


@dataclass
class Bridged:
    team: uuid.UUID
    lead: uuid.UUID
    old: uuid.UUID
    new: uuid.UUID

    @property
    def address(self) -> str:
        return f"/organise/teams/{self.team}/instruments/{self.new}/linking/"


@pytest.fixture
def bridged(session: Session, build: Builder) -> Bridged:
    """Twelve clinicians with five consultations each, all scored by one observer on both versions."""
    team = build.a_team()
    old, new = build.an_instrument(), build.an_instrument(SECOND)
    session_id = build.a_session(build.a_round(team, old), build.a_clinic(team))
    observer = build.a_person(team, "observer")
    chance = random.Random(5)
    clinicians = [build.a_clinician(team) for _ in range(12)]
    for number in range(60):
        consultation = build.a_consultation(session_id, clinicians[number // 5], number + 1)
        first = build.an_assignment(consultation, observer)
        second = build.an_assignment_on(consultation, observer, new)
        answers = chance.choice(["00", "01", "11", "12", "22"])
        build.a_sheet(first, *answers)
        build.a_sheet(second, answers[0], chance.choice("12"), instrument=SECOND)
    build.keep()
    return Bridged(team, build.a_person(team, "lead"), old, new)


@pytest.fixture
def lead(bridged: Bridged, build: Builder, sign_in: SignIn) -> FlaskClient:
    build.keep()
    return sign_in(bridged.lead)


def test_the_table_is_shown_published_and_then_frozen(session: Session, bridged: Bridged, lead: FlaskClient) -> None:
    page = lead.get(bridged.address).get_data(as_text=True)
    assert "double sheets" in page.lower()
    assert "linear linking of paired sheets" in page
    after = lead.post(bridged.address + "publish", data={"way": "linear"}, follow_redirects=True)
    assert "It does not change any more." in after.get_data(as_text=True)
    stored = session.scalars(select(PublishedLinking)).one()
    assert (stored.way, len(stored.table["rows"]), len(stored.data_sha256)) == ("linear", 5, 64)
    session.commit()
    lead.post(bridged.address + "publish", data={"way": "mean"})
    assert session.scalars(select(PublishedLinking.way)).all() == ["linear"]


def test_other_ways_are_looked_at_before_publishing(bridged: Bridged, lead: FlaskClient) -> None:
    assert "mean linking" in lead.get(bridged.address + "?way=mean").get_data(as_text=True)
    waiting = lead.get(bridged.address + "?way=equipercentile").get_data(as_text=True)
    assert "Not yet: 140 more pairs of sheets needed (60 of 200)." in waiting
    assert "Publish this table" not in waiting


def test_what_cannot_be_linked_yet_is_not_published(session: Session, bridged: Bridged, lead: FlaskClient) -> None:
    lead.post(bridged.address + "publish", data={"way": "equipercentile"})
    assert session.scalars(select(PublishedLinking)).all() == []


def test_a_double_sheet_counts_only_once_its_consultation_is_open(
    session: Session, build: Builder, bridged: Bridged
) -> None:
    versions = versions_to_link(session, bridged.team, bridged.new)
    assert versions is not None
    waiting = session.scalars(select(Assignment.consultation_id)).first()
    assert waiting is not None
    build.an_assignment(waiting, build.a_person(bridged.team, "observer"))
    assert len(linking_evidence(session, bridged.team, versions).doubles) == 59


def test_another_team_sees_neither_sheets_nor_table(session: Session, build: Builder, bridged: Bridged) -> None:
    other = build.a_team()
    versions = versions_to_link(session, other, bridged.new)
    assert versions is not None
    assert linking_evidence(session, other, versions).doubles == ()
    assert published_linkings(session, other) == ()
    stranger = build.actor(build.a_person(other, "lead"))
    with pytest.raises(NotThere):
        publish_linking(session, stranger, bridged.team, (bridged.old, bridged.new), TableToPublish("mean", {}, "", ""))


def test_a_version_that_replaces_none_has_nothing_to_link(session: Session, bridged: Bridged) -> None:
    assert versions_to_link(session, bridged.team, bridged.old) is None
    with pytest.raises(NotThere):
        versions_to_link(session, bridged.team, uuid.uuid4())


def test_a_table_is_published_only_onto_the_version_that_says_so(
    session: Session, build: Builder, bridged: Bridged
) -> None:
    lead = build.actor(bridged.lead)
    with pytest.raises(Conflict, match="does not say that it replaces"):
        publish_linking(session, lead, bridged.team, (bridged.new, bridged.old), TableToPublish("mean", {}, "", ""))
