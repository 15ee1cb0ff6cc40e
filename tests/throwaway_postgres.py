"""A PostgreSQL server that lives as long as the tests, from the programs the machine has.

It keeps its data in a temporary folder and listens on a free port of this machine only. It refuses to run as
root, so root hands it to the system's own ``postgres`` user.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTS_WITHIN = 120.0
USER = "postgres" if hasattr(os, "geteuid") and os.geteuid() == 0 else None


def find_programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``; Debian keeps them off the path, one folder a version."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "postgres").exists()), None)


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server, give its SQLAlchemy address, and stop it and remove its data afterwards.

    Raises RuntimeError with what the server said when it does not answer in time.
    """
    programs = find_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed.")
    # The name is short on purpose: a socket's path may not be longer than about 100 characters.
    with tempfile.TemporaryDirectory(prefix="lvpg") as folder:
        home, data = Path(folder), Path(folder, "data")
        if USER:
            shutil.chown(home, USER)
        initialise(programs, home, data)
        port = free_port()
        with Path(home, "log").open("wb") as log:
            command = [programs / "postgres", "-D", data, *settings(port, home)]
            server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=home, user=USER)
        try:
            wait_for(programs / "pg_isready", port, server, home / "log")
            yield f"postgresql+psycopg://levelfield@127.0.0.1:{port}/postgres"
        finally:
            # SIGINT: close the connections that are left, then stop; SIGTERM would wait for them.
            server.send_signal(2)
            server.wait(timeout=STARTS_WITHIN)


def initialise(programs: Path, home: Path, data: Path) -> None:
    command = [programs / "initdb", "--pgdata", data, "--username", "levelfield", "--auth", "trust"]
    options = ["--encoding", "UTF8", "--locale", "C", "--no-sync"]
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL, cwd=home, user=USER)


def settings(port: int, home: Path) -> list[str]:
    """Nothing here is worth a wait for the disk: the data is thrown away."""
    values = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": home}
    unsafe = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    return [word for name, value in {**values, **unsafe}.items() for word in ("-c", f"{name}={value}")]


def wait_for(pg_isready: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    question = [pg_isready, "--quiet", "--host", "127.0.0.1", "--port", str(port)]
    while subprocess.run(question, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL does not answer:\n{log.read_text('utf-8', 'replace')}")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
