"""A lead notes whom an observer must not observe, and when they can come."""

import uuid
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.conflicts import Availability
from tests.app.builders import Builder
from tests.app.conftest import SignIn


@dataclass(frozen=True)
class Desk:
    lead: FlaskClient
    as_pat: FlaskClient
    team: uuid.UUID
    pat: uuid.UUID
    clark: uuid.UUID

    @property
    def address(self) -> str:
        return f"/organise/teams/{self.team}/people/{self.pat}/observing/"

    def note(self, kind: str = "line_manager") -> str:
        data = {"clinician": str(self.clark), "kind": kind}
        return self.lead.post(self.address, data=data, follow_redirects=True).text


@pytest.fixture
def desk(build: Builder, sign_in: SignIn) -> Desk:
    team = build.a_team()
    lead, pat = build.a_person(team, "lead"), build.a_person(team, "observer", name="Pat")
    clark = build.a_clinician(team, name="Dr Clark")
    build.keep()
    return Desk(sign_in(lead), sign_in(pat), team, pat, clark)


def test_a_lead_notes_a_conflict_and_takes_it_back(desk: Desk) -> None:
    assert "One is the other’s manager, noted by a lead" in desk.note()
    text = desk.lead.post(f"{desk.address}{desk.clark}/end", follow_redirects=True).text
    assert "Nobody so far." in text


def test_the_session_page_marks_who_must_not_observe_here(desk: Desk, build: Builder) -> None:
    session_id = build.a_session(build.a_round(desk.team), build.a_clinic(desk.team))
    build.a_consultation(session_id, desk.clark)
    build.keep()
    assert "conflict of interest here" not in desk.lead.get(f"/organise/sessions/{session_id}/").text
    desk.note()
    assert "Pat (Patient partner, conflict of interest here" in desk.lead.get(f"/organise/sessions/{session_id}/").text


def test_what_the_observer_said_has_no_button_here(desk: Desk) -> None:
    desk.as_pat.post(f"/observe/teams/{desk.team}/whom", data={"clinician": str(desk.clark), "kind": "friend"})
    text = desk.lead.get(desk.address).text
    assert "Friends, said by themselves" in text
    assert "Take back" not in text
    desk.lead.post(f"{desk.address}{desk.clark}/end")
    assert "Friends, said by themselves" in desk.lead.get(desk.address).text


def test_nobody_chosen_is_told_beside_the_field(desk: Desk) -> None:
    answer = desk.lead.post(desk.address, data={"kind": "friend"})
    assert answer.status_code == 422
    assert "Choose a clinician." in answer.text


def test_the_person_page_leads_there_for_observers_only(desk: Desk, build: Builder) -> None:
    other = build.a_person(desk.team, "facilitator")
    build.keep()
    people = f"/organise/teams/{desk.team}/people/"
    assert "observing/" in desk.lead.get(f"{people}{desk.pat}/").text
    assert "observing/" not in desk.lead.get(f"{people}{other}/").text
    assert desk.lead.get(f"{people}{other}/observing/").status_code == 404


def test_when_they_can_come_is_kept(desk: Desk, session: Session) -> None:
    desk.lead.post(f"{desk.address}when", data={"half_days": ["tue-morning"], "most": "2"})
    row = session.scalars(select(Availability)).one()
    assert (row.half_days, row.most, row.person_id) == (["tue-morning"], 2, desk.pat)


def test_a_limit_out_of_range_is_told(desk: Desk) -> None:
    answer = desk.lead.post(f"{desk.address}when", data={"most": "99"})
    assert answer.status_code == 422
    assert "Write a whole number from 0 to 40" in answer.text
