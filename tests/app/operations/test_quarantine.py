"""A sheet that could not take its place is settled by the lead of its team, and kept."""

import uuid

import pytest
from sqlalchemy.orm import Session

from app.models.observations import QuarantinedSheet
from app.operations.quarantine import leave_set_aside
from app.queries.quarantine import sheets_set_aside, unsettled_in_team
from app.rules import Conflict, NotThere
from tests.app.builders import Builder
from tests.app.conftest import SignIn


def a_sheet_set_aside(session: Session, person_id: uuid.UUID, assignment_id: uuid.UUID | None) -> uuid.UUID:
    row = QuarantinedSheet(
        observation_id=uuid.uuid4(),
        number=1,
        sha256=uuid.uuid4().hex * 2,
        body=b'{"answers": "never shown"}',
        person_id=person_id,
        assignment_id=assignment_id,
        why="The same sheet came with other ratings.",
    )
    session.add(row)
    session.flush()
    return row.id


def test_what_stood_before_stands_and_the_sheet_is_kept(build: Builder, session: Session) -> None:
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    observer = build.a_person(team, "observer", name="Pat")
    slot = build.a_consultation(build.a_session(build.a_round(team), build.a_clinic(team)), build.a_clinician(team), 2)
    sheet = a_sheet_set_aside(session, observer, build.an_assignment(slot, observer, "locked"))
    listed = sheets_set_aside(session, team)
    assert [(each.observer, each.place.endswith("slot 2")) for each in listed] == [("Pat", True)]
    assert unsettled_in_team(session, team) == 1
    leave_set_aside(session, lead, sheet)
    assert unsettled_in_team(session, team) == 0
    assert session.get_one(QuarantinedSheet, sheet).body
    with pytest.raises(Conflict, match="settled already"):
        leave_set_aside(session, lead, sheet)


def test_a_sheet_that_names_no_known_slot_belongs_to_its_observers_team(build: Builder, session: Session) -> None:
    team = build.a_team()
    sheet = a_sheet_set_aside(session, build.a_person(team, "observer"), None)
    assert [each.place for each in sheets_set_aside(session, team)] == [""]
    leave_set_aside(session, build.actor(build.a_person(team, "lead")), sheet)
    assert unsettled_in_team(session, team) == 0


def test_another_teams_doubled_sheets_do_not_exist_for_a_lead(build: Builder, session: Session) -> None:
    team, other = build.a_team(), build.a_team()
    sheet = a_sheet_set_aside(session, build.a_person(team, "observer"), None)
    stranger = build.actor(build.a_person(other, "lead"))
    assert sheets_set_aside(session, other) == ()
    for unknown in (sheet, uuid.uuid4()):
        with pytest.raises(NotThere):
            leave_set_aside(session, stranger, unknown)


def test_a_lead_settles_a_sheet_on_its_page(build: Builder, session: Session, sign_in: SignIn) -> None:
    team = build.a_team()
    sheet = a_sheet_set_aside(session, build.a_person(team, "observer", name="Pat"), None)
    client = sign_in(build.a_person(team, "lead"))
    assert "1 sheet was set aside" in client.get(f"/organise/teams/{team}/").text
    listed = client.get(f"/organise/teams/{team}/set-aside/").text
    assert "The same sheet came with other ratings." in listed
    assert "never shown" not in listed
    assert client.post(f"/organise/teams/{team}/set-aside/{sheet}/leave").status_code == 302
    assert "set aside" not in client.get(f"/organise/teams/{team}/").text
    assert "Settled" in client.get(f"/organise/teams/{team}/set-aside/").text
