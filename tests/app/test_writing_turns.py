"""Writers of one SQLite file queue, in one process and among several; readers do not."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from app.database import Database, is_passing_trouble, open_database
from app.writing_turns import WritingTurns
from tests.conftest import ROOT

WRITE = text("INSERT INTO note (id) VALUES (:id)")
# Another process that takes the turn, says so, and keeps it until it is told to end.
HOLDER = """
import sys
from pathlib import Path
from app.writing_turns import WritingTurns
end = WritingTurns(Path(sys.argv[1])).take(5)
print("mine", flush=True)
sys.stdin.read()
end()
"""
# One that writes without a pause.
BUSY = """
import sys, time
from pathlib import Path
from app.writing_turns import WritingTurns
turns = WritingTurns(Path(sys.argv[1]))
print("mine", flush=True)
while True:
    end = turns.take(5)
    time.sleep(0.002)
    end()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.sqlite"


@pytest.fixture
def notes(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database with one small table, in which nobody waits long."""
    monkeypatch.setattr("app.database.LOCK_WAIT_SECONDS", 0.2)
    database = open_database(f"sqlite:///{path}")
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY)"))
    yield database
    database.close()


@contextmanager
def another_process(program: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-c", program, f"{path}.turn"]
    process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "mine\n"
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def holder(path: Path, notes: Database) -> Iterator[subprocess.Popen[str]]:
    """Another process whose turn it is."""
    assert notes.is_sqlite
    with another_process(HOLDER, path) as process:
        yield process


def write(database: Database, number: int) -> None:
    with database.engine.begin() as connection:
        connection.execute(WRITE, {"id": number})


def count(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(text("SELECT count(*) FROM note")).scalar_one()


def test_whoever_waits_too_long_is_told_that_it_may_work_later(notes: Database, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(OperationalError) as caught:
        write(notes, 1)
    assert holder.poll() is None
    assert is_passing_trouble(caught.value)


def test_a_reader_waits_for_nobody(notes: Database, holder: subprocess.Popen[str]) -> None:
    assert (count(notes), holder.poll()) == (0, None)


def test_a_writer_goes_on_when_the_other_process_has_written(
    notes: Database, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.database.LOCK_WAIT_SECONDS", 20)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(write, notes, 1)
        time.sleep(0.05)
        assert not waiting.done()
        holder.communicate("")
        waiting.result(20)
    assert count(notes) == 1


def test_a_killed_process_gives_its_turn_on(notes: Database, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait(60)
    write(notes, 1)
    assert count(notes) == 1


def test_a_process_with_much_to_write_does_not_take_every_turn(path: Path) -> None:
    turns = WritingTurns(Path(f"{path}.turn"))
    with another_process(BUSY, path):
        # Each raises unless its turn comes within five seconds.
        for _ in range(20):
            turns.take(5)()


def test_a_write_that_failed_gives_its_turn_on(notes: Database) -> None:
    write(notes, 1)
    with pytest.raises(IntegrityError):
        write(notes, 1)
    write(notes, 2)
    assert count(notes) == 2


def test_a_database_another_program_has_locked_gives_the_turn_on(notes: Database, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        write(notes, 1)
    other.execute("ROLLBACK")
    other.close()
    write(notes, 1)
    assert count(notes) == 1


def test_many_threads_each_get_their_turn(notes: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.database.LOCK_WAIT_SECONDS", 20)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: write(notes, number), range(80)))
    assert count(notes) == 80


def test_threads_write_in_the_order_in_which_they_came(path: Path) -> None:
    turns, came = WritingTurns(Path(f"{path}.turn")), list[int]()

    def take(number: int) -> None:
        end = turns.take(20)
        came.append(number)
        end()

    first = turns.take(1)
    with ThreadPoolExecutor(6) as threads:
        for number in range(6):
            threads.submit(take, number)
            time.sleep(0.02)
        first()
    assert came == [0, 1, 2, 3, 4, 5]


def test_whoever_gave_up_waiting_is_not_called(path: Path) -> None:
    turns = WritingTurns(Path(f"{path}.turn"))
    first = turns.take(1)
    with pytest.raises(sqlite3.OperationalError):
        turns.take(0.01)
    first()
    turns.take(1)()


def test_the_log_is_copied_back_now_and_then(notes: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.writing_turns.WRITES_A_COPY", 5)
    before = path.stat().st_mtime_ns
    for number in range(6):
        write(notes, number)
    assert path.stat().st_mtime_ns > before


def test_a_folder_in_which_no_turn_can_be_taken_is_passing_trouble(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as caught:
        WritingTurns(tmp_path / "not there" / "notes.turn").take(1)
    assert caught.value.sqlite_errorcode == sqlite3.SQLITE_IOERR
