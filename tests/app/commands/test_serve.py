"""The server as a site runs it, with clients that are slow, silent or send far too much."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from waitress.server import create_server

from app.application import BODY_LIMIT, Levelfield
from app.commands.serve import LINES, THREADS
from tests.throwaway_postgres import free_port

SLOW = 150
PATIENCE = 60


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    path = tmp_path / "levelfield.sqlite"
    path.write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def port(app: Levelfield) -> Iterator[int]:
    """The application behind the server that `levelfield serve` starts."""
    found = free_port()
    server = create_server(app, host="127.0.0.1", port=found, threads=THREADS, **LINES)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield found
    server.close()
    thread.join(PATIENCE)


def line_to(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def status(line: socket.socket) -> int:
    return int(line.makefile("rb").readline().split()[1])


def put(length: int) -> bytes:
    return (
        f"PUT /api/v1/observations/{'0' * 8}-0000-4000-8000-{'0' * 12}/revisions/1 HTTP/1.1\r\n"
        f"Host: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def test_a_clinic_full_of_slow_and_silent_tablets_keeps_nobody_else_waiting(port: int) -> None:
    with contextlib.ExitStack() as open_lines:
        for number in range(SLOW):
            line = open_lines.enter_context(line_to(port))
            # Some have said nothing yet, some hang in the middle of a sheet.
            line.sendall(put(1000) + b"{" if number % 2 else b"")
        with line_to(port) as next_one:
            next_one.sendall(b"GET /account/sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert status(next_one) == 200


def test_what_is_far_too_large_is_refused_before_it_is_read(port: int) -> None:
    with line_to(port) as line:
        line.sendall(put(50 * BODY_LIMIT))
        assert status(line) == 413
