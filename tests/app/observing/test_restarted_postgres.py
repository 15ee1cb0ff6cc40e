"""PostgreSQL is restarted, in order and as by a crash, while tablets send: each sheet is stored once, none is lost."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.database import Database
from app.jobs.worker import work
from app.migrations import upgrade
from app.models.feedback import IssuedReport
from app.models.observations import ObservationRevision, Rating
from app.operations.audit import broken_links
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.jobs.observed_round import a_job, an_observed_round, climb, time_passes
from tests.app.jobs.test_round_reports import job_row, numbers, wait_for
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import a_sheet, send
from tests.app.observing.test_batches import post, record, statuses
from tests.restarting_postgres import RestartingServer, restarting_server

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["postgres"], indirect=True),
]

TABLETS, SHEETS = 4, 160
STORED = {200, 201}
# Seconds; a busy machine is slow and no fault.
PATIENCE = 300


@pytest.fixture(scope="module")
def server() -> Iterator[RestartingServer]:
    with restarting_server() as started:
        yield started


@pytest.fixture(scope="module")
def migrated_postgres(server: RestartingServer) -> str:
    """In place of the server that all tests share."""
    upgrade(server.address)
    return server.address


@dataclass
class Tablets:
    """Observers' tablets, each with sheets that wait to be sent; what is not answered is sent again, as it was."""

    waiting: list[dict[str, Any]]
    stored: list[str] = field(default_factory=list[str])
    said: Counter[int] = field(default_factory=Counter[int])
    unclear: list[str] = field(default_factory=list[str])
    turn: Lock = field(default_factory=Lock)

    def send_all(self, client: FlaskClient) -> None:
        while True:
            with self.turn:
                if not self.waiting:
                    return
                content = self.waiting.pop()
            until = time.monotonic() + PATIENCE
            while not self.is_stored(content["observation_id"], send(client, content)):
                assert time.monotonic() < until, "The application did not find its database again."
                time.sleep(0.02)

    def is_stored(self, observation: str, answer: TestResponse) -> bool:
        with self.turn:
            self.said[answer.status_code] += 1
            if answer.status_code in STORED:
                self.stored.append(observation)
            elif "Nothing you saved is lost" not in answer.text or int(answer.headers.get("Retry-After", "0")) < 1:
                self.unclear.append(f"{answer.status_code} {answer.text[:200]}")
        return answer.status_code in STORED

    def wait_for(self, count: int) -> None:
        until = time.monotonic() + PATIENCE
        while len(self.stored) < count and time.monotonic() < until:
            time.sleep(0.005)


def places_for(build: Builder, clinic: Clinic, count: int) -> list[dict[str, Any]]:
    around, place, clinician = build.a_round(clinic.team), build.a_clinic(clinic.team), build.a_clinician(clinic.team)
    found: list[dict[str, Any]] = []
    for number in range(count):
        if number % 40 == 0:
            half_day = build.a_session(around, place)
        consultation = build.a_consultation(half_day, clinician, number % 40 + 1)
        found.append(a_sheet(build.an_assignment(consultation, clinic.partner)))
    build.keep()
    return found


def counts(database: Database) -> tuple[int, int, int]:
    """Sheets, ratings, and links of the log that are broken."""
    with database.open() as look:
        sheets, ratings = (
            look.scalar(select(func.count()).select_from(each)) or 0 for each in (ObservationRevision, Rating)
        )
        return sheets, ratings, len(broken_links(look))


def test_each_sheet_is_stored_once_though_the_server_is_restarted_and_crashes_meanwhile(
    server: RestartingServer, database: Database, clinic: Clinic, build: Builder, sign_in: SignIn, session: Session
) -> None:
    tablets = Tablets(places_for(build, clinic, SHEETS))
    clients = [sign_in(clinic.partner) for _ in range(TABLETS)]
    session.close()
    with ThreadPoolExecutor(TABLETS) as threads:
        sending = [threads.submit(tablets.send_all, client) for client in clients]
        for number, mode in enumerate(("fast", "immediate", "immediate", "fast"), start=1):
            tablets.wait_for(number * SHEETS // 6)
            server.restart(mode)
        for each in sending:
            each.result(PATIENCE)
    assert tablets.unclear == []
    assert (set(tablets.said) - {200}, tablets.said[503] >= TABLETS) == ({201, 503}, True)
    assert (len(tablets.stored), len(set(tablets.stored))) == (SHEETS, SHEETS)
    assert counts(database) == (SHEETS, 2 * SHEETS, 0)


def test_a_crash_before_the_commit_stores_nothing_of_a_batch_and_one_before_the_answer_all_of_it(
    server: RestartingServer, database: Database, clinic: Clinic, build: Builder
) -> None:
    records, crashes = [record(each) for each in places_for(build, clinic, 20)], [Event(), Event()]
    for at, done in zip(("before_commit", "after_commit"), crashes, strict=True):
        event.listen(database.sessions, at, crash_once(server, done))
    crashes[1].set()
    answer = post(clinic.as_partner, *records)
    assert (answer.status_code, answer.headers["Retry-After"], counts(database)) == (503, "20", (0, 0, 0))
    crashes[1].clear()
    assert statuses(post(clinic.as_partner, *records)) == [201] * 20
    assert statuses(post(clinic.as_partner, *records)) == [200] * 20
    assert counts(database) == (20, 40, 0)


def crash_once(server: RestartingServer, done: Event) -> Callable[[Session], None]:
    def crash(_: Session) -> None:
        if not done.is_set():
            done.set()
            server.restart("immediate")

    return crash


def test_while_the_server_is_down_everybody_is_told_in_words_and_afterwards_served(
    server: RestartingServer, clinic: Clinic
) -> None:
    content = a_sheet(clinic.partners_sheet)
    server.stop()
    try:
        answers = [send(clinic.as_partner, content), clinic.as_peer.get("/observe/"), clinic.as_peer.get("/")]
    finally:
        server.start()
    assert [each.status_code for each in answers] == [503] * 3
    assert all("Nothing you saved is lost" in each.text and each.headers["Retry-After"] for each in answers)
    assert (send(clinic.as_partner, content).status_code, clinic.as_peer.get("/observe/").status_code) == (201, 200)


def test_a_server_that_has_handed_over_to_another_is_let_go(
    server: RestartingServer, database: Database, clinic: Clinic
) -> None:
    def backend() -> int:
        with database.reading() as look:
            return int(look.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())

    content, line = a_sheet(clinic.partners_sheet), backend()
    with only_readable(database):
        answer = send(clinic.as_partner, content)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert send(clinic.as_partner, content).status_code == 201
    assert backend() != line


@contextmanager
def only_readable(database: Database) -> Iterator[None]:
    """As a server is once another was made the one to write to."""

    def set_to(value: str) -> None:
        with database.reading() as look:
            look.exec_driver_sql(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
            look.exec_driver_sql("SELECT pg_reload_conf()")
            until = time.monotonic() + PATIENCE
            while look.exec_driver_sql("SHOW default_transaction_read_only").scalar_one() != value:
                assert time.monotonic() < until
                time.sleep(0.01)

    set_to("on")
    try:
        yield
    finally:
        set_to("off")


def recovered(session: Session) -> bool:
    """A session that was open meanwhile may find its line broken once."""
    try:
        numbers(session)
    except OperationalError:
        return False
    return True


def test_a_round_of_reports_is_finished_though_the_server_crashes_in_the_middle(
    server: RestartingServer, database: Database, database_url: str, build: Builder, session: Session
) -> None:
    of = an_observed_round(build, 4)
    climb(build, of)
    job = a_job(build, of, "release_reports")
    stop, crashed, stored = Event(), Event(), list[int]()

    def crash(of_worker: Session) -> None:
        stored.extend(1 for each in of_worker.new if isinstance(each, IssuedReport))
        if len(stored) == 2 and not crashed.is_set():
            server.restart("immediate")
            crashed.set()

    event.listen(database.sessions, "before_flush", lambda of_worker, *_: crash(of_worker))
    with ThreadPoolExecutor(1) as worker:
        working = worker.submit(work, database, database_url, stop)
        try:
            wait_for(crashed.is_set, PATIENCE)
            wait_for(lambda: recovered(session), PATIENCE)
            assert len(numbers(session)) == 1
            time_passes(session)
            wait_for(lambda: job_row(session, job).state == "done", PATIENCE)
        finally:
            stop.set()
        working.result(PATIENCE)
    assert numbers(session) == sorted((each, 1) for each in of.clinicians)
