"""How far a round has come, in counts and never in ratings."""

import uuid
from dataclasses import fields
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.models.consultations import Consultation
from app.queries.progress import RoundProgress, SheetCounts, part_of, progress_of_round
from app.queries.readiness import readiness_of_team
from app.queries.sessions import double_bookings
from tests.app.builders import Builder


@pytest.mark.parametrize(
    ("consent", "state", "part"),
    [
        ("agreed", "locked", "locked"),
        ("not_asked", "assigned", "waiting"),
        ("agreed", "given_up", "given_up"),
        ("agreed", "void", "withdrawn"),
        ("declined", "assigned", "declined"),
        ("declined", "void", "declined"),
        ("withdrawn", "void", "withdrawn"),
        ("withdrawn", "locked", "withdrawn"),
    ],
)
def test_what_the_patient_said_comes_before_what_the_observer_did(consent: str, state: str, part: str) -> None:
    assert part_of(consent, state) == part


def test_the_parts_add_up_to_what_was_asked_for() -> None:
    assert SheetCounts(locked=1, waiting=2, given_up=3, declined=4, withdrawn=5).expected == 15


def test_progress_is_told_by_clinic_and_by_observer(build: Builder, session: Session) -> None:
    team = build.a_team()
    round_id = build.a_round(team)
    clinician = build.a_clinician(team)
    pat = build.a_person(team, "observer", name="Pat")
    tom = build.a_person(team, "observer", "peer_clinician", name="Tom")
    for _ in range(2):
        session_id = build.a_session(round_id, build.a_clinic(team))
        first, second, third = (build.a_consultation(session_id, clinician, slot) for slot in (1, 2, 3))
        build.an_assignment(first, pat, "locked")
        build.an_assignment(first, tom)
        build.an_assignment(second, pat, "given_up")
        build.an_assignment(third, pat, "void")
        session.get_one(Consultation, third).consent = "withdrawn"
    session.flush()
    progress = progress_of_round(session, round_id)
    each = SheetCounts(locked=1, waiting=1, given_up=1, withdrawn=1)
    assert [clinic.sheets for clinic in progress.clinics] == [each, each]
    assert [(observer.name, observer.observer_type, observer.sheets) for observer in progress.observers] == [
        ("Pat", "Patient partner", SheetCounts(locked=2, given_up=2, withdrawn=2)),
        ("Tom", "Peer clinician", SheetCounts(waiting=2)),
    ]
    assert progress.total == SheetCounts(locked=2, waiting=2, given_up=2, withdrawn=2)
    assert [(told.consultations, told.withdrawn, told.not_asked) for told in progress.consents] == [
        (3, 1, 2),
        (3, 1, 2),
    ]


def test_two_observers_of_one_name_stay_two(build: Builder, session: Session) -> None:
    team = build.a_team()
    round_id = build.a_round(team)
    slot = build.a_consultation(build.a_session(round_id, build.a_clinic(team)), build.a_clinician(team))
    for _ in range(2):
        build.an_assignment(slot, build.a_person(team, "observer", name="Pat"))
    assert len(progress_of_round(session, round_id).observers) == 2


def test_progress_can_carry_no_rating() -> None:
    names = {field.name for field in fields(RoundProgress)} | {field.name for field in fields(SheetCounts)}
    assert not names & {"rating", "ratings", "score", "scores", "points", "mean"}


def test_another_rounds_sheets_are_not_counted(build: Builder, session: Session) -> None:
    team = build.a_team()
    slot = build.a_consultation(build.a_session(build.a_round(team), build.a_clinic(team)), build.a_clinician(team))
    build.an_assignment(slot, build.a_person(team, "observer"))
    assert progress_of_round(session, build.a_round(team)).total.expected == 0


def test_readiness_counts_slots_with_two_observers(build: Builder, session: Session) -> None:
    team = build.a_team()
    round_id = build.a_round(team)
    session_id = build.a_session(round_id, build.a_clinic(team))
    clinician = build.a_clinician(team)
    first = build.a_consultation(session_id, clinician, 1)
    build.a_consultation(session_id, clinician, 2)
    for _ in range(2):
        build.an_assignment(first, build.a_person(team, "observer"))
    on = date(2026, 3, 2)
    ready = readiness_of_team(session, team, on)
    assert (ready.observers, ready.slots, ready.slots_with_two, ready.current_round_id) == (2, 2, 1, round_id)
    assert readiness_of_team(session, build.a_team(), on).observers == 0


def test_an_observer_asked_for_two_sessions_of_one_half_day_is_noticed(build: Builder, session: Session) -> None:
    team = build.a_team()
    round_id = build.a_round(team)
    sessions: list[uuid.UUID] = [build.a_session(round_id, build.a_clinic(team)) for _ in range(2)]
    pat = build.a_person(team, "observer", name="Pat")
    for session_id in sessions:
        build.an_assignment(build.a_consultation(session_id, build.a_clinician(team)), pat)
    assert [clash.observer for clash in double_bookings(session, sessions[0], [pat])] == ["Pat"]
    assert double_bookings(session, sessions[0], []) == ()
