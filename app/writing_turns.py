"""One writer at a time on an SQLite file, whatever threads and processes there are.

SQLite's own wait for its write lock sleeps longer and longer, so that under load a few writers wait very long while
others overtake them. Here writers queue before they ask SQLite: in one process in the order in which they came, among
processes for locks on files beside the database, which the system itself lets go when a process dies. There are two
files: whoever holds the first is next, so that a process with much to write cannot take every turn. It is a queue and
no guard: should somebody delete the files, SQLite still lets only one of them write.
"""

import os
import sqlite3
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

# Only one on the machine is next and looks this often; those behind it look less and less often.
NEXT_LOOKS, FIRST_PAUSE, LONGEST_PAUSE = 0.0002, 0.0005, 0.003
# A sheet writes some twenty pages of 4 KiB to the log.
WRITES_A_COPY = 200

if sys.platform == "win32":

    def _is_mine_now(descriptor: int) -> bool:  # noqa: ARG001 - the other systems' signature
        """Windows has no such lock. `levelfield serve` is one process, so its own lock is enough."""
        return True

else:
    import fcntl

    def _is_mine_now(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class _Line:
    """First come, first served: a lock of the system lets whoever is running overtake those that must be woken."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def enter(self, seconds: float) -> bool:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        if called.acquire(timeout=seconds):
            return True
        with self._guard:
            if called not in self._waiting:
                # Called in the very last moment.
                return True
            self._waiting.remove(called)
            return False

    def leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


class WritingTurns:
    """The queue of one database file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._here = _Line()
        self._written = 0

    def take(self, seconds: float) -> Callable[[], None]:
        """Wait for the turn, and give what ends it. Raises `sqlite3.OperationalError`, busy, after so many seconds."""
        until = time.monotonic() + seconds
        if not self._here.enter(seconds):
            raise _trouble(sqlite3.SQLITE_BUSY, "database is locked")
        try:
            descriptor = self._among_processes(until)
        except BaseException:
            self._here.leave()
            raise

        def end() -> None:
            os.close(descriptor)
            self._here.leave()

        return end

    def is_time_to_copy(self) -> bool:
        """Whether whoever has just written copies the log back into the database file: one in so many."""
        self._written += 1
        return self._written % WRITES_A_COPY == 0

    def _among_processes(self, until: float) -> int:
        next_in_line = _hold(self.path.with_suffix(".next"), until, FIRST_PAUSE, LONGEST_PAUSE)
        try:
            return _hold(self.path, until, NEXT_LOOKS, NEXT_LOOKS)
        finally:
            os.close(next_in_line)


def _hold(path: Path, until: float, pause: float, longest: float) -> int:
    """Lock the file; closing the descriptor ends it."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _trouble(sqlite3.SQLITE_IOERR, f"no turn to write: {error}") from error
    try:
        while not _is_mine_now(descriptor):
            if time.monotonic() >= until:
                raise _trouble(sqlite3.SQLITE_BUSY, "database is locked")
            time.sleep(pause)
            pause = min(2 * pause, longest)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


class QueueingConnection(sqlite3.Connection):
    """An SQLite connection that waits for its turn before it writes, and gives it on when the transaction ends."""

    turns: WritingTurns | None = None
    reads_only = False
    _end_turn: Callable[[], None] | None = None

    def begin(self, seconds: float) -> None:
        """Begin a transaction, waiting for its turn so long. Raises `sqlite3.Error`."""
        if self.reads_only:
            self.execute("BEGIN")
            return
        if self.turns is not None and self._end_turn is None:
            self._end_turn = self.turns.take(seconds)
        try:
            self.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            self._give_on()
            raise

    def commit(self) -> None:
        has_written = self._end_turn is not None
        super().commit()
        self._give_on()
        if has_written and self.turns is not None and self.turns.is_time_to_copy():
            # After the turn was given on, for it may take long on a busy disk, and others may write meanwhile. What was
            # committed is safe in the log, so trouble here is nobody's: the next will try again.
            with suppress(sqlite3.Error):
                self.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._give_on()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._give_on()

    def _give_on(self) -> None:
        end, self._end_turn = self._end_turn, None
        if end is not None:
            end()


def _trouble(code: int, sentence: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(sentence)
    error.sqlite_errorcode = code
    return error
