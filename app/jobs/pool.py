"""Processes that compute, one per core. They store nothing, so they may be stopped at any moment."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
Made = TypeVar("Made")

# Imported once in the process that all others are copies of, so that each begins at once.
PRELOADED = ["app.jobs.report_batches", "app.jobs.computing"]
NICER = 5


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """So many processes; they end with this one, even when it is killed."""

    def __init__(self, processes: int) -> None:
        ways = multiprocessing.get_all_start_methods()
        # Not "fork": a copy of a process that holds database connections would share them.
        context = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
        context.set_forkserver_preload(PRELOADED)
        # One process per core is enough; and sums that are split over threads may differ in their last digit.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        self.processes = processes
        self._before = set(multiprocessing.active_children())
        self._executor = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)

    def submit(self, function: Callable[P, Made], *args: P.args, **kwargs: P.kwargs) -> Future[Made]:
        return self._executor.submit(function, *args, **kwargs)

    def stop(self) -> None:
        """End at once, whatever is under way."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        children = set(multiprocessing.active_children()) - self._before
        for child in children:
            child.kill()
        for child in children:
            child.join(2)


def _begin() -> None:
    # Ctrl-C in a terminal reaches every process; what becomes of the work is for the worker to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The web server on the same machine goes first.
    os.nice(NICER)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
