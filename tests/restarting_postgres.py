"""A PostgreSQL server of one test's own, which the test may restart as its keeper would, or as a crash does."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.throwaway_postgres import USER, find_programs, free_port, initialise, settings

# Long, because a busy machine is slow and no fault.
ENDS_WITHIN = 300


@dataclass(frozen=True, slots=True)
class RestartingServer:
    """``address`` is SQLAlchemy's. What was committed survives a crash of the server, though not of the machine."""

    address: str
    pg_ctl: Path
    home: Path

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        """``fast`` breaks every line and stops in order; ``immediate`` stops as a crash does, and recovers."""
        self._control("restart", "--mode", mode)

    def stop(self) -> None:
        self._control("stop", "--mode", "immediate")

    def start(self) -> None:
        self._control("start")

    def _control(self, *command: str) -> None:
        told = [self.pg_ctl, *command, "--pgdata", self.home / "data", "--log", self.home / "log", "--wait", "--silent"]
        told += ["--timeout", str(ENDS_WITHIN)]
        if command[0] == "start":
            # The others keep the options the server was started with.
            told += ["--options", (self.home / "options").read_text("utf-8")]
        subprocess.run(told, check=True, cwd=self.home, user=USER, timeout=ENDS_WITHIN, stdout=subprocess.DEVNULL)


@contextmanager
def restarting_server() -> Iterator[RestartingServer]:
    """Start one, and stop it and remove its data afterwards."""
    programs = find_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed.")
    with tempfile.TemporaryDirectory(prefix="lvpg") as folder:
        home, port = Path(folder), free_port()
        if USER:
            shutil.chown(home, USER)
        initialise(programs, home, home / "data")
        # Other than on the servers of other tests an answer waits for the log, or a crash would lose what was answered.
        options = [*settings(port, home), "-c", "synchronous_commit=on", "-c", "log_min_messages=fatal"]
        (home / "options").write_text(" ".join(options), "utf-8")
        address = f"postgresql+psycopg://levelfield@127.0.0.1:{port}/postgres"
        server = RestartingServer(address, programs / "pg_ctl", home)
        server.start()
        try:
            yield server
        finally:
            server.stop()
