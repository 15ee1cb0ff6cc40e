"""A sheet that arrived twice with different content is settled by the lead of its team, and kept."""

import uuid

import pytest
from sqlalchemy.orm import Session

from app.models.observations import QuarantinedSheet
from app.operations.quarantine import keep_the_first
from app.queries.quarantine import doubled_sheets_in_team, unsettled_in_team
from app.rules import Conflict, NotThere
from tests.app.builders import Builder


def a_doubled_sheet(session: Session, person_id: uuid.UUID, assignment_id: uuid.UUID | None) -> uuid.UUID:
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


def test_the_first_sheet_stands_and_the_other_is_kept(build: Builder, session: Session) -> None:
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    observer = build.a_person(team, "observer", name="Pat")
    slot = build.a_consultation(build.a_session(build.a_round(team), build.a_clinic(team)), build.a_clinician(team), 2)
    sheet = a_doubled_sheet(session, observer, build.an_assignment(slot, observer, "locked"))
    listed = doubled_sheets_in_team(session, team)
    assert [(each.observer, each.place.endswith("slot 2")) for each in listed] == [("Pat", True)]
    assert unsettled_in_team(session, team) == 1
    keep_the_first(session, lead, sheet)
    assert unsettled_in_team(session, team) == 0
    assert session.get_one(QuarantinedSheet, sheet).body
    with pytest.raises(Conflict, match="settled already"):
        keep_the_first(session, lead, sheet)


def test_a_sheet_that_names_no_known_slot_belongs_to_its_observers_team(build: Builder, session: Session) -> None:
    team = build.a_team()
    sheet = a_doubled_sheet(session, build.a_person(team, "observer"), None)
    assert [each.place for each in doubled_sheets_in_team(session, team)] == [""]
    keep_the_first(session, build.actor(build.a_person(team, "lead")), sheet)
    assert unsettled_in_team(session, team) == 0


def test_another_teams_doubled_sheets_do_not_exist_for_a_lead(build: Builder, session: Session) -> None:
    team, other = build.a_team(), build.a_team()
    sheet = a_doubled_sheet(session, build.a_person(team, "observer"), None)
    stranger = build.actor(build.a_person(other, "lead"))
    assert doubled_sheets_in_team(session, other) == ()
    for unknown in (sheet, uuid.uuid4()):
        with pytest.raises(NotThere):
            keep_the_first(session, stranger, unknown)
