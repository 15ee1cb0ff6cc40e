"""A job in the hands of this worker: holding on to it, noting progress, computing on all cores, stopping in time."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.database import Database, is_passing_trouble
from app.jobs.pool import Pool
from app.operations.working import Held, NoLongerHeld, still_held
from app.queries.jobs import job_was_cancelled

Wanted = TypeVar("Wanted")
Made = TypeVar("Made")

LOOK_SECONDS = 0.4
HOLD_SECONDS = 4.0
# Enough that no process waits, few enough that a long line of finished work does not pile up in memory.
AHEAD = 2

log = logging.getLogger(__name__)


class Stopped(Exception):
    """This worker is told to stop; the job goes on elsewhere."""


@dataclass
class Task:
    """One job under way. ``url``: the database's address, for the processes that compute."""

    held: Held
    database: Database
    url: str
    processes: int
    stop: threading.Event
    _held_at: float = field(default_factory=time.monotonic)

    def look(self) -> None:
        """Raise Stopped or NoLongerHeld if the work should not go on; hold on to it otherwise."""
        if self.stop.is_set():
            raise Stopped
        with self.database.open(readonly=True) as session:
            if job_was_cancelled(session, self.held.id, self.held.holder) is not False:
                raise NoLongerHeld
        if time.monotonic() - self._held_at > HOLD_SECONDS:
            try:
                with self.write():
                    pass
            except SQLAlchemyError as error:
                # Somebody else writes for long just now: the hold lasts longer than one missed turn.
                if not is_passing_trouble(error):
                    raise
                log.warning("Could not hold on to job %s this time: %s", self.held.id, error)

    @contextmanager
    def write(self, *, total: int | None = None) -> Generator[Session]:
        """A short transaction that stores only while the job is this worker's."""
        with self.database.short_write() as session:
            still_held(session, self.held, total=total)
            yield session
        self._held_at = time.monotonic()

    def computed(self, function: Callable[[Wanted], Made], wanted: Iterable[Wanted]) -> Generator[tuple[Wanted, Made]]:
        """Each with what the function makes of it, in processes of their own, in the order in which they are ready.

        Raises what the function raises, and Stopped or NoLongerHeld within half a second of the reason for it.
        """
        waiting = deque(wanted)
        under_way: dict[Future[Made], Wanted] = {}
        pool = Pool(min(self.processes, len(waiting)) or 1)
        try:
            while waiting or under_way:
                while waiting and len(under_way) < pool.processes + AHEAD:
                    each = waiting.popleft()
                    under_way[pool.submit(function, each)] = each
                ready, _ = wait(under_way, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
                self.look()
                for future in ready:
                    yield under_way.pop(future), future.result()
        finally:
            pool.stop()
