"""Writes all locks again: `python3 dev.py lock` runs this with the locked tools, naming how npm is called.

Versions younger than a week are left to cool: bad releases are mostly found in that time. The locks hold
hashes and no address, so that any mirror serves.
"""

import datetime
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Each lock, and the locks whose versions it must keep to, because they are installed side by side.
LOCKS = {
    "runtime": (),
    "postgres": ("runtime",),
    "test": ("runtime", "postgres"),
    "lint": ("runtime", "postgres", "test"),
    "build": ("test",),
    "node": (),
    "lock": (),
}


def lock_python(cooled: str) -> None:
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header"]
    options += ["--no-emit-index-url", "--no-emit-find-links", "--upgrade", "--exclude-newer", cooled]
    for name, keeps_to in LOCKS.items():
        pins = [word for other in keeps_to for word in ("-c", f"{other}.txt")]
        command = ["uv", "pip", "compile", "--quiet", *options, *pins, f"{name}.in", "-o", f"{name}.txt"]
        subprocess.run(command, cwd=HERE, check=True)


def lock_frontend(npm: list[str], cooled: str) -> None:
    command = [*npm, "install", "--package-lock-only", f"--before={cooled}", "--loglevel=error"]
    subprocess.run(command, cwd=HERE.parent, check=True)
    lock = HERE.parent / "package-lock.json"
    content = json.loads(lock.read_text("utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    a_week_ago = (datetime.datetime.now(tz=datetime.UTC) - datetime.timedelta(days=7)).date().isoformat()
    lock_python(a_week_ago)
    lock_frontend(sys.argv[1:], a_week_ago)
