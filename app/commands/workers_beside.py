"""The workers that `levelfield serve` keeps running beside the web server."""

import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

from app.commands.console import complain

WORK = [sys.executable, "-c", "import sys; from app.commands import main; sys.exit(main())", "work", "--with-server"]
LOOK_SECONDS, LONGEST_REST, PATIENCE = 0.5, 30.0, 5.0


@contextmanager
def workers_beside(count: int) -> Generator[None]:
    """So many workers while the block runs. One that dies is started again, later each time it dies at once."""
    ended = threading.Event()
    keepers = [threading.Thread(target=_keep_one, args=(ended,), daemon=True) for _ in range(count)]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        ended.set()
        for keeper in keepers:
            keeper.join(2 * PATIENCE)


def _keep_one(ended: threading.Event) -> None:
    rest = 1.0
    # The web server answers first.
    ended.wait(rest)
    while not ended.is_set():
        began = time.monotonic()
        # Its input is the thread it hangs on: it ends with this process, however this process ends.
        worker = subprocess.Popen(WORK, stdin=subprocess.PIPE)  # noqa: S603 - our own command, no input of anybody's
        while worker.poll() is None and not ended.wait(LOOK_SECONDS):
            pass
        if ended.is_set():
            _end(worker)
            return
        rest = 1.0 if time.monotonic() - began > LONGEST_REST else min(2 * rest, LONGEST_REST)
        complain(f"A worker ended with {worker.returncode}; another is started.")
        ended.wait(rest)


def _end(worker: "subprocess.Popen[bytes]") -> None:
    if worker.stdin is not None:
        worker.stdin.close()
    try:
        worker.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
