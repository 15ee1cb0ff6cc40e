"""The log of a team, in words a person can read."""

import uuid

from sqlalchemy.orm import Session

from app.operations.audit import record
from app.queries.audit import ON_ONE_PAGE, log_of_team, readable
from tests.app.builders import Builder


def test_ids_of_people_and_slots_are_told_by_their_names(build: Builder, session: Session) -> None:
    team = build.a_team()
    pat = build.a_person(team, "observer", name="Pat Owusu")
    slot = build.a_consultation(build.a_session(build.a_round(team), build.a_clinic(team)), build.a_clinician(team), 3)
    record(session, "observation submitted", f"consultation {slot} by person {pat}", actor_id=pat, team_id=team)
    newest = log_of_team(session, team, 1).events[0]
    assert newest.actor == "Pat Owusu"
    assert newest.subject.endswith("slot 3 by person Pat Owusu")


def test_an_id_that_is_gone_is_told_by_its_first_digits() -> None:
    gone = uuid.uuid4()
    assert readable(f"sheet {gone}", {}) == f"sheet {str(gone)[:8]}"


def test_the_log_is_told_page_by_page_newest_first(build: Builder, session: Session) -> None:
    team = build.a_team()
    for number in range(ON_ONE_PAGE + 1):
        record(session, "thing done", f"thing {number}", actor_id=None, team_id=team)
    first, last = log_of_team(session, team, 1), log_of_team(session, team, 99)
    assert (first.of, last.number, len(first.events)) == (2, 2, ON_ONE_PAGE)
    assert first.events[0].subject == f"thing {ON_ONE_PAGE}"
    assert first.events[0].sequence > last.events[0].sequence


def test_another_teams_events_are_not_in_it(build: Builder, session: Session) -> None:
    team = build.a_team()
    record(session, "thing done", "thing", actor_id=None, team_id=build.a_team())
    assert {event.event for event in log_of_team(session, team, 1).events} == {"team created"}


def test_a_sheet_is_told_by_its_slot_and_observer(build: Builder, session: Session) -> None:
    team = build.a_team()
    pat = build.a_person(team, "observer", name="Pat Owusu")
    slot = build.a_consultation(build.a_session(build.a_round(team), build.a_clinic(team)), build.a_clinician(team), 3)
    assignment = build.an_assignment(slot, pat)
    record(session, "observation given up", f"assignment {assignment}", actor_id=pat, team_id=team)
    assert log_of_team(session, team, 1).events[0].subject.endswith("slot 3 by Pat Owusu")
