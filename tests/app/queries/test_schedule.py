"""What an observer is asked to observe."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app.models.consultations import Assignment
from app.queries.schedule import KEPT_IN_VIEW, sessions_for_observer
from app.queries.scoresheets import scoresheet_for_assignment
from app.rules import Actor, NotThere
from tests.app.builders import Builder

TODAY = date(2026, 6, 15)


class Diary:
    """One observer, and sessions on given days."""

    def __init__(self, build: Builder) -> None:
        self.build = build
        self.team = build.a_team()
        self.person = build.a_person(self.team, "observer")
        self.round = build.a_round(self.team)
        self.clinic = build.a_clinic(self.team)
        self.clinician = build.a_clinician(self.team)

    @property
    def actor(self) -> Actor:
        return self.build.actor(self.person)

    def session(self, days: int, slots: int = 1, state: str = "assigned") -> tuple[uuid.UUID, ...]:
        on = self.build.a_session(self.round, self.clinic, TODAY + timedelta(days=days))
        consultations = [self.build.a_consultation(on, self.clinician, slot) for slot in range(slots, 0, -1)]
        return tuple(self.build.an_assignment(each, self.person, state) for each in consultations)

    def days(self) -> list[int]:
        return [(each.on_date - TODAY).days for each in sessions_for_observer(self.build.session, self.actor, TODAY)]


@pytest.fixture
def diary(build: Builder) -> Diary:
    return Diary(build)


def test_today_comes_first_then_what_is_next_then_what_is_past(diary: Diary) -> None:
    for days in (-2, 7, 0, 1, -9):
        diary.session(days)
    assert diary.days() == [0, 1, 7, -2, -9]


def test_slots_stand_in_the_order_of_the_clinic(diary: Diary, session: Session) -> None:
    diary.session(0, slots=3)
    found = sessions_for_observer(session, diary.actor, TODAY)
    assert [slot.slot for slot in found[0].slots] == [1, 2, 3]


def test_a_sheet_still_to_do_stays_in_view_and_a_finished_one_goes_after_a_while(diary: Diary) -> None:
    long_ago = -KEPT_IN_VIEW.days - 5
    diary.session(long_ago, state="assigned")
    diary.session(long_ago - 1, state="given_up")
    assert diary.days() == [long_ago]


def test_only_my_own_assignments_are_shown(diary: Diary, build: Builder, session: Session) -> None:
    diary.session(0)
    colleague = build.actor(build.a_person(diary.team, "observer"))
    assert sessions_for_observer(session, colleague, TODAY) == ()


def test_my_sheet_is_mine_alone(diary: Diary, build: Builder, session: Session) -> None:
    (assignment,) = diary.session(0)
    assert scoresheet_for_assignment(session, diary.actor, assignment).slot == 1
    lead = build.actor(build.a_person(diary.team, "lead"))
    colleague = build.actor(build.a_person(diary.team, "observer"))
    for who in (lead, colleague):
        with pytest.raises(NotThere):
            scoresheet_for_assignment(session, who, assignment)


def statements(session: Session, work: Callable[[], Any]) -> int:
    """How many statements the work sends to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def test_a_full_diary_costs_no_more_than_an_empty_one(diary: Diary, session: Session) -> None:
    actor = diary.actor
    empty = statements(session, lambda: sessions_for_observer(session, actor, TODAY))
    for days in range(10):
        diary.session(days, slots=6)
    full = statements(session, lambda: sessions_for_observer(session, actor, TODAY))
    assert session.scalar(select(func.count()).select_from(Assignment)) == 60
    assert full == empty == 1
