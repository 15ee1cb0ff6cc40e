"""Who holds a job: one worker at a time, and only while it is heard of."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Database
from app.models.audit import AuditEvent
from app.models.base import now
from app.models.jobs import Job
from app.operations.jobs import Wanted, cancel_job, start_job
from app.operations.working import (
    MOST_ATTEMPTS,
    Held,
    NoLongerHeld,
    finish_job,
    let_go,
    still_held,
    stop_cancelled,
    take_job,
)
from app.rules import Conflict, NotThere
from tests.app.builders import Builder
from tests.app.jobs.observed_round import ObservedRound, a_job, an_observed_round, time_passes


@pytest.fixture
def of(build: Builder) -> ObservedRound:
    return an_observed_round(build, 1)


def taken(database: Database, holder: str) -> Held | None:
    with database.short_write() as session:
        return take_job(session, holder)


def state_of(session: Session, job: uuid.UUID) -> tuple[str, str]:
    session.expire_all()
    row = session.get_one(Job, job)
    found = (row.state, row.outcome)
    session.rollback()
    return found


def test_two_workers_never_get_the_same_job(database: Database, build: Builder, of: ObservedRound) -> None:
    a_job(build, of)
    assert taken(database, "one") is not None
    assert taken(database, "two") is None


def test_two_transactions_at_once_take_different_jobs(build: Builder, of: ObservedRound, database: Database) -> None:
    jobs = {a_job(build, of), a_job(build, of)}
    if database.is_sqlite:
        found = [taken(database, "one"), taken(database, "two")]
    else:
        with database.open() as first, database.open() as second:
            found = [take_job(first, "one"), take_job(second, "two")]
    assert {each.id for each in found if each} == jobs


def test_a_hold_from_before_the_clock_was_put_back_by_hours_does_not_last_for_hours(
    database: Database, build: Builder, of: ObservedRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_job(build, of)
    with monkeypatch.context() as ahead:
        ahead.setattr("app.operations.working.now", lambda: now() + timedelta(hours=3))
        assert taken(database, "one") is not None
    assert taken(database, "two") is not None


def test_a_worker_whose_clock_is_a_minute_fast_keeps_its_job(
    database: Database, build: Builder, of: ObservedRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_job(build, of)
    with monkeypatch.context() as ahead:
        ahead.setattr("app.operations.working.now", lambda: now() + timedelta(minutes=1))
        assert taken(database, "one") is not None
    assert taken(database, "two") is None


def test_who_was_taken_for_dead_can_store_nothing_any_more(
    database: Database, build: Builder, session: Session, of: ObservedRound
) -> None:
    a_job(build, of)
    first = taken(database, "one")
    assert first is not None
    time_passes(session)
    second = taken(database, "two")
    assert second is not None
    with pytest.raises(NoLongerHeld), database.short_write() as write:
        still_held(write, first, done=1)
    with database.short_write() as write:
        finish_job(write, second, "Done.")


def test_a_job_that_kills_its_workers_is_given_up(
    database: Database, build: Builder, session: Session, of: ObservedRound
) -> None:
    job = a_job(build, of)
    for turn in range(MOST_ATTEMPTS):
        assert taken(database, f"worker {turn}") is not None
        time_passes(session)
    assert taken(database, "the last") is None
    assert state_of(session, job)[0] == "failed"


def test_a_worker_that_is_told_to_stop_leaves_the_job_to_the_next(
    database: Database, build: Builder, of: ObservedRound
) -> None:
    a_job(build, of)
    held = taken(database, "one")
    assert held is not None
    with database.short_write() as write:
        let_go(write, held)
    assert taken(database, "two") is not None


def test_a_cancelled_job_is_let_go_at_the_next_write(
    database: Database, build: Builder, session: Session, of: ObservedRound
) -> None:
    job = a_job(build, of)
    held = taken(database, "one")
    assert held is not None
    cancel_job(session, build.actor(of.lead), job)
    build.keep()
    with pytest.raises(NoLongerHeld), database.short_write() as write:
        still_held(write, held)
    with database.short_write() as write:
        stop_cancelled(write, held, "Cancelled. Nothing was finished.")
    assert state_of(session, job) == ("cancelled", "Cancelled. Nothing was finished.")


def test_a_cancelled_job_whose_worker_died_is_not_begun_again(
    database: Database, build: Builder, session: Session, of: ObservedRound
) -> None:
    job = a_job(build, of)
    assert taken(database, "one") is not None
    cancel_job(session, build.actor(of.lead), job)
    build.keep()
    time_passes(session)
    assert taken(database, "two") is None
    assert state_of(session, job)[0] == "cancelled"


def test_the_same_work_is_joined_and_not_begun_twice(build: Builder, session: Session, of: ObservedRound) -> None:
    assert a_job(build, of, key="same") == a_job(build, of, key="same")
    assert len(session.scalars(select(Job.id)).all()) == 1


def test_another_team_s_lead_can_neither_start_nor_cancel(build: Builder, session: Session, of: ObservedRound) -> None:
    job = a_job(build, of)
    stranger = build.actor(build.a_person(build.a_team(), "lead"))
    with pytest.raises(NotThere):
        start_job(session, stranger, of.round, Wanted("draft_reports", "Theirs", "key"))
    with pytest.raises(NotThere):
        cancel_job(session, stranger, job)


def test_what_has_ended_cannot_be_cancelled(
    database: Database, build: Builder, session: Session, of: ObservedRound
) -> None:
    job = a_job(build, of)
    held = taken(database, "one")
    assert held is not None
    with database.short_write() as write:
        finish_job(write, held, "Done.")
    with pytest.raises(Conflict):
        cancel_job(session, build.actor(of.lead), job)


def test_start_cancel_and_end_are_in_the_log(
    database: Database, build: Builder, session: Session, of: ObservedRound
) -> None:
    job = a_job(build, of)
    held = taken(database, "one")
    assert held is not None
    cancel_job(session, build.actor(of.lead), job)
    build.keep()
    with database.short_write() as write:
        stop_cancelled(write, held, "Cancelled.")
    events = session.scalars(select(AuditEvent.event).where(AuditEvent.subject == f"job {job}"))
    assert set(events) == {"job started", "job cancelled", "job stopped"}
