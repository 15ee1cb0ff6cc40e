"""Make the environments in which other packages are timed, apart from ours: their pins conflict, two are GPL.

    python tests/benchmarks/make_environments.py

Each `requirements-<name>.txt` beside this file becomes `.bench/<name>/`, and `browser_peers/`, by npm, the scripts and
styles of other form engines. One that is there and fits its files is left as it is. Nothing of this is needed to run,
test or ship Levelfield.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BENCH = HERE.parents[1] / ".bench"
FIRST_LETTERS = "requirements-"
MADE_FROM = "made-from.txt"
BROWSER_PEERS = HERE / "browser_peers"
BUILT = BENCH / "browser_peers" / "out"


def python_of(name: str) -> Path:
    """The interpreter of an environment, there or not."""
    folder = BENCH / name
    return folder / "Scripts/python.exe" if sys.platform == "win32" else folder / "bin/python"


def environment_names() -> list[str]:
    """One for each requirements file."""
    return sorted(path.stem.removeprefix(FIRST_LETTERS) for path in HERE.glob(f"{FIRST_LETTERS}*.txt"))


def is_ready(name: str) -> bool:
    """Whether the environment was made from the requirements as they are now."""
    wanted, made = HERE / f"{FIRST_LETTERS}{name}.txt", BENCH / name / MADE_FROM
    return made.exists() and made.read_text("utf-8") == wanted.read_text("utf-8")


def make(name: str) -> None:
    """A fresh environment with the pinned packages. Raises CalledProcessError when pip fails."""
    wanted = HERE / f"{FIRST_LETTERS}{name}.txt"
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(BENCH / name)], check=True)
    pip = [str(python_of(name)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--requirement", str(wanted)], check=True)
    (BENCH / name / MADE_FROM).write_text(wanted.read_text("utf-8"), "utf-8")


def browser_peers_are_ready() -> bool:
    """Whether the pages' peers were built from the files as they are now."""
    made = BENCH / "browser_peers"
    return BUILT.is_dir() and all(
        (made / file.name).is_file() and (made / file.name).read_bytes() == file.read_bytes()
        for file in BROWSER_PEERS.iterdir()
    )


def make_browser_peers() -> None:
    """Install what the lock says and build it. Raises CalledProcessError when npm or the build fails."""
    made = BENCH / "browser_peers"
    shutil.rmtree(made, ignore_errors=True)
    shutil.copytree(BROWSER_PEERS, made)
    # No package runs anything of its own while it is installed.
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=made, check=True)
    subprocess.run(["node", "build.js"], cwd=made, check=True)


if __name__ == "__main__":
    if browser_peers_are_ready():
        print("browser_peers: ready")
    else:
        print("browser_peers: installing ...", flush=True)
        make_browser_peers()
    for each in environment_names():
        if is_ready(each):
            print(f"{each}: ready")
        else:
            print(f"{each}: installing ...", flush=True)
            make(each)
