"""Programmes and rounds."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.models.base import now
from app.models.instruments import PublishedInstrument
from app.models.programmes import Programme, Round
from app.operations.programmes import (
    RoundPlan,
    add_programme,
    add_round,
    change_programme,
    change_round,
    close_round,
    reopen_round,
)
from app.rules import Actor, Conflict, NotThere, Unfit
from tests.app.builders import SMALL, Builder


@pytest.fixture
def team(build: Builder) -> uuid.UUID:
    return build.a_team()


@pytest.fixture
def lead(build: Builder, team: uuid.UUID) -> Actor:
    return build.actor(build.a_person(team, "lead"))


@pytest.fixture
def programme(session: Session, team: uuid.UUID, lead: Actor) -> uuid.UUID:
    return add_programme(session, lead, team, "Deciding together", "Better talks")


@pytest.fixture
def spring(build: Builder) -> RoundPlan:
    return RoundPlan("Spring", date(2026, 3, 1), date(2026, 5, 31), build.an_instrument(), "Every second patient")


def test_a_round_keeps_its_dates_instrument_and_raised_minimums(
    session: Session, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    made = add_round(session, lead, programme, replace(spring, minimums={"observers_in_group": 5}))
    row = session.get_one(Round, made)
    assert (row.opens_on, row.closes_on, row.minimums) == (spring.opens_on, spring.closes_on, {"observers_in_group": 5})


def test_a_margin_is_changed_freely_before_the_first_sheet(
    session: Session, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    made = add_round(session, lead, programme, replace(spring, margin=4.0))
    change_round(session, lead, made, replace(spring, margin=5.0))
    row = session.get_one(Round, made)
    assert (row.margin, row.margin_changes) == (5.0, [])


def test_a_margin_changed_after_the_first_sheet_keeps_its_reason_for_good(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    made = add_round(session, lead, programme, replace(spring, margin=4.0))
    visit = build.a_consultation(build.a_session(made, build.a_clinic(team)), build.a_clinician(team))
    build.an_assignment(visit, build.a_person(team, "observer", "peer_clinician"), "locked")
    with pytest.raises(Unfit, match="Write why the margin changes"):
        change_round(session, lead, made, replace(spring, margin=9.0))
    change_round(session, lead, made, replace(spring, margin=9.0, margin_reason="A typing mistake"))
    change_round(session, lead, made, replace(spring, margin=9.0))
    row = session.get_one(Round, made)
    assert [(each["before"], each["after"], each["why"]) for each in row.margin_changes] == [
        (4.0, 9.0, "A typing mistake")
    ]


def test_everything_wrong_with_a_round_is_said_at_once(
    session: Session, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    add_round(session, lead, programme, spring)
    wrong = replace(spring, name="spring", closes_on=date(2026, 1, 1), instrument_id=uuid.uuid4())
    with pytest.raises(Unfit) as refused:
        add_round(session, lead, programme, wrong)
    assert [problem.field for problem in refused.value.problems] == ["name", "closes_on", "instrument"]


def test_a_retired_instrument_is_not_chosen_for_a_new_round(
    session: Session, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    session.get_one(PublishedInstrument, spring.instrument_id).retired_at = now()
    with pytest.raises(Unfit, match="in use"):
        add_round(session, lead, programme, spring)


def test_another_teams_instrument_is_not_chosen(
    build: Builder, session: Session, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    session.get_one(PublishedInstrument, spring.instrument_id).team_id = build.a_team()
    with pytest.raises(Unfit, match="in use"):
        add_round(session, lead, programme, spring)


def test_a_round_with_a_session_keeps_its_instrument(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    made = add_round(session, lead, programme, spring)
    other = build.an_instrument(SMALL.replace("id: small", "id: other"))
    change_round(session, lead, made, replace(spring, instrument_id=other))
    build.a_session(made, build.a_clinic(team), date(2026, 3, 2))
    with pytest.raises(Unfit, match="its instrument stays"):
        change_round(session, lead, made, spring)


def test_the_days_of_a_round_take_in_its_sessions(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    made = add_round(session, lead, programme, spring)
    build.a_session(made, build.a_clinic(team), date(2026, 3, 2))
    with pytest.raises(Unfit, match="lies outside these days"):
        change_round(session, lead, made, replace(spring, opens_on=date(2026, 4, 1)))


def test_a_closed_round_can_be_opened_again(
    session: Session, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    made = add_round(session, lead, programme, spring)
    with pytest.raises(Conflict, match="open already"):
        reopen_round(session, lead, made)
    close_round(session, lead, made)
    with pytest.raises(Conflict, match="closed already"):
        close_round(session, lead, made)
    reopen_round(session, lead, made)
    assert session.get_one(Round, made).closed_at is None


def test_a_programmes_name_is_its_own_within_the_team(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor, programme: uuid.UUID
) -> None:
    with pytest.raises(Unfit, match="already a programme"):
        add_programme(session, lead, team, " deciding TOGETHER ")
    change_programme(session, lead, programme, "Deciding Together", "Better talks for all")
    assert session.get_one(Programme, programme).aim == "Better talks for all"


def test_another_teams_programmes_do_not_exist_for_a_lead(
    build: Builder, session: Session, team: uuid.UUID, lead: Actor, programme: uuid.UUID, spring: RoundPlan
) -> None:
    made = add_round(session, lead, programme, spring)
    stranger = build.actor(build.a_person(build.a_team(), "lead"))
    for attempt in (
        lambda: add_programme(session, stranger, team, "Mine"),
        lambda: change_programme(session, stranger, programme, "Mine", ""),
        lambda: change_programme(session, stranger, uuid.uuid4(), "Mine", ""),
        lambda: add_round(session, stranger, programme, spring),
        lambda: change_round(session, stranger, made, spring),
        lambda: close_round(session, stranger, made),
        lambda: reopen_round(session, stranger, uuid.uuid4()),
    ):
        with pytest.raises(NotThere):
            attempt()
