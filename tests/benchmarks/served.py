"""Serve the least application, or ours, as `levelfield serve` does: several processes on one database, under load."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from waitress import serve

from app.application import create_app
from app.commands.serve import THREADS
from app.database import open_database
from app.settings import Settings
from tests.benchmarks.submission import Environ, Timed, minimal
from tests.conftest import ROOT

PROCESSES, TABLETS = 2, 8


@contextmanager
def served(kind: str, url: str, data: Path) -> Iterator[list[int]]:
    """The ports of so many processes, each with the product's number of threads."""
    with ExitStack() as stack:
        ports: list[int] = []
        for _ in range(PROCESSES):
            words = [sys.executable, "-m", "tests.benchmarks.served", kind, url, str(data)]
            process = stack.enter_context(subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True))
            stack.callback(process.kill)
            assert process.stdout is not None
            ports.append(int(process.stdout.readline()))
        yield ports


def under_load(ports: Sequence[int], environs: Sequence[Environ]) -> tuple[list[Timed], float]:
    """Send all of them, so many at a time; what each took, and how many were answered in a second."""
    began = time.perf_counter()
    with ThreadPoolExecutor(TABLETS) as threads:
        shares = [
            threads.submit(_tablet, ports[number % len(ports)], environs[number::TABLETS]) for number in range(TABLETS)
        ]
        times = [each for share in shares for each in share.result()]
    return times, len(environs) / (time.perf_counter() - began)


def _tablet(port: int, environs: Sequence[Environ]) -> list[Timed]:
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    times: list[Timed] = []
    for each in environs:
        headers = {key[5:].replace("_", "-"): value for key, value in each.items() if key.startswith("HTTP_")}
        body: bytes = each["wsgi.input"].getvalue()
        began = time.perf_counter()
        line.request(each["REQUEST_METHOD"], each["PATH_INFO"], body, headers | {"Content-Type": "application/json"})
        answer = line.getresponse()
        said = answer.read()
        assert answer.status == 201, said
        taken = time.perf_counter() - began
        times.append(Timed(taken, taken))
    line.close()
    return times


def _application(kind: str, url: str, data: Path) -> Any:
    database = open_database(url)
    if kind == "minimal":
        return minimal(database)
    settings = Settings(
        data=data, database_url=url, secret_key="for tests only " * 4, secure_cookies=False, testing=False
    )
    return create_app(settings, database)


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        serve(_application(sys.argv[1], sys.argv[2], Path(sys.argv[3])), sockets=[listening], threads=THREADS)
