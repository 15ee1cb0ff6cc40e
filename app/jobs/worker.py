"""A worker: takes up what waits, one piece of work after the other, until it is told to stop."""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Mapping

from sqlalchemy.exc import SQLAlchemyError

from app.database import Database, is_passing_trouble
from app.jobs.comparisons import compare
from app.jobs.pool import cores
from app.jobs.reports_made_anew import make_anew
from app.jobs.round_reports import make_drafts, release_all, so_far
from app.jobs.task import Stopped, Task
from app.operations.working import (
    Held,
    NoLongerHeld,
    finish_job,
    let_go,
    stop_cancelled,
    take_job,
    tidy,
    work_waits,
)
from app.rules import Refusal

REST_SECONDS = 0.7
TIDY_EVERY = 5000
FAILED = "Something went wrong on our side. Nothing that was finished is lost. The reason is in the server's log."

KINDS: Mapping[str, Callable[[Task], str]] = {
    "draft_reports": make_drafts,
    "release_reports": release_all,
    "remake_reports": make_anew,
    "comparison": compare,
}
KEPT: Mapping[str, Callable[[Task], str]] = {"draft_reports": so_far, "release_reports": so_far}

log = logging.getLogger(__name__)


def work(database: Database, url: str, stop: threading.Event, *, once: bool = False) -> None:
    """Do what waits until ``stop`` is set; with ``once`` until nothing waits.

    A database in trouble, or a job that fails, is logged and does not end the worker.
    """
    holder = f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"
    rests = 0
    while not stop.is_set():
        try:
            held = _next(database, holder)
            if held is None:
                if once:
                    return
                if rests % TIDY_EVERY == 0:
                    with database.short_write() as session:
                        tidy(session)
                rests += 1
                stop.wait(REST_SECONDS)
                continue
            _do(Task(held, database, url, cores(), stop))
        except SQLAlchemyError as error:
            if not is_passing_trouble(error):
                raise
            log.warning("The database is in trouble, trying again: %s", error)
            stop.wait(REST_SECONDS)


def _next(database: Database, holder: str) -> Held | None:
    with database.open(readonly=True) as session:
        if not work_waits(session):
            return None
    with database.short_write() as session:
        return take_job(session, holder)


def _do(task: Task) -> None:
    held = task.held
    try:
        outcome = KINDS[held.kind](task)
    except Stopped:
        with task.database.short_write() as session:
            let_go(session, held)
        return
    except NoLongerHeld:
        kept = KEPT.get(held.kind)
        outcome = kept(task) if kept else "Cancelled."
        with task.database.short_write() as session:
            stop_cancelled(session, held, outcome)
        return
    except Refusal as refusal:
        _finish(task, str(refusal), failed=True)
        return
    except SQLAlchemyError as error:
        if is_passing_trouble(error):
            # The hold runs out, and whoever takes the job up goes on where this one was.
            raise
        log.exception("Job %s failed", held.id)
        _finish(task, FAILED, failed=True)
        return
    except Exception:
        log.exception("Job %s failed", held.id)
        _finish(task, FAILED, failed=True)
        return
    _finish(task, outcome)


def _finish(task: Task, outcome: str, *, failed: bool = False) -> None:
    try:
        with task.database.short_write() as session:
            finish_job(session, task.held, outcome, failed=failed)
    except NoLongerHeld:
        with task.database.short_write() as session:
            stop_cancelled(session, task.held, outcome)
