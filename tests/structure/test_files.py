"""What the repository holds: small files with one subject, nothing foreign, nothing of one person's machine."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
LARGEST_FILE = 400_000
# Folders that exist on one machine and not on the next.
MACHINE_PATHS = re.compile(r"(?<![\w.~/-])/(?:work|home|root|Users|mnt|media)/[\w.-]")
ADDRESS = re.compile(rb"https?://|ssh://|git\+|file:")


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("This is not a git checkout, so there is no list of the repository's files.")
    files = (ROOT / name for name in listing.stdout.decode().split("\0") if name)
    return [file for file in files if file.is_file()]


def test_no_source_file_is_too_long_to_have_one_subject() -> None:
    kinds = {".py", ".js", ".html", ".css", ".scss"}
    # A migration is one step, however many tables it makes, and is never edited again.
    steps = ROOT / "app/migrations/versions"
    sources = [file for file in tracked_files() if file.suffix in kinds and steps not in file.parents]
    lengths = {file.relative_to(ROOT): len(file.read_text("utf-8").splitlines()) for file in sources}
    assert {str(file): length for file, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_large_or_third_party_file_is_kept_in_the_repository() -> None:
    assert [str(file) for file in tracked_files() if file.stat().st_size > LARGEST_FILE] == []
    foreign = {".ttf", ".otf", ".woff", ".woff2", ".whl", ".map"}
    built = [file for file in tracked_files() if file.suffix in foreign or file.name.endswith(".min.js")]
    assert built == []


def test_no_file_names_a_folder_of_somebodys_own_machine() -> None:
    found: list[str] = []
    for file in tracked_files():
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), start=1):
            if file != Path(__file__) and MACHINE_PATHS.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_the_locks_say_what_a_package_must_hash_to_and_never_where_it_is_fetched() -> None:
    locks = [*ROOT.glob("requirements/*.txt"), ROOT / "package-lock.json"]
    assert [lock.name for lock in locks if ADDRESS.search(lock.read_bytes())] == []
    for lock in ROOT.glob("requirements/*.txt"):
        pins = re.split(r"\n(?=\S)", lock.read_text("ascii").strip())
        assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == [], lock.name
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_whatever_a_page_loads_comes_from_its_own_server() -> None:
    loaded = re.compile(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//|@import\s+["']?https?:|url\(["']?https?:""")
    pages = [file for file in tracked_files() if file.suffix in {".html", ".css", ".scss", ".js"}]
    links = re.compile(r"""<a\b[^>]*\bhref\s*=\s*["']https://""")
    found = [
        f"{page.relative_to(ROOT)}: {line.strip()[:80]}"
        for page in pages
        for line in page.read_text("utf-8").splitlines()
        if loaded.search(links.sub("", line))
    ]
    assert found == []
