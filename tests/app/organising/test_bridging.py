"""A lead begins a bridging period, sees how far it is, and ends it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.operations.asking_observers import assign_observers
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.operations.test_bridging import SECOND


@dataclass
class Planned:
    lead: FlaskClient
    observer: FlaskClient
    address: str
    second: uuid.UUID


@pytest.fixture
def planned(session: Session, build: Builder, sign_in: SignIn) -> Planned:
    team = build.a_team()
    second = build.an_instrument(SECOND)
    round_id = build.a_round(team)
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    session_id = build.a_session(round_id, build.a_clinic(team), tomorrow)
    build.a_consultation(session_id, build.a_clinician(team))
    lead, observer = build.a_person(team, "lead"), build.a_person(team, "observer")
    assign_observers(session, build.actor(lead), session_id, [observer], [1])
    build.keep()
    return Planned(sign_in(lead), sign_in(observer), f"/organise/rounds/{round_id}/bridging/", second)


def test_a_lead_begins_and_ends_a_bridging_period(planned: Planned) -> None:
    assert "version 2" in planned.lead.get(planned.address).get_data(as_text=True)
    begun = planned.lead.post(planned.address, data={"version": str(planned.second)}, follow_redirects=True)
    assert "Double sheets in: 0 of 1." in begun.get_data(as_text=True)
    ended = planned.lead.post(planned.address + "end", follow_redirects=True).get_data(as_text=True)
    assert "The bridging period has ended." in ended
    assert "Bridging period: on" not in ended


def test_an_observer_finds_both_sheets_with_their_order(planned: Planned) -> None:
    planned.lead.post(planned.address, data={"version": str(planned.second)})
    page = planned.observer.get("/observe/").get_data(as_text=True)
    assert "fill in this one first" in page
    assert "fill in this one second" in page


def test_a_choice_is_asked_for(planned: Planned) -> None:
    refused = planned.lead.post(planned.address, data={})
    assert refused.status_code == 422
    assert "Choose the version that is scored as well." in refused.get_data(as_text=True)
