"""One consultation observed by a patient partner and a peer, and a session that only looks."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.database import Database
from tests.app.builders import Builder
from tests.app.conftest import SignIn


@dataclass(frozen=True)
class Clinic:
    """Two observers, their sheets for one consultation, and a client on which each is signed in."""

    team: uuid.UUID
    partner: uuid.UUID
    peer: uuid.UUID
    consultation: uuid.UUID
    partners_sheet: uuid.UUID
    peers_sheet: uuid.UUID
    as_partner: FlaskClient
    as_peer: FlaskClient


@pytest.fixture
def look(database: Database) -> Iterator[Session]:
    """A session that only looks, so that it never holds the write lock while the application writes."""
    with database.open(readonly=True) as session:
        yield session


@pytest.fixture
def clinic(build: Builder, sign_in: SignIn) -> Clinic:
    team = build.a_team()
    partner = build.a_person(team, "observer", "patient_partner", name="Pat Partner")
    peer = build.a_person(team, "observer", "peer_clinician", name="Sam Peer")
    session = build.a_session(build.a_round(team), build.a_clinic(team))
    consultation = build.a_consultation(session, build.a_clinician(team, name="Dr Clark"))
    partners_sheet = build.an_assignment(consultation, partner)
    peers_sheet = build.an_assignment(consultation, peer)
    build.keep()
    return Clinic(team, partner, peer, consultation, partners_sheet, peers_sheet, sign_in(partner), sign_in(peer))
