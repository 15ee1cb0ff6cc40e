"""Sessions, their slots, and which consultations are warm-ups."""

import uuid
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.consultations import ClinicSession, Consultation
from app.models.people import Clinic
from app.operations.programmes import close_round
from app.operations.sessions import (
    SessionPlan,
    add_session,
    add_slot,
    change_slots,
    mark_warm_up,
    remove_slot,
    suggested_session_code,
)
from app.rules import Actor, Conflict, NotThere, Unfit
from tests.app.builders import Builder

MARCH_2 = date(2026, 3, 2)
MARCH_9 = date(2026, 3, 9)


@dataclass
class Place:
    """A team with a clinic, two clinicians and a round from January to December 2026."""

    team: uuid.UUID
    lead: Actor
    clinic: uuid.UUID
    cleo: uuid.UUID
    sam: uuid.UUID
    round: uuid.UUID


@pytest.fixture
def place(build: Builder) -> Place:
    team = build.a_team()
    lead = build.actor(build.a_person(team, "lead"))
    return Place(
        team, lead, build.a_clinic(team), build.a_clinician(team), build.a_clinician(team), build.a_round(team)
    )


def plan(place: Place, *clinicians: uuid.UUID, on: date = MARCH_2, half_day: str = "morning") -> SessionPlan:
    return SessionPlan(on, half_day, place.clinic, clinicians or (place.cleo,) * 4)


def warm_ups(session: Session, session_id: uuid.UUID) -> list[int]:
    """The slots of a session that are flagged."""
    return list(
        session.scalars(
            select(Consultation.slot)
            .where(Consultation.session_id == session_id, Consultation.warm_up)
            .order_by(Consultation.slot)
        )
    )


def slot_id(session: Session, session_id: uuid.UUID, slot: int) -> uuid.UUID:
    return session.scalars(
        select(Consultation.id).where(Consultation.session_id == session_id, Consultation.slot == slot)
    ).one()


def test_a_session_gets_a_code_that_says_clinic_day_and_half_day(session: Session, place: Place) -> None:
    code = session.get_one(Clinic, place.clinic).code
    first = add_session(session, place.lead, place.round, plan(place))
    again = add_session(session, place.lead, place.round, plan(place))
    assert session.get_one(ClinicSession, first).code == f"{code}-0203-AM"
    assert session.get_one(ClinicSession, again).code == f"{code}-0203-AM-2"


def test_the_suggested_code_tells_morning_from_afternoon() -> None:
    assert suggested_session_code("KNEE", MARCH_2, "afternoon") == "KNEE-0203-PM"


def test_each_slot_gets_its_own_clinician(session: Session, place: Place) -> None:
    made = add_session(session, place.lead, place.round, plan(place, place.cleo, place.sam, place.cleo))
    seen = session.scalars(
        select(Consultation.clinician_id).where(Consultation.session_id == made).order_by(Consultation.slot)
    )
    assert seen.all() == [place.cleo, place.sam, place.cleo]


def test_the_first_consultation_of_a_clinicians_first_session_is_a_warm_up(session: Session, place: Place) -> None:
    made = add_session(session, place.lead, place.round, plan(place, place.cleo, place.cleo, place.sam, place.sam))
    assert warm_ups(session, made) == [1, 3]


def test_a_later_session_has_no_warm_up(session: Session, place: Place) -> None:
    add_session(session, place.lead, place.round, plan(place))
    later = add_session(session, place.lead, place.round, plan(place, on=MARCH_9))
    assert warm_ups(session, later) == []


def test_an_earlier_session_planned_afterwards_takes_the_warm_up_over(session: Session, place: Place) -> None:
    later = add_session(session, place.lead, place.round, plan(place, half_day="afternoon"))
    earlier = add_session(session, place.lead, place.round, plan(place, half_day="morning"))
    assert warm_ups(session, earlier) == [1]
    assert warm_ups(session, later) == []


def test_a_lead_may_change_a_warm_up_and_later_planning_leaves_it_alone(session: Session, place: Place) -> None:
    first = add_session(session, place.lead, place.round, plan(place))
    mark_warm_up(session, place.lead, slot_id(session, first, 1), warm_up=False)
    mark_warm_up(session, place.lead, slot_id(session, first, 2), warm_up=True)
    add_session(session, place.lead, place.round, plan(place, on=MARCH_9))
    add_slot(session, place.lead, first, place.cleo)
    assert warm_ups(session, first) == [2]


def test_each_round_has_warm_ups_of_its_own(build: Builder, session: Session, place: Place) -> None:
    add_session(session, place.lead, place.round, plan(place))
    another = add_session(session, place.lead, build.a_round(place.team), plan(place, on=MARCH_9))
    assert warm_ups(session, another) == [1]


def test_a_changed_clinician_gets_a_warm_up_where_it_is_their_first(session: Session, place: Place) -> None:
    made = add_session(session, place.lead, place.round, plan(place))
    assert change_slots(session, place.lead, made, {3: place.sam, 4: place.sam}) == (3, 4)
    assert warm_ups(session, made) == [1, 3]


def test_saving_slots_unchanged_changes_nothing(session: Session, place: Place) -> None:
    made = add_session(session, place.lead, place.round, plan(place))
    assert change_slots(session, place.lead, made, dict.fromkeys(range(1, 5), place.cleo)) == ()


def test_a_slot_whose_sheet_is_in_keeps_its_clinician(build: Builder, session: Session, place: Place) -> None:
    made = add_session(session, place.lead, place.round, plan(place))
    build.an_assignment(slot_id(session, made, 2), build.a_person(place.team, "observer"), "locked")
    with pytest.raises(Unfit, match="Slot 2 has a sheet that is in"):
        change_slots(session, place.lead, made, {2: place.sam})


def test_an_observer_cannot_become_the_clinician_of_their_slot(build: Builder, session: Session, place: Place) -> None:
    both = build.a_person(place.team, "observer", name="Dr Both")
    as_clinician = build.a_clinician(place.team, both)
    made = add_session(session, place.lead, place.round, plan(place))
    build.an_assignment(slot_id(session, made, 1), both)
    with pytest.raises(Unfit, match="Dr Both observes slot 1"):
        change_slots(session, place.lead, made, {1: as_clinician})


def test_a_session_lies_within_its_round(session: Session, place: Place) -> None:
    with pytest.raises(Unfit, match="1 January 2026 to 31 December 2026"):
        add_session(session, place.lead, place.round, plan(place, on=date(2027, 1, 1)))


@pytest.mark.parametrize("count", [0, 31])
def test_a_session_has_between_1_and_30_slots(session: Session, place: Place, count: int) -> None:
    with pytest.raises(Unfit, match="between 1 and 30 slots"):
        add_session(
            session, place.lead, place.round, SessionPlan(MARCH_2, "morning", place.clinic, [place.cleo] * count)
        )


def test_a_code_of_ones_own_is_used_once_in_a_round(session: Session, place: Place) -> None:
    own = SessionPlan(MARCH_2, "morning", place.clinic, [place.cleo], code="knee-a")
    made = add_session(session, place.lead, place.round, own)
    assert session.get_one(ClinicSession, made).code == "KNEE-A"
    with pytest.raises(Unfit, match="already has a session KNEE-A"):
        add_session(session, place.lead, place.round, own)


def test_a_code_that_could_be_a_name_is_refused(session: Session, place: Place) -> None:
    named = SessionPlan(MARCH_2, "evening", place.clinic, [place.cleo], code="Mrs. Jones")
    with pytest.raises(Unfit) as refused:
        add_session(session, place.lead, place.round, named)
    assert [problem.field for problem in refused.value.problems] == ["half_day", "code"]


def test_another_teams_clinic_or_clinician_cannot_be_planned(build: Builder, session: Session, place: Place) -> None:
    other = build.a_team()
    with pytest.raises(Unfit, match="clinic of this team"):
        add_session(
            session, place.lead, place.round, SessionPlan(MARCH_2, "morning", build.a_clinic(other), [place.cleo])
        )
    with pytest.raises(Unfit, match="clinician of this team"):
        add_session(session, place.lead, place.round, plan(place, build.a_clinician(other)))


def test_nothing_is_planned_in_a_closed_round(session: Session, place: Place) -> None:
    made = add_session(session, place.lead, place.round, plan(place))
    close_round(session, place.lead, place.round)
    with pytest.raises(Conflict, match="is closed"):
        add_session(session, place.lead, place.round, plan(place))
    with pytest.raises(Conflict, match="is closed"):
        add_slot(session, place.lead, made, place.cleo)


def test_a_slot_is_added_at_the_end_and_removed_while_unused(build: Builder, session: Session, place: Place) -> None:
    made = add_session(session, place.lead, place.round, plan(place))
    assert add_slot(session, place.lead, made, place.sam) == 5
    remove_slot(session, place.lead, slot_id(session, made, 5))
    build.an_assignment(slot_id(session, made, 4), build.a_person(place.team, "observer"))
    with pytest.raises(Conflict, match="Slot 4"):
        remove_slot(session, place.lead, slot_id(session, made, 4))


def test_another_teams_sessions_do_not_exist_for_a_lead(build: Builder, session: Session, place: Place) -> None:
    made = add_session(session, place.lead, place.round, plan(place))
    stranger = build.actor(build.a_person(build.a_team(), "lead"))
    for attempt in (
        lambda: add_session(session, stranger, place.round, plan(place)),
        lambda: add_session(session, stranger, uuid.uuid4(), plan(place)),
        lambda: add_slot(session, stranger, made, place.cleo),
        lambda: change_slots(session, stranger, made, {1: place.sam}),
        lambda: change_slots(session, stranger, uuid.uuid4(), {1: place.sam}),
        lambda: remove_slot(session, stranger, slot_id(session, made, 1)),
        lambda: remove_slot(session, stranger, uuid.uuid4()),
        lambda: mark_warm_up(session, stranger, slot_id(session, made, 1), warm_up=False),
    ):
        with pytest.raises(NotThere):
            attempt()
