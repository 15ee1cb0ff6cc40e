"""Everything a developer needs, with nothing but Python: set up, run, test, check.

    python3 dev.py run        set up, fill with the demo programme, serve
    python3 dev.py test       set up what tests need, run them (further arguments go to pytest)
    python3 dev.py check      style, types, import rules, templates, scripts
    python3 dev.py lock       write the locks again from what requirements/*.in and package.json ask for

`requirements/set_up.py` says what is installed, where, and when again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from requirements.set_up import BIN, PYTHON, ROOT, environment, find_node, install, make_environment, say, set_up, stop

DEMO_PEOPLE = "demo-people.txt"
FILLING = "demo-unfinished"
# Pages and the worker have different built-in names, so they are read apart.
SCRIPT_WORLDS = ("tsconfig.json", "tsconfig.worker.json")
TYPESCRIPT = "node_modules/typescript/bin/tsc"

RUN = ("runtime",)
TEST = (*RUN, "postgres", "test")
CHECK = (*TEST, "lint")


# ------------------------------------------------------------------------------------------------------- run


def levelfield(data: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The product's own command on the embedded database in ``data``, whatever this shell points at."""
    settings = environment(LEVELFIELD_DATA=str(data), LEVELFIELD_SECURE_COOKIES="no")
    settings.pop("LEVELFIELD_DATABASE_URL", None)
    return [str(BIN / "levelfield"), *arguments], settings


def fill(data: Path, fresh: bool) -> None:
    """Bring the database up to date; make the demo programme if there is none, or only half of it."""
    data.mkdir(parents=True, exist_ok=True)
    if fresh or data.joinpath(FILLING).exists():
        for old in (*data.glob("levelfield.sqlite*"), data / DEMO_PEOPLE):
            old.unlink(missing_ok=True)
    is_new = not data.joinpath("levelfield.sqlite").exists()
    if is_new:
        data.joinpath(FILLING).touch()
    command, settings = levelfield(data, "migrate")
    if subprocess.run(command, env=settings, stdout=sys.stderr, check=False).returncode:
        stop("The database could not be brought up to date: see the message above.")
    if is_new:
        say("Making the demo programme ...")
        command, settings = levelfield(data, "demo")
        answer = subprocess.run(command, env=settings, stdout=subprocess.PIPE, text=True, check=False)
        if answer.returncode:
            stop("The demo programme could not be made: see the message above.")
        data.joinpath(DEMO_PEOPLE).write_text(answer.stdout, "utf-8")
        data.joinpath(FILLING).unlink()


def demo_people(data: Path) -> str:
    table = data / DEMO_PEOPLE
    return table.read_text("utf-8") if table.exists() else ""


def free_port(wanted: int) -> int:
    with socket.socket() as trial:
        if os.name != "nt":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", wanted))
        except OSError:
            stop(f"Port {wanted} is in use: choose another with --port.", 2)
        return int(trial.getsockname()[1])


def answers(address: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        direct.open(address, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def serve(data: Path, port: int) -> int:
    """Serve until interrupted. The address is printed only once the server answers there."""
    address = f"http://127.0.0.1:{port}"
    command, settings = levelfield(data, "serve", "--port", str(port))
    server = subprocess.Popen(command, env=settings)
    signal.signal(signal.SIGTERM, lambda *_: stop("Stopped.", 143))
    try:
        while not answers(address):
            if server.poll() is not None:
                stop("The server stopped before it answered: see the message above.")
            time.sleep(0.1)
        print(f"Levelfield is at {address}", flush=True)
        print(demo_people(data), end="", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        return 130
    finally:
        server.terminate()
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py run")
    parser.add_argument("--port", type=int, default=8000, help="where to serve (0: any free port)")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder of the database")
    parser.add_argument("--no-serve", action="store_true", help="set up and fill only")
    parser.add_argument("--fresh", action="store_true", help="throw the database in the folder away first")
    wanted = parser.parse_args(arguments)
    data = wanted.data.resolve()
    port = None if wanted.no_serve else free_port(wanted.port)
    set_up(RUN)
    fill(data, wanted.fresh)
    if port is None:
        print(demo_people(data), end="")
        return 0
    return serve(data, port)


# -------------------------------------------------------------------------------------------- test and check


def test(arguments: list[str]) -> int:
    """Without arguments everything runs, on all cores; the browser keeps to one of them."""
    node = set_up(TEST)
    everything = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadgroup"]
    command = [str(PYTHON), "-m", "pytest", *(arguments or everything)]
    return subprocess.run(command, cwd=ROOT, env=environment(LEVELFIELD_NODE=node.program), check=False).returncode


def check(arguments: list[str]) -> int:
    """Every check is run, also after one has failed: a person mends them all in one go."""
    if arguments:
        stop("check takes no arguments: it runs all checks, as continuous integration does.", 2)
    node = set_up(CHECK)
    path = os.pathsep.join([str(BIN), str(Path(node.program).parent), os.environ.get("PATH", os.defpath)])
    templates = sorted({str(page.parent) for page in ROOT.glob("app/**/templates/**/*.html")})
    script_tests = sorted(str(script) for script in ROOT.glob("tests/js/**/*.test.js"))
    checks = [
        [str(BIN / "ruff"), "check", "."],
        [str(BIN / "ruff"), "format", "--check", "."],
        [str(BIN / "lint-imports"), "--no-cache"],
        [str(BIN / "pyright"), "--warnings"],
        *([[str(BIN / "djlint"), "--lint", "--quiet", *templates]] if templates else []),
        *([node.program, TYPESCRIPT, "--project", f"tests/js/{name}"] for name in SCRIPT_WORLDS),
        *([[node.program, "--test", *script_tests]] if script_tests else []),
    ]
    failed: list[str] = []
    for command in checks:
        shown = " ".join([Path(command[0]).name, *command[1:3]])
        say(f"\n== {shown}")
        if subprocess.run(command, cwd=ROOT, env=environment(PATH=path), check=False).returncode:
            failed.append(shown)
    if failed:
        stop("\nNot in order: " + "; ".join(failed))
    say("\nAll checks are in order.")
    return 0


def lock(arguments: list[str]) -> int:
    if arguments:
        stop("lock takes no arguments.", 2)
    make_environment()
    install(("lock",))
    command = [str(PYTHON), str(ROOT / "requirements/lock.py"), *find_node().npm]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def main() -> int:
    commands = {"run": run, "test": test, "check": check, "lock": lock}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        print(__doc__)
        return 0 if sys.argv[1:2] in (["-h"], ["--help"]) else 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is started by whatever Python a machine has
        stop(f"Levelfield needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    return commands[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
