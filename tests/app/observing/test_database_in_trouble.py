"""The database is locked or full while a tablet sends: the sheet is stored whole and once, or not at all."""

import resource
import sqlite3
import uuid
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.database import Database
from app.models.consultations import Assignment, ConsentEvent
from app.models.observations import Observation, ObservationRevision, Rating
from app.operations.audit import broken_links
from app.writing_turns import WritingTurns
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import a_sheet, send


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """SQLite's own troubles; a writer waits a moment for the lock, not a quarter of a minute."""
    monkeypatch.setattr("app.database.LOCK_WAIT_SECONDS", 0.1)
    path = tmp_path / "levelfield.sqlite"
    path.write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{path}"


def counts(look: Session) -> tuple[int, ...]:
    tables = (Observation, ObservationRevision, Rating, ConsentEvent)
    found = tuple(look.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    look.rollback()
    return found


NOTHING, ONCE = (0, 0, 0, 0), (1, 1, 2, 1)


def asked_to_wait(answer: TestResponse) -> bool:
    """Whether the answer is the one that makes a tablet keep its sheet and come again."""
    error = answer.get_json()["error"]
    return (answer.status_code, error["status"], error["problems"]) == (503, 503, []) and (
        int(answer.headers["Retry-After"]) > 0
    )


@contextmanager
def locked(database: Database) -> Generator[None]:
    """Another process writes for longer than anybody waits."""
    other = sqlite3.connect(str(database.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def out_of_turn(database: Database) -> Generator[None]:
    """Another process of ours is writing, and other writers queue behind it."""
    end = WritingTurns(Path(f"{database.engine.url.database}.turn")).take(1)
    try:
        yield
    finally:
        end()


@contextmanager
def no_free_page(database: Database) -> Generator[None]:
    """SQLite itself says that the disk is full, at the first statement that needs another page."""

    with closing(sqlite3.connect(str(database.engine.url.database), isolation_level=None)) as other:
        other.execute("VACUUM")

    def began(connection: Any) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1")

    event.listen(database.engine, "begin", began)
    try:
        yield
    finally:
        event.remove(database.engine, "begin", began)
        database.engine.dispose()


@contextmanager
def no_room_at_commit(database: Database) -> Generator[None]:
    """The system lets no file grow, so that the very write of the commit fails."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = Path(f"{database.engine.url.database}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


Trouble = Callable[[Database], AbstractContextManager[None]]
TROUBLES = pytest.mark.parametrize("trouble", [locked, out_of_turn, no_free_page, no_room_at_commit])


def long_sheet(assignment: uuid.UUID) -> dict[str, Any]:
    """A sheet that needs pages of its own."""
    return a_sheet(assignment, answers={each: {"code": "1", "note": "a" * 1990} for each in ("choices", "harms")})


@TROUBLES
def test_a_sheet_is_kept_by_the_tablet_and_stored_once_afterwards(
    trouble: Trouble, database: Database, clinic: Clinic, look: Session
) -> None:
    content = long_sheet(clinic.partners_sheet)
    with trouble(database):
        tries = [send(clinic.as_partner, content) for _ in range(2)]
    assert all(asked_to_wait(each) for each in tries)
    assert counts(look) == NOTHING
    assert look.scalar(select(Assignment.state).where(Assignment.id == clinic.partners_sheet)) != "locked"
    look.rollback()
    assert [send(clinic.as_partner, content).status_code for _ in range(2)] == [201, 200]
    assert counts(look) == ONCE
    assert broken_links(look) == []


@TROUBLES
def test_a_sheet_stored_before_the_trouble_is_still_whole_after_it(
    trouble: Trouble, database: Database, clinic: Clinic, look: Session
) -> None:
    send(clinic.as_partner, a_sheet(clinic.partners_sheet))
    with trouble(database):
        send(clinic.as_peer, long_sheet(clinic.peers_sheet))
    assert counts(look) == ONCE


def test_a_form_sent_while_the_database_is_locked_gets_a_page_in_words(database: Database, clinic: Clinic) -> None:
    with locked(database):
        answer = clinic.as_partner.post(f"/observe/assignments/{clinic.partners_sheet}/give-up")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert "Nothing you saved is lost" in answer.text
