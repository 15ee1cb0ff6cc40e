"""Who is asked to observe what, and how that ends without a sheet."""

import uuid
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.consultations import Assignment, ConsentEvent, Consultation
from app.models.programmes import Round
from app.operations.asking_observers import assign_observers
from app.operations.assignments import give_up_assignment, give_up_waiting, release_observer
from app.rules import Actor, Conflict, NotThere, Unfit
from tests.app.builders import Builder

DAY = date(2026, 3, 2)
DAY_BEFORE = date(2026, 3, 1)


@dataclass
class Place:
    """A session on 2 March 2026 with two slots, a patient partner and a peer."""

    team: uuid.UUID
    lead: Actor
    round: uuid.UUID
    session: uuid.UUID
    slots: tuple[uuid.UUID, uuid.UUID]
    partner: uuid.UUID
    peer: uuid.UUID


@pytest.fixture
def place(build: Builder) -> Place:
    team = build.a_team()
    round_id = build.a_round(team)
    session_id = build.a_session(round_id, build.a_clinic(team), DAY)
    clinician = build.a_clinician(team)
    return Place(
        team,
        build.actor(build.a_person(team, "lead")),
        round_id,
        session_id,
        (build.a_consultation(session_id, clinician, 1), build.a_consultation(session_id, clinician, 2)),
        build.a_person(team, "observer", name="Pat"),
        build.a_person(team, "observer", "peer_clinician", name="Tom"),
    )


def test_two_observers_are_asked_for_each_slot(session: Session, place: Place) -> None:
    assert assign_observers(session, place.lead, place.session, [place.partner, place.peer], [1, 2]) == 4


def test_asking_twice_changes_nothing(session: Session, place: Place) -> None:
    assign_observers(session, place.lead, place.session, [place.partner], [1])
    assert assign_observers(session, place.lead, place.session, [place.partner], [1]) == 0


def test_a_third_observer_can_be_added(session: Session, build: Builder, place: Place) -> None:
    assign_observers(session, place.lead, place.session, [place.partner, place.peer], [1])
    third = build.a_person(place.team, "observer")
    assert assign_observers(session, place.lead, place.session, [third], [1]) == 1


def test_each_sheet_keeps_the_type_its_observer_had_when_asked(session: Session, build: Builder, place: Place) -> None:
    assign_observers(session, place.lead, place.session, [place.peer], [1])
    kind = session.scalars(select(Assignment.observer_type_id)).one()
    assert kind == build.observer_type(place.team, "peer_clinician")


def test_nobody_observes_themselves(session: Session, build: Builder, place: Place) -> None:
    both = build.a_person(place.team, "observer", "peer_clinician", name="Dr Both")
    build.a_consultation(place.session, build.a_clinician(place.team, both), 3)
    with pytest.raises(Unfit, match="Dr Both is the clinician of slot 3"):
        assign_observers(session, place.lead, place.session, [place.partner, both], [1, 2, 3])
    assert session.scalars(select(Assignment.id)).all() == []


def test_only_observers_of_the_team_are_asked(session: Session, build: Builder, place: Place) -> None:
    for person in (build.a_person(place.team, "clinician"), build.a_person(build.a_team(), "observer")):
        with pytest.raises(Unfit, match="observer of this team"):
            assign_observers(session, place.lead, place.session, [person], [1])


@pytest.mark.parametrize("slots", [[], [1, 9]])
def test_only_slots_of_the_session_are_chosen(session: Session, place: Place, slots: list[int]) -> None:
    with pytest.raises(Unfit, match="slot of this session"):
        assign_observers(session, place.lead, place.session, [place.partner], slots)


def test_a_slot_whose_patient_said_no_is_left_out(session: Session, place: Place) -> None:
    session.get_one(Consultation, place.slots[1]).consent = "declined"
    with pytest.raises(Unfit, match="slot 2 said no"):
        assign_observers(session, place.lead, place.session, [place.partner], [1, 2])


def test_nobody_is_asked_in_a_closed_round(session: Session, place: Place) -> None:
    session.get_one(Round, place.round).closed_at = now()
    with pytest.raises(Conflict, match="is closed"):
        assign_observers(session, place.lead, place.session, [place.partner], [1])


def test_before_the_day_an_observer_is_simply_taken_off(session: Session, build: Builder, place: Place) -> None:
    asked = build.an_assignment(place.slots[0], place.partner)
    release_observer(session, place.lead, asked, DAY_BEFORE)
    assert session.get(Assignment, asked) is None


def test_from_the_day_on_a_sheet_must_find_its_place(session: Session, build: Builder, place: Place) -> None:
    asked = build.an_assignment(place.slots[0], place.partner)
    with pytest.raises(Conflict, match="too late"):
        release_observer(session, place.lead, asked, DAY)


def test_once_a_patient_was_asked_nobody_is_taken_off(session: Session, build: Builder, place: Place) -> None:
    asked = build.an_assignment(place.slots[0], place.partner)
    session.add(ConsentEvent(consultation_id=place.slots[0], outcome="agreed", stage="before"))
    session.flush()
    with pytest.raises(Conflict, match="too late"):
        release_observer(session, place.lead, asked, DAY_BEFORE)


def test_a_sheet_is_given_up_with_its_reason(session: Session, build: Builder, place: Place) -> None:
    asked = build.an_assignment(place.slots[0], place.partner)
    give_up_assignment(session, place.lead, asked, " Ill that day. ")
    row = session.get_one(Assignment, asked)
    assert (row.state, row.given_up_reason) == ("given_up", "Ill that day.")


def test_a_sheet_is_not_given_up_without_a_reason(session: Session, build: Builder, place: Place) -> None:
    asked = build.an_assignment(place.slots[0], place.partner)
    with pytest.raises(Unfit, match="Write why"):
        give_up_assignment(session, place.lead, asked, "  ")


def test_a_sheet_that_is_in_cannot_be_given_up(session: Session, build: Builder, place: Place) -> None:
    asked = build.an_assignment(place.slots[0], place.partner, "locked")
    with pytest.raises(Conflict, match="not waited for"):
        give_up_assignment(session, place.lead, asked, "Ill")


def test_at_the_end_of_a_round_only_waiting_sheets_are_given_up(session: Session, build: Builder, place: Place) -> None:
    waiting = build.an_assignment(place.slots[0], place.partner)
    locked = build.an_assignment(place.slots[0], place.peer, "locked")
    assert give_up_waiting(session, place.lead, place.round, "The round was closed.") == 1
    assert session.get_one(Assignment, waiting).state == "given_up"
    assert session.get_one(Assignment, locked).state == "locked"


def test_another_teams_sheets_do_not_exist_for_a_lead(session: Session, build: Builder, place: Place) -> None:
    asked = build.an_assignment(place.slots[0], place.partner)
    stranger = build.actor(build.a_person(build.a_team(), "lead"))
    for attempt in (
        lambda: assign_observers(session, stranger, place.session, [place.partner], [1]),
        lambda: assign_observers(session, stranger, uuid.uuid4(), [place.partner], [1]),
        lambda: release_observer(session, stranger, asked, DAY_BEFORE),
        lambda: give_up_assignment(session, stranger, asked, "Mine"),
        lambda: give_up_assignment(session, stranger, uuid.uuid4(), "Mine"),
        lambda: give_up_waiting(session, stranger, place.round, "Mine"),
        lambda: give_up_waiting(session, stranger, uuid.uuid4(), "Mine"),
    ):
        with pytest.raises(NotThere):
            attempt()
