"""`levelfield work`: a worker that does what takes longer than a request."""

import argparse
import logging
import signal
import sys
import threading
from types import FrameType

from app.commands.console import DONE, Commands, add_command, ready_database
from app.jobs.worker import work
from app.settings import settings_from_environment


def add(commands: Commands) -> None:
    """Add `work`."""
    parser = add_command(
        commands,
        "work",
        _work,
        "do long work: reports of whole rounds, long comparisons (`serve` starts such workers by itself)",
        "levelfield work",
    )
    parser.add_argument("--once", action="store_true", help="stop when nothing waits any more")
    # Whoever starts it keeps its input open: when that closes, the server is gone and the worker goes too.
    parser.add_argument("--with-server", action="store_true", help=argparse.SUPPRESS)


def _work(arguments: argparse.Namespace) -> int:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    stop = threading.Event()

    def told_to_stop(_: int, __: FrameType | None) -> None:
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, told_to_stop)
    if arguments.with_server:
        threading.Thread(target=_stop_with_server, args=(stop,), daemon=True).start()
    settings = settings_from_environment()
    with ready_database(settings) as database:
        work(database, settings.database_url, stop, once=arguments.once)
    return DONE


def _stop_with_server(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()
