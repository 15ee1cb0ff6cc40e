"""A conflict of interest: who may say it, what it takes away, what it blocks, and how it ends."""

import uuid
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.models.conflicts import ConflictOfInterest
from app.models.consultations import Assignment
from app.operations.asking_observers import assign_observers
from app.operations.availability import say_availability
from app.operations.conflicts import declare_conflict, end_conflict
from app.operations.consent import UNKNOWN, record_agreement
from app.operations.sessions import change_slots
from app.queries.conflicts import availability_in_team, barred_in_team, conflicts_of_person
from app.rules import Actor, Conflict, NotThere, Unfit
from tests.app.builders import Builder

DAY, BEFORE = date(2026, 3, 2), date(2026, 3, 1)


@dataclass
class Place:
    """A session on 2 March 2026 with one slot of Dr Clark, and a patient partner who may be asked."""

    team: uuid.UUID
    lead: Actor
    pat: Actor
    clark: uuid.UUID
    session: uuid.UUID
    slot: uuid.UUID


@pytest.fixture
def place(build: Builder) -> Place:
    team = build.a_team()
    session_id = build.a_session(build.a_round(team), build.a_clinic(team), DAY)
    clark = build.a_clinician(team, name="Dr Clark")
    slot = build.a_consultation(session_id, clark)
    lead, pat = build.a_person(team, "lead"), build.a_person(team, "observer", name="Pat")
    return Place(team, build.actor(lead), build.actor(pat), clark, session_id, slot)


def declare(session: Session, place: Place, actor: Actor, kind: str = "unsaid", today: date = BEFORE) -> int:
    return declare_conflict(session, actor, place.clark, place.pat.id, kind, today)


@pytest.mark.parametrize("who", ["lead", "pat"])
def test_the_observer_and_a_lead_may_say_it(session: Session, place: Place, who: str) -> None:
    declare(session, place, getattr(place, who), "friend")
    found = conflicts_of_person(session, place.lead, place.pat.id, place.team)
    assert [(each.clinician, each.kind, each.by_themselves) for each in found] == [("Dr Clark", "friend", who == "pat")]


def test_a_lead_who_is_the_clinician_does_not_read_why(session: Session, build: Builder, place: Place) -> None:
    own = build.a_clinician(place.team, place.lead.id)
    declare_conflict(session, place.pat, own, place.pat.id, "own_clinician", BEFORE)
    found = conflicts_of_person(session, build.actor(place.lead.id), place.pat.id, place.team)
    assert [each.kind for each in found] == ["unsaid"]


def test_nobody_else_may(session: Session, build: Builder, place: Place) -> None:
    for stranger in (build.a_person(place.team, "observer"), build.a_person(build.a_team(), "lead")):
        with pytest.raises(NotThere):
            declare(session, place, build.actor(stranger))


def test_an_observer_cannot_name_a_clinician_of_another_team(session: Session, build: Builder, place: Place) -> None:
    elsewhere = build.a_clinician(build.a_team())
    with pytest.raises(NotThere):
        declare_conflict(session, place.pat, elsewhere, place.pat.id, "unsaid", BEFORE)


@pytest.mark.parametrize("kind", ["unsaid", "own_clinician", "line_manager"])
def test_whoever_is_the_clinicians_patient_or_line_manager_is_not_asked_to_observe_them(
    session: Session, place: Place, kind: str
) -> None:
    declare(session, place, place.pat, kind)
    with pytest.raises(Unfit, match="Pat has a conflict of interest with Dr Clark, slot 1, and cannot observe it"):
        assign_observers(session, place.lead, place.session, [place.pat.id], [1])


def test_a_slot_cannot_be_given_to_that_clinician_while_they_observe_it(
    session: Session, build: Builder, place: Place
) -> None:
    other = build.a_clinician(place.team)
    build.a_consultation(place.session, other, 2)
    assign_observers(session, place.lead, place.session, [place.pat.id], [2])
    declare(session, place, place.pat)
    with pytest.raises(Unfit, match="Pat observes slot 2 and has a conflict of interest"):
        change_slots(session, place.lead, place.session, {2: place.clark})


def test_what_was_planned_on_a_coming_day_is_taken_off(session: Session, place: Place) -> None:
    assign_observers(session, place.lead, place.session, [place.pat.id], [1])
    assert declare(session, place, place.pat) == 1
    assert session.scalars(select(Assignment)).all() == []


def test_what_was_planned_today_is_given_up_and_leaves_a_trace(session: Session, place: Place) -> None:
    assign_observers(session, place.lead, place.session, [place.pat.id], [1])
    assert declare(session, place, place.pat, today=DAY) == 1
    left = session.scalars(select(Assignment)).one()
    assert (left.state, left.given_up_reason) == ("given_up", "Conflict of interest.")


def test_a_sheet_whose_patient_agreed_may_be_finished(session: Session, build: Builder, place: Place) -> None:
    sheet = build.an_assignment(place.slot, place.pat.id)
    record_agreement(session, place.pat, sheet, UNKNOWN)
    assert declare(session, place, place.pat, today=DAY) == 0


def test_at_the_door_no_agreement_is_taken(session: Session, build: Builder, place: Place) -> None:
    declare(session, place, place.pat)
    sheet = build.an_assignment(place.slot, place.pat.id)
    with pytest.raises(Conflict, match="you should not observe this clinician"):
        record_agreement(session, place.pat, sheet, UNKNOWN)


def test_sheets_that_are_in_stay(session: Session, build: Builder, place: Place) -> None:
    sheet = build.an_assignment(place.slot, place.pat.id)
    build.a_sheet(sheet)
    assert declare(session, place, place.pat, today=DAY) == 0
    assert session.get_one(Assignment, sheet).state == "locked"


def test_the_log_holds_that_it_was_said_and_not_why(session: Session, place: Place) -> None:
    declare(session, place, place.pat, "own_clinician")
    event = session.scalars(select(AuditEvent).where(AuditEvent.event == "conflict of interest declared")).one()
    assert event.actor_id == place.pat.id
    assert "own_clinician" not in f"{event.subject}{event.details}"


def test_only_who_said_it_takes_it_back(session: Session, place: Place) -> None:
    declare(session, place, place.pat)
    with pytest.raises(Conflict):
        end_conflict(session, place.lead, place.clark, place.pat.id)
    end_conflict(session, place.pat, place.clark, place.pat.id)
    assert conflicts_of_person(session, place.lead, place.pat.id, place.team) == ()


def test_an_observer_cannot_take_back_what_a_lead_noted(session: Session, place: Place) -> None:
    declare(session, place, place.lead)
    with pytest.raises(Conflict):
        end_conflict(session, place.pat, place.clark, place.pat.id)


def test_why_is_forgotten_when_it_ends(session: Session, place: Place) -> None:
    declare(session, place, place.pat, "own_clinician")
    end_conflict(session, place.pat, place.clark, place.pat.id)
    assert session.scalars(select(ConflictOfInterest.kind)).one() == "unsaid"


def test_it_can_be_said_again(session: Session, place: Place) -> None:
    declare(session, place, place.pat)
    end_conflict(session, place.pat, place.clark, place.pat.id)
    declare(session, place, place.pat)
    assert barred_in_team(session, place.team) == {(place.clark, place.pat.id)}


def test_a_reason_that_is_not_known_is_refused(session: Session, place: Place) -> None:
    with pytest.raises(Unfit):
        declare(session, place, place.pat, "gossip")


def test_whoever_is_clinician_and_observer_is_barred_from_themselves(
    session: Session, build: Builder, place: Place
) -> None:
    own = build.a_clinician(place.team, place.pat.id)
    assert barred_in_team(session, place.team) == {(own, place.pat.id)}


def test_an_observer_says_when_they_can_come(session: Session, place: Place) -> None:
    say_availability(session, place.pat, place.team, place.pat.id, ["fri-afternoon", "mon-morning"], 3)
    found = availability_in_team(session, place.team)[place.pat.id]
    assert (found.half_days, found.most) == (("mon-morning", "fri-afternoon"), 3)


@pytest.mark.parametrize(("half_days", "most"), [(["sun-morning"], None), ([], 41), ([], -1)])
def test_half_days_and_numbers_that_cannot_be_are_refused(
    session: Session, place: Place, half_days: list[str], most: int | None
) -> None:
    with pytest.raises(Unfit):
        say_availability(session, place.lead, place.team, place.pat.id, half_days, most)


def test_nobody_says_for_another_when_they_can_come(session: Session, build: Builder, place: Place) -> None:
    with pytest.raises(NotThere):
        say_availability(session, place.pat, place.team, build.a_person(place.team, "observer"), [], 3)
