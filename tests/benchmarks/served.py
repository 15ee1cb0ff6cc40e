"""Serve the least application, or ours, as `levelfield serve` does: several processes on one database, under load.

The tablets cost next to nothing: what they send is made beforehand, and goes over a line that stays open.
"""

import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from waitress import serve

from app.application import create_app
from app.commands.serve import THREADS
from app.database import open_database
from app.settings import Settings
from app.web.pace import PACE, Pace
from tests.benchmarks.submission import Environ, minimal
from tests.conftest import ROOT

PROCESSES, TABLETS = 2, 16


@dataclass(frozen=True)
class Server:
    """One process: the port it listens on, and the pipes over which it tells how long it has worked."""

    port: int
    asked: IO[str]
    told: IO[str]

    def worked(self) -> float:
        """Seconds of the processor's time since it was started."""
        self.asked.write("\n")
        self.asked.flush()
        return float(self.told.readline())


@dataclass(frozen=True)
class Load:
    """What came of sending so many at once: seconds for each, answers in a second, the servers' own work for each."""

    times: list[float]
    rate: float
    work: float


@contextmanager
def served(kind: str, url: str, data: Path) -> Iterator[list[Server]]:
    """So many processes, each with the product's number of threads."""
    with ExitStack() as stack:
        servers: list[Server] = []
        for _ in range(PROCESSES):
            words = [sys.executable, "-m", "tests.benchmarks.served", kind, url, str(data)]
            process = stack.enter_context(
                subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            stack.callback(process.kill)
            assert process.stdin is not None
            assert process.stdout is not None
            servers.append(Server(int(process.stdout.readline()), process.stdin, process.stdout))
        yield servers


def under_load(servers: Sequence[Server], environs: Sequence[Environ]) -> Load:
    """Send all of them, as many at a time as there are tablets."""
    shares = [[_on_the_line(each) for each in environs[number::TABLETS]] for number in range(TABLETS)]
    worked = sum(each.worked() for each in servers)
    began = time.perf_counter()
    with ThreadPoolExecutor(TABLETS) as threads:
        sending = [
            threads.submit(_tablet, servers[number % len(servers)].port, share) for number, share in enumerate(shares)
        ]
        times = [each for sent in sending for each in sent.result()]
    rate = len(environs) / (time.perf_counter() - began)
    return Load(times, rate, (sum(each.worked() for each in servers) - worked) / len(environs))


def _on_the_line(each: Environ) -> bytes:
    headers = {key[5:].replace("_", "-").title(): value for key, value in each.items() if key.startswith("HTTP_")}
    body: bytes = each["wsgi.input"].getvalue()
    headers |= {"Host": "127.0.0.1", "Content-Type": each["CONTENT_TYPE"], "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{each['REQUEST_METHOD']} {each['PATH_INFO']} HTTP/1.1\r\n{head}\r\n".encode() + body


def _tablet(port: int, requests: Sequence[bytes]) -> list[float]:
    times: list[float] = []
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        for each in requests:
            began = time.perf_counter()
            line.sendall(each)
            answer = _answer(line)
            times.append(time.perf_counter() - began)
            assert answer.startswith(b"HTTP/1.1 201"), answer
    return times


def _answer(line: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += _some(line)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(each for each in head.lower().split(b"\r\n") if each.startswith(b"content-length:"))
    missing = int(length.split(b":")[1]) - len(body)
    while missing > 0:
        more = _some(line)
        got, missing = got + more, missing - len(more)
    return got


def _some(line: socket.socket) -> bytes:
    some = line.recv(65536)
    assert some, "The server hung up."
    return some


def _application(kind: str, url: str, data: Path) -> Any:
    database = open_database(url)
    if kind == "minimal":
        return minimal(database)
    settings = Settings(
        data=data, database_url=url, secret_key="for tests only " * 4, secure_cookies=False, testing=False
    )
    app = create_app(settings, database)
    # All these tablets send in one observer's name.
    app.extensions[PACE] = Pace(10**9)
    return app


def _say(value: object) -> None:
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()


def _tell_when_asked() -> None:
    for _ in sys.stdin:
        _say(time.process_time())


if __name__ == "__main__":
    # It warns of every request that waits for a thread, which under load is most of them.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        application = _application(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
        _say(listening.getsockname()[1])
        threading.Thread(target=_tell_when_asked, daemon=True).start()
        serve(application, sockets=[listening], threads=THREADS)
