"""All reports of a round at once: whole, once, and what is kept when the work is cut short."""

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import Database
from app.jobs.task import Task
from app.jobs.worker import work
from app.models.feedback import IssuedReport
from app.models.jobs import Job, JobReport
from app.operations.consent import withdraw_consent
from app.operations.jobs import cancel_job
from app.releasing import draft_feedback
from reports.pdf.feedback import feedback_pdf
from tests.app.builders import Builder
from tests.app.jobs.observed_round import a_job, an_observed_round, climb, do_all, time_passes

WORK = [sys.executable, "-c", "import sys; from app.commands import main; sys.exit(main())", "work"]


def numbers(session: Session) -> list[tuple[uuid.UUID, int]]:
    session.rollback()
    found = session.execute(select(IssuedReport.clinician_id, IssuedReport.number)).all()
    session.rollback()
    return sorted((row[0], row[1]) for row in found)


def job_row(session: Session, job: uuid.UUID) -> Job:
    session.rollback()
    row = session.get_one(Job, job)
    session.refresh(row)
    session.expunge(row)
    session.rollback()
    return row


def test_drafts_of_a_round_are_the_drafts_one_would_make_by_hand(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = an_observed_round(build)
    job = a_job(build, of)
    do_all(database, database_url)
    row = job_row(session, job)
    assert (row.state, row.done, row.outcome) == ("done", 3, "3 reports drawn.")
    kept = {row[0]: row[1] for row in session.execute(select(JobReport.clinician_id, JobReport.pdf))}
    for clinician in of.clinicians:
        assert kept[clinician] == feedback_pdf(draft_feedback(session, clinician, of.round))


def test_a_lead_releases_all_reports_under_one_decision(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = an_observed_round(build)
    climb(build, of)
    a_job(build, of, "release_reports")
    do_all(database, database_url)
    assert numbers(session) == sorted((each, 1) for each in of.clinicians)
    assert set(session.scalars(select(IssuedReport.issued_by))) == {of.lead}


def test_a_report_that_was_released_meanwhile_stays_back_and_says_so(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = an_observed_round(build)
    climb(build, of)
    a_job(build, of, "release_reports")
    second = a_job(build, of, "release_reports")
    do_all(database, database_url)
    assert numbers(session) == sorted((each, 1) for each in of.clinicians)
    reasons = session.scalars(select(JobReport.trouble).where(JobReport.job_id == second))
    assert set(reasons) == {"It is released already."}


def test_a_release_by_somebody_who_no_longer_leads_fails_in_a_sentence(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = an_observed_round(build, 1)
    climb(build, of)
    job = a_job(build, of, "release_reports")
    build.end_roles(of.lead)
    build.keep()
    do_all(database, database_url)
    row = job_row(session, job)
    assert (row.state, row.outcome) == ("failed", "Whoever started this no longer leads the team.")
    assert numbers(session) == []


def test_a_withdrawal_takes_the_drafts_of_the_whole_round(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = an_observed_round(build, 2)
    a_job(build, of)
    do_all(database, database_url)
    withdraw_consent(session, build.actor(of.lead), of.consultations[0], "after")
    assert set(session.scalars(select(JobReport.pdf))) == {None}


def test_a_report_whose_steps_are_not_taken_stays_back_and_says_so(
    database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = an_observed_round(build, 1)
    job = a_job(build, of, "release_reports")
    do_all(database, database_url)
    assert numbers(session) == []
    assert "First comes: " in session.scalars(select(JobReport.trouble)).one()
    assert job_row(session, job).outcome == "0 reports released. 1 could not be: the list says why."


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_cancelling_keeps_what_is_whole_and_stops_within_two_seconds(
    database: Database, database_url: str, build: Builder, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = an_observed_round(build, 12)
    job = a_job(build, of)
    lead, cancelled_at = build.actor(of.lead), [0.0]
    build.keep()
    looked = Task.look

    def cancel_after_some(task: Task) -> None:
        with database.open(readonly=True) as reading:
            done = reading.scalar(select(func.count()).select_from(JobReport))
        if done and not cancelled_at[0]:
            with database.short_write() as write:
                cancel_job(write, lead, job)
            cancelled_at[0] = time.process_time()
        looked(task)

    monkeypatch.setattr(Task, "look", cancel_after_some)
    do_all(database, database_url)
    assert time.process_time() - cancelled_at[0] < 2
    row = job_row(session, job)
    kept = session.scalar(select(func.count()).select_from(JobReport)) or 0
    assert row.state == "cancelled"
    assert 0 < kept < 12
    assert row.outcome.startswith(f"Cancelled. {kept} of 12 report")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_that_is_told_to_stop_hands_the_rest_over(
    database: Database, database_url: str, build: Builder, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = an_observed_round(build, 4)
    climb(build, of)
    job = a_job(build, of, "release_reports")
    stop = threading.Event()
    looked = Task.look

    def stop_after_some(task: Task) -> None:
        if numbers(session):
            stop.set()
        looked(task)

    monkeypatch.setattr(Task, "look", stop_after_some)
    work(database, database_url, stop)
    assert job_row(session, job).state == "waiting"
    monkeypatch.undo()
    do_all(database, database_url)
    assert job_row(session, job).state == "done"
    assert numbers(session) == sorted((each, 1) for each in of.clinicians)


def test_a_worker_killed_in_the_middle_leaves_no_report_out_and_makes_none_twice(
    database: Database, database_url: str, build: Builder, session: Session, tmp_path: Path
) -> None:
    of = an_observed_round(build, 12)
    climb(build, of)
    job = a_job(build, of, "release_reports")
    told = {"LEVELFIELD_DATA": str(tmp_path), "LEVELFIELD_DATABASE_URL": database_url}
    root = Path(__file__).resolve().parents[3]
    first, second = (subprocess.Popen(WORK, env=os.environ | told, cwd=root) for _ in range(2))
    try:
        wait_for(lambda: len(numbers(session)) > 0)
        holder = job_row(session, job).holder
        held, other = (first, second) if f"/{first.pid}/" in holder else (second, first)
        held.send_signal(signal.SIGKILL)
        held.wait()
        time_passes(session)
        wait_for(lambda: job_row(session, job).state == "done")
        assert other.poll() is None
    finally:
        for each in (first, second):
            each.terminate()
        for each in (first, second):
            each.wait(60)
    assert numbers(session) == sorted((each, 1) for each in of.clinicians)
    assert job_row(session, job).done == 12


def wait_for(happens: Callable[[], bool], seconds: float = 120) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if happens():
            return
        time.sleep(0.05)
    raise AssertionError("It did not happen in time.")
